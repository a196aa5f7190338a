CYPHER 5
CALL () {
MATCH (n0:Statement {id: $id}) WHERE $see[coalesce(n0.pc, n0.formerPc)] = 1 AND n0.recordedAt <= $asKnown AND coalesce(n0.retractedAt > $asKnown, true)
CALL (n0) {
MATCH (n0)-[r0:RELATED_TO]->(n1) WHERE $see[coalesce(r0.pc, r0.formerPc)] = 1 AND r0.recordedAt <= $asKnown AND coalesce(r0.retractedAt > $asKnown, true) AND $see[coalesce(n1.pc, n1.formerPc)] = 1 AND n1.recordedAt <= $asKnown AND coalesce(n1.retractedAt > $asKnown, true) AND r0.id > $a1
WITH r0, n1 ORDER BY r0.id LIMIT $f1 + 1
WITH collect([r0.id, coalesce(r0.pc, r0.formerPc), CASE WHEN $basic[coalesce(r0.pc, r0.formerPc)] = 1 THEN [r0.`kind`] END, [n1.id, coalesce(n1.pc, n1.formerPc)]]) AS e0
RETURN [e0[0..$f1], size(e0) > $f1] AS p0
}
RETURN head(collect([n0.id, coalesce(n0.pc, n0.formerPc), n0.type, p0, CASE WHEN $identity[coalesce(n0.pc, n0.formerPc)] = 1 THEN [n0.`displayName`] END])) AS f0
}
CALL () {
MATCH (n2:Statement) WHERE n2.id IN $kept AND $see[coalesce(n2.pc, n2.formerPc)] = 1 AND n2.recordedAt <= $asKnown AND coalesce(n2.retractedAt > $asKnown, true)
RETURN collect([n2.id, coalesce(n2.pc, n2.formerPc)]) AS f1
}
CALL () {
MATCH (n3:Person) WHERE $see[coalesce(n3.pc, n3.formerPc)] = 1 AND n3.recordedAt <= $asKnown AND coalesce(n3.retractedAt > $asKnown, true) AND n3.id > $a0
WITH n3 ORDER BY n3.id LIMIT $f0 + 1
CALL (n3) {
MATCH (n3)-[r1:RELATED_TO]->(n4) WHERE $see[coalesce(r1.pc, r1.formerPc)] = 1 AND r1.recordedAt <= $asKnown AND coalesce(r1.retractedAt > $asKnown, true) AND $see[coalesce(n4.pc, n4.formerPc)] = 1 AND n4.recordedAt <= $asKnown AND coalesce(n4.retractedAt > $asKnown, true) AND r1.id > $a1
WITH r1, n4 ORDER BY r1.id LIMIT $f1 + 1
WITH collect([r1.id, coalesce(r1.pc, r1.formerPc), CASE WHEN $basic[coalesce(r1.pc, r1.formerPc)] = 1 THEN [r1.`kind`] END, [n4.id, coalesce(n4.pc, n4.formerPc)]]) AS e2
RETURN [e2[0..$f1], size(e2) > $f1] AS p2
}
WITH n3, p2 ORDER BY n3.id
WITH collect([n3.id, coalesce(n3.pc, n3.formerPc), n3.type, p2, CASE WHEN $identity[coalesce(n3.pc, n3.formerPc)] = 1 THEN [n3.`displayName`] END]) AS e1
RETURN [e1[0..$f0], size(e1) > $f0] AS p1
}
CALL () {
MATCH (n5:Statement {id: $id}) WHERE $see[coalesce(n5.pc, n5.formerPc)] = 1 AND n5.recordedAt <= $asKnown AND coalesce(n5.retractedAt > $asKnown, true)
CALL (n5) {
MATCH (n5) (()-[r2:SAME_AS WHERE $see[coalesce(r2.pc, r2.formerPc)] = 1 AND r2.recordedAt <= $asKnown AND coalesce(r2.retractedAt > $asKnown, true)]-(n6 WHERE $see[coalesce(n6.pc, n6.formerPc)] = 1 AND n6.recordedAt <= $asKnown AND coalesce(n6.retractedAt > $asKnown, true))){0,32} (n7)
WITH DISTINCT n7
WITH n7 ORDER BY n7.id LIMIT $limit + 1
WITH n7 ORDER BY n7.id
RETURN collect([n7.id, coalesce(n7.pc, n7.formerPc)]) AS e3
}
RETURN head(collect([e3[0..$limit], size(e3) <= $limit])) AS f2
}
CALL () {
MATCH (n8:Statement {id: $id}) WHERE $see[coalesce(n8.pc, n8.formerPc)] = 1 AND n8.recordedAt <= $asKnown AND coalesce(n8.retractedAt > $asKnown, true)
CALL (n8) {
MATCH (n8) (()-[r3:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|DERIVED_FROM WHERE $see[coalesce(r3.pc, r3.formerPc)] = 1 AND r3.recordedAt <= $asKnown AND coalesce(r3.retractedAt > $asKnown, true)]-(n9 WHERE $see[coalesce(n9.pc, n9.formerPc)] = 1 AND n9.recordedAt <= $asKnown AND coalesce(n9.retractedAt > $asKnown, true))){0,2} (n10)
WITH DISTINCT n10
WITH n10 ORDER BY n10.id LIMIT $limit + 1
WITH n10 ORDER BY n10.id
RETURN collect([n10.id, coalesce(n10.pc, n10.formerPc)]) AS e4
}
RETURN head(collect([e4[0..$limit], size(e4) <= $limit])) AS f3
}
CALL () {
MATCH (n11:Statement {id: $id}) WHERE $see[coalesce(n11.pc, n11.formerPc)] = 1 AND n11.recordedAt <= $asKnown AND coalesce(n11.retractedAt > $asKnown, true)
MATCH (n12:Statement {id: $to}) WHERE $see[coalesce(n12.pc, n12.formerPc)] = 1 AND n12.recordedAt <= $asKnown AND coalesce(n12.retractedAt > $asKnown, true)
CALL (n11, n12) {
WITH n11, n12 WHERE n11.id <> n12.id
MATCH q = allShortestPaths((n11)-[:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|RESTS_ON|ORDERS|INFORMS|PROTECTS|COUNTERS|CONNECTED_TO|SAME_AS|DERIVED_FROM*..6]-(n12))
WHERE all(r IN relationships(q) WHERE $see[coalesce(r.pc, r.formerPc)] = 1 AND r.recordedAt <= $asKnown AND coalesce(r.retractedAt > $asKnown, true)) AND all(x IN nodes(q) WHERE $see[coalesce(x.pc, x.formerPc)] = 1 AND x.recordedAt <= $asKnown AND coalesce(x.retractedAt > $asKnown, true))
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
RETURN collect([n13.id, coalesce(n13.pc, n13.formerPc)]) AS l0
}
RETURN collect(l0) AS f4
}
CALL () {
UNWIND [['search_basic', $basic], ['search_identity', $identity], ['search_contact', $contact], ['search_assessment', $assessment], ['search_operational', $operational], ['search_source', $source]] AS i1
CALL db.index.fulltext.queryNodes(i1[0], $text) YIELD node AS n14 WHERE $see[coalesce(n14.pc, n14.formerPc)] = 1 AND n14.recordedAt <= $asKnown AND coalesce(n14.retractedAt > $asKnown, true) AND i1[1][coalesce(n14.pc, n14.formerPc)] = 1
WITH DISTINCT n14 WHERE n14.type IN $kept AND n14.id > $a0
WITH n14 ORDER BY n14.id LIMIT $f0 + 1
CALL (n14) {
MATCH (n14)-[r4:RELATED_TO]->(n15) WHERE $see[coalesce(r4.pc, r4.formerPc)] = 1 AND r4.recordedAt <= $asKnown AND coalesce(r4.retractedAt > $asKnown, true) AND $see[coalesce(n15.pc, n15.formerPc)] = 1 AND n15.recordedAt <= $asKnown AND coalesce(n15.retractedAt > $asKnown, true) AND r4.id > $a1
WITH r4, n15 ORDER BY r4.id LIMIT $f1 + 1
WITH collect([r4.id, coalesce(r4.pc, r4.formerPc), CASE WHEN $basic[coalesce(r4.pc, r4.formerPc)] = 1 THEN [r4.`kind`] END, [n15.id, coalesce(n15.pc, n15.formerPc)]]) AS e6
RETURN [e6[0..$f1], size(e6) > $f1] AS p4
}
WITH n14, p4 ORDER BY n14.id
WITH collect([n14.id, coalesce(n14.pc, n14.formerPc), n14.type, p4, CASE WHEN $identity[coalesce(n14.pc, n14.formerPc)] = 1 THEN [n14.`displayName`] END]) AS e5
RETURN [e5[0..$f0], size(e5) > $f0] AS p3
}
CALL () {
CALL () {
MATCH (n16:Person) WHERE $see[coalesce(n16.pc, n16.formerPc)] = 1 AND n16.recordedAt <= $asKnown AND coalesce(n16.retractedAt > $asKnown, true) AND ((EXISTS { MATCH (n16)-[r5:RELATED_TO]->(n17) WHERE $see[coalesce(r5.pc, r5.formerPc)] = 1 AND r5.recordedAt <= $asKnown AND coalesce(r5.retractedAt > $asKnown, true) AND $see[coalesce(n17.pc, n17.formerPc)] = 1 AND n17.recordedAt <= $asKnown AND coalesce(n17.retractedAt > $asKnown, true) AND ((CASE WHEN $basic[coalesce(r5.pc, r5.formerPc)] = 1 THEN (r5.`kind` IS NULL) = $absent ELSE $absent END AND NOT (CASE WHEN $identity[coalesce(n17.pc, n17.formerPc)] = 1 THEN coalesce(n17.`displayName` = $name, false) ELSE false END))) } OR (n16.type = 'Person' AND n16.type IN $kept)))
WITH n16, CASE WHEN $identity[coalesce(n16.pc, n16.formerPc)] = 1 THEN left(toLower(n16.`displayName`), 200) END AS s0 WHERE ($begun = false OR (coalesce(s0 IS NOT NULL AND ($place IS NULL OR s0 < $place), false) OR (((s0 IS NULL AND $place IS NULL) OR coalesce(s0 = $place, false)) AND n16.id < $a0)))
WITH n16, s0 ORDER BY s0 IS NULL DESC, s0 DESC, n16.id DESC LIMIT $f0
CALL (n16) {
MATCH (n16)-[r6:RELATED_TO]->(n18) WHERE $see[coalesce(r6.pc, r6.formerPc)] = 1 AND r6.recordedAt <= $asKnown AND coalesce(r6.retractedAt > $asKnown, true) AND $see[coalesce(n18.pc, n18.formerPc)] = 1 AND n18.recordedAt <= $asKnown AND coalesce(n18.retractedAt > $asKnown, true) AND r6.id > $a1
WITH r6, n18 ORDER BY r6.id LIMIT $f1 + 1
WITH collect([r6.id, coalesce(r6.pc, r6.formerPc), CASE WHEN $basic[coalesce(r6.pc, r6.formerPc)] = 1 THEN [r6.`kind`] END, [n18.id, coalesce(n18.pc, n18.formerPc)]]) AS e8
RETURN [e8[0..$f1], size(e8) > $f1] AS p6
}
WITH n16, s0, p6 ORDER BY s0 IS NULL DESC, s0 DESC, n16.id DESC
RETURN reverse(collect([n16.id, coalesce(n16.pc, n16.formerPc), n16.type, p6, CASE WHEN $identity[coalesce(n16.pc, n16.formerPc)] = 1 THEN [n16.`displayName`] END, [s0, n16.id]])) AS p5
}
CALL () {
MATCH (n16:Person) WHERE $see[coalesce(n16.pc, n16.formerPc)] = 1 AND n16.recordedAt <= $asKnown AND coalesce(n16.retractedAt > $asKnown, true) AND ((EXISTS { MATCH (n16)-[r5:RELATED_TO]->(n17) WHERE $see[coalesce(r5.pc, r5.formerPc)] = 1 AND r5.recordedAt <= $asKnown AND coalesce(r5.retractedAt > $asKnown, true) AND $see[coalesce(n17.pc, n17.formerPc)] = 1 AND n17.recordedAt <= $asKnown AND coalesce(n17.retractedAt > $asKnown, true) AND ((CASE WHEN $basic[coalesce(r5.pc, r5.formerPc)] = 1 THEN (r5.`kind` IS NULL) = $absent ELSE $absent END AND NOT (CASE WHEN $identity[coalesce(n17.pc, n17.formerPc)] = 1 THEN coalesce(n17.`displayName` = $name, false) ELSE false END))) } OR (n16.type = 'Person' AND n16.type IN $kept)))
RETURN count(n16) AS t0
}
CALL () {
MATCH (n16:Person) WHERE $see[coalesce(n16.pc, n16.formerPc)] = 1 AND n16.recordedAt <= $asKnown AND coalesce(n16.retractedAt > $asKnown, true) AND ((EXISTS { MATCH (n16)-[r5:RELATED_TO]->(n17) WHERE $see[coalesce(r5.pc, r5.formerPc)] = 1 AND r5.recordedAt <= $asKnown AND coalesce(r5.retractedAt > $asKnown, true) AND $see[coalesce(n17.pc, n17.formerPc)] = 1 AND n17.recordedAt <= $asKnown AND coalesce(n17.retractedAt > $asKnown, true) AND ((CASE WHEN $basic[coalesce(r5.pc, r5.formerPc)] = 1 THEN (r5.`kind` IS NULL) = $absent ELSE $absent END AND NOT (CASE WHEN $identity[coalesce(n17.pc, n17.formerPc)] = 1 THEN coalesce(n17.`displayName` = $name, false) ELSE false END))) } OR (n16.type = 'Person' AND n16.type IN $kept)))
WITH toString(CASE WHEN $basic[coalesce(n16.pc, n16.formerPc)] = 1 THEN n16.`publicFunction` END) AS s1, count(n16) AS t2
ORDER BY t2 DESC, s1 LIMIT 100
RETURN collect([s1, t2]) AS t1
}
RETURN [p5, t0, t1] AS p7
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0, f1, p1, f2, f3, f4, p3, p7] AS data
