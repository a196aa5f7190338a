CYPHER 5
CALL () {
MATCH (n0:Statement {id: $id}) WHERE $see[coalesce(n0.pc, n0.formerPc)] = 1 AND n0.recordedAt <= $asKnown AND coalesce(n0.retractedAt > $asKnown, true)
CALL (n0) {
MATCH (n0) (()-[r0:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|RESTS_ON|ORDERS|INFORMS|PROTECTS|COUNTERS|CONNECTED_TO|SAME_AS|DERIVED_FROM WHERE $see[coalesce(r0.pc, r0.formerPc)] = 1 AND r0.recordedAt <= $asKnown AND coalesce(r0.retractedAt > $asKnown, true)]-(n1 WHERE $see[coalesce(n1.pc, n1.formerPc)] = 1 AND n1.recordedAt <= $asKnown AND coalesce(n1.retractedAt > $asKnown, true))){0,2} (n2)
WITH DISTINCT n2
MATCH (n2)-[r1:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|RESTS_ON|ORDERS|INFORMS|PROTECTS|COUNTERS|CONNECTED_TO|SAME_AS|DERIVED_FROM]-(n3) WHERE $see[coalesce(r1.pc, r1.formerPc)] = 1 AND r1.recordedAt <= $asKnown AND coalesce(r1.retractedAt > $asKnown, true) AND $see[coalesce(n3.pc, n3.formerPc)] = 1 AND n3.recordedAt <= $asKnown AND coalesce(n3.retractedAt > $asKnown, true)
WITH n2, r1, n3 ORDER BY r1.id, n2.id LIMIT 20001
RETURN collect([r1.id, type(r1), coalesce(r1.pc, r1.formerPc), r1.recordedAt, r1.originator, n2.id, n2.type, coalesce(n2.pc, n2.formerPc), n3.id, n3.type, coalesce(n3.pc, n3.formerPc), startNode(r1) = n2]) AS l0
}
RETURN head(collect([n0.id, n0.type, coalesce(n0.pc, n0.formerPc), l0])) AS f0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0] AS data
