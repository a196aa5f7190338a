"""Constant statements for the order in which statements changed and notices were given, and for what came since a place in it.

A number of the order is given out last in a transaction, and its lock is held until the commit has taken effect: so whoever sees a
number sees everything that has a smaller one, and not yet all that has this one. What is told is told up to a number that was read
under that lock, `until` (docs/decisions/0164).

It tells how much everybody writes, so it never leaves but sealed (docs/decisions/0099).
"""

from graph_model.cypher.statement_text import ControlStatement

NEXT_PLACE = """
MERGE (order:ChangeOrder {number: 1}) SET order._lock = true
SET order.value = coalesce(order.value, 0) + 1
WITH order.value AS place
"""
"""The beginning of a statement that puts something in order; what follows has `place`."""

PUT_IN_ORDER = ControlStatement(f"""
{NEXT_PLACE}
UNWIND $ids AS id
MATCH (node:Statement {{id: id}}) SET node.changeOrder = place
""")

_SETTLED = """
OPTIONAL MATCH (order:ChangeOrder) SET order._lock = true
WITH coalesce(max(order.value), 0) AS latest
"""
"""The latest number of whose transaction everything can be seen: it waits for the one that is under way."""

READ_SETTLED = ControlStatement(f"{_SETTLED} RETURN latest")

READ_LATEST = ControlStatement(f"""
{_SETTLED}
MATCH (epoch:PolicyEpoch)
RETURN latest, epoch.value AS epoch
""")

READ_CHANGED = ControlStatement("""
OPTIONAL MATCH (order:ChangeOrder)
WITH coalesce($until, max(order.value), 0) AS latest
CALL (latest) {
  MATCH (node:Statement)
  USING INDEX node:Statement(changeOrder)
  WHERE node.changeOrder >= $order AND node.changeOrder <= latest AND (node.changeOrder > $order OR node.id > $id)
    AND $see[coalesce(node.pc, node.formerPc)] = 1 AND ($known IS NULL OR node.recordedAt <= $known)
    AND ($types IS NULL OR node.type IN $types)
    AND ($case IS NULL OR EXISTS {
      MATCH (node)-[link:IN_CASE]->(case:Statement {id: $case}) WHERE $see[link.pc] = 1 AND $see[case.pc] = 1
    })
  WITH node ORDER BY node.changeOrder, node.id LIMIT $first
  RETURN collect([node.id, coalesce(node.pc, node.formerPc), node.type, coalesce(node.retractedAt, node.recordedAt),
    CASE
      WHEN node.retractedAt IS NOT NULL AND ($known IS NULL OR node.retractedAt <= $known) THEN 'WITHDRAWN'
      WHEN EXISTS { MATCH (former:FormerStatement {of: node.id}) WHERE $see[former.pc] = 1 } THEN 'CORRECTED'
      ELSE 'CREATED'
    END, node.changeOrder]) AS found
}
MATCH (epoch:PolicyEpoch)
RETURN latest, found, epoch.value AS epoch
""")
"""What was withdrawn is told under the class it had. The latest number is read first and the epoch last, as everywhere.

`known` is the instant of a clock that is set by hand, and null by the machine's: processes that differ by a moment lose nothing.
"""

READ_NOTICES_SINCE = ControlStatement("""
OPTIONAL MATCH (order:ChangeOrder)
WITH coalesce($until, max(order.value), 0) AS latest
CALL (latest) {
  MATCH (notice:PolicyNotice)
  USING INDEX notice:PolicyNotice(organisation, changeOrder)
  WHERE notice.organisation = $organisation AND notice.changeOrder >= $order
    AND notice.changeOrder <= latest AND (notice.changeOrder > $order OR notice.id > $id)
    AND (notice.user = $user OR ($speaks AND notice.user IS NULL))
    AND (notice.pc IS NULL OR $decides[notice.pc] = 1) AND ($watches OR notice.kind <> 'NEW_PATH')
  WITH notice ORDER BY notice.changeOrder, notice.id LIMIT $first
  RETURN collect([notice.id, notice.kind, notice.about, notice.at, notice.changeOrder]) AS found
}
MATCH (epoch:PolicyEpoch)
RETURN latest, found, epoch.value AS epoch
""")
