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
MATCH (n3:Person) WHERE $see[n3.pc] = 1 AND n3.id > $a0
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
CALL (n8) {
UNWIND [n8] AS n9
MATCH (n9)-[r3:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|DERIVED_FROM]-(n10) WHERE $see[r3.pc] = 1 AND $see[n10.pc] = 1
RETURN collect(DISTINCT n10) AS c0
}
CALL (c0) {
UNWIND c0 AS n11
MATCH (n11)-[r4:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|DERIVED_FROM]-(n12) WHERE $see[r4.pc] = 1 AND $see[n12.pc] = 1
RETURN collect(DISTINCT n12) AS c1
}
UNWIND [n8] + c0 + c1 AS n13
WITH DISTINCT n13
WITH n13 ORDER BY n13.id LIMIT $limit + 1
WITH n13 ORDER BY n13.id
RETURN collect([n13.id, n13.pc]) AS e4
}
RETURN head(collect([e4[0..$limit], size(e4) <= $limit])) AS f3
}
CALL () {
MATCH (n14:Statement {id: $id}) WHERE $see[n14.pc] = 1
MATCH (n15:Statement {id: $to}) WHERE $see[n15.pc] = 1
CALL (n14, n15) {
WITH n14, n15 WHERE n14.id <> n15.id
MATCH q = allShortestPaths((n14)-[:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|RESTS_ON|ORDERS|INFORMS|PROTECTS|COUNTERS|CONNECTED_TO|SAME_AS|DERIVED_FROM*..6]-(n15))
WHERE all(r IN relationships(q) WHERE $see[r.pc] = 1) AND all(x IN nodes(q) WHERE $see[x.pc] = 1)
WITH DISTINCT nodes(q) AS c2 ORDER BY [x IN c2 | x.id] LIMIT $limit
RETURN c2
UNION
WITH n14, n15 WHERE n14.id = n15.id
RETURN [n14] AS c2
}
CALL (c2) {
UNWIND range(0, size(c2) - 1) AS i0
WITH i0, c2[i0] AS n16
WITH i0, n16 ORDER BY i0
RETURN collect([n16.id, n16.pc]) AS l0
}
RETURN collect(l0) AS f4
}
CALL () {
UNWIND [['search_basic', $basic], ['search_identity', $identity], ['search_contact', $contact], ['search_assessment', $assessment], ['search_operational', $operational], ['search_source', $source]] AS i1
CALL db.index.fulltext.queryNodes(i1[0], $text) YIELD node AS n17 WHERE $see[n17.pc] = 1 AND i1[1][n17.pc] = 1
WITH DISTINCT n17 WHERE n17.type IN $kept AND n17.id > $a0
WITH n17 ORDER BY n17.id LIMIT $f0 + 1
CALL (n17) {
MATCH (n17)-[r5:RELATED_TO]->(n18) WHERE $see[r5.pc] = 1 AND $see[n18.pc] = 1 AND r5.id > $a1
WITH r5, n18 ORDER BY r5.id LIMIT $f1 + 1
WITH collect([r5.id, r5.pc, CASE WHEN $basic[r5.pc] = 1 THEN [r5.`kind`] END, [n18.id, n18.pc]]) AS e6
RETURN [e6[0..$f1], size(e6) > $f1] AS p4
}
WITH n17, p4 ORDER BY n17.id
WITH collect([n17.id, n17.pc, n17.type, p4, CASE WHEN $identity[n17.pc] = 1 THEN [n17.`displayName`] END]) AS e5
RETURN [e5[0..$f0], size(e5) > $f0] AS p3
}
CALL () {
CALL () {
MATCH (n19:Person) WHERE $see[n19.pc] = 1 AND ((EXISTS { MATCH (n19)-[r6:RELATED_TO]->(n20) WHERE $see[r6.pc] = 1 AND $see[n20.pc] = 1 AND ((CASE WHEN $basic[r6.pc] = 1 THEN (r6.`kind` IS NULL) = $absent ELSE $absent END AND NOT (CASE WHEN $identity[n20.pc] = 1 THEN coalesce(n20.`displayName` = $name, false) ELSE false END))) } OR (n19.type = 'Person' AND n19.type IN $kept)))
WITH n19, CASE WHEN $identity[n19.pc] = 1 THEN left(toLower(n19.`displayName`), 200) END AS s0 WHERE ($begun = false OR (coalesce(s0 IS NOT NULL AND ($place IS NULL OR s0 < $place), false) OR (((s0 IS NULL AND $place IS NULL) OR coalesce(s0 = $place, false)) AND n19.id < $a0)))
WITH n19, s0 ORDER BY s0 IS NULL DESC, s0 DESC, n19.id DESC LIMIT $f0
CALL (n19) {
MATCH (n19)-[r7:RELATED_TO]->(n21) WHERE $see[r7.pc] = 1 AND $see[n21.pc] = 1 AND r7.id > $a1
WITH r7, n21 ORDER BY r7.id LIMIT $f1 + 1
WITH collect([r7.id, r7.pc, CASE WHEN $basic[r7.pc] = 1 THEN [r7.`kind`] END, [n21.id, n21.pc]]) AS e8
RETURN [e8[0..$f1], size(e8) > $f1] AS p6
}
WITH n19, s0, p6 ORDER BY s0 IS NULL DESC, s0 DESC, n19.id DESC
RETURN reverse(collect([n19.id, n19.pc, n19.type, p6, CASE WHEN $identity[n19.pc] = 1 THEN [n19.`displayName`] END, [s0, n19.id]])) AS p5
}
CALL () {
MATCH (n19:Person) WHERE $see[n19.pc] = 1 AND ((EXISTS { MATCH (n19)-[r6:RELATED_TO]->(n20) WHERE $see[r6.pc] = 1 AND $see[n20.pc] = 1 AND ((CASE WHEN $basic[r6.pc] = 1 THEN (r6.`kind` IS NULL) = $absent ELSE $absent END AND NOT (CASE WHEN $identity[n20.pc] = 1 THEN coalesce(n20.`displayName` = $name, false) ELSE false END))) } OR (n19.type = 'Person' AND n19.type IN $kept)))
RETURN count(n19) AS t0
}
CALL () {
MATCH (n19:Person) WHERE $see[n19.pc] = 1 AND ((EXISTS { MATCH (n19)-[r6:RELATED_TO]->(n20) WHERE $see[r6.pc] = 1 AND $see[n20.pc] = 1 AND ((CASE WHEN $basic[r6.pc] = 1 THEN (r6.`kind` IS NULL) = $absent ELSE $absent END AND NOT (CASE WHEN $identity[n20.pc] = 1 THEN coalesce(n20.`displayName` = $name, false) ELSE false END))) } OR (n19.type = 'Person' AND n19.type IN $kept)))
WITH toString(CASE WHEN $basic[n19.pc] = 1 THEN n19.`publicFunction` END) AS s1, count(n19) AS t2
ORDER BY t2 DESC, s1 LIMIT 100
RETURN collect([s1, t2]) AS t1
}
RETURN [p5, t0, t1] AS p7
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0, f1, p1, f2, f3, f4, p3, p7] AS data
