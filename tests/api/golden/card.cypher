// at most 21 records
// $v0 = "a"
// $v1 = 20
// $v2 = ""
CYPHER 5
CALL () {
MATCH (n0:Statement {id: $v0}) WHERE $see[n0.pc] = 1
CALL (n0) {
MATCH (n0)-[r0:RELATED_TO]->(n1) WHERE $see[r0.pc] = 1 AND $see[n1.pc] = 1 AND r0.id > $v2
WITH r0, n1 ORDER BY r0.id LIMIT $v1 + 1
WITH collect([r0.id, r0.pc, CASE WHEN $basic[r0.pc] = 1 THEN [r0.`kind`] END, [n1.id, n1.pc, CASE WHEN $identity[n1.pc] = 1 THEN [n1.`displayName`] END]]) AS e0
RETURN [e0[0..$v1], size(e0) > $v1] AS p0
}
RETURN head(collect([n0.id, n0.pc, n0.type, p0, CASE WHEN $identity[n0.pc] = 1 THEN [n0.`displayName`] END])) AS f0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0] AS data
