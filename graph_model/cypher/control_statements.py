"""Constant statements that write statements, and that find a writer's own.

Types and labels stand in the text, a constant for each name of the ontology; values are parameters. A lookup carries the writer's
mask like a read does: what the writer may not see is not found, and so can neither be changed nor betray itself. Indexes are named:
a plan that was made while the store was empty would else stay a scan.
"""

from graph_model.cypher.statement_text import ControlStatement
from graph_model.ontology import ONTOLOGY

WRITE_NODES = ControlStatement("""
UNWIND $rows AS row
MERGE (node:Statement {id: row.id})
SET node = row.stored, node:$([row.type])
""")

WRITE_RELATIONSHIPS = ControlStatement("""
UNWIND $rows AS row
MATCH (start:Statement {id: row.start})
MATCH (end:Statement {id: row.end})
MERGE (start)-[link:$([row.type]) {id: row.id}]->(end)
SET link = row.stored
RETURN count(link) AS written
""")

RETRACT_NODES = ControlStatement("""
MATCH (node:Statement) WHERE node.id IN $ids AND node.originator = $originator AND node.retractedAt IS NULL
SET node.formerPc = node.pc, node.pc = null, node.retractedAt = $at
RETURN count(node) AS retracted
""")

RETRACT_RELATIONSHIPS = ControlStatement("""
MATCH ()-[link]->() WHERE link.id IN $ids AND link.originator = $originator AND link.retractedAt IS NULL
SET link.formerPc = link.pc, link.pc = null, link.retractedAt = $at
RETURN count(link) AS retracted
""")

MISPLACED_CLASSES = ControlStatement("""
CALL () {
  MATCH (node:Statement)
  WHERE coalesce(node.pc, node.formerPc) IS NULL OR node.pc < 0 OR node.formerPc < 0
     OR NOT node.pc IS :: INTEGER OR NOT node.formerPc IS :: INTEGER
  RETURN count(node) AS nodes
}
CALL () {
  MATCH (:Statement)-[link]->(:Statement)
  WHERE coalesce(link.pc, link.formerPc) IS NULL OR link.pc < 0 OR link.formerPc < 0
     OR NOT link.pc IS :: INTEGER OR NOT link.formerPc IS :: INTEGER
  RETURN count(link) AS links
}
CALL () {
  MATCH (marking:Marking) WHERE marking.pc IS NULL OR marking.pc < 0 OR NOT marking.pc IS :: INTEGER
  RETURN count(marking) AS markings
}
CALL () {
  MATCH (pointer:PointerStatement)
  WHERE coalesce(pointer.pc, pointer.formerPc) IS NULL OR pointer.pc < 0 OR NOT pointer.pc IS :: INTEGER
  RETURN count(pointer) AS pointers
}
RETURN nodes, links, markings, pointers
""")
"""A negative class reads a mask from its end and would open it (baseline.md, decision 2): looked for at start."""

OPEN_GATE = ControlStatement("""
MERGE (gate:IntakeGate {originator: $originator}) SET gate._lock = true
WITH gate OPTIONAL MATCH (applied:Applied {key: $key})
RETURN applied.body AS body, applied.answer AS answer
""")
"""One contribution of an originator at a time, so that a key or an external id that is not there yet stays so until the end."""

RECORD_APPLIED = ControlStatement("CREATE (:Applied {key: $key, body: $body, answer: $answer, at: $now})")

_IN_VIEW = "$see[coalesce({0}.pc, {0}.formerPc)] = 1 AND {0}.recordedAt <= $now"
_FOUND = "{0}.recordedAt, {0}.id, coalesce({0}.pc, {0}.formerPc), {0}.sourceVersion, {0}.fingerprint, {0}.retractedAt"
"""What `verdict.Held` is made of. Found rows come as lists in one record: that is five times faster than a record each."""
_KEEP_FORMER = (
    "CREATE (former:FormerStatement) SET former = properties({0}), former.id = null, former.of = {0}.id, former.replacedAt = $now"
)

FIND_NODES = ControlStatement(f"""
UNWIND $keys AS key
MATCH (node:Statement {{originator: $originator, sourceSystem: $system, externalId: key}})
USING INDEX node:Statement(originator, sourceSystem, externalId)
WHERE {_IN_VIEW.format("node")}
RETURN collect([key, {_FOUND.format("node")}, node.type]) AS found
""")

FIND_RECORDS = ControlStatement("""
UNWIND $ids AS id
MATCH (node:Statement {id: id}) WHERE $see[node.pc] = 1 AND node.recordedAt <= $now
RETURN collect([id, node.type, node.pc]) AS found
""")

FIND_SUPERSEDED = ControlStatement("""
UNWIND $ids AS id
MATCH (start:Statement {id: id})-[link:SUPERSEDES]->(end:Statement)
WHERE $see[link.pc] = 1 AND link.recordedAt <= $now AND $see[end.pc] = 1 AND end.recordedAt <= $now
  AND NOT (link.originator = $originator AND link.sourceSystem = $system AND link.externalId IN $names)
RETURN collect([id, end.id]) AS found
""")
"""What records in the writer's view supersede, as far as the writer sees it; relationships that are said anew left out."""

FIND_OWN_RECORDS = ControlStatement("""
UNWIND $ids AS id
MATCH (node:Statement {id: id, originator: $originator}) WHERE $see[node.pc] = 1 AND node.recordedAt <= $now
RETURN collect([id, node.pc, node.type, properties(node)]) AS found
""")
"""Records of the writer's own, to be corrected or withdrawn; whole, since what is not named stays."""

FIND_SANITISED = ControlStatement("""
UNWIND $ids AS id
MATCH (node:Statement {id: id}) WHERE $see[node.pc] = 1 AND node.recordedAt <= $now
RETURN collect([id, node.pc, node.type, node.recordedAt, node.originator]) AS found
""")
"""Records in the writer's view, whose ever, of which a sanitised version is proposed."""

WITHDRAW_NODES = ControlStatement("""
UNWIND $ids AS id
MATCH (node:Statement {id: id, originator: $originator})
SET node.formerPc = node.pc, node.pc = null, node.retractedAt = $now
""")
"""Its relationships stay as they are, whoever asserts them: without one of its ends a relationship is in no view."""

REPLACE_NODES = ControlStatement(f"""
UNWIND $rows AS row
MATCH (node:Statement {{id: row.id}})
{_KEEP_FORMER.format("node")}
WITH row, node, coalesce(node.pc, node.formerPc) AS before
SET node = row
RETURN count(CASE WHEN before <> coalesce(row.pc, row.formerPc) THEN 1 END) AS stricter
""")

DATE_NODES = ControlStatement("""
UNWIND $rows AS row
MATCH (node:Statement {id: row.id}) SET node.sourceVersion = row.version
""")
"""A newer version with the same content: only its date moves on, so that what is older stays older."""

CREATE_NODES = {
    name: ControlStatement(f"UNWIND $rows AS row CREATE (node:Statement:{name}) SET node = row") for name in ONTOLOGY.types
}

READ_HELD = ControlStatement("""
MATCH (node:Statement)
WHERE node.originator = $originator AND node.sourceSystem = $system AND node.externalId > $after AND $see[node.pc] = 1
RETURN node.externalId AS key ORDER BY key LIMIT $first
""")


def _links(text: str) -> dict[str, ControlStatement]:
    return {name: ControlStatement(text.replace("TYPE", name)) for name in ONTOLOGY.relationships}


READ_HELD_LINKS = _links("""
MATCH (start)-[link:TYPE]->(end)
USING INDEX link:TYPE(originator, sourceSystem, externalId)
WHERE link.originator = $originator AND link.sourceSystem = $system AND link.externalId > $after
  AND $see[link.pc] = 1 AND $see[start.pc] = 1 AND $see[end.pc] = 1
RETURN link.externalId AS key ORDER BY key LIMIT $first
""")

FIND_LINKS = _links(f"""
UNWIND $keys AS key
MATCH (start)-[link:TYPE {{originator: $originator, sourceSystem: $system, externalId: key}}]->(end)
USING INDEX link:TYPE(originator, sourceSystem, externalId)
WHERE {_IN_VIEW.format("link")} AND {_IN_VIEW.format("start")} AND {_IN_VIEW.format("end")}
RETURN collect([key, {_FOUND.format("link")}, start.id, end.id]) AS found
""")

CREATE_LINKS = _links("""
UNWIND $rows AS row
MATCH (start:Statement {id: row.start})
MATCH (end:Statement {id: row.end})
CREATE (start)-[link:TYPE]->(end) SET link = row.stored
RETURN count(link) AS written
""")

FIND_OWN_LINKS = _links("""
UNWIND $rows AS row
MATCH (start:Statement {id: row.start})-[link:TYPE {id: row.id, originator: $originator}]->(end)
WHERE $see[link.pc] = 1 AND link.recordedAt <= $now
  AND $see[start.pc] = 1 AND start.recordedAt <= $now AND $see[end.pc] = 1 AND end.recordedAt <= $now
RETURN collect([link.id, link.pc]) AS found
""")

WITHDRAW_LINKS = _links("""
UNWIND $rows AS row
MATCH (:Statement {id: row.start})-[link:TYPE {id: row.id, originator: $originator}]->()
SET link.formerPc = link.pc, link.pc = null, link.retractedAt = $now
""")

DATE_LINKS = _links("""
UNWIND $rows AS row
MATCH (:Statement {id: row.from})-[link:TYPE {id: row.id}]->(:Statement {id: row.to}) SET link.sourceVersion = row.version
""")

REMOVE_LINKS = _links(f"""
UNWIND $rows AS row
MATCH (:Statement {{id: row.from}})-[link:TYPE {{id: row.id}}]->(:Statement {{id: row.to}})
{_KEEP_FORMER.format("link")}, former.type = type(link), former.start = row.from, former.end = row.to
DELETE link
""")
"""Takes away what CREATE_LINKS puts back changed, perhaps with other ends; what it was is kept."""

END_LINKS = _links(f"""
UNWIND $assertions AS assertion
MATCH (start)-[link:TYPE]->(end)
USING INDEX link:TYPE(originator, sourceSystem, externalId)
WHERE link.originator = $originator AND link.sourceSystem = $system AND link.externalId STARTS WITH assertion.prefix
  AND NOT link.externalId IN assertion.kept AND $see[link.pc] = 1 AND $write[link.pc] = 1
  AND coalesce(link.sourceVersion, '') <= assertion.version
{_KEEP_FORMER.format("link")}, former.type = type(link), former.start = start.id, former.end = end.id
SET link.formerPc = link.pc, link.pc = null, link.retractedAt = $now, link.sourceVersion = assertion.version
RETURN count(link) AS ended
""")
"""Ends what an object asserted before and does not assert any more."""
