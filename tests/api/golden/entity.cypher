// at most 100 records
// $v0 = "a"
// $v1 = 100
CYPHER 5
CALL () {
MATCH (n0:Statement {id: $v0}) WHERE $see[n0.pc] = 1
CALL (n0) {
MATCH (n0) (()-[r0:SAME_AS WHERE $see[r0.pc] = 1]-(n1 WHERE $see[n1.pc] = 1)){0,32} (n2)
WITH DISTINCT n2
WITH n2 ORDER BY n2.id LIMIT $v1 + 1
WITH n2 ORDER BY n2.id
RETURN collect([n2.id, n2.pc, n2.type, CASE WHEN $identity[n2.pc] = 1 THEN CASE n2.type WHEN 'Person' THEN [n2.`displayName`] WHEN 'Actor' THEN [n2.`label`] END END]) AS e0
}
RETURN head(collect([e0[0..$v1], size(e0) <= $v1])) AS f0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0] AS data
