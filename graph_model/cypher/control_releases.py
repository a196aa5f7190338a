"""Constant statements for sanitised versions: proposed beside the graph, and in it once they are released.

What is proposed has no label that a read could meet. What is released cites what it was made from, as strictly marked as that.
"""

from graph_model.cypher.control_changes import NEXT_PLACE
from graph_model.cypher.statement_text import ControlStatement

PROPOSE_RELEASES = ControlStatement(f"""
{NEXT_PLACE}
UNWIND $rows AS row
CREATE (proposed:ProposedStatement) SET proposed = row.proposed
CREATE (release:Release) SET release = row.release
FOREACH (organisation IN row.release.concerned |
  CREATE (:PolicyNotice {{organisation: organisation, kind: 'RELEASE_PROPOSED', about: row.release.id, at: row.release.at,
    pc: row.release.proposedPc, id: replace(randomUUID(), '-', ''), changeOrder: place}}))
""")

READ_RELEASES = ControlStatement("""
MATCH (release:Release)
WHERE ($speaks AND $organisation IN release.concerned AND $decides[release.proposedPc] = 1) OR release.proposedBy = $user
WITH release ORDER BY release.at DESC, release.id LIMIT $first
OPTIONAL MATCH (proposed:ProposedStatement {id: release.statement})
MATCH (marking:Marking {pc: release.proposedPc})
RETURN properties(release) AS release, properties(proposed) AS proposed, marking.parts AS marking
""")
"""With what it says while that is to be decided; afterwards it is a record. What the asker does not decide on takes no place."""

LOCK_RELEASE = ControlStatement("""
MATCH (release:Release {id: $id})
MERGE (gate:IntakeGate {originator: coalesce(release.sourceOriginator, release.originator)})
SET gate._lock = true, release._lock = true
WITH release
OPTIONAL MATCH (source:Statement {id: release.replaces})
WHERE source.pc = release.pc AND source.recordedAt = release.sourceRecordedAt
MATCH (marking:Marking {pc: release.proposedPc})
RETURN properties(release) AS release, marking.parts AS marking, source IS NOT NULL AS stands
""")
"""Behind the gate of contributions of whoever said what it replaces, so that this stays as it was until the decision is made."""

APPROVE_RELEASE = ControlStatement("MATCH (release:Release {id: $id}) SET release.approvals = release.approvals + [$approval]")

REFUSE_RELEASE = ControlStatement("""
MATCH (release:Release {id: $id}) SET release.state = 'REFUSED', release.decidedAt = $now
WITH release MATCH (proposed:ProposedStatement {id: release.statement}) DELETE proposed
""")

RELEASE = ControlStatement("""
MATCH (release:Release {id: $id}) SET release.state = 'RELEASED', release.decidedAt = $now
WITH release MATCH (proposed:ProposedStatement {id: release.statement})
SET proposed.recordedAt = $now, proposed:Statement, proposed:$([proposed.type])
REMOVE proposed:ProposedStatement
WITH release, proposed MATCH (source:Statement {id: release.replaces})
CREATE (proposed)-[link:DERIVED_FROM]->(source)
SET link = {id: coalesce(release.citation, replace(randomUUID(), '-', '')), pc: coalesce(release.citationPc, release.pc),
  originator: release.originator, recordedAt: $now, sourceSystem: proposed.sourceSystem,
  externalId: proposed.externalId + '#' + source.id}
""")
"""A release proposed before citations had ids gets one now."""
