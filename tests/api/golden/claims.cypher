// at most 100 records
// $v0 = "a"
// $v1 = 100
CYPHER 5
CALL () {
MATCH (n0:Statement {id: $v0}) WHERE $see[n0.pc] = 1
CALL (n0) {
MATCH (n0) (()-[r0:SAME_AS WHERE $see[r0.pc] = 1]-(n1 WHERE $see[n1.pc] = 1)){0,32} (n2)
WITH DISTINCT n2
WITH n2 ORDER BY n2.id LIMIT $v1 + 1
WITH n2 ORDER BY n2.id
RETURN collect([n2.id, n2.pc, n2.type, n2.`originator`, n2.`recordedAt`, CASE WHEN $identity[n2.pc] = 1 THEN CASE n2.type WHEN 'Person' THEN [n2.`displayName`, n2.`aliases`, n2.`birthDate`] WHEN 'Actor' THEN [n2.`label`, n2.`knownAs`] WHEN 'Item' THEN [n2.`value`] WHEN 'User' THEN [n2.`displayName`] END END, CASE WHEN $basic[n2.pc] = 1 THEN CASE n2.type WHEN 'Person' THEN [n2.`publicFunction`, n2.`minor`, n2.`attributes`] WHEN 'Actor' THEN [n2.`kind`, n2.`phenomenon`, n2.`description`, n2.`attributes`] WHEN 'Threat' THEN [n2.`concreteness`, n2.`form`, n2.`status`, n2.`firstSeen`, n2.`lastSeen`] WHEN 'Measure' THEN [n2.`kind`, n2.`target`, n2.`state`, n2.`reviewAt`, n2.`promisedAt`, n2.`activeAt`, n2.`ownResponsibility`] WHEN 'Organisation' THEN [n2.`name`, n2.`kind`, n2.`partnerCode`, n2.`description`, n2.`attributes`] WHEN 'Report' THEN [n2.`kind`, n2.`receivedAt`, n2.`channel`, n2.`weighingStatus`, n2.`attributes`] WHEN 'Assessment' THEN [n2.`kind`, n2.`issuedAt`, n2.`version`, n2.`oral`, n2.`scaleVersion`] WHEN 'Decision' THEN [n2.`kind`, n2.`decidedAt`, n2.`reviewAt`, n2.`deviatesFromAdvice`] WHEN 'Case' THEN [n2.`state`, n2.`domain`, n2.`openedAt`] WHEN 'Place' THEN [n2.`kind`, n2.`municipality`, n2.`attributes`] WHEN 'Event' THEN [n2.`kind`, n2.`start`, n2.`end`, n2.`public`, n2.`readiness`] WHEN 'Item' THEN [n2.`kind`, n2.`attributes`] WHEN 'Source' THEN [n2.`class`] WHEN 'User' THEN [n2.`role`] WHEN 'Knowledge' THEN [n2.`kind`, n2.`name`, n2.`description`, n2.`attributes`] END END, CASE WHEN $assessment[n2.pc] = 1 THEN CASE n2.type WHEN 'Person', 'Organisation', 'Place', 'Item', 'Knowledge' THEN [n2.`stixConfidence`, n2.`reliability`, n2.`credibility`] WHEN 'Actor' THEN [n2.`intent`, n2.`capability`, n2.`stixConfidence`, n2.`reliability`, n2.`credibility`] WHEN 'Threat' THEN [n2.`summary`, n2.`reliability`, n2.`credibility`] WHEN 'Measure', 'Case', 'Event', 'Source', 'User' THEN [n2.`reliability`, n2.`credibility`] WHEN 'Report' THEN [n2.`text`, n2.`stixConfidence`, n2.`reliability`, n2.`credibility`] WHEN 'Assessment' THEN [n2.`question`, n2.`severity`, n2.`likelihood`, n2.`confidence`, n2.`scenarios`, n2.`assumptions`, n2.`reliability`, n2.`credibility`] WHEN 'Decision' THEN [n2.`reasons`, n2.`levelSet`, n2.`riskVerdict`, n2.`reliability`, n2.`credibility`] END END, CASE WHEN $operational[n2.pc] = 1 THEN CASE n2.type WHEN 'Measure' THEN [n2.`planDetail`] WHEN 'Place' THEN [n2.`address`, n2.`geo`] END END, CASE WHEN $source[n2.pc] = 1 THEN [n2.`ownerRef`] END, CASE WHEN $contact[n2.pc] = 1 THEN [n2.`phone`] END]) AS e0
}
RETURN head(collect([e0[0..$v1], size(e0) <= $v1])) AS f0
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0] AS data
