CYPHER 5
CALL () {
CALL () {
UNWIND $classes AS k0
CALL (k0) {
MATCH (n0:Person) USING INDEX SEEK n0:Person(pc, id) WHERE n0.pc = k0 AND n0.id >= '' AND $see[n0.pc] = 1 AND ((CASE WHEN $identity[n0.pc] = 1 THEN coalesce(toLower(n0.`displayName`) CONTAINS toLower($v5), false) ELSE false END OR CASE WHEN $identity[n0.pc] = 1 THEN (n0.`birthDate` IS NULL) = $v6 ELSE $v6 END))
WITH n0, CASE WHEN $identity[n0.pc] = 1 THEN left(toLower(n0.`displayName`), 200) END AS s0, CASE WHEN $identity[n0.pc] = 1 THEN n0.`birthDate` END AS s1 WHERE ($v4 = false OR (coalesce(s0 IS NOT NULL AND ($v2 IS NULL OR s0 < $v2), false) OR (((s0 IS NULL AND $v2 IS NULL) OR coalesce(s0 = $v2, false)) AND (coalesce(s1 IS NOT NULL AND ($v3 IS NULL OR s1 > $v3), false) OR (((s1 IS NULL AND $v3 IS NULL) OR coalesce(s1 = $v3, false)) AND n0.id < $v1)))))
WITH n0, s0, s1 ORDER BY s0 IS NULL DESC, s0 DESC, s1 IS NULL DESC, s1, n0.id DESC LIMIT $v0 + 1
RETURN n0, s0, s1
}
WITH n0, s0, s1 ORDER BY s0 IS NULL DESC, s0 DESC, s1 IS NULL DESC, s1, n0.id DESC LIMIT $v0 + 1
WITH collect([n0.id, n0.pc, CASE WHEN $identity[n0.pc] = 1 THEN [n0.`displayName`] END, [s0, s1, n0.id]]) AS e0
RETURN [reverse(e0[0..$v0]), size(e0) > $v0] AS p0
}
CALL () {
UNWIND $classes AS k0
MATCH (n0:Person) USING INDEX SEEK n0:Person(pc, id) WHERE n0.pc = k0 AND n0.id >= '' AND $see[n0.pc] = 1 AND ((CASE WHEN $identity[n0.pc] = 1 THEN coalesce(toLower(n0.`displayName`) CONTAINS toLower($v5), false) ELSE false END OR CASE WHEN $identity[n0.pc] = 1 THEN (n0.`birthDate` IS NULL) = $v6 ELSE $v6 END))
RETURN count(n0) AS t0
}
CALL () {
UNWIND $classes AS k0
MATCH (n0:Person) USING INDEX SEEK n0:Person(pc, id) WHERE n0.pc = k0 AND n0.id >= '' AND $see[n0.pc] = 1 AND ((CASE WHEN $identity[n0.pc] = 1 THEN coalesce(toLower(n0.`displayName`) CONTAINS toLower($v5), false) ELSE false END OR CASE WHEN $identity[n0.pc] = 1 THEN (n0.`birthDate` IS NULL) = $v6 ELSE $v6 END))
WITH toString(CASE WHEN $basic[n0.pc] = 1 THEN n0.`publicFunction` END) AS s2, count(n0) AS t2
ORDER BY t2 DESC, s2 LIMIT 100
RETURN collect([s2, t2]) AS t1
}
RETURN [p0, t0, t1] AS p1
}
CALL () {
UNWIND $classes AS k1
CALL (k1) {
MATCH (n1:Report) USING INDEX SEEK n1:Report(pc, id) WHERE n1.pc = k1 AND n1.id >= '' AND $see[n1.pc] = 1 AND (NOT (EXISTS { MATCH (n1)-[r0:MENTIONS]->(n2) WHERE $see[r0.pc] = 1 AND $see[n2.pc] = 1 AND ((coalesce(r0.`recordedAt` < $v9, false) AND (n2.type = 'Person' AND CASE WHEN $basic[n2.pc] = 1 THEN coalesce(n2.`minor` = $v10, false) ELSE false END))) })) AND n1.id > $v8
WITH n1 ORDER BY n1.pc, n1.id LIMIT $v7
RETURN n1
}
WITH n1 ORDER BY n1.id LIMIT $v7
CALL (n1) {
CALL (n1) {
MATCH (n1)-[r1:MENTIONS]->(n3) WHERE $see[r1.pc] = 1 AND $see[n3.pc] = 1 AND (n3.type IN $v13) AND r1.id > $v12
WITH r1, n3 ORDER BY r1.id LIMIT $v11
RETURN collect([r1.id, r1.pc, [n3.id, n3.pc]]) AS p3
}
CALL (n1) {
MATCH (n1)-[r1:MENTIONS]->(n3) WHERE $see[r1.pc] = 1 AND $see[n3.pc] = 1 AND (n3.type IN $v13)
RETURN count(r1) AS t3
}
RETURN [p3, t3] AS p4
}
WITH n1, p4 ORDER BY n1.id
RETURN collect([n1.id, n1.pc, p4]) AS p2
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [p1, p2] AS data
