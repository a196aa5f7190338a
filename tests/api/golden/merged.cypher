// at most 2 records
// $v0 = "a"
// $v1 = 1
// $v2 = ""
CYPHER 5
CALL () {
MATCH (n0:Statement {id: $v0}) WHERE $see[n0.pc] = 1
CALL (n0) {
MATCH (n0)<-[r0:MENTIONS]-(n1) WHERE $see[r0.pc] = 1 AND $see[n1.pc] = 1 AND r0.id > $v2
WITH r0, n1 ORDER BY r0.id LIMIT $v1
RETURN collect([r0.id, r0.pc, [n1.id, n1.pc, CASE WHEN $basic[n1.pc] = 1 THEN [n1.`kind`] END]]) AS p0
}
RETURN head(collect([n0.id, n0.pc, n0.type, p0])) AS f0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0] AS data
