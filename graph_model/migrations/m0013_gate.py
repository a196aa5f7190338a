"""Migration 13: the gate of commits, behind which the policies are read."""

from graph_model.cypher.statement_text import ControlStatement

STEPS = (
    ControlStatement("CREATE CONSTRAINT commit_gate IF NOT EXISTS FOR (gate:CommitGate) REQUIRE gate.number IS UNIQUE"),
    ControlStatement("MERGE (gate:CommitGate {number: 1})"),
)
