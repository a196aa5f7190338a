"""Migration 11: all records class by class (docs/decisions/0151), by one index on class and id for every type."""

from graph_model.cypher.statement_text import ControlStatement

STEPS = (
    ControlStatement("CREATE INDEX statement_pc_id IF NOT EXISTS FOR (node:Statement) ON (node.pc, node.id)"),
    ControlStatement("CALL db.awaitIndexes(60)"),
)
