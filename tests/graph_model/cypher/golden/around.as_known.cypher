CYPHER 5
CALL () {
MATCH (n0:Statement {id: $id}) WHERE $see[coalesce(n0.pc, n0.formerPc)] = 1 AND n0.recordedAt <= $asKnown AND coalesce(n0.retractedAt > $asKnown, true)
CALL (n0) {
CALL (n0) {
RETURN n0 AS n1, [] AS l1
UNION ALL
MATCH (n0)-[r0:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]->(n2) WHERE $see[coalesce(r0.pc, r0.formerPc)] = 1 AND r0.recordedAt <= $asKnown AND coalesce(r0.retractedAt > $asKnown, true) AND $see[coalesce(n2.pc, n2.formerPc)] = 1 AND n2.recordedAt <= $asKnown AND coalesce(n2.retractedAt > $asKnown, true)
RETURN n2 AS n1, [[r0, 'validFrom', r0.`validFrom`, type(r0), true], [r0, 'validTo', r0.`validTo`, type(r0), true]] + CASE WHEN $basic[coalesce(r0.pc, r0.formerPc)] = 1 THEN CASE type(r0) WHEN 'AT' THEN [[r0, 'from', r0.`from`, type(r0), true], [r0, 'to', r0.`to`, type(r0), true]] WHEN 'INFORMS' THEN [[r0, 'when', r0.`when`, type(r0), true]] WHEN 'EXECUTED_BY' THEN [[r0, 'acknowledgedAt', r0.`acknowledgedAt`, type(r0), true]] WHEN 'UNDER_AUTHORITY_OF' THEN [[r0, 'from', r0.`from`, type(r0), true], [r0, 'to', r0.`to`, type(r0), true]] ELSE [] END ELSE [] END AS l1
UNION ALL
MATCH (n0)<-[r1:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]-(n3) WHERE $see[coalesce(r1.pc, r1.formerPc)] = 1 AND r1.recordedAt <= $asKnown AND coalesce(r1.retractedAt > $asKnown, true) AND $see[coalesce(n3.pc, n3.formerPc)] = 1 AND n3.recordedAt <= $asKnown AND coalesce(n3.retractedAt > $asKnown, true) AND n3.id <> n0.id
RETURN n3 AS n1, [[r1, 'validFrom', r1.`validFrom`, type(r1), false], [r1, 'validTo', r1.`validTo`, type(r1), false]] + CASE WHEN $basic[coalesce(r1.pc, r1.formerPc)] = 1 THEN CASE type(r1) WHEN 'AT' THEN [[r1, 'from', r1.`from`, type(r1), false], [r1, 'to', r1.`to`, type(r1), false]] WHEN 'INFORMS' THEN [[r1, 'when', r1.`when`, type(r1), false]] WHEN 'EXECUTED_BY' THEN [[r1, 'acknowledgedAt', r1.`acknowledgedAt`, type(r1), false]] WHEN 'UNDER_AUTHORITY_OF' THEN [[r1, 'from', r1.`from`, type(r1), false], [r1, 'to', r1.`to`, type(r1), false]] ELSE [] END ELSE [] END AS l1
}
UNWIND l1 + [[n1, 'validFrom', n1.`validFrom`, null, null], [n1, 'validTo', n1.`validTo`, null, null]] + CASE WHEN $identity[coalesce(n1.pc, n1.formerPc)] = 1 THEN CASE n1.type WHEN 'Person' THEN [[n1, 'birthDate', n1.`birthDate`, null, null]] ELSE [] END ELSE [] END + CASE WHEN $basic[coalesce(n1.pc, n1.formerPc)] = 1 THEN CASE n1.type WHEN 'Threat' THEN [[n1, 'firstSeen', n1.`firstSeen`, null, null], [n1, 'lastSeen', n1.`lastSeen`, null, null]] WHEN 'Measure' THEN [[n1, 'reviewAt', n1.`reviewAt`, null, null], [n1, 'promisedAt', n1.`promisedAt`, null, null], [n1, 'activeAt', n1.`activeAt`, null, null]] WHEN 'Report' THEN [[n1, 'receivedAt', n1.`receivedAt`, null, null]] WHEN 'Assessment' THEN [[n1, 'issuedAt', n1.`issuedAt`, null, null]] WHEN 'Decision' THEN [[n1, 'decidedAt', n1.`decidedAt`, null, null], [n1, 'reviewAt', n1.`reviewAt`, null, null]] WHEN 'Case' THEN [[n1, 'openedAt', n1.`openedAt`, null, null]] WHEN 'Event' THEN [[n1, 'start', n1.`start`, null, null], [n1, 'end', n1.`end`, null, null]] ELSE [] END ELSE [] END AS l0
WITH DISTINCT n1, l0[0] AS s0, l0[1] AS w0, l0[2] AS t0, l0[3] AS k0, l0[4] AS d0
WITH n1, s0, w0, t0, k0, d0 WHERE t0 IS NOT NULL
WITH n1, s0, w0, t0, k0, d0 ORDER BY t0, s0.id, w0 LIMIT $limit + 1
WITH n1, s0, w0, t0, k0, d0 ORDER BY t0, s0.id, w0
RETURN collect([s0.id, coalesce(s0.pc, s0.formerPc), [n1.id, coalesce(n1.pc, n1.formerPc)], w0, t0, k0, d0]) AS e0
}
RETURN head(collect([e0[0..$limit], size(e0) <= $limit, [n0.id, coalesce(n0.pc, n0.formerPc)]])) AS f0
}
CALL () {
MATCH (n4:Statement {id: $id}) WHERE $see[coalesce(n4.pc, n4.formerPc)] = 1 AND n4.recordedAt <= $asKnown AND coalesce(n4.retractedAt > $asKnown, true)
CALL (n4) {
CALL (n4) {
RETURN n4 AS n5, [] AS l3
UNION ALL
MATCH (n4)-[r2:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]->(n6) WHERE $see[coalesce(r2.pc, r2.formerPc)] = 1 AND r2.recordedAt <= $asKnown AND coalesce(r2.retractedAt > $asKnown, true) AND $see[coalesce(n6.pc, n6.formerPc)] = 1 AND n6.recordedAt <= $asKnown AND coalesce(n6.retractedAt > $asKnown, true)
RETURN n6 AS n5, [[r2, 'validFrom', r2.`validFrom`, type(r2), true], [r2, 'validTo', r2.`validTo`, type(r2), true]] + CASE WHEN $basic[coalesce(r2.pc, r2.formerPc)] = 1 THEN CASE type(r2) WHEN 'AT' THEN [[r2, 'from', r2.`from`, type(r2), true], [r2, 'to', r2.`to`, type(r2), true]] WHEN 'INFORMS' THEN [[r2, 'when', r2.`when`, type(r2), true]] WHEN 'EXECUTED_BY' THEN [[r2, 'acknowledgedAt', r2.`acknowledgedAt`, type(r2), true]] WHEN 'UNDER_AUTHORITY_OF' THEN [[r2, 'from', r2.`from`, type(r2), true], [r2, 'to', r2.`to`, type(r2), true]] ELSE [] END ELSE [] END AS l3
UNION ALL
MATCH (n4)<-[r3:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]-(n7) WHERE $see[coalesce(r3.pc, r3.formerPc)] = 1 AND r3.recordedAt <= $asKnown AND coalesce(r3.retractedAt > $asKnown, true) AND $see[coalesce(n7.pc, n7.formerPc)] = 1 AND n7.recordedAt <= $asKnown AND coalesce(n7.retractedAt > $asKnown, true) AND n7.id <> n4.id
RETURN n7 AS n5, [[r3, 'validFrom', r3.`validFrom`, type(r3), false], [r3, 'validTo', r3.`validTo`, type(r3), false]] + CASE WHEN $basic[coalesce(r3.pc, r3.formerPc)] = 1 THEN CASE type(r3) WHEN 'AT' THEN [[r3, 'from', r3.`from`, type(r3), false], [r3, 'to', r3.`to`, type(r3), false]] WHEN 'INFORMS' THEN [[r3, 'when', r3.`when`, type(r3), false]] WHEN 'EXECUTED_BY' THEN [[r3, 'acknowledgedAt', r3.`acknowledgedAt`, type(r3), false]] WHEN 'UNDER_AUTHORITY_OF' THEN [[r3, 'from', r3.`from`, type(r3), false], [r3, 'to', r3.`to`, type(r3), false]] ELSE [] END ELSE [] END AS l3
}
WITH n5, l3 WHERE n5.type IN $kept
UNWIND l3 + [[n5, 'validFrom', n5.`validFrom`, null, null], [n5, 'validTo', n5.`validTo`, null, null]] + CASE WHEN $identity[coalesce(n5.pc, n5.formerPc)] = 1 THEN CASE n5.type WHEN 'Person' THEN [[n5, 'birthDate', n5.`birthDate`, null, null]] ELSE [] END ELSE [] END + CASE WHEN $basic[coalesce(n5.pc, n5.formerPc)] = 1 THEN CASE n5.type WHEN 'Threat' THEN [[n5, 'firstSeen', n5.`firstSeen`, null, null], [n5, 'lastSeen', n5.`lastSeen`, null, null]] WHEN 'Measure' THEN [[n5, 'reviewAt', n5.`reviewAt`, null, null], [n5, 'promisedAt', n5.`promisedAt`, null, null], [n5, 'activeAt', n5.`activeAt`, null, null]] WHEN 'Report' THEN [[n5, 'receivedAt', n5.`receivedAt`, null, null]] WHEN 'Assessment' THEN [[n5, 'issuedAt', n5.`issuedAt`, null, null]] WHEN 'Decision' THEN [[n5, 'decidedAt', n5.`decidedAt`, null, null], [n5, 'reviewAt', n5.`reviewAt`, null, null]] WHEN 'Case' THEN [[n5, 'openedAt', n5.`openedAt`, null, null]] WHEN 'Event' THEN [[n5, 'start', n5.`start`, null, null], [n5, 'end', n5.`end`, null, null]] ELSE [] END ELSE [] END AS l2
WITH DISTINCT n5, l2[0] AS s1, l2[1] AS w1, l2[2] AS t1, l2[3] AS k1, l2[4] AS d1
WITH n5, s1, w1, t1, k1, d1 WHERE t1 IS NOT NULL AND coalesce(t1 >= left($place, size(t1)), true) AND coalesce(t1 < $until, true)
WITH n5, s1, w1, t1, k1, d1 ORDER BY t1, s1.id, w1 LIMIT $limit + 1
WITH n5, s1, w1, t1, k1, d1 ORDER BY t1, s1.id, w1
RETURN collect([s1.id, coalesce(s1.pc, s1.formerPc), w1, t1, k1, d1]) AS e1
}
RETURN head(collect([e1[0..$limit], size(e1) <= $limit, [n4.id, coalesce(n4.pc, n4.formerPc)]])) AS f1
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0, f1] AS data
