// at most 21 records
// $v0 = "a"
// $v1 = "b"
// $v2 = 3
CYPHER 5
CALL () {
MATCH (n0:Statement {id: $v0}) WHERE $see[n0.pc] = 1
MATCH (n1:Statement {id: $v1}) WHERE $see[n1.pc] = 1
CALL (n0, n1) {
WITH n0, n1 WHERE n0.id <> n1.id
MATCH q = allShortestPaths((n0)-[:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|RESTS_ON|ORDERS|INFORMS|PROTECTS|COUNTERS|CONNECTED_TO|SAME_AS|DERIVED_FROM*..6]-(n1))
WHERE all(r IN relationships(q) WHERE $see[r.pc] = 1) AND all(x IN nodes(q) WHERE $see[x.pc] = 1)
WITH DISTINCT nodes(q) AS c0 ORDER BY [x IN c0 | x.id] LIMIT $v2
RETURN c0
UNION
WITH n0, n1 WHERE n0.id = n1.id
RETURN [n0] AS c0
}
CALL (c0) {
UNWIND range(0, size(c0) - 1) AS i0
WITH i0, c0[i0] AS n2
WITH i0, n2 ORDER BY i0
RETURN collect([n2.id, n2.pc, n2.type]) AS l0
}
RETURN collect(l0) AS f0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0] AS data
