"""Migration 4: identity of pointer statements."""

from graph_model.cypher.statement_text import ControlStatement

STEPS = (
    ControlStatement("CREATE CONSTRAINT pointer_id IF NOT EXISTS FOR (pointer:PointerStatement) REQUIRE pointer.id IS UNIQUE"),
)
