CYPHER 5
CALL () {
UNWIND $classes AS k0
MATCH (n0:Statement) USING INDEX SEEK n0:Statement(pc, id) WHERE n0.pc = k0 AND n0.id >= '' AND $see[n0.pc] = 1
WITH n0 ORDER BY n0.id LIMIT 20001
RETURN collect([n0.id, n0.pc, n0.type, n0.recordedAt, n0.originator, CASE WHEN $basic[n0.pc] = 1 THEN n0.kind END]) AS l0
}
CALL () {
UNWIND $classes AS k0
MATCH (n1:Statement) USING INDEX SEEK n1:Statement(pc, id) WHERE n1.pc = k0 AND n1.id >= '' AND $see[n1.pc] = 1
CALL (n1) {
MATCH (n1)-[r0:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]->(n2) WHERE $see[r0.pc] = 1 AND $see[n2.pc] = 1
RETURN r0, n2
}
WITH r0, n1, n2 ORDER BY r0.id LIMIT 50001
RETURN collect([r0.id, r0.pc, type(r0), r0.recordedAt, r0.originator, n1.id, n2.id]) AS l1
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [l0, l1] AS data
CYPHER 5
CALL () {
MATCH (n0:Statement) WHERE n0.id IN $records AND $see[n0.pc] = 1
RETURN collect([n0.id, n0.pc, n0.type, n0.recordedAt, n0.originator, n0.sourceSystem, n0.externalId, n0.validFrom, n0.validTo, CASE WHEN $basic[n0.pc] = 1 THEN CASE n0.type WHEN 'Person' THEN [n0.`publicFunction`, n0.`minor`, n0.`attributes`] WHEN 'Actor' THEN [n0.`kind`, n0.`phenomenon`, n0.`description`, n0.`attributes`] WHEN 'Threat' THEN [n0.`concreteness`, n0.`form`, n0.`status`, n0.`firstSeen`, n0.`lastSeen`] WHEN 'Measure' THEN [n0.`kind`, n0.`target`, n0.`state`, n0.`reviewAt`, n0.`promisedAt`, n0.`activeAt`, n0.`ownResponsibility`] WHEN 'Organisation' THEN [n0.`name`, n0.`kind`, n0.`partnerCode`, n0.`description`, n0.`attributes`] WHEN 'Report' THEN [n0.`kind`, n0.`receivedAt`, n0.`channel`, n0.`weighingStatus`, n0.`attributes`] WHEN 'Assessment' THEN [n0.`kind`, n0.`issuedAt`, n0.`version`, n0.`oral`, n0.`scaleVersion`] WHEN 'Decision' THEN [n0.`kind`, n0.`decidedAt`, n0.`reviewAt`, n0.`deviatesFromAdvice`] WHEN 'Case' THEN [n0.`state`, n0.`domain`, n0.`openedAt`] WHEN 'Place' THEN [n0.`kind`, n0.`municipality`, n0.`attributes`] WHEN 'Event' THEN [n0.`kind`, n0.`start`, n0.`end`, n0.`public`, n0.`readiness`] WHEN 'Item' THEN [n0.`kind`, n0.`attributes`] WHEN 'Source' THEN [n0.`class`] WHEN 'User' THEN [n0.`role`] WHEN 'Knowledge' THEN [n0.`kind`, n0.`name`, n0.`description`, n0.`attributes`] END END, CASE WHEN $identity[n0.pc] = 1 THEN CASE n0.type WHEN 'Person' THEN [n0.`displayName`, n0.`aliases`, n0.`birthDate`] WHEN 'Actor' THEN [n0.`label`, n0.`knownAs`] WHEN 'Item' THEN [n0.`value`] WHEN 'User' THEN [n0.`displayName`] END END, CASE WHEN $contact[n0.pc] = 1 THEN [n0.`phone`] END, CASE WHEN $assessment[n0.pc] = 1 THEN CASE n0.type WHEN 'Person', 'Organisation', 'Place', 'Item', 'Knowledge' THEN [n0.`stixConfidence`, n0.`reliability`, n0.`credibility`] WHEN 'Actor' THEN [n0.`intent`, n0.`capability`, n0.`stixConfidence`, n0.`reliability`, n0.`credibility`] WHEN 'Threat' THEN [n0.`summary`, n0.`reliability`, n0.`credibility`] WHEN 'Measure', 'Case', 'Event', 'Source', 'User' THEN [n0.`reliability`, n0.`credibility`] WHEN 'Report' THEN [n0.`text`, n0.`stixConfidence`, n0.`reliability`, n0.`credibility`] WHEN 'Assessment' THEN [n0.`question`, n0.`severity`, n0.`likelihood`, n0.`confidence`, n0.`scenarios`, n0.`assumptions`, n0.`reliability`, n0.`credibility`] WHEN 'Decision' THEN [n0.`reasons`, n0.`levelSet`, n0.`riskVerdict`, n0.`reliability`, n0.`credibility`] END END, CASE WHEN $operational[n0.pc] = 1 THEN CASE n0.type WHEN 'Measure' THEN [n0.`planDetail`] WHEN 'Place' THEN [n0.`address`, n0.`geo`] END END, CASE WHEN $source[n0.pc] = 1 THEN [n0.`ownerRef`] END]) AS l0
}
CALL () {
MATCH (n1:Statement)-[r0:TARGETS|POSES|IS|RELATED_TO|MEMBER_OF|LINKED_TO|USES|AT|TAKES_PLACE_AT|TAKES_PART_IN|MENTIONS|FROM|SUBMITTED_BY|CORROBORATES|CONTRADICTS|ASSESSES|BASED_ON|SUPERSEDES|ISSUED_BY|RESTS_ON|TAKEN_BY|ORDERS|INFORMS|PROTECTS|COUNTERS|EXECUTED_BY|CONCERNS|UNDER_AUTHORITY_OF|CONTACT|CONNECTED_TO|SAME_AS|IN_CASE|DERIVED_FROM]->(n2:Statement)
WHERE n1.id IN $starts AND r0.id IN $links AND $see[n1.pc] = 1 AND $see[r0.pc] = 1 AND $see[n2.pc] = 1
RETURN collect([r0.id, r0.pc, type(r0), r0.recordedAt, r0.originator, n1.id, n2.id, CASE WHEN $basic[r0.pc] = 1 THEN [r0.`kind`, r0.`description`, r0.`attributes`, r0.`from`, r0.`to`, r0.`when`, r0.`acknowledgedAt`] END, CASE WHEN $assessment[r0.pc] = 1 THEN [r0.`reliability`, r0.`credibility`, r0.`confidence`, r0.`stixConfidence`, r0.`what`, r0.`why`] END]) AS l1
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [l0, l1] AS data
