CYPHER 5
CALL () {
MATCH (n0:Statement) WHERE $see[coalesce(n0.pc, n0.formerPc)] = 1 AND n0.recordedAt <= $asKnown AND coalesce(n0.retractedAt > $asKnown, true)
WITH n0 ORDER BY n0.id LIMIT 20001
RETURN collect([n0.id, coalesce(n0.pc, n0.formerPc), n0.type, n0.recordedAt, n0.originator, CASE WHEN $basic[coalesce(n0.pc, n0.formerPc)] = 1 THEN n0.kind END]) AS l0
}
CALL () {
MATCH (n1:Statement) WHERE $see[coalesce(n1.pc, n1.formerPc)] = 1 AND n1.recordedAt <= $asKnown AND coalesce(n1.retractedAt > $asKnown, true)
MATCH (n1)-[r0:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]->(n2) WHERE $see[coalesce(r0.pc, r0.formerPc)] = 1 AND r0.recordedAt <= $asKnown AND coalesce(r0.retractedAt > $asKnown, true) AND $see[coalesce(n2.pc, n2.formerPc)] = 1 AND n2.recordedAt <= $asKnown AND coalesce(n2.retractedAt > $asKnown, true)
WITH r0, n1, n2 ORDER BY r0.id LIMIT 50001
RETURN collect([r0.id, coalesce(r0.pc, r0.formerPc), type(r0), r0.recordedAt, r0.originator, n1.id, n2.id]) AS l1
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [l0, l1] AS data
CYPHER 5
CALL () {
MATCH (n0:Statement) WHERE n0.id IN $records AND $see[coalesce(n0.pc, n0.formerPc)] = 1 AND n0.recordedAt <= $asKnown AND coalesce(n0.retractedAt > $asKnown, true)
RETURN collect([n0.id, coalesce(n0.pc, n0.formerPc), n0.type, n0.recordedAt, n0.originator, n0.sourceSystem, n0.externalId, n0.validFrom, n0.validTo, CASE WHEN $basic[coalesce(n0.pc, n0.formerPc)] = 1 THEN CASE n0.type WHEN 'Person' THEN [n0.`publicFunction`, n0.`minor`, n0.`attributes`] WHEN 'Actor' THEN [n0.`kind`, n0.`phenomenon`, n0.`description`, n0.`attributes`] WHEN 'Threat' THEN [n0.`concreteness`, n0.`form`, n0.`status`, n0.`firstSeen`, n0.`lastSeen`] WHEN 'Measure' THEN [n0.`kind`, n0.`target`, n0.`state`, n0.`reviewAt`, n0.`promisedAt`, n0.`activeAt`, n0.`ownResponsibility`] WHEN 'Organisation' THEN [n0.`name`, n0.`kind`, n0.`partnerCode`, n0.`description`, n0.`attributes`] WHEN 'Report' THEN [n0.`kind`, n0.`receivedAt`, n0.`channel`, n0.`weighingStatus`, n0.`attributes`] WHEN 'Assessment' THEN [n0.`kind`, n0.`issuedAt`, n0.`version`, n0.`oral`, n0.`scaleVersion`] WHEN 'Decision' THEN [n0.`kind`, n0.`decidedAt`, n0.`reviewAt`, n0.`deviatesFromAdvice`] WHEN 'Case' THEN [n0.`state`, n0.`domain`, n0.`openedAt`] WHEN 'Place' THEN [n0.`kind`, n0.`municipality`, n0.`attributes`] WHEN 'Event' THEN [n0.`kind`, n0.`start`, n0.`end`, n0.`public`, n0.`readiness`] WHEN 'Item' THEN [n0.`kind`, n0.`attributes`] WHEN 'Source' THEN [n0.`class`] WHEN 'User' THEN [n0.`role`] WHEN 'Knowledge' THEN [n0.`kind`, n0.`name`, n0.`description`, n0.`attributes`] END END, CASE WHEN $identity[coalesce(n0.pc, n0.formerPc)] = 1 THEN CASE n0.type WHEN 'Person' THEN [n0.`displayName`, n0.`aliases`, n0.`birthDate`] WHEN 'Actor' THEN [n0.`label`, n0.`knownAs`] WHEN 'Item' THEN [n0.`value`] WHEN 'User' THEN [n0.`displayName`] END END, CASE WHEN $contact[coalesce(n0.pc, n0.formerPc)] = 1 THEN [n0.`phone`] END, CASE WHEN $assessment[coalesce(n0.pc, n0.formerPc)] = 1 THEN CASE n0.type WHEN 'Actor' THEN [n0.`intent`, n0.`capability`] WHEN 'Threat' THEN [n0.`summary`] WHEN 'Report' THEN [n0.`text`] WHEN 'Assessment' THEN [n0.`question`, n0.`severity`, n0.`likelihood`, n0.`confidence`, n0.`scenarios`, n0.`assumptions`] WHEN 'Decision' THEN [n0.`reasons`, n0.`levelSet`, n0.`riskVerdict`] END END, CASE WHEN $operational[coalesce(n0.pc, n0.formerPc)] = 1 THEN CASE n0.type WHEN 'Measure' THEN [n0.`planDetail`] WHEN 'Place' THEN [n0.`address`, n0.`geo`] END END, CASE WHEN $source[coalesce(n0.pc, n0.formerPc)] = 1 THEN [n0.`ownerRef`] END]) AS l0
}
CALL () {
MATCH (n1:Statement)-[r0:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]->(n2:Statement)
WHERE n1.id IN $starts AND r0.id IN $links AND $see[coalesce(n1.pc, n1.formerPc)] = 1 AND n1.recordedAt <= $asKnown AND coalesce(n1.retractedAt > $asKnown, true) AND $see[coalesce(r0.pc, r0.formerPc)] = 1 AND r0.recordedAt <= $asKnown AND coalesce(r0.retractedAt > $asKnown, true) AND $see[coalesce(n2.pc, n2.formerPc)] = 1 AND n2.recordedAt <= $asKnown AND coalesce(n2.retractedAt > $asKnown, true)
RETURN collect([r0.id, coalesce(r0.pc, r0.formerPc), type(r0), r0.recordedAt, r0.originator, n1.id, n2.id, CASE WHEN $basic[coalesce(r0.pc, r0.formerPc)] = 1 THEN [r0.`kind`, r0.`description`, r0.`attributes`, r0.`from`, r0.`to`, r0.`when`, r0.`acknowledgedAt`] END, CASE WHEN $assessment[coalesce(r0.pc, r0.formerPc)] = 1 THEN [r0.`confidence`, r0.`what`, r0.`why`] END]) AS l1
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [l0, l1] AS data
