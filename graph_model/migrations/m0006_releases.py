"""Migration 6: identity of sanitised versions and of their releases."""

from graph_model.cypher.statement_text import ControlStatement

STEPS = (
    ControlStatement("CREATE CONSTRAINT release_id IF NOT EXISTS FOR (release:Release) REQUIRE release.id IS UNIQUE"),
    ControlStatement("CREATE CONSTRAINT proposed_id IF NOT EXISTS FOR (proposed:ProposedStatement) REQUIRE proposed.id IS UNIQUE"),
)
