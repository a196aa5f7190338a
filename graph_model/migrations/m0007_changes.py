"""Migration 7: the order in which statements changed."""

from graph_model.cypher.statement_text import ControlStatement

STEPS = (
    ControlStatement("CREATE CONSTRAINT change_order IF NOT EXISTS FOR (order:ChangeOrder) REQUIRE order.number IS UNIQUE"),
    ControlStatement("CREATE INDEX statement_changed IF NOT EXISTS FOR (node:Statement) ON (node.changeOrder)"),
    ControlStatement("CALL db.awaitIndexes(60)"),
)
