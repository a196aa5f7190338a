"""Constant statements for what is not content: the epoch, markings, the schema version.

None of them is ever built from a value.
"""

from graph_model.cypher.statement_text import ControlStatement

PING = ControlStatement("MATCH (epoch:PolicyEpoch) RETURN count(epoch) AS epochs")

READ_SCHEMA = ControlStatement("MATCH (version:SchemaVersion) RETURN max(version.number) AS number")

RECORD_SCHEMA = ControlStatement("MERGE (version:SchemaVersion {number: $number}) SET version.name = $name")

LOCK_SCHEMA = ControlStatement("MERGE (lock:SchemaLock {number: 1}) SET lock.held = true")
"""Run in a transaction that is kept open: whoever else migrates waits until it ends, however that ends."""

READ_INSTALLATION = ControlStatement("""
MATCH (installation:Installation {number: 1})
RETURN installation.profile AS profile, installation.founder AS founder, installation.founded AS founded
""")

CLAIM_INSTALLATION = ControlStatement("""
MATCH (epoch:PolicyEpoch) SET epoch._lock = true
WITH epoch WHERE epoch.value = 0 AND NOT EXISTS { (:Installation) } AND NOT EXISTS { (:Statement) }
CREATE (:Installation {number: 1, profile: $profile, founder: $founder, founded: false})
""")
"""Only a store that holds nothing can be claimed; the lock on the epoch lets one claim at a time through."""

FINISH_INSTALLATION = ControlStatement("MATCH (installation:Installation {number: 1}) SET installation.founded = true")

ENTER_GATE = ControlStatement("MATCH (gate:CommitGate) SET gate._lock = true")
"""The last of a transaction that moves the epoch: it is held until the commit has taken effect (docs/decisions/0164)."""

BEHIND_COMMITS = """
MATCH (gate:CommitGate) SET gate._lock = true
WITH gate MATCH (epoch:PolicyEpoch)
WITH epoch.value AS epoch, coalesce(epoch.raised, 0) AS raised
"""
"""The beginning of a statement that reads policies. A commit takes effect bit by bit, the epoch perhaps first, so it waits for
those that are under way; what follows has the `epoch` of all that it finds, and nobody moves it before the statement ends."""

READ_EPOCH_AT_GATE = ControlStatement(f"{BEHIND_COMMITS} RETURN epoch AS value, epoch - raised AS policies")
"""The last of a transaction that was decided on: from here to its commit nobody moves the epoch."""

READ_EPOCH = ControlStatement(
    "MATCH (epoch:PolicyEpoch) RETURN epoch.value AS value, epoch.value - coalesce(epoch.raised, 0) AS policies"
)

RAISE_EPOCH = ControlStatement("""
MATCH (epoch:PolicyEpoch) SET epoch.value = epoch.value + 1, epoch.raised = coalesce(epoch.raised, 0) + 1
RETURN epoch.value - epoch.raised AS policies
""")
"""For whoever reads records. The policies are those they were, for whoever only asks that."""

BUMP_EPOCH = ControlStatement("MATCH (epoch:PolicyEpoch) SET epoch.value = epoch.value + 1 RETURN epoch.value AS value")

READ_MARKINGS = ControlStatement("""
MATCH (marking:Marking) WHERE marking.pc >= $known AND marking.pc < $known + $most
RETURN marking.pc AS pc, marking.parts AS parts ORDER BY pc""")

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
