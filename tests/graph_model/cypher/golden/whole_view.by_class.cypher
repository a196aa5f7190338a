CYPHER 5
CALL () {
UNWIND $classes AS k0
MATCH (n0:Statement) USING INDEX SEEK n0:Statement(pc, id) WHERE n0.pc = k0 AND n0.id >= '' AND $see[n0.pc] = 1
WITH n0 ORDER BY n0.id LIMIT 20001
RETURN collect([n0.id, n0.type, n0.pc, n0.recordedAt, n0.validTo, CASE WHEN $basic[n0.pc] = 1 THEN CASE n0.type WHEN 'Assessment' THEN [n0.`kind`, n0.`issuedAt`] WHEN 'Decision' THEN [n0.`decidedAt`] WHEN 'Event' THEN [n0.`start`, n0.`readiness`] WHEN 'Measure' THEN [n0.`state`, n0.`promisedAt`, n0.`activeAt`] WHEN 'Report' THEN [n0.`receivedAt`] WHEN 'Threat' THEN [n0.`status`] END END, CASE WHEN $assessment[n0.pc] = 1 THEN CASE n0.type WHEN 'Assessment' THEN [n0.`severity`, n0.`likelihood`] WHEN 'Decision' THEN [n0.`levelSet`] END END]) AS l0
}
CALL () {
UNWIND $classes AS k0
MATCH (n1:Statement) USING INDEX SEEK n1:Statement(pc, id) WHERE n1.pc = k0 AND n1.id >= '' AND $see[n1.pc] = 1
CALL (n1) {
MATCH (n1)-[r0:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]->(n2) WHERE $see[r0.pc] = 1 AND $see[n2.pc] = 1
RETURN r0, n2
}
WITH r0, n1, n2 ORDER BY r0.id LIMIT 50001
RETURN collect([r0.id, type(r0), n1.id, n2.id, CASE WHEN $basic[r0.pc] = 1 THEN r0.kind END, r0.pc]) AS l1
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [l0, l1] AS data
