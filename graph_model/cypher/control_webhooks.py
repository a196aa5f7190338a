"""Constant statements for webhooks: where somebody wants to be told, how far they were told, and who delivers.

How far its owner was told, and what is under way, is one text: a read between two properties of a commit would see half of it.
A step says what the text was, and does nothing where it is another by now.
"""

from graph_model.cypher.control_changes import NEXT_PLACE
from graph_model.cypher.statement_text import ControlStatement

LOCK_OWNER = ControlStatement("MATCH (user:DirectoryUser {key: $owner}) SET user._lock = true RETURN user.key AS key")
"""One registration of a person at a time, so that what is counted stays so until the end."""

READ_OWN = ControlStatement("""
MATCH (hook:Webhook {owner: $owner})
RETURN properties(hook) AS hook ORDER BY hook.createdAt, hook.id
""")

READ_OPEN = ControlStatement("MATCH (hook:Webhook) WHERE NOT hook.paused RETURN properties(hook) AS hook ORDER BY hook.id")

CREATE = ControlStatement("CREATE (hook:Webhook) SET hook = $stored RETURN hook.id AS id")

DELETE = ControlStatement("""
MATCH (hook:Webhook {id: $id, owner: $owner})
WITH hook, hook.id AS id
DELETE hook
RETURN id
""")

RESUME = ControlStatement("""
MATCH (hook:Webhook {id: $id, owner: $owner}) SET hook.paused = false, hook.told = $told
RETURN properties(hook) AS hook
""")

MOVE = ControlStatement("""
MATCH (hook:Webhook {id: $id}) SET hook._lock = true
WITH hook WHERE hook.told = $before AND NOT hook.paused
SET hook.told = $after
RETURN hook.id AS id
""")

PAUSE = ControlStatement(f"""
{NEXT_PLACE}
MATCH (hook:Webhook {{id: $id}}) SET hook._lock = true
WITH hook, place WHERE hook.told = $before AND NOT hook.paused
SET hook.paused = true
CREATE (:PolicyNotice {{organisation: $organisation, user: hook.owner, kind: 'WEBHOOK_PAUSED', about: hook.id, at: $at,
  id: replace(randomUUID(), '-', ''), changeOrder: place}})
""")
"""The owner, and nobody else, is told."""

TAKE_LEASE = ControlStatement("""
MERGE (lease:WebhookLease {number: 1}) SET lease._lock = true
WITH lease WHERE lease.holder = $holder OR coalesce(lease.until, 0) < timestamp()
SET lease.holder = $holder, lease.until = timestamp() + $milliseconds
RETURN lease.holder AS holder
""")
"""By the database's clock, so that those of the processes do not matter."""
