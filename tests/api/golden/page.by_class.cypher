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
MATCH (n0)-[r0:LINKED_TO]->(n1) WHERE $see[r0.pc] = 1 AND $see[n1.pc] = 1 AND n1.type IN $v4 AND r0.id > $v3
WITH r0, n1 ORDER BY r0.id LIMIT $v2
RETURN collect([r0.id, r0.pc, CASE WHEN $basic[r0.pc] = 1 THEN [r0.`description`] END, [n1.id, n1.pc, n1.type, CASE WHEN $identity[n1.pc] = 1 THEN [n1.`value`] END]]) AS p1
}
WITH n0, p1 ORDER BY n0.id
RETURN collect([n0.id, n0.pc, p1, CASE WHEN $identity[n0.pc] = 1 THEN [n0.`displayName`] END]) AS p0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [p0] AS data
