CYPHER 5
CALL () {
MATCH (n0:Person) WHERE $see[n0.pc] = 1 AND (CASE WHEN $identity[n0.pc] = 1 THEN coalesce(n0.`displayName` = $v, false) ELSE false END) AND n0.id > $a0
WITH n0 ORDER BY n0.id LIMIT $f0
RETURN collect([n0.id, n0.pc]) AS p0
}
CALL () {
MATCH (n1:Person) WHERE $see[n1.pc] = 1 AND (coalesce(n1.`recordedAt` = $v, false)) AND n1.id > $a0
WITH n1 ORDER BY n1.id LIMIT $f0
RETURN collect([n1.id, n1.pc]) AS p1
}
CALL () {
MATCH (n2:Person) WHERE $see[n2.pc] = 1 AND (CASE WHEN $identity[n2.pc] = 1 THEN coalesce(n2.`displayName` IN $v, false) ELSE false END) AND n2.id > $a0
WITH n2 ORDER BY n2.id LIMIT $f0
RETURN collect([n2.id, n2.pc]) AS p2
}
CALL () {
MATCH (n3:Person) WHERE $see[n3.pc] = 1 AND (coalesce(n3.`recordedAt` IN $v, false)) AND n3.id > $a0
WITH n3 ORDER BY n3.id LIMIT $f0
RETURN collect([n3.id, n3.pc]) AS p3
}
CALL () {
MATCH (n4:Person) WHERE $see[n4.pc] = 1 AND (CASE WHEN $identity[n4.pc] = 1 THEN coalesce(toLower(n4.`displayName`) CONTAINS toLower($v), false) ELSE false END) AND n4.id > $a0
WITH n4 ORDER BY n4.id LIMIT $f0
RETURN collect([n4.id, n4.pc]) AS p4
}
CALL () {
MATCH (n5:Person) WHERE $see[n5.pc] = 1 AND (coalesce(toLower(n5.`recordedAt`) CONTAINS toLower($v), false)) AND n5.id > $a0
WITH n5 ORDER BY n5.id LIMIT $f0
RETURN collect([n5.id, n5.pc]) AS p5
}
CALL () {
MATCH (n6:Person) WHERE $see[n6.pc] = 1 AND (CASE WHEN $identity[n6.pc] = 1 THEN coalesce(toLower(n6.`displayName`) STARTS WITH toLower($v), false) ELSE false END) AND n6.id > $a0
WITH n6 ORDER BY n6.id LIMIT $f0
RETURN collect([n6.id, n6.pc]) AS p6
}
CALL () {
MATCH (n7:Person) WHERE $see[n7.pc] = 1 AND (coalesce(toLower(n7.`recordedAt`) STARTS WITH toLower($v), false)) AND n7.id > $a0
WITH n7 ORDER BY n7.id LIMIT $f0
RETURN collect([n7.id, n7.pc]) AS p7
}
CALL () {
MATCH (n8:Person) WHERE $see[n8.pc] = 1 AND (CASE WHEN $identity[n8.pc] = 1 THEN coalesce(n8.`displayName` < $v, false) ELSE false END) AND n8.id > $a0
WITH n8 ORDER BY n8.id LIMIT $f0
RETURN collect([n8.id, n8.pc]) AS p8
}
CALL () {
MATCH (n9:Person) WHERE $see[n9.pc] = 1 AND (coalesce(n9.`recordedAt` < $v, false)) AND n9.id > $a0
WITH n9 ORDER BY n9.id LIMIT $f0
RETURN collect([n9.id, n9.pc]) AS p9
}
CALL () {
MATCH (n10:Person) WHERE $see[n10.pc] = 1 AND (CASE WHEN $identity[n10.pc] = 1 THEN coalesce(n10.`displayName` <= $v, false) ELSE false END) AND n10.id > $a0
WITH n10 ORDER BY n10.id LIMIT $f0
RETURN collect([n10.id, n10.pc]) AS p10
}
CALL () {
MATCH (n11:Person) WHERE $see[n11.pc] = 1 AND (coalesce(n11.`recordedAt` <= $v, false)) AND n11.id > $a0
WITH n11 ORDER BY n11.id LIMIT $f0
RETURN collect([n11.id, n11.pc]) AS p11
}
CALL () {
MATCH (n12:Person) WHERE $see[n12.pc] = 1 AND (CASE WHEN $identity[n12.pc] = 1 THEN coalesce(n12.`displayName` > $v, false) ELSE false END) AND n12.id > $a0
WITH n12 ORDER BY n12.id LIMIT $f0
RETURN collect([n12.id, n12.pc]) AS p12
}
CALL () {
MATCH (n13:Person) WHERE $see[n13.pc] = 1 AND (coalesce(n13.`recordedAt` > $v, false)) AND n13.id > $a0
WITH n13 ORDER BY n13.id LIMIT $f0
RETURN collect([n13.id, n13.pc]) AS p13
}
CALL () {
MATCH (n14:Person) WHERE $see[n14.pc] = 1 AND (CASE WHEN $identity[n14.pc] = 1 THEN coalesce(n14.`displayName` >= $v, false) ELSE false END) AND n14.id > $a0
WITH n14 ORDER BY n14.id LIMIT $f0
RETURN collect([n14.id, n14.pc]) AS p14
}
CALL () {
MATCH (n15:Person) WHERE $see[n15.pc] = 1 AND (coalesce(n15.`recordedAt` >= $v, false)) AND n15.id > $a0
WITH n15 ORDER BY n15.id LIMIT $f0
RETURN collect([n15.id, n15.pc]) AS p15
}
CALL () {
MATCH (n16:Person) WHERE $see[n16.pc] = 1 AND (CASE WHEN $identity[n16.pc] = 1 THEN coalesce($v IN n16.`displayName`, false) ELSE false END) AND n16.id > $a0
WITH n16 ORDER BY n16.id LIMIT $f0
RETURN collect([n16.id, n16.pc]) AS p16
}
CALL () {
MATCH (n17:Person) WHERE $see[n17.pc] = 1 AND (coalesce($v IN n17.`recordedAt`, false)) AND n17.id > $a0
WITH n17 ORDER BY n17.id LIMIT $f0
RETURN collect([n17.id, n17.pc]) AS p17
}
CALL () {
MATCH (n18:Person) WHERE $see[n18.pc] = 1 AND (CASE WHEN $identity[n18.pc] = 1 THEN (n18.`displayName` IS NULL) = $v ELSE $v END) AND n18.id > $a0
WITH n18 ORDER BY n18.id LIMIT $f0
RETURN collect([n18.id, n18.pc]) AS p18
}
CALL () {
MATCH (n19:Person) WHERE $see[n19.pc] = 1 AND ((n19.`recordedAt` IS NULL) = $v) AND n19.id > $a0
WITH n19 ORDER BY n19.id LIMIT $f0
RETURN collect([n19.id, n19.pc]) AS p19
}
CALL () {
MATCH (n20:Person) WHERE $see[n20.pc] = 1 AND (true) AND n20.id > $a0
WITH n20 ORDER BY n20.id LIMIT $f0
RETURN collect([n20.id, n20.pc]) AS p20
}
CALL () {
MATCH (n21:Person) WHERE $see[n21.pc] = 1 AND (false) AND n21.id > $a0
WITH n21 ORDER BY n21.id LIMIT $f0
RETURN collect([n21.id, n21.pc]) AS p21
}
CALL () {
MATCH (n22:Person) WHERE $see[n22.pc] = 1 AND (CASE WHEN $identity[n22.pc] = 1 THEN coalesce(n22.`displayName` = $v, false) ELSE false END) AND n22.id > $a0
WITH n22 ORDER BY n22.id LIMIT $f0
RETURN collect([n22.id, n22.pc]) AS p22
}
CALL () {
MATCH (n23:Person) WHERE $see[n23.pc] = 1 AND (CASE WHEN $identity[n23.pc] = 1 THEN coalesce(n23.`displayName` = $v, false) ELSE false END) AND n23.id > $a0
WITH n23 ORDER BY n23.id LIMIT $f0
RETURN collect([n23.id, n23.pc]) AS p23
}
CALL () {
MATCH (n24:Person) WHERE $see[n24.pc] = 1 AND ((CASE WHEN $identity[n24.pc] = 1 THEN coalesce(n24.`displayName` = $v, false) ELSE false END AND n24.type IN $v)) AND n24.id > $a0
WITH n24 ORDER BY n24.id LIMIT $f0
RETURN collect([n24.id, n24.pc]) AS p24
}
CALL () {
MATCH (n25:Person) WHERE $see[n25.pc] = 1 AND ((NOT (CASE WHEN $identity[n25.pc] = 1 THEN coalesce(n25.`displayName` = $v, false) ELSE false END) OR CASE WHEN $identity[n25.pc] = 1 THEN coalesce(n25.`displayName` = $v, false) ELSE false END)) AND n25.id > $a0
WITH n25 ORDER BY n25.id LIMIT $f0
RETURN collect([n25.id, n25.pc]) AS p25
}
CALL () {
MATCH (n26:Person) WHERE $see[n26.pc] = 1 AND (EXISTS { MATCH (n26)-[r0:RELATED_TO]->(n27) WHERE $see[r0.pc] = 1 AND $see[n27.pc] = 1 AND ((CASE WHEN $basic[r0.pc] = 1 THEN coalesce(r0.`kind` = $v, false) ELSE false END OR (CASE WHEN $identity[n27.pc] = 1 THEN coalesce(n27.`displayName` = $v, false) ELSE false END AND (n27.type = 'Person' AND CASE WHEN $identity[n27.pc] = 1 THEN coalesce(n27.`displayName` = $v, false) ELSE false END)))) }) AND n26.id > $a0
WITH n26 ORDER BY n26.id LIMIT $f0
RETURN collect([n26.id, n26.pc]) AS p26
}
CALL () {
MATCH (n28:Person) WHERE $see[n28.pc] = 1 AND (EXISTS { MATCH (n28)-[r1:RELATED_TO]->(n29) WHERE $see[r1.pc] = 1 AND $see[n29.pc] = 1 AND (EXISTS { MATCH (n29)<-[r2:RELATED_TO]-(n30) WHERE $see[r2.pc] = 1 AND $see[n30.pc] = 1 AND (CASE WHEN $basic[r2.pc] = 1 THEN coalesce(r2.`kind` = $v, false) ELSE false END) }) }) AND n28.id > $a0
WITH n28 ORDER BY n28.id LIMIT $f0
RETURN collect([n28.id, n28.pc]) AS p27
}
CALL () {
MATCH (n31:Person) WHERE $see[n31.pc] = 1 AND (EXISTS { MATCH (n31)<-[r3:RELATED_TO]-(n32) WHERE $see[r3.pc] = 1 AND $see[n32.pc] = 1 AND ((CASE WHEN $basic[r3.pc] = 1 THEN coalesce(r3.`kind` = $v, false) ELSE false END OR (CASE WHEN $identity[n32.pc] = 1 THEN coalesce(n32.`displayName` = $v, false) ELSE false END AND (n32.type = 'Person' AND CASE WHEN $identity[n32.pc] = 1 THEN coalesce(n32.`displayName` = $v, false) ELSE false END)))) }) AND n31.id > $a0
WITH n31 ORDER BY n31.id LIMIT $f0
RETURN collect([n31.id, n31.pc]) AS p28
}
CALL () {
MATCH (n33:Person) WHERE $see[n33.pc] = 1 AND (EXISTS { MATCH (n33)<-[r4:RELATED_TO]-(n34) WHERE $see[r4.pc] = 1 AND $see[n34.pc] = 1 AND (EXISTS { MATCH (n34)-[r5:RELATED_TO]->(n35) WHERE $see[r5.pc] = 1 AND $see[n35.pc] = 1 AND (CASE WHEN $basic[r5.pc] = 1 THEN coalesce(r5.`kind` = $v, false) ELSE false END) }) }) AND n33.id > $a0
WITH n33 ORDER BY n33.id LIMIT $f0
RETURN collect([n33.id, n33.pc]) AS p29
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16, p17, p18, p19, p20, p21, p22, p23, p24, p25, p26, p27, p28, p29] AS data
