CYPHER 5
CALL () {
MATCH (n0:Statement) WHERE $see[coalesce(n0.pc, n0.formerPc)] = 1 AND n0.recordedAt <= $asKnown AND coalesce(n0.retractedAt > $asKnown, true)
WITH n0 ORDER BY n0.id LIMIT 20001
RETURN collect([n0.id, n0.type]) AS l0
}
CALL () {
MATCH (n1:Statement)-[r0:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]->(n2:Statement) WHERE $see[coalesce(n1.pc, n1.formerPc)] = 1 AND n1.recordedAt <= $asKnown AND coalesce(n1.retractedAt > $asKnown, true) AND $see[coalesce(r0.pc, r0.formerPc)] = 1 AND r0.recordedAt <= $asKnown AND coalesce(r0.retractedAt > $asKnown, true) AND $see[coalesce(n2.pc, n2.formerPc)] = 1 AND n2.recordedAt <= $asKnown AND coalesce(n2.retractedAt > $asKnown, true)
WITH r0, n1, n2 ORDER BY r0.id LIMIT 50001
RETURN collect([r0.id, type(r0), n1.id, n2.id]) AS l1
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [l0, l1] AS data
