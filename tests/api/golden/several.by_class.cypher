CYPHER 5
CALL () {
UNWIND $classes AS k0
CALL (k0) {
MATCH (n0:Report) USING INDEX SEEK n0:Report(pc, id) WHERE n0.pc = k0 AND n0.id >= '' AND $see[n0.pc] = 1 AND n0.id > $v1
WITH n0 ORDER BY n0.pc, n0.id LIMIT $v0
RETURN n0
}
WITH n0 ORDER BY n0.id LIMIT $v0
RETURN collect([n0.id, n0.pc, CASE WHEN $assessment[n0.pc] = 1 THEN [n0.`text`] END, CASE WHEN $basic[n0.pc] = 1 THEN [n0.`receivedAt`] END]) AS p0
}
CALL () {
UNWIND $classes AS k1
CALL (k1) {
MATCH (n1:Report) USING INDEX SEEK n1:Report(pc, id) WHERE n1.pc = k1 AND n1.id >= '' AND $see[n1.pc] = 1 AND n1.id > $v3
WITH n1 ORDER BY n1.pc, n1.id LIMIT $v2 + 1
RETURN n1
}
WITH n1 ORDER BY n1.id LIMIT $v2 + 1
WITH collect([n1.id, n1.pc, CASE WHEN $basic[n1.pc] = 1 THEN [n1.`kind`] END]) AS e1
RETURN [e1[0..$v2], size(e1) > $v2] AS p1
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [p0, p1] AS data
