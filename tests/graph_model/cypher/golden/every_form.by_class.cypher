CYPHER 5
CALL () {
MATCH (n0:Statement {id: $id}) WHERE $see[n0.pc] = 1
CALL (n0) {
MATCH (n0)-[r0:RELATED_TO]->(n1) WHERE $see[r0.pc] = 1 AND $see[n1.pc] = 1 AND r0.id > $a1
WITH r0, n1 ORDER BY r0.id LIMIT $f1 + 1
WITH collect([r0.id, r0.pc, CASE WHEN $basic[r0.pc] = 1 THEN [r0.`kind`] END, [n1.id, n1.pc]]) AS e0
RETURN [e0[0..$f1], size(e0) > $f1] AS p0
}
RETURN head(collect([n0.id, n0.pc, n0.type, p0, CASE WHEN $identity[n0.pc] = 1 THEN [n0.`displayName`] END])) AS f0
}
CALL () {
MATCH (n2:Statement) WHERE n2.id IN $kept AND $see[n2.pc] = 1
RETURN collect([n2.id, n2.pc]) AS f1
}
CALL () {
UNWIND $classes AS k0
CALL (k0) {
MATCH (n3:Person) USING INDEX SEEK n3:Person(pc, id) WHERE n3.pc = k0 AND n3.id >= '' AND $see[n3.pc] = 1 AND n3.id > $a0
WITH n3 ORDER BY n3.pc, n3.id LIMIT $f0 + 1
RETURN n3
}
WITH n3 ORDER BY n3.id LIMIT $f0 + 1
CALL (n3) {
MATCH (n3)-[r1:RELATED_TO]->(n4) WHERE $see[r1.pc] = 1 AND $see[n4.pc] = 1 AND r1.id > $a1
WITH r1, n4 ORDER BY r1.id LIMIT $f1 + 1
WITH collect([r1.id, r1.pc, CASE WHEN $basic[r1.pc] = 1 THEN [r1.`kind`] END, [n4.id, n4.pc]]) AS e2
RETURN [e2[0..$f1], size(e2) > $f1] AS p2
}
WITH n3, p2 ORDER BY n3.id
WITH collect([n3.id, n3.pc, n3.type, p2, CASE WHEN $identity[n3.pc] = 1 THEN [n3.`displayName`] END]) AS e1
RETURN [e1[0..$f0], size(e1) > $f0] AS p1
}
CALL () {
MATCH (n5:Statement {id: $id}) WHERE $see[n5.pc] = 1
CALL (n5) {
MATCH (n5) (()-[r2:SAME_AS WHERE $see[r2.pc] = 1]-(n6 WHERE $see[n6.pc] = 1)){0,32} (n7)
WITH DISTINCT n7
WITH n7 ORDER BY n7.id LIMIT $limit + 1
WITH n7 ORDER BY n7.id
RETURN collect([n7.id, n7.pc]) AS e3
}
RETURN head(collect([e3[0..$limit], size(e3) <= $limit])) AS f2
}
CALL () {
MATCH (n8:Statement {id: $id}) WHERE $see[n8.pc] = 1
CALL (n8) {
MATCH (n8) (()-[r3:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|DERIVED_FROM WHERE $see[r3.pc] = 1]-(n9 WHERE $see[n9.pc] = 1)){0,2} (n10)
WITH DISTINCT n10
WITH n10 ORDER BY n10.id LIMIT $limit + 1
WITH n10 ORDER BY n10.id
RETURN collect([n10.id, n10.pc]) AS e4
}
RETURN head(collect([e4[0..$limit], size(e4) <= $limit])) AS f3
}
CALL () {
MATCH (n11:Statement {id: $id}) WHERE $see[n11.pc] = 1
MATCH (n12:Statement {id: $to}) WHERE $see[n12.pc] = 1
CALL (n11, n12) {
WITH n11, n12 WHERE n11.id <> n12.id
MATCH q = allShortestPaths((n11)-[:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|RESTS_ON|ORDERS|INFORMS|PROTECTS|COUNTERS|CONNECTED_TO|SAME_AS|DERIVED_FROM*..6]-(n12))
WHERE all(r IN relationships(q) WHERE $see[r.pc] = 1) AND all(x IN nodes(q) WHERE $see[x.pc] = 1)
WITH DISTINCT nodes(q) AS c0 ORDER BY [x IN c0 | x.id] LIMIT $limit
RETURN c0
UNION
WITH n11, n12 WHERE n11.id = n12.id
RETURN [n11] AS c0
}
CALL (c0) {
UNWIND range(0, size(c0) - 1) AS i0
WITH i0, c0[i0] AS n13
WITH i0, n13 ORDER BY i0
RETURN collect([n13.id, n13.pc]) AS l0
}
RETURN collect(l0) AS f4
}
CALL () {
UNWIND [['search_basic', $basic], ['search_identity', $identity], ['search_contact', $contact], ['search_assessment', $assessment], ['search_operational', $operational], ['search_source', $source]] AS i1
CALL db.index.fulltext.queryNodes(i1[0], $text) YIELD node AS n14 WHERE $see[n14.pc] = 1 AND i1[1][n14.pc] = 1
WITH DISTINCT n14 WHERE n14.type IN $kept AND n14.id > $a0
WITH n14 ORDER BY n14.id LIMIT $f0 + 1
CALL (n14) {
MATCH (n14)-[r4:RELATED_TO]->(n15) WHERE $see[r4.pc] = 1 AND $see[n15.pc] = 1 AND r4.id > $a1
WITH r4, n15 ORDER BY r4.id LIMIT $f1 + 1
WITH collect([r4.id, r4.pc, CASE WHEN $basic[r4.pc] = 1 THEN [r4.`kind`] END, [n15.id, n15.pc]]) AS e6
RETURN [e6[0..$f1], size(e6) > $f1] AS p4
}
WITH n14, p4 ORDER BY n14.id
WITH collect([n14.id, n14.pc, n14.type, p4, CASE WHEN $identity[n14.pc] = 1 THEN [n14.`displayName`] END]) AS e5
RETURN [e5[0..$f0], size(e5) > $f0] AS p3
}
CALL () {
CALL () {
UNWIND $classes AS k1
CALL (k1) {
MATCH (n16:Person) USING INDEX SEEK n16:Person(pc, id) WHERE n16.pc = k1 AND n16.id >= '' AND $see[n16.pc] = 1 AND ((EXISTS { MATCH (n16)-[r5:RELATED_TO]->(n17) WHERE $see[r5.pc] = 1 AND $see[n17.pc] = 1 AND ((CASE WHEN $basic[r5.pc] = 1 THEN (r5.`kind` IS NULL) = $absent ELSE $absent END AND NOT (CASE WHEN $identity[n17.pc] = 1 THEN coalesce(n17.`displayName` = $name, false) ELSE false END))) } OR (n16.type = 'Person' AND n16.type IN $kept)))
WITH n16, CASE WHEN $identity[n16.pc] = 1 THEN left(toLower(n16.`displayName`), 200) END AS s0 WHERE ($begun = false OR (coalesce(s0 IS NOT NULL AND ($place IS NULL OR s0 < $place), false) OR (((s0 IS NULL AND $place IS NULL) OR coalesce(s0 = $place, false)) AND n16.id < $a0)))
WITH n16, s0 ORDER BY s0 IS NULL DESC, s0 DESC, n16.id DESC LIMIT $f0
RETURN n16, s0
}
WITH n16, s0 ORDER BY s0 IS NULL DESC, s0 DESC, n16.id DESC LIMIT $f0
CALL (n16) {
MATCH (n16)-[r6:RELATED_TO]->(n18) WHERE $see[r6.pc] = 1 AND $see[n18.pc] = 1 AND r6.id > $a1
WITH r6, n18 ORDER BY r6.id LIMIT $f1 + 1
WITH collect([r6.id, r6.pc, CASE WHEN $basic[r6.pc] = 1 THEN [r6.`kind`] END, [n18.id, n18.pc]]) AS e8
RETURN [e8[0..$f1], size(e8) > $f1] AS p6
}
WITH n16, s0, p6 ORDER BY s0 IS NULL DESC, s0 DESC, n16.id DESC
RETURN reverse(collect([n16.id, n16.pc, n16.type, p6, CASE WHEN $identity[n16.pc] = 1 THEN [n16.`displayName`] END, [s0, n16.id]])) AS p5
}
CALL () {
UNWIND $classes AS k1
MATCH (n16:Person) USING INDEX SEEK n16:Person(pc, id) WHERE n16.pc = k1 AND n16.id >= '' AND $see[n16.pc] = 1 AND ((EXISTS { MATCH (n16)-[r5:RELATED_TO]->(n17) WHERE $see[r5.pc] = 1 AND $see[n17.pc] = 1 AND ((CASE WHEN $basic[r5.pc] = 1 THEN (r5.`kind` IS NULL) = $absent ELSE $absent END AND NOT (CASE WHEN $identity[n17.pc] = 1 THEN coalesce(n17.`displayName` = $name, false) ELSE false END))) } OR (n16.type = 'Person' AND n16.type IN $kept)))
RETURN count(n16) AS t0
}
CALL () {
UNWIND $classes AS k1
MATCH (n16:Person) USING INDEX SEEK n16:Person(pc, id) WHERE n16.pc = k1 AND n16.id >= '' AND $see[n16.pc] = 1 AND ((EXISTS { MATCH (n16)-[r5:RELATED_TO]->(n17) WHERE $see[r5.pc] = 1 AND $see[n17.pc] = 1 AND ((CASE WHEN $basic[r5.pc] = 1 THEN (r5.`kind` IS NULL) = $absent ELSE $absent END AND NOT (CASE WHEN $identity[n17.pc] = 1 THEN coalesce(n17.`displayName` = $name, false) ELSE false END))) } OR (n16.type = 'Person' AND n16.type IN $kept)))
WITH toString(CASE WHEN $basic[n16.pc] = 1 THEN n16.`publicFunction` END) AS s1, count(n16) AS t2
ORDER BY t2 DESC, s1 LIMIT 100
RETURN collect([s1, t2]) AS t1
}
RETURN [p5, t0, t1] AS p7
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0, f1, p1, f2, f3, f4, p3, p7] AS data
