// at most 7 records
// $v0 = "a"
// $v1 = 3
// $v2 = null
// $v3 = null
// $v4 = null
// $v5 = false
// $v6 = "2026-01-31T23:00:00.000Z"
// $v7 = 3
// $v8 = ""
// $v9 = "2026-01-31T23:00:00.000Z"
CYPHER 5
CALL () {
MATCH (n0:Statement {id: $v0}) WHERE $see[n0.pc] = 1
CALL (n0) {
MATCH (n0)-[r0:RELATED_TO]->(n1) WHERE $see[r0.pc] = 1 AND $see[n1.pc] = 1 AND (((coalesce(r0.validFrom <= $v6, true) AND coalesce(r0.validTo > $v6, true)) AND (coalesce(n1.validFrom <= $v6, true) AND coalesce(n1.validTo > $v6, true))))
WITH r0, n1, CASE WHEN $basic[r0.pc] = 1 THEN left(toLower(r0.`kind`), 200) END AS s0, r0.`validFrom` AS s1 WHERE ($v5 = false OR (coalesce($v3 IS NOT NULL AND (s0 IS NULL OR s0 < $v3), false) OR (((s0 IS NULL AND $v3 IS NULL) OR coalesce(s0 = $v3, false)) AND (coalesce($v4 IS NOT NULL AND (s1 IS NULL OR s1 > $v4), false) OR (((s1 IS NULL AND $v4 IS NULL) OR coalesce(s1 = $v4, false)) AND r0.id > $v2)))))
WITH r0, n1, s0, s1 ORDER BY s0 IS NULL, s0 DESC, s1 IS NULL, s1, r0.id LIMIT $v1
RETURN collect([r0.id, r0.pc, CASE WHEN $basic[r0.pc] = 1 THEN [r0.`kind`] END, [n1.id, n1.pc], [s0, s1, r0.id]]) AS p0
}
RETURN head(collect([n0.id, n0.pc, n0.type, p0])) AS f0
}
CALL () {
MATCH (n2:Person) WHERE $see[n2.pc] = 1 AND ((coalesce(n2.validFrom <= $v9, true) AND coalesce(n2.validTo > $v9, true))) AND n2.id > $v8
WITH n2 ORDER BY n2.id LIMIT $v7
RETURN collect([n2.id, n2.pc]) AS p1
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0, p1] AS data
