"""Migration 9: what leads from a sanitised version to what it was made from."""

from graph_model.cypher.statement_text import ControlStatement

STEPS = (
    ControlStatement(
        "CREATE INDEX own_derived_from IF NOT EXISTS FOR ()-[link:DERIVED_FROM]-() "
        "ON (link.originator, link.sourceSystem, link.externalId)"
    ),
    ControlStatement("CALL db.awaitIndexes(60)"),
)
