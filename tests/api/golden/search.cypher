// at most 20 records
// $v0 = "+ilse +van +(der der*)"
// $v1 = 20
// $v2 = ""
CYPHER 5
CALL () {
UNWIND [['search_basic', $basic], ['search_identity', $identity], ['search_contact', $contact], ['search_assessment', $assessment], ['search_operational', $operational], ['search_source', $source]] AS i0
CALL db.index.fulltext.queryNodes(i0[0], $v0) YIELD node AS n0 WHERE $see[n0.pc] = 1 AND i0[1][n0.pc] = 1
WITH DISTINCT n0 WHERE n0.id IS NOT NULL AND n0.id > $v2
WITH n0 ORDER BY n0.id LIMIT $v1
RETURN collect([n0.id, n0.pc, n0.type]) AS p0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [p0] AS data
