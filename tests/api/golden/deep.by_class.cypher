CYPHER 5
CALL () {
UNWIND $classes AS k0
CALL (k0) {
MATCH (n0:Person) USING INDEX SEEK n0:Person(pc, id) WHERE n0.pc = k0 AND n0.id >= '' AND $see[n0.pc] = 1 AND n0.id > $v1
WITH n0 ORDER BY n0.pc, n0.id LIMIT $v0
RETURN n0
}
WITH n0 ORDER BY n0.id LIMIT $v0
CALL (n0) {
MATCH (n0)-[r0:RELATED_TO]->(n1) WHERE $see[r0.pc] = 1 AND $see[n1.pc] = 1 AND r0.id > $v3
WITH r0, n1 ORDER BY r0.id LIMIT $v2
CALL (n1) {
MATCH (n1)-[r1:RELATED_TO]->(n2) WHERE $see[r1.pc] = 1 AND $see[n2.pc] = 1 AND r1.id > $v5
WITH r1, n2 ORDER BY r1.id LIMIT $v4
CALL (n2) {
MATCH (n2)-[r2:RELATED_TO]->(n3) WHERE $see[r2.pc] = 1 AND $see[n3.pc] = 1 AND r2.id > $v7
WITH r2, n3 ORDER BY r2.id LIMIT $v6
RETURN collect([r2.id, r2.pc, [n3.id, n3.pc]]) AS p3
}
WITH r1, n2, p3 ORDER BY r1.id
RETURN collect([r1.id, r1.pc, [n2.id, n2.pc, p3]]) AS p2
}
WITH r0, n1, p2 ORDER BY r0.id
RETURN collect([r0.id, r0.pc, [n1.id, n1.pc, p2]]) AS p1
}
WITH n0, p1 ORDER BY n0.id
RETURN collect([n0.id, n0.pc, p1]) AS p0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [p0] AS data
