"""Constant statements that count an originator's own statements by policy class, and look up the class of one record.

They return numbers, types, classes, ids and names of properties, never what a property says. What a class means to whom is
decided in `access_policies`.
"""

from graph_model.cypher.statement_text import ControlStatement

COUNT_PROPERTIES = ControlStatement("""
MATCH (node:Statement) WHERE node.pc IN $classes AND node.originator = $originator
UNWIND keys(node) AS name
RETURN node.type AS type, node.pc AS pc, name, count(*) AS number
""")
"""How often each property is there, by type and class; `id` is there once a record."""

COUNT_RELATIONSHIPS = ControlStatement("""
MATCH (start:Statement)-[link]->(end:Statement)
WHERE link.pc IN $classes AND start.pc IN $classes AND end.pc IN $classes
  AND link.originator = $originator AND start.originator = $originator AND end.originator = $originator
RETURN type(link) AS type, link.pc AS pc, start.pc AS startPc, end.pc AS endPc, count(*) AS number
""")

READ_PROTECTED = ControlStatement("""
MATCH (person:Person) WHERE person.pc IN $classes AND person.originator = $originator
  AND EXISTS {
    MATCH (person)<-[link:CONCERNS|PROTECTS]-(other:Statement)
    WHERE link.originator = $originator AND other.originator = $originator AND link.pc IS NOT NULL
  }
RETURN person.id AS id, person.pc AS pc, keys(person) AS names
""")
"""Persons whom an own case concerns or an own measure protects, and the names of the properties that they have."""

READ_FIELDS = ControlStatement("""
MATCH (node:Statement) WHERE node.pc IN $classes AND node.originator = $originator
UNWIND [name IN keys(node) WHERE name IN $names] AS name
RETURN node.id AS id, node.type AS type, name ORDER BY id, name LIMIT $limit
""")
"""Which of some properties a record has, by their names."""

READ_EDGES = ControlStatement("""
MATCH (start:Statement)-[link]->(end:Statement)
WHERE link.pc IN $classes AND start.pc IN $classes AND end.pc IN $classes AND NOT type(link) IN $leftOut
  AND link.originator = $originator AND start.originator = $originator AND end.originator = $originator
RETURN link.id AS id, type(link) AS type, link.pc AS pc, start.id AS start, start.type AS startType, start.pc AS startPc,
       end.id AS end, end.type AS endType, end.pc AS endPc LIMIT $limit
""")

_OWN = "{0}.pc IN $classes AND {0}.originator = $originator"
_TIE = f"{_OWN} AND NOT type({{0}}) IN $leftOut"

READ_EDGES_NEAR = ControlStatement(f"""
MATCH (person:Statement {{id: $person}}) WHERE {_OWN.format("person")}
MATCH (person) (()-[tie WHERE {_TIE.format("tie")}]-(near WHERE {_OWN.format("near")})){{0,2}} (inner)
WITH DISTINCT inner
MATCH (inner)-[link]-(outer:Statement) WHERE {_TIE.format("link")} AND {_OWN.format("outer")}
WITH DISTINCT link, startNode(link) AS start, endNode(link) AS end
RETURN link.id AS id, type(link) AS type, link.pc AS pc, start.id AS start, start.type AS startType, start.pc AS startPc,
       end.id AS end, end.type AS endType, end.pc AS endPc LIMIT $limit
""")
"""As READ_EDGES, of what paths of three steps from somebody run over: an end of each is within two."""

READ_SAMPLE = ControlStatement("""
MATCH (node:Statement) WHERE node.pc IN $classes AND node.originator = $originator
RETURN node.id AS id, node.type AS type ORDER BY id LIMIT $limit
""")

COUNT_BY_CLASS = ControlStatement("""
MATCH (node:Statement) WHERE node.originator = $originator AND node.pc IS NOT NULL
RETURN node.pc AS pc, count(*) AS number
""")

COUNT_UNMARKED = ControlStatement("""
MATCH (node:Statement) WHERE node.originator = $originator AND node.pc IS NULL AND node.retractedAt IS NULL
RETURN count(node) AS number
""")

COUNT_CASES = ControlStatement("""
MATCH (case:Case) WHERE case.originator = $originator AND case.pc IS NOT NULL
RETURN
  count(CASE WHEN NOT EXISTS {
    MATCH (case)-[link:UNDER_AUTHORITY_OF]->() WHERE link.originator = $originator AND link.pc IS NOT NULL AND link.to IS NULL
  } THEN 1 END) AS withoutAuthority,
  count(CASE WHEN NOT EXISTS {
    MATCH (case)-[link:CONTACT]->() WHERE link.originator = $originator AND link.pc IS NOT NULL
  } THEN 1 END) AS withoutContact,
  count(case) AS cases
""")

READ_CLASS_OF = ControlStatement("""
MATCH (epoch:PolicyEpoch)
WITH epoch.value AS epoch
OPTIONAL MATCH (node:Statement {id: $id})
RETURN epoch, node.pc AS pc, node.formerPc AS formerPc, node.type AS type, node.originator AS originator,
       node.recordedAt AS recordedAt, node.retractedAt AS retractedAt
""")

READ_RECORD_CLASS = ControlStatement("""
MATCH (node:Statement {id: $id}) WHERE node.originator = $originator AND node.pc IS NOT NULL
MATCH (marking:Marking {pc: node.pc})
RETURN node.pc AS pc, marking.parts AS parts
""")

MOVE_RECORD_CLASS = ControlStatement("""
MATCH (epoch:PolicyEpoch) SET epoch._lock = true
WITH epoch
MATCH (node:Statement {id: $id}) SET node._lock = true
WITH epoch, node WHERE node.pc = $before AND node.originator = $originator
MATCH (marking:Marking {key: $key})
SET node.pc = marking.pc, epoch.value = epoch.value + 1
REMOVE node._lock
RETURN count(node) AS moved
""")
"""Gives one record a class of its own, so that a grant on it alone can be decided by class like any other."""
