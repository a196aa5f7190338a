CYPHER 5
CALL () {
MATCH (n0:Statement {id: $id}) WHERE $see[n0.pc] = 1
CALL (n0) {
CALL (n0) {
MATCH (n0)-[r0:RELATED_TO]->(n1) WHERE $see[r0.pc] = 1 AND $see[n1.pc] = 1 AND (n1.type IN $v) AND r0.id > $a1
WITH r0, n1 ORDER BY r0.id LIMIT $f1
CALL (n1) {
MATCH (n1)-[r1:RELATED_TO]->(n2) WHERE $see[r1.pc] = 1 AND $see[n2.pc] = 1 AND r1.id > $a1
WITH r1, n2 ORDER BY r1.id LIMIT $f1 + 1
WITH collect([r1.id, r1.pc, CASE WHEN $basic[r1.pc] = 1 THEN [r1.`kind`] END, [n2.id, n2.pc]]) AS e1
RETURN [e1[0..$f1], size(e1) > $f1] AS p1
}
WITH r0, n1, p1 ORDER BY r0.id
RETURN collect([r0.id, r0.pc, r0.`recordedAt`, CASE WHEN $basic[r0.pc] = 1 THEN [r0.`kind`] END, [n1.id, n1.pc, n1.type, p1, CASE WHEN $identity[n1.pc] = 1 THEN [n1.`displayName`] END]]) AS p0
}
CALL (n0) {
MATCH (n0)-[r0:RELATED_TO]->(n1) WHERE $see[r0.pc] = 1 AND $see[n1.pc] = 1 AND (n1.type IN $v)
RETURN count(r0) AS t0
}
CALL (n0) {
MATCH (n0)-[r0:RELATED_TO]->(n1) WHERE $see[r0.pc] = 1 AND $see[n1.pc] = 1 AND (n1.type IN $v)
WITH toString(n1.`type`) AS s0, count(n1) AS t2
ORDER BY t2 DESC, s0 LIMIT 100
RETURN collect([s0, t2]) AS t1
}
CALL (n0) {
MATCH (n0)-[r0:RELATED_TO]->(n1) WHERE $see[r0.pc] = 1 AND $see[n1.pc] = 1 AND (n1.type IN $v)
WITH toString(CASE WHEN $basic[n1.pc] = 1 THEN n1.`publicFunction` END) AS s1, count(n1) AS t4
ORDER BY t4 DESC, s1 LIMIT 100
RETURN collect([s1, t4]) AS t3
}
RETURN [p0, t0, t1, t3] AS p2
}
RETURN head(collect([n0.id, n0.pc, p2, n0.`sourceSystem`])) AS f0
}
CALL () {
MATCH (n3:Statement {id: $id}) WHERE $see[n3.pc] = 1
CALL (n3) {
CALL (n3) {
MATCH (n3)-[r2:RELATED_TO]->(n4) WHERE $see[r2.pc] = 1 AND $see[n4.pc] = 1 AND n4.type IN $v AND (n4.type IN $v) AND r2.id > $a1
WITH r2, n4 ORDER BY r2.id LIMIT $f1
CALL (n4) {
MATCH (n4)-[r3:RELATED_TO]->(n5) WHERE $see[r3.pc] = 1 AND $see[n5.pc] = 1 AND r3.id > $a1
WITH r3, n5 ORDER BY r3.id LIMIT $f1 + 1
WITH collect([r3.id, r3.pc, CASE WHEN $basic[r3.pc] = 1 THEN [r3.`kind`] END, [n5.id, n5.pc]]) AS e3
RETURN [e3[0..$f1], size(e3) > $f1] AS p4
}
WITH r2, n4, p4 ORDER BY r2.id
RETURN collect([r2.id, r2.pc, r2.`recordedAt`, CASE WHEN $basic[r2.pc] = 1 THEN [r2.`kind`] END, [n4.id, n4.pc, n4.type, p4, CASE WHEN $identity[n4.pc] = 1 THEN [n4.`displayName`] END]]) AS p3
}
CALL (n3) {
MATCH (n3)-[r2:RELATED_TO]->(n4) WHERE $see[r2.pc] = 1 AND $see[n4.pc] = 1 AND n4.type IN $v AND (n4.type IN $v)
RETURN count(r2) AS t5
}
CALL (n3) {
MATCH (n3)-[r2:RELATED_TO]->(n4) WHERE $see[r2.pc] = 1 AND $see[n4.pc] = 1 AND n4.type IN $v AND (n4.type IN $v)
WITH toString(n4.`type`) AS s2, count(n4) AS t7
ORDER BY t7 DESC, s2 LIMIT 100
RETURN collect([s2, t7]) AS t6
}
CALL (n3) {
MATCH (n3)-[r2:RELATED_TO]->(n4) WHERE $see[r2.pc] = 1 AND $see[n4.pc] = 1 AND n4.type IN $v AND (n4.type IN $v)
WITH toString(CASE WHEN $basic[n4.pc] = 1 THEN n4.`publicFunction` END) AS s3, count(n4) AS t9
ORDER BY t9 DESC, s3 LIMIT 100
RETURN collect([s3, t9]) AS t8
}
RETURN [p3, t5, t6, t8] AS p5
}
RETURN head(collect([n3.id, n3.pc, p5, n3.`sourceSystem`])) AS f1
}
CALL () {
MATCH (n6:Statement {id: $id}) WHERE $see[n6.pc] = 1
CALL (n6) {
CALL (n6) {
MATCH (n6)<-[r4:RELATED_TO]-(n7) WHERE $see[r4.pc] = 1 AND $see[n7.pc] = 1 AND (n7.type IN $v) AND r4.id > $a1
WITH r4, n7 ORDER BY r4.id LIMIT $f1
CALL (n7) {
MATCH (n7)-[r5:RELATED_TO]->(n8) WHERE $see[r5.pc] = 1 AND $see[n8.pc] = 1 AND r5.id > $a1
WITH r5, n8 ORDER BY r5.id LIMIT $f1 + 1
WITH collect([r5.id, r5.pc, CASE WHEN $basic[r5.pc] = 1 THEN [r5.`kind`] END, [n8.id, n8.pc]]) AS e5
RETURN [e5[0..$f1], size(e5) > $f1] AS p7
}
WITH r4, n7, p7 ORDER BY r4.id
RETURN collect([r4.id, r4.pc, r4.`recordedAt`, CASE WHEN $basic[r4.pc] = 1 THEN [r4.`kind`] END, [n7.id, n7.pc, n7.type, p7, CASE WHEN $identity[n7.pc] = 1 THEN [n7.`displayName`] END]]) AS p6
}
CALL (n6) {
MATCH (n6)<-[r4:RELATED_TO]-(n7) WHERE $see[r4.pc] = 1 AND $see[n7.pc] = 1 AND (n7.type IN $v)
RETURN count(r4) AS t10
}
CALL (n6) {
MATCH (n6)<-[r4:RELATED_TO]-(n7) WHERE $see[r4.pc] = 1 AND $see[n7.pc] = 1 AND (n7.type IN $v)
WITH toString(n7.`type`) AS s4, count(n7) AS t12
ORDER BY t12 DESC, s4 LIMIT 100
RETURN collect([s4, t12]) AS t11
}
CALL (n6) {
MATCH (n6)<-[r4:RELATED_TO]-(n7) WHERE $see[r4.pc] = 1 AND $see[n7.pc] = 1 AND (n7.type IN $v)
WITH toString(CASE WHEN $basic[n7.pc] = 1 THEN n7.`publicFunction` END) AS s5, count(n7) AS t14
ORDER BY t14 DESC, s5 LIMIT 100
RETURN collect([s5, t14]) AS t13
}
RETURN [p6, t10, t11, t13] AS p8
}
RETURN head(collect([n6.id, n6.pc, p8, n6.`sourceSystem`])) AS f2
}
CALL () {
MATCH (n9:Statement {id: $id}) WHERE $see[n9.pc] = 1
CALL (n9) {
CALL (n9) {
MATCH (n9)<-[r6:RELATED_TO]-(n10) WHERE $see[r6.pc] = 1 AND $see[n10.pc] = 1 AND n10.type IN $v AND (n10.type IN $v) AND r6.id > $a1
WITH r6, n10 ORDER BY r6.id LIMIT $f1
CALL (n10) {
MATCH (n10)-[r7:RELATED_TO]->(n11) WHERE $see[r7.pc] = 1 AND $see[n11.pc] = 1 AND r7.id > $a1
WITH r7, n11 ORDER BY r7.id LIMIT $f1 + 1
WITH collect([r7.id, r7.pc, CASE WHEN $basic[r7.pc] = 1 THEN [r7.`kind`] END, [n11.id, n11.pc]]) AS e7
RETURN [e7[0..$f1], size(e7) > $f1] AS p10
}
WITH r6, n10, p10 ORDER BY r6.id
RETURN collect([r6.id, r6.pc, r6.`recordedAt`, CASE WHEN $basic[r6.pc] = 1 THEN [r6.`kind`] END, [n10.id, n10.pc, n10.type, p10, CASE WHEN $identity[n10.pc] = 1 THEN [n10.`displayName`] END]]) AS p9
}
CALL (n9) {
MATCH (n9)<-[r6:RELATED_TO]-(n10) WHERE $see[r6.pc] = 1 AND $see[n10.pc] = 1 AND n10.type IN $v AND (n10.type IN $v)
RETURN count(r6) AS t15
}
CALL (n9) {
MATCH (n9)<-[r6:RELATED_TO]-(n10) WHERE $see[r6.pc] = 1 AND $see[n10.pc] = 1 AND n10.type IN $v AND (n10.type IN $v)
WITH toString(n10.`type`) AS s6, count(n10) AS t17
ORDER BY t17 DESC, s6 LIMIT 100
RETURN collect([s6, t17]) AS t16
}
CALL (n9) {
MATCH (n9)<-[r6:RELATED_TO]-(n10) WHERE $see[r6.pc] = 1 AND $see[n10.pc] = 1 AND n10.type IN $v AND (n10.type IN $v)
WITH toString(CASE WHEN $basic[n10.pc] = 1 THEN n10.`publicFunction` END) AS s7, count(n10) AS t19
ORDER BY t19 DESC, s7 LIMIT 100
RETURN collect([s7, t19]) AS t18
}
RETURN [p9, t15, t16, t18] AS p11
}
RETURN head(collect([n9.id, n9.pc, p11, n9.`sourceSystem`])) AS f3
}
CALL () {
MATCH (n12:Statement {id: $id}) WHERE $see[n12.pc] = 1
CALL (n12) {
MATCH (n12)-[r8:RELATED_TO]->(n13) WHERE $see[r8.pc] = 1 AND $see[n13.pc] = 1 AND r8.id > $a1
WITH r8, n13 ORDER BY r8.id LIMIT $f1
RETURN collect([r8.id, r8.pc, r8.`recordedAt`, CASE WHEN $basic[r8.pc] = 1 THEN [r8.`kind`] END]) AS p12
}
RETURN head(collect([n12.id, n12.pc, p12])) AS f4
}
CALL () {
CALL () {
MATCH (n14:Person) WHERE $see[n14.pc] = 1
RETURN count(n14) AS t20
}
CALL () {
MATCH (n14:Person) WHERE $see[n14.pc] = 1
WITH toString(n14.`type`) AS s8, count(n14) AS t22
ORDER BY t22 DESC, s8 LIMIT 100
RETURN collect([s8, t22]) AS t21
}
CALL () {
MATCH (n14:Person) WHERE $see[n14.pc] = 1
WITH toString(CASE WHEN $basic[n14.pc] = 1 THEN n14.`publicFunction` END) AS s9, count(n14) AS t24
ORDER BY t24 DESC, s9 LIMIT 100
RETURN collect([s9, t24]) AS t23
}
RETURN [t20, t21, t23] AS p13
}
CALL () {
MATCH (n15:Statement) WHERE n15.id IN $v AND $see[n15.pc] = 1
CALL (n15) {
MATCH (n15)-[r9:RELATED_TO]->(n16) WHERE $see[r9.pc] = 1 AND $see[n16.pc] = 1 AND r9.id > $a1
WITH r9, n16 ORDER BY r9.id LIMIT $f1 + 1
WITH collect([r9.id, r9.pc, CASE WHEN $basic[r9.pc] = 1 THEN [r9.`kind`] END, [n16.id, n16.pc]]) AS e9
RETURN [e9[0..$f1], size(e9) > $f1] AS p14
}
RETURN collect([n15.id, n15.pc, n15.type, p14, CASE WHEN $identity[n15.pc] = 1 THEN [n15.`displayName`] END]) AS f5
}
CALL () {
MATCH (n17:Statement {id: $id}) WHERE $see[n17.pc] = 1
MATCH (n18:Statement {id: $to}) WHERE $see[n18.pc] = 1
CALL (n17, n18) {
WITH n17, n18 WHERE n17.id <> n18.id
MATCH q = allShortestPaths((n17)-[:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|RESTS_ON|ORDERS|INFORMS|PROTECTS|COUNTERS|CONNECTED_TO|SAME_AS|DERIVED_FROM*..3]-(n18))
WHERE all(r IN relationships(q) WHERE $see[r.pc] = 1) AND all(x IN nodes(q) WHERE $see[x.pc] = 1)
WITH DISTINCT nodes(q) AS c0 ORDER BY [x IN c0 | x.id] LIMIT $limit
RETURN c0
UNION
WITH n17, n18 WHERE n17.id = n18.id
RETURN [n17] AS c0
}
CALL (c0) {
UNWIND range(0, size(c0) - 1) AS i0
WITH i0, c0[i0] AS n19
CALL (n19) {
MATCH (n19)-[r10:RELATED_TO]->(n20) WHERE $see[r10.pc] = 1 AND $see[n20.pc] = 1 AND r10.id > $a1
WITH r10, n20 ORDER BY r10.id LIMIT $f1 + 1
WITH collect([r10.id, r10.pc, CASE WHEN $basic[r10.pc] = 1 THEN [r10.`kind`] END, [n20.id, n20.pc]]) AS e10
RETURN [e10[0..$f1], size(e10) > $f1] AS p15
}
WITH i0, n19, p15 ORDER BY i0
RETURN collect([n19.id, n19.pc, n19.type, p15, CASE WHEN $identity[n19.pc] = 1 THEN [n19.`displayName`] END]) AS l0
}
RETURN collect(l0) AS f6
}
CALL () {
UNWIND [['search_basic', $basic], ['search_identity', $identity], ['search_contact', $contact], ['search_assessment', $assessment], ['search_operational', $operational], ['search_source', $source]] AS i1
CALL db.index.fulltext.queryNodes(i1[0], $text) YIELD node AS n21 WHERE $see[n21.pc] = 1 AND i1[1][n21.pc] = 1
WITH DISTINCT n21 WHERE n21.id IS NOT NULL AND n21.id > $a2
WITH n21 ORDER BY n21.id LIMIT $f2
RETURN collect([n21.id, n21.pc]) AS p16
}
CALL () {
MATCH (n22:Statement {id: $id}) WHERE $see[n22.pc] = 1
CALL (n22) {
MATCH (n22) (()-[r11:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|DERIVED_FROM WHERE $see[r11.pc] = 1]-(n23 WHERE $see[n23.pc] = 1)){0,1} (n24)
WITH DISTINCT n24
WITH n24 WHERE n24.type IN $v
WITH n24 ORDER BY n24.id LIMIT $limit + 1
CALL (n24) {
MATCH (n24)-[r12:RELATED_TO]->(n25) WHERE $see[r12.pc] = 1 AND $see[n25.pc] = 1 AND r12.id > $a1
WITH r12, n25 ORDER BY r12.id LIMIT $f1 + 1
WITH collect([r12.id, r12.pc, CASE WHEN $basic[r12.pc] = 1 THEN [r12.`kind`] END, [n25.id, n25.pc]]) AS e13
RETURN [e13[0..$f1], size(e13) > $f1] AS p17
}
WITH n24, p17 ORDER BY n24.id
RETURN collect([n24.id, n24.pc, n24.type, p17, CASE WHEN $identity[n24.pc] = 1 THEN [n24.`displayName`] END]) AS e12
}
RETURN head(collect([e12[0..$limit], size(e12) <= $limit])) AS f7
}
CALL () {
MATCH (n26:Statement {id: $id}) WHERE $see[n26.pc] = 1
CALL (n26) {
MATCH (n26) (()-[r13:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|DERIVED_FROM WHERE $see[r13.pc] = 1]-(n27 WHERE $see[n27.pc] = 1)){0,3} (n28)
WITH DISTINCT n28
WITH n28 ORDER BY n28.id LIMIT $limit + 1
CALL (n28) {
MATCH (n28)-[r14:RELATED_TO]->(n29) WHERE $see[r14.pc] = 1 AND $see[n29.pc] = 1 AND r14.id > $a1
WITH r14, n29 ORDER BY r14.id LIMIT $f1 + 1
WITH collect([r14.id, r14.pc, CASE WHEN $basic[r14.pc] = 1 THEN [r14.`kind`] END, [n29.id, n29.pc]]) AS e15
RETURN [e15[0..$f1], size(e15) > $f1] AS p18
}
WITH n28, p18 ORDER BY n28.id
RETURN collect([n28.id, n28.pc, n28.type, p18, CASE WHEN $identity[n28.pc] = 1 THEN [n28.`displayName`] END]) AS e14
}
RETURN head(collect([e14[0..$limit], size(e14) <= $limit])) AS f8
}
CALL () {
MATCH (n30:Statement {id: $id}) WHERE $see[n30.pc] = 1
RETURN head(collect([n30.id, n30.pc, n30.type, CASE WHEN $identity[n30.pc] = 1 THEN CASE n30.type WHEN 'Person' THEN [n30.`displayName`] WHEN 'Place', 'Report' THEN [n30.`name`] END END])) AS f9
}
CALL () {
MATCH (n31:Statement {id: $id}) WHERE $see[n31.pc] = 1
CALL (n31) {
CALL (n31) {
RETURN n31 AS n32, [] AS l2
UNION ALL
MATCH (n31)-[r16:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]->(n34) WHERE $see[r16.pc] = 1 AND $see[n34.pc] = 1
RETURN n34 AS n32, [[r16, 'validFrom', r16.`validFrom`, type(r16), true], [r16, 'validTo', r16.`validTo`, type(r16), true]] + CASE WHEN $basic[r16.pc] = 1 THEN CASE type(r16) WHEN 'AT' THEN [[r16, 'from', r16.`from`, type(r16), true], [r16, 'to', r16.`to`, type(r16), true]] WHEN 'INFORMS' THEN [[r16, 'when', r16.`when`, type(r16), true]] WHEN 'EXECUTED_BY' THEN [[r16, 'acknowledgedAt', r16.`acknowledgedAt`, type(r16), true]] WHEN 'UNDER_AUTHORITY_OF' THEN [[r16, 'from', r16.`from`, type(r16), true], [r16, 'to', r16.`to`, type(r16), true]] ELSE [] END ELSE [] END AS l2
UNION ALL
MATCH (n31)<-[r17:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]-(n35) WHERE $see[r17.pc] = 1 AND $see[n35.pc] = 1 AND n35.id <> n31.id
RETURN n35 AS n32, [[r17, 'validFrom', r17.`validFrom`, type(r17), false], [r17, 'validTo', r17.`validTo`, type(r17), false]] + CASE WHEN $basic[r17.pc] = 1 THEN CASE type(r17) WHEN 'AT' THEN [[r17, 'from', r17.`from`, type(r17), false], [r17, 'to', r17.`to`, type(r17), false]] WHEN 'INFORMS' THEN [[r17, 'when', r17.`when`, type(r17), false]] WHEN 'EXECUTED_BY' THEN [[r17, 'acknowledgedAt', r17.`acknowledgedAt`, type(r17), false]] WHEN 'UNDER_AUTHORITY_OF' THEN [[r17, 'from', r17.`from`, type(r17), false], [r17, 'to', r17.`to`, type(r17), false]] ELSE [] END ELSE [] END AS l2
}
UNWIND l2 + [[n32, 'validFrom', n32.`validFrom`, null, null], [n32, 'validTo', n32.`validTo`, null, null]] + CASE WHEN $identity[n32.pc] = 1 THEN CASE n32.type WHEN 'Person' THEN [[n32, 'birthDate', n32.`birthDate`, null, null]] ELSE [] END ELSE [] END + CASE WHEN $basic[n32.pc] = 1 THEN CASE n32.type WHEN 'Threat' THEN [[n32, 'firstSeen', n32.`firstSeen`, null, null], [n32, 'lastSeen', n32.`lastSeen`, null, null]] WHEN 'Measure' THEN [[n32, 'reviewAt', n32.`reviewAt`, null, null], [n32, 'promisedAt', n32.`promisedAt`, null, null], [n32, 'activeAt', n32.`activeAt`, null, null]] WHEN 'Report' THEN [[n32, 'receivedAt', n32.`receivedAt`, null, null]] WHEN 'Assessment' THEN [[n32, 'issuedAt', n32.`issuedAt`, null, null]] WHEN 'Decision' THEN [[n32, 'decidedAt', n32.`decidedAt`, null, null], [n32, 'reviewAt', n32.`reviewAt`, null, null]] WHEN 'Case' THEN [[n32, 'openedAt', n32.`openedAt`, null, null]] WHEN 'Event' THEN [[n32, 'start', n32.`start`, null, null], [n32, 'end', n32.`end`, null, null]] ELSE [] END ELSE [] END AS l1
WITH DISTINCT n32, l1[0] AS s10, l1[1] AS w0, l1[2] AS t25, l1[3] AS k0, l1[4] AS d0
WITH n32, s10, w0, t25, k0, d0 WHERE t25 IS NOT NULL
WITH n32, s10, w0, t25, k0, d0 ORDER BY t25, s10.id, w0 LIMIT $limit + 1
CALL (n32) {
MATCH (n32)-[r15:RELATED_TO]->(n33) WHERE $see[r15.pc] = 1 AND $see[n33.pc] = 1 AND r15.id > $a1
WITH r15, n33 ORDER BY r15.id LIMIT $f1 + 1
WITH collect([r15.id, r15.pc, CASE WHEN $basic[r15.pc] = 1 THEN [r15.`kind`] END, [n33.id, n33.pc]]) AS e17
RETURN [e17[0..$f1], size(e17) > $f1] AS p19
}
WITH n32, s10, w0, t25, k0, d0, p19 ORDER BY t25, s10.id, w0
RETURN collect([s10.id, s10.pc, [n32.id, n32.pc, n32.type, p19, CASE WHEN $identity[n32.pc] = 1 THEN [n32.`displayName`] END], w0, t25, k0, d0]) AS e16
}
RETURN head(collect([e16[0..$limit], size(e16) <= $limit, [n31.id, n31.pc]])) AS f10
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0, f1, f2, f3, f4, p13, f5, f6, p16, f7, f8, f9, f10] AS data
