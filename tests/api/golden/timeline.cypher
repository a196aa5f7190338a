// at most 25 records
// $v0 = "a"
// $v1 = 25
// $v2 = "2026-01-01"
// $v3 = "2026-03-01T11:00:00.000Z"
// $v4 = ["Report", "Decision"]
CYPHER 5
CALL () {
MATCH (n0:Statement {id: $v0}) WHERE $see[n0.pc] = 1
CALL (n0) {
CALL (n0) {
RETURN n0 AS n1, [] AS l1
UNION ALL
MATCH (n0)-[r0:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]->(n2) WHERE $see[r0.pc] = 1 AND $see[n2.pc] = 1
RETURN n2 AS n1, [[r0, 'validFrom', r0.`validFrom`, type(r0), true], [r0, 'validTo', r0.`validTo`, type(r0), true]] + CASE WHEN $basic[r0.pc] = 1 THEN CASE type(r0) WHEN 'AT' THEN [[r0, 'from', r0.`from`, type(r0), true], [r0, 'to', r0.`to`, type(r0), true]] WHEN 'INFORMS' THEN [[r0, 'when', r0.`when`, type(r0), true]] WHEN 'EXECUTED_BY' THEN [[r0, 'acknowledgedAt', r0.`acknowledgedAt`, type(r0), true]] WHEN 'UNDER_AUTHORITY_OF' THEN [[r0, 'from', r0.`from`, type(r0), true], [r0, 'to', r0.`to`, type(r0), true]] ELSE [] END ELSE [] END AS l1
UNION ALL
MATCH (n0)<-[r1:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]-(n3) WHERE $see[r1.pc] = 1 AND $see[n3.pc] = 1 AND n3.id <> n0.id
RETURN n3 AS n1, [[r1, 'validFrom', r1.`validFrom`, type(r1), false], [r1, 'validTo', r1.`validTo`, type(r1), false]] + CASE WHEN $basic[r1.pc] = 1 THEN CASE type(r1) WHEN 'AT' THEN [[r1, 'from', r1.`from`, type(r1), false], [r1, 'to', r1.`to`, type(r1), false]] WHEN 'INFORMS' THEN [[r1, 'when', r1.`when`, type(r1), false]] WHEN 'EXECUTED_BY' THEN [[r1, 'acknowledgedAt', r1.`acknowledgedAt`, type(r1), false]] WHEN 'UNDER_AUTHORITY_OF' THEN [[r1, 'from', r1.`from`, type(r1), false], [r1, 'to', r1.`to`, type(r1), false]] ELSE [] END ELSE [] END AS l1
}
WITH n1, l1 WHERE n1.type IN $v4
UNWIND l1 + [[n1, 'validFrom', n1.`validFrom`, null, null], [n1, 'validTo', n1.`validTo`, null, null]] + CASE WHEN $identity[n1.pc] = 1 THEN CASE n1.type WHEN 'Person' THEN [[n1, 'birthDate', n1.`birthDate`, null, null]] ELSE [] END ELSE [] END + CASE WHEN $basic[n1.pc] = 1 THEN CASE n1.type WHEN 'Threat' THEN [[n1, 'firstSeen', n1.`firstSeen`, null, null], [n1, 'lastSeen', n1.`lastSeen`, null, null]] WHEN 'Measure' THEN [[n1, 'reviewAt', n1.`reviewAt`, null, null], [n1, 'promisedAt', n1.`promisedAt`, null, null], [n1, 'activeAt', n1.`activeAt`, null, null]] WHEN 'Report' THEN [[n1, 'receivedAt', n1.`receivedAt`, null, null]] WHEN 'Assessment' THEN [[n1, 'issuedAt', n1.`issuedAt`, null, null]] WHEN 'Decision' THEN [[n1, 'decidedAt', n1.`decidedAt`, null, null], [n1, 'reviewAt', n1.`reviewAt`, null, null]] WHEN 'Case' THEN [[n1, 'openedAt', n1.`openedAt`, null, null]] WHEN 'Event' THEN [[n1, 'start', n1.`start`, null, null], [n1, 'end', n1.`end`, null, null]] ELSE [] END ELSE [] END AS l0
WITH DISTINCT n1, l0[0] AS s0, l0[1] AS w0, l0[2] AS t0, l0[3] AS k0, l0[4] AS d0
WITH n1, s0, w0, t0, k0, d0 WHERE t0 IS NOT NULL AND coalesce(t0 >= left($v2, size(t0)), true) AND coalesce(t0 < $v3, true)
WITH n1, s0, w0, t0, k0, d0 ORDER BY t0, s0.id, w0 LIMIT $v1 + 1
WITH n1, s0, w0, t0, k0, d0 ORDER BY t0, s0.id, w0
RETURN collect([s0.id, s0.pc, s0.`originator`, s0.`validFrom`, [n1.id, n1.pc, n1.type, n1.`originator`, CASE WHEN $basic[n1.pc] = 1 THEN [n1.`kind`, n1.`channel`] END], w0, t0, k0, d0]) AS e0
}
RETURN head(collect([e0[0..$v1], size(e0) <= $v1, [n0.id, n0.pc]])) AS f0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0] AS data
