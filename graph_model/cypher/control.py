"""Constant statements for what is not content: the epoch, markings, the schema version.

None of them is ever built from a value.
"""

from graph_model.cypher.statement_text import ControlStatement

PING = ControlStatement("MATCH (epoch:PolicyEpoch) RETURN count(epoch) AS epochs")

READ_SCHEMA = ControlStatement("MATCH (version:SchemaVersion) RETURN max(version.number) AS number")

RECORD_SCHEMA = ControlStatement("MERGE (version:SchemaVersion {number: $number}) SET version.name = $name")

READ_EPOCH = ControlStatement("MATCH (epoch:PolicyEpoch) RETURN epoch.value AS value")

BUMP_EPOCH = ControlStatement("MATCH (epoch:PolicyEpoch) SET epoch.value = epoch.value + 1 RETURN epoch.value AS value")

READ_MARKINGS = ControlStatement(
    "MATCH (marking:Marking) WHERE marking.pc >= $known RETURN marking.pc AS pc, marking.parts AS parts ORDER BY pc"
)

INTERN_MARKINGS = ControlStatement("""
MATCH (epoch:PolicyEpoch) SET epoch._lock = true
WITH epoch UNWIND $markings AS wanted
WITH epoch, wanted WHERE NOT EXISTS { (:Marking {key: wanted.key}) }
WITH epoch, collect(wanted) AS fresh, COUNT { (:Marking) } AS taken
FOREACH (place IN range(0, size(fresh) - 1) |
  CREATE (:Marking {pc: taken + place, key: fresh[place].key, parts: fresh[place].parts}))
SET epoch.value = epoch.value + CASE WHEN size(fresh) > 0 THEN 1 ELSE 0 END
""")
"""Dense classes from 0, never reused: the lock on the epoch makes one writer count at a time."""

READ_CLASSES = ControlStatement("MATCH (marking:Marking) WHERE marking.key IN $keys RETURN marking.key AS key, marking.pc AS pc")

COUNTS = ControlStatement("""
RETURN COUNT { (:Statement) } AS records, COUNT { (:Statement)-->() } AS relationships,
       COUNT { (:Marking) } AS markings, COUNT { (:Grant) } AS grants, COUNT { (:DirectoryUser) } AS users
""")
"""What was loaded, for whoever started a demo; never for a caller."""
