"""Migration 12: watches of persons, and what was found to lead to them."""

from graph_model.cypher.statement_text import ControlStatement

STEPS = (
    ControlStatement("CREATE CONSTRAINT watch_id IF NOT EXISTS FOR (watch:Watch) REQUIRE watch.id IS UNIQUE"),
    ControlStatement("CREATE CONSTRAINT watch_gate IF NOT EXISTS FOR (gate:WatchGate) REQUIRE gate.organisation IS UNIQUE"),
    ControlStatement("CREATE CONSTRAINT watch_cause IF NOT EXISTS FOR (cause:WatchCause) REQUIRE cause.id IS UNIQUE"),
    ControlStatement("CREATE INDEX watch_organisation IF NOT EXISTS FOR (watch:Watch) ON (watch.organisation)"),
    ControlStatement("CREATE INDEX watch_causes IF NOT EXISTS FOR (cause:WatchCause) ON (cause.watch)"),
    ControlStatement("CALL db.awaitIndexes(60)"),
)
