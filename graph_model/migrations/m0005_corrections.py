"""Migration 5: identity of changes that are to be told, and the ways to find those of one record and their notices."""

from graph_model.cypher.statement_text import ControlStatement

STEPS = (
    ControlStatement("CREATE CONSTRAINT change_id IF NOT EXISTS FOR (change:StatementChange) REQUIRE change.id IS UNIQUE"),
    ControlStatement("CREATE INDEX change_record IF NOT EXISTS FOR (change:StatementChange) ON (change.record, change.at)"),
    ControlStatement("CREATE INDEX change_at IF NOT EXISTS FOR (change:StatementChange) ON (change.at)"),
    ControlStatement("CREATE INDEX notice_change IF NOT EXISTS FOR (notice:PolicyNotice) ON (notice.change)"),
    ControlStatement("CALL db.awaitIndexes(60)"),
)
