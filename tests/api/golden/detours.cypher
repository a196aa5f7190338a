// at most 21 records
// $v0 = "a"
// $v1 = "b"
// $v2 = 3
// $v3 = ["RELATED_TO", "USES"]
// $v4 = ["c"]
// $v5 = "2026-01-31T23:00:00.000Z"
// $v6 = "2026-01-31T23:00:00.000Z"
CYPHER 5
CALL () {
MATCH (n0:Statement {id: $v0}) WHERE $see[n0.pc] = 1
MATCH (n1:Statement {id: $v1}) WHERE $see[n1.pc] = 1
CALL (n0, n1) {
WITH n0, n1 WHERE n0.id <> n1.id AND (NOT n0.id IN $v4) AND (coalesce(n0.validFrom <= $v6, true) AND coalesce(n0.validTo > $v5, true))
MATCH SHORTEST 3 GROUPS (n0) (()-[r0:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|RESTS_ON|ORDERS|INFORMS|PROTECTS|COUNTERS|CONNECTED_TO|SAME_AS|DERIVED_FROM WHERE $see[r0.pc] = 1 AND type(r0) IN $v3 AND (coalesce(r0.validFrom <= $v6, true) AND coalesce(r0.validTo > $v5, true))]-(n2 WHERE $see[n2.pc] = 1 AND (NOT n2.id IN $v4) AND (coalesce(n2.validFrom <= $v6, true) AND coalesce(n2.validTo > $v5, true)))){1,6} (n1)
WITH DISTINCT [n0] + n2 AS c0
WITH c0 WHERE all(x IN c0 WHERE single(y IN c0 WHERE y.id = x.id))
WITH collect(c0) AS l0, min(size(c0)) AS least
UNWIND l0 AS c0
WITH c0 WHERE size(c0) <= least + 2
WITH c0 ORDER BY size(c0), [x IN c0 | x.id] LIMIT $v2
RETURN c0
UNION
WITH n0, n1 WHERE n0.id = n1.id AND (NOT n0.id IN $v4) AND (coalesce(n0.validFrom <= $v6, true) AND coalesce(n0.validTo > $v5, true))
RETURN [n0] AS c0
}
CALL (c0) {
UNWIND range(0, size(c0) - 1) AS i0
WITH i0, c0[i0] AS n3
WITH i0, n3 ORDER BY i0
RETURN collect([n3.id, n3.pc, n3.type]) AS l1
}
RETURN collect(l1) AS f0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0] AS data
