"""Migration 2: what the way in needs: idempotency keys, one gate an originator, own relationships by their external id."""

from graph_model.cypher.statement_text import ControlStatement

_TYPES = (
    "ASSESSES", "AT", "BASED_ON", "CONCERNS", "CONNECTED_TO", "CONTACT", "CONTRADICTS", "CORROBORATES", "COUNTERS",
    "EXECUTED_BY", "FROM", "INFORMS", "IN_CASE", "IS", "ISSUED_BY", "LINKED_TO", "MEMBER_OF", "MENTIONS", "ORDERS", "POSES",
    "PROTECTS", "RELATED_TO", "RESTS_ON", "SAME_AS", "SUBMITTED_BY", "SUPERSEDES", "TAKEN_BY", "TAKES_PART_IN",
    "TAKES_PLACE_AT", "TARGETS", "UNDER_AUTHORITY_OF", "USES",
)  # fmt: skip


def _own(name: str) -> ControlStatement:
    return ControlStatement(
        f"CREATE INDEX own_{name.lower()} IF NOT EXISTS FOR ()-[link:{name}]-() "
        "ON (link.originator, link.sourceSystem, link.externalId)"
    )


STEPS = (
    ControlStatement("CREATE CONSTRAINT applied_key IF NOT EXISTS FOR (applied:Applied) REQUIRE applied.key IS UNIQUE"),
    ControlStatement("CREATE CONSTRAINT gate_originator IF NOT EXISTS FOR (gate:IntakeGate) REQUIRE gate.originator IS UNIQUE"),
    ControlStatement("CREATE INDEX former_of IF NOT EXISTS FOR (former:FormerStatement) ON (former.of)"),
    *(_own(name) for name in _TYPES),
    ControlStatement("CALL db.awaitIndexes(60)"),
)
