"""Constant statements for corrections and withdrawals that are to be told: what changed, what rests on it, who was told.

What changed is written with the change itself. Whom it concerns is looked up afterwards, by no caller's right and for no caller's
answer: hence no mask, but for the overseer's list.
"""

from graph_model.cypher.control_changes import NEXT_PLACE
from graph_model.cypher.statement_text import ControlStatement

RECORD_CHANGES = ControlStatement("""
UNWIND $rows AS row
CREATE (:StatementChange:Untold {id: row.id, record: row.record, kind: row.kind, originator: $originator, at: $now})
""")

READ_UNTOLD = ControlStatement("""
MATCH (change:Untold) WHERE change.at < $before
WITH change ORDER BY change.at, change.id LIMIT $first
RETURN change.id AS id, change.record AS record, change.kind AS kind, change.originator AS originator, change.at AS at,
  COLLECT {
    MATCH (earlier:StatementChange {record: change.record}) WHERE earlier.at < change.at
    RETURN earlier.at ORDER BY earlier.at DESC LIMIT 1
  } AS earlier
""")
"""The oldest changes that are not told for good, each with the change of the same record before it."""

READ_CITED = ControlStatement("""
UNWIND $ids AS id
MATCH (cited:Statement {id: id}) WHERE EXISTS { (cited)<-[:BASED_ON|RESTS_ON|DERIVED_FROM]-() }
RETURN DISTINCT id
""")

READ_RESTING = ControlStatement("""
UNWIND $ids AS id
MATCH (:Statement {id: id})<-[link:BASED_ON|RESTS_ON|DERIVED_FROM]-(resting:Statement)
WHERE link.pc IS NOT NULL AND link.recordedAt <= $at
RETURN resting.id AS id, resting.originator AS originator, resting.pc IS NOT NULL AS stands,
  any(name IN collect(type(link)) WHERE name <> 'DERIVED_FROM') AS isOpen
""")
"""`isOpen` tells what rests on it openly from a sanitised version, whose readers do not know of what is behind it."""

TELL = ControlStatement(f"""
{NEXT_PLACE}
UNWIND $rows AS row
MATCH (change:StatementChange {{id: row.change}}) SET change._lock = true
MERGE (notice:PolicyNotice {{change: row.change, organisation: row.organisation, about: row.about, name: row.user}})
ON CREATE SET notice.kind = row.kind, notice.at = change.at, notice.user = CASE row.user WHEN '' THEN null ELSE row.user END,
  notice.id = replace(randomUUID(), '-', ''), notice.changeOrder = place
""")
"""Told twice is told once: the lock makes one teller at a time look for what is there."""

SETTLE = ControlStatement("MATCH (change:Untold) WHERE change.id IN $ids REMOVE change:Untold")

READ_TOLD = ControlStatement("""
CALL () {
  MATCH (change:StatementChange) WHERE change.at <= $until
  MATCH (node:Statement {id: change.record})
  WHERE $see[coalesce(node.pc, node.formerPc)] = 1 AND node.recordedAt <= $now
  WITH change ORDER BY change.at DESC, change.id LIMIT $first
  RETURN collect([change.record, change.kind, change.at, COLLECT {
    MATCH (notice:PolicyNotice {change: change.id}) WHERE notice.about = change.record
    RETURN DISTINCT notice.organisation AS organisation ORDER BY organisation
  }]) AS found
}
MATCH (epoch:PolicyEpoch)
RETURN found, epoch.value AS epoch
""")
"""What was withdrawn is still told of, under the class it had. The epoch is read last, as everywhere."""
