"""Constant statements for pointer statements: what an originator tells of a record to whom may sense it and not read it.

Their reader gets what they say and never what they refer to; the mask is that of the action `sense`.
"""

from graph_model.cypher.statement_text import ControlStatement

CREATE_POINTERS = ControlStatement("UNWIND $rows AS row CREATE (pointer:PointerStatement) SET pointer = row")

_SAYS = "[pointer.id, pointer.pc, pointer.originator, pointer.matched, pointer.ask, pointer.reference, pointer.match]"

READ_POINTERS = ControlStatement(f"""
CALL () {{
  MATCH (pointer:PointerStatement)
  WHERE $sense[pointer.pc] = 1 AND pointer.recordedAt <= $now AND pointer.id > $after
  WITH pointer ORDER BY pointer.id LIMIT $first
  RETURN collect({_SAYS}) AS found
}}
MATCH (epoch:PolicyEpoch)
RETURN found, epoch.value AS epoch
""")
"""The epoch is read last, so that what was read before it was read under the policies of that epoch or of an earlier one."""

READ_POINTER = ControlStatement(f"""
CALL () {{
  MATCH (pointer:PointerStatement {{id: $id}})
  WHERE $sense[pointer.pc] = 1 AND pointer.recordedAt <= $now
  RETURN collect({_SAYS}) AS found
}}
MATCH (epoch:PolicyEpoch)
RETURN found, epoch.value AS epoch
""")

READ_POINTED = ControlStatement("""
MATCH (pointer:PointerStatement {id: $id}) WHERE pointer.originator = $originator AND pointer.pc IS NOT NULL
RETURN pointer.refersTo AS record
""")

WITHDRAW_POINTERS = ControlStatement("""
UNWIND $ids AS id
MATCH (pointer:PointerStatement {id: id}) WHERE pointer.originator = $originator AND $see[pointer.pc] = 1 AND $write[pointer.pc] = 1
SET pointer.formerPc = pointer.pc, pointer.pc = null, pointer.retractedAt = $now
RETURN collect([pointer.id]) AS found
""")
