// at most 1 records
// $v0 = "a"
CYPHER 5
CALL () {
MATCH (n0:Statement {id: $v0}) WHERE $see[n0.pc] = 1
RETURN head(collect([n0.id, n0.pc, n0.type, n0.`originator`, CASE WHEN $identity[n0.pc] = 1 THEN [n0.`displayName`, n0.`birthDate`] END, CASE WHEN $basic[n0.pc] = 1 THEN CASE n0.type WHEN 'Person' THEN [n0.`publicFunction`] WHEN 'Report' THEN [n0.`kind`] END END, CASE WHEN $assessment[n0.pc] = 1 THEN [n0.`text`] END])) AS f0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0] AS data
