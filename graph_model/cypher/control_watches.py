"""Constant statements for watches: of which person, why and until when; which causes were looked at, and who acknowledged them.

All are of one organisation, named in each; nothing here is met by a read. Only ids, types and classes of records are brought.
"""

from graph_model.cypher.control_changes import NEXT_PLACE
from graph_model.cypher.statement_text import ControlStatement

LOCK_WATCHES = ControlStatement("""
MERGE (gate:WatchGate {organisation: $organisation}) SET gate._lock = true
WITH gate MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch
""")
"""One change of an organisation's watches at a time; nobody else waits for it. The epoch tells whether who asks still may."""

READ_WATCHES = ControlStatement("""
MATCH (epoch:PolicyEpoch)
OPTIONAL MATCH (watch:Watch {organisation: $organisation})
WITH epoch, watch ORDER BY coalesce(watch.endedAt, watch.until) DESC, watch.id LIMIT $most
RETURN epoch.value AS epoch, collect(properties(watch)) AS watches
""")
"""Those that end last, so those that run are among them."""

READ_WATCH = ControlStatement("MATCH (watch:Watch {id: $id, organisation: $organisation}) RETURN properties(watch) AS watch")

READ_PERSON = ControlStatement("""
MATCH (person:Statement {id: $person}) WHERE person.originator = $organisation AND person.type = 'Person' AND person.pc IS NOT NULL
RETURN person.pc AS pc
""")

CREATE_WATCH = ControlStatement("CREATE (watch:Watch) SET watch = $stored RETURN watch.id AS id")

END_WATCH = ControlStatement("""
MATCH (watch:Watch {id: $id, organisation: $organisation}) SET watch.endedAt = $at, watch.endedBy = $by
RETURN properties(watch) AS watch
""")

READ_OPENING = ControlStatement("""
MATCH (cause:WatchCause {watch: $watch}) WHERE cause.opens
RETURN properties(cause) AS cause ORDER BY cause.at DESC, cause.id LIMIT $first
""")

READ_CAUSE = ControlStatement("""
MATCH (cause:WatchCause {id: $id, watch: $watch}) WHERE cause.opens
RETURN properties(cause) AS cause
""")

READ_NOTED = ControlStatement("""
UNWIND $ids AS id
MATCH (cause:WatchCause {id: id}) WHERE cause.acknowledgedAt IS NOT NULL
RETURN properties(cause) AS cause
""")

READ_KNOWN = ControlStatement("""
MATCH (cause:WatchCause {watch: $watch}) WHERE cause.at >= $since
RETURN cause.id AS id
""")
"""What was looked at of what began since an instant; all of before was."""

KEEP_CAUSES = ControlStatement("""
MATCH (epoch:PolicyEpoch) WHERE epoch.value = $epoch
UNWIND $rows AS row
MERGE (cause:WatchCause {id: row.id})
ON CREATE SET cause = row, cause.turn = $turn
RETURN DISTINCT true AS kept
""")
"""Two that look at one cause at once keep it once: the first one's turn stands in it. Kept if its epoch still stands."""

TELL_CAUSES = ControlStatement(f"""
{NEXT_PLACE}
UNWIND $rows AS row
MATCH (cause:WatchCause {{id: row.id}}) WHERE cause.turn = $turn AND cause.opens
CREATE (:PolicyNotice {{organisation: $organisation, kind: 'NEW_PATH', about: cause.watch, at: $at,
  id: replace(randomUUID(), '-', ''), changeOrder: place}})
""")
KEEP_JUDGED = ControlStatement("""
MATCH (epoch:PolicyEpoch) WHERE epoch.value = $epoch
UNWIND $watches AS id
MATCH (watch:Watch {id: id, organisation: $organisation}) SET watch.judged = $judged
RETURN DISTINCT true AS kept
""")

ACKNOWLEDGE = ControlStatement("""
MERGE (cause:WatchCause {id: $row.id})
ON CREATE SET cause = $row
WITH cause WHERE cause.acknowledgedAt IS NULL
SET cause.acknowledgedAt = $now, cause.acknowledgedBy = $by
RETURN cause.id AS id
""")
