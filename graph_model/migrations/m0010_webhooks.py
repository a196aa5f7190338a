"""Migration 10: webhooks, and the lease of the process that delivers them."""

from graph_model.cypher.statement_text import ControlStatement

STEPS = (
    ControlStatement("CREATE CONSTRAINT webhook_id IF NOT EXISTS FOR (hook:Webhook) REQUIRE hook.id IS UNIQUE"),
    ControlStatement("CREATE CONSTRAINT webhook_lease IF NOT EXISTS FOR (lease:WebhookLease) REQUIRE lease.number IS UNIQUE"),
    ControlStatement("CREATE INDEX webhook_owner IF NOT EXISTS FOR (hook:Webhook) ON (hook.owner)"),
    ControlStatement("CALL db.awaitIndexes(60)"),
)
