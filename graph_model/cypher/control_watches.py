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
WITH epoch, watch ORDER BY watch.since DESC, watch.id
RETURN epoch.value AS epoch, collect(properties(watch)) AS watches
""")

READ_PERSON = ControlStatement("""
MATCH (person:Statement {id: $person}) WHERE person.originator = $organisation AND person.type = 'Person' AND person.pc IS NOT NULL
RETURN person.pc AS pc
""")

CREATE_WATCH = ControlStatement("CREATE (watch:Watch) SET watch = $stored RETURN watch.id AS id")

END_WATCH = ControlStatement("""
MATCH (watch:Watch {id: $id, organisation: $organisation}) SET watch.endedAt = $at, watch.endedBy = $by
RETURN properties(watch) AS watch
""")

READ_CAUSES = ControlStatement("""
MATCH (cause:WatchCause {watch: $watch})
RETURN properties(cause) AS cause ORDER BY cause.at DESC, cause.id
""")

KEEP_CAUSES = ControlStatement("""
UNWIND $rows AS row
MERGE (cause:WatchCause {id: row.id})
ON CREATE SET cause = row, cause.turn = $turn
""")
"""Two that look at one cause at once keep it once: the first one's turn stands in it."""

TELL_CAUSES = ControlStatement(f"""
{NEXT_PLACE}
MATCH (cause:WatchCause {{watch: $watch, turn: $turn}}) WHERE cause.opens
CREATE (:PolicyNotice {{organisation: $organisation, kind: 'NEW_PATH', about: $watch, at: $at,
  id: replace(randomUUID(), '-', ''), changeOrder: place}})
""")

KEEP_JUDGED = ControlStatement("MATCH (watch:Watch {id: $watch, organisation: $organisation}) SET watch.judged = $judged")

ACKNOWLEDGE = ControlStatement("""
MERGE (cause:WatchCause {id: $row.id})
ON CREATE SET cause = $row
WITH cause WHERE cause.acknowledgedAt IS NULL
SET cause.acknowledgedAt = $now, cause.acknowledgedBy = $by
RETURN cause.id AS id
""")
