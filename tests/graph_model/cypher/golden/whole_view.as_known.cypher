CYPHER 5
CALL () {
MATCH (n0:Statement) WHERE $see[coalesce(n0.pc, n0.formerPc)] = 1 AND n0.recordedAt <= $asKnown AND coalesce(n0.retractedAt > $asKnown, true)
WITH n0 ORDER BY n0.id LIMIT 20001
RETURN collect([n0.id, n0.type, coalesce(n0.pc, n0.formerPc), n0.recordedAt, n0.validTo, CASE WHEN $basic[coalesce(n0.pc, n0.formerPc)] = 1 THEN CASE n0.type WHEN 'Assessment' THEN [n0.`kind`, n0.`issuedAt`] WHEN 'Decision' THEN [n0.`decidedAt`] WHEN 'Event' THEN [n0.`start`, n0.`readiness`] WHEN 'Measure' THEN [n0.`state`, n0.`promisedAt`, n0.`activeAt`] WHEN 'Report' THEN [n0.`receivedAt`] WHEN 'Threat' THEN [n0.`status`] END END, CASE WHEN $assessment[coalesce(n0.pc, n0.formerPc)] = 1 THEN CASE n0.type WHEN 'Assessment' THEN [n0.`severity`, n0.`likelihood`] WHEN 'Decision' THEN [n0.`levelSet`] END END]) AS l0
}
CALL () {
MATCH (n1:Statement) WHERE $see[coalesce(n1.pc, n1.formerPc)] = 1 AND n1.recordedAt <= $asKnown AND coalesce(n1.retractedAt > $asKnown, true)
MATCH (n1)-[r0:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]->(n2) WHERE $see[coalesce(r0.pc, r0.formerPc)] = 1 AND r0.recordedAt <= $asKnown AND coalesce(r0.retractedAt > $asKnown, true) AND $see[coalesce(n2.pc, n2.formerPc)] = 1 AND n2.recordedAt <= $asKnown AND coalesce(n2.retractedAt > $asKnown, true)
WITH r0, n1, n2 ORDER BY r0.id LIMIT 50001
RETURN collect([r0.id, type(r0), n1.id, n2.id, CASE WHEN $basic[coalesce(r0.pc, r0.formerPc)] = 1 THEN r0.kind END, coalesce(r0.pc, r0.formerPc)]) AS l1
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [l0, l1] AS data
