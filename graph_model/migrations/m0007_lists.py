"""Migration 7: lists class by class (docs/decisions/0103), by an index on class and id for each type that is listed."""

from graph_model.cypher.statement_text import ControlStatement

_LISTED = (
    "Person", "Actor", "Threat", "Measure", "Organisation", "Report", "Assessment", "Decision",
    "Case", "Place", "Event", "Item", "Source", "User", "Knowledge",
)  # fmt: skip


def _by_class(label: str) -> ControlStatement:
    return ControlStatement(f"CREATE INDEX {label.lower()}_pc_id IF NOT EXISTS FOR (node:{label}) ON (node.pc, node.id)")


STEPS = (*(_by_class(label) for label in _LISTED), ControlStatement("CALL db.awaitIndexes(60)"))
