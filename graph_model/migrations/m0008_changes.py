"""Migration 8: the order in which statements changed and notices were given."""

from graph_model.cypher.statement_text import ControlStatement

STEPS = (
    ControlStatement("CREATE CONSTRAINT change_order IF NOT EXISTS FOR (order:ChangeOrder) REQUIRE order.number IS UNIQUE"),
    ControlStatement("CREATE INDEX statement_changed IF NOT EXISTS FOR (node:Statement) ON (node.changeOrder)"),
    ControlStatement(
        "CREATE INDEX notice_order IF NOT EXISTS FOR (notice:PolicyNotice) ON (notice.organisation, notice.changeOrder)"
    ),
    ControlStatement("CALL db.awaitIndexes(60)"),
)
