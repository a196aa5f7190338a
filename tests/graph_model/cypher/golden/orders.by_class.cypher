CYPHER 5
CALL () {
UNWIND $classes AS k0
CALL (k0) {
MATCH (n0:Person) USING INDEX SEEK n0:Person(pc, id) WHERE n0.pc = k0 AND n0.id >= '' AND $see[n0.pc] = 1 AND n0.id > $a0
WITH n0 ORDER BY n0.pc, n0.id LIMIT $f0
RETURN n0
}
WITH n0 ORDER BY n0.id LIMIT $f0
RETURN collect([n0.id, n0.pc]) AS p0
}
CALL () {
UNWIND $classes AS k1
CALL (k1) {
MATCH (n1:Person) USING INDEX SEEK n1:Person(pc, id) WHERE n1.pc = k1 AND n1.id >= '' AND $see[n1.pc] = 1 AND n1.id > $a0
WITH n1 ORDER BY n1.pc, n1.id LIMIT $f0
RETURN n1
}
WITH n1 ORDER BY n1.id LIMIT $f0
RETURN collect([n1.id, n1.pc]) AS p1
}
CALL () {
UNWIND $classes AS k2
CALL (k2) {
MATCH (n2:Person) USING INDEX SEEK n2:Person(pc, id) WHERE n2.pc = k2 AND n2.id >= '' AND $see[n2.pc] = 1
WITH n2, CASE WHEN $identity[n2.pc] = 1 THEN left(toLower(n2.`displayName`), 200) END AS s0 WHERE ($begun = false OR (coalesce($text IS NOT NULL AND (s0 IS NULL OR s0 > $text), false) OR (((s0 IS NULL AND $text IS NULL) OR coalesce(s0 = $text, false)) AND n2.id > $a0)))
WITH n2, s0 ORDER BY s0 IS NULL, s0, n2.id LIMIT $f0
RETURN n2, s0
}
WITH n2, s0 ORDER BY s0 IS NULL, s0, n2.id LIMIT $f0
RETURN collect([n2.id, n2.pc, [s0, n2.id]]) AS p2
}
CALL () {
UNWIND $classes AS k3
CALL (k3) {
MATCH (n3:Person) USING INDEX SEEK n3:Person(pc, id) WHERE n3.pc = k3 AND n3.id >= '' AND $see[n3.pc] = 1
WITH n3, CASE WHEN $identity[n3.pc] = 1 THEN left(toLower(n3.`displayName`), 200) END AS s1 WHERE ($begun = false OR (coalesce($text IS NOT NULL AND (s1 IS NULL OR s1 > $text), false) OR (((s1 IS NULL AND $text IS NULL) OR coalesce(s1 = $text, false)) AND n3.id > $a0)))
WITH n3, s1 ORDER BY s1 IS NULL, s1, n3.id LIMIT $f0
RETURN n3, s1
}
WITH n3, s1 ORDER BY s1 IS NULL, s1, n3.id LIMIT $f0
RETURN collect([n3.id, n3.pc, [s1, n3.id]]) AS p3
}
CALL () {
UNWIND $classes AS k4
CALL (k4) {
MATCH (n4:Person) USING INDEX SEEK n4:Person(pc, id) WHERE n4.pc = k4 AND n4.id >= '' AND $see[n4.pc] = 1
WITH n4, n4.`recordedAt` AS s2, CASE WHEN $identity[n4.pc] = 1 THEN left(toLower(n4.`displayName`), 200) END AS s3 WHERE ($begun = false OR (coalesce($date IS NOT NULL AND (s2 IS NULL OR s2 < $date), false) OR (((s2 IS NULL AND $date IS NULL) OR coalesce(s2 = $date, false)) AND (coalesce($text IS NOT NULL AND (s3 IS NULL OR s3 > $text), false) OR (((s3 IS NULL AND $text IS NULL) OR coalesce(s3 = $text, false)) AND n4.id > $a0)))))
WITH n4, s2, s3 ORDER BY s2 IS NULL, s2 DESC, s3 IS NULL, s3, n4.id LIMIT $f0
RETURN n4, s2, s3
}
WITH n4, s2, s3 ORDER BY s2 IS NULL, s2 DESC, s3 IS NULL, s3, n4.id LIMIT $f0
RETURN collect([n4.id, n4.pc, [s2, s3, n4.id]]) AS p4
}
CALL () {
UNWIND $classes AS k5
CALL (k5) {
MATCH (n5:Person) USING INDEX SEEK n5:Person(pc, id) WHERE n5.pc = k5 AND n5.id >= '' AND $see[n5.pc] = 1
WITH n5, n5.`recordedAt` AS s4, CASE WHEN $identity[n5.pc] = 1 THEN left(toLower(n5.`displayName`), 200) END AS s5 WHERE ($begun = false OR (coalesce($date IS NOT NULL AND (s4 IS NULL OR s4 < $date), false) OR (((s4 IS NULL AND $date IS NULL) OR coalesce(s4 = $date, false)) AND (coalesce($text IS NOT NULL AND (s5 IS NULL OR s5 > $text), false) OR (((s5 IS NULL AND $text IS NULL) OR coalesce(s5 = $text, false)) AND n5.id > $a0)))))
WITH n5, s4, s5 ORDER BY s4 IS NULL, s4 DESC, s5 IS NULL, s5, n5.id LIMIT $f0
RETURN n5, s4, s5
}
WITH n5, s4, s5 ORDER BY s4 IS NULL, s4 DESC, s5 IS NULL, s5, n5.id LIMIT $f0
RETURN collect([n5.id, n5.pc, [s4, s5, n5.id]]) AS p5
}
CALL () {
UNWIND $classes AS k6
CALL (k6) {
MATCH (n6:Person) USING INDEX SEEK n6:Person(pc, id) WHERE n6.pc = k6 AND n6.id >= '' AND $see[n6.pc] = 1 AND n6.id < $a0
WITH n6 ORDER BY n6.pc DESC, n6.id DESC LIMIT $f0
RETURN n6
}
WITH n6 ORDER BY n6.id DESC LIMIT $f0
RETURN reverse(collect([n6.id, n6.pc])) AS p6
}
CALL () {
UNWIND $classes AS k7
CALL (k7) {
MATCH (n7:Person) USING INDEX SEEK n7:Person(pc, id) WHERE n7.pc = k7 AND n7.id >= '' AND $see[n7.pc] = 1 AND n7.id < $a0
WITH n7 ORDER BY n7.pc DESC, n7.id DESC LIMIT $f0 + 1
RETURN n7
}
WITH n7 ORDER BY n7.id DESC LIMIT $f0 + 1
WITH collect([n7.id, n7.pc]) AS e7
RETURN [reverse(e7[0..$f0]), size(e7) > $f0] AS p7
}
CALL () {
UNWIND $classes AS k8
CALL (k8) {
MATCH (n8:Person) USING INDEX SEEK n8:Person(pc, id) WHERE n8.pc = k8 AND n8.id >= '' AND $see[n8.pc] = 1
WITH n8, CASE WHEN $identity[n8.pc] = 1 THEN left(toLower(n8.`displayName`), 200) END AS s6 WHERE ($begun = false OR (coalesce(s6 IS NOT NULL AND ($text IS NULL OR s6 < $text), false) OR (((s6 IS NULL AND $text IS NULL) OR coalesce(s6 = $text, false)) AND n8.id < $a0)))
WITH n8, s6 ORDER BY s6 IS NULL DESC, s6 DESC, n8.id DESC LIMIT $f0
RETURN n8, s6
}
WITH n8, s6 ORDER BY s6 IS NULL DESC, s6 DESC, n8.id DESC LIMIT $f0
RETURN reverse(collect([n8.id, n8.pc, [s6, n8.id]])) AS p8
}
CALL () {
UNWIND $classes AS k9
CALL (k9) {
MATCH (n9:Person) USING INDEX SEEK n9:Person(pc, id) WHERE n9.pc = k9 AND n9.id >= '' AND $see[n9.pc] = 1
WITH n9, CASE WHEN $identity[n9.pc] = 1 THEN left(toLower(n9.`displayName`), 200) END AS s7 WHERE ($begun = false OR (coalesce(s7 IS NOT NULL AND ($text IS NULL OR s7 < $text), false) OR (((s7 IS NULL AND $text IS NULL) OR coalesce(s7 = $text, false)) AND n9.id < $a0)))
WITH n9, s7 ORDER BY s7 IS NULL DESC, s7 DESC, n9.id DESC LIMIT $f0 + 1
RETURN n9, s7
}
WITH n9, s7 ORDER BY s7 IS NULL DESC, s7 DESC, n9.id DESC LIMIT $f0 + 1
WITH collect([n9.id, n9.pc, [s7, n9.id]]) AS e9
RETURN [reverse(e9[0..$f0]), size(e9) > $f0] AS p9
}
CALL () {
UNWIND $classes AS k10
CALL (k10) {
MATCH (n10:Person) USING INDEX SEEK n10:Person(pc, id) WHERE n10.pc = k10 AND n10.id >= '' AND $see[n10.pc] = 1
WITH n10, n10.`recordedAt` AS s8, CASE WHEN $identity[n10.pc] = 1 THEN left(toLower(n10.`displayName`), 200) END AS s9 WHERE ($begun = false OR (coalesce(s8 IS NOT NULL AND ($date IS NULL OR s8 > $date), false) OR (((s8 IS NULL AND $date IS NULL) OR coalesce(s8 = $date, false)) AND (coalesce(s9 IS NOT NULL AND ($text IS NULL OR s9 < $text), false) OR (((s9 IS NULL AND $text IS NULL) OR coalesce(s9 = $text, false)) AND n10.id < $a0)))))
WITH n10, s8, s9 ORDER BY s8 IS NULL DESC, s8, s9 IS NULL DESC, s9 DESC, n10.id DESC LIMIT $f0
RETURN n10, s8, s9
}
WITH n10, s8, s9 ORDER BY s8 IS NULL DESC, s8, s9 IS NULL DESC, s9 DESC, n10.id DESC LIMIT $f0
RETURN reverse(collect([n10.id, n10.pc, [s8, s9, n10.id]])) AS p10
}
CALL () {
UNWIND $classes AS k11
CALL (k11) {
MATCH (n11:Person) USING INDEX SEEK n11:Person(pc, id) WHERE n11.pc = k11 AND n11.id >= '' AND $see[n11.pc] = 1
WITH n11, n11.`recordedAt` AS s10, CASE WHEN $identity[n11.pc] = 1 THEN left(toLower(n11.`displayName`), 200) END AS s11 WHERE ($begun = false OR (coalesce(s10 IS NOT NULL AND ($date IS NULL OR s10 > $date), false) OR (((s10 IS NULL AND $date IS NULL) OR coalesce(s10 = $date, false)) AND (coalesce(s11 IS NOT NULL AND ($text IS NULL OR s11 < $text), false) OR (((s11 IS NULL AND $text IS NULL) OR coalesce(s11 = $text, false)) AND n11.id < $a0)))))
WITH n11, s10, s11 ORDER BY s10 IS NULL DESC, s10, s11 IS NULL DESC, s11 DESC, n11.id DESC LIMIT $f0 + 1
RETURN n11, s10, s11
}
WITH n11, s10, s11 ORDER BY s10 IS NULL DESC, s10, s11 IS NULL DESC, s11 DESC, n11.id DESC LIMIT $f0 + 1
WITH collect([n11.id, n11.pc, [s10, s11, n11.id]]) AS e11
RETURN [reverse(e11[0..$f0]), size(e11) > $f0] AS p11
}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11] AS data
