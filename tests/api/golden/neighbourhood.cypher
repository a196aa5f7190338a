// at most 25 records
// $v0 = "a"
// $v1 = 25
// $v2 = ["Person", "Actor"]
CYPHER 5
CALL () {
MATCH (n0:Statement {id: $v0}) WHERE $see[n0.pc] = 1
CALL (n0) {
MATCH ANY SHORTEST (n0) (()-[r0:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS WHERE $see[r0.pc] = 1]-(n1 WHERE $see[n1.pc] = 1)){0,2} (n2 WHERE $see[n2.pc] = 1)
WITH n2 WHERE n2.type IN $v2
WITH n2 ORDER BY n2.id LIMIT $v1 + 1
WITH n2 ORDER BY n2.id
RETURN collect([n2.id, n2.pc, n2.type, n2.`originator`]) AS e0
}
RETURN head(collect([e0[0..$v1], size(e0) <= $v1])) AS f0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0] AS data
