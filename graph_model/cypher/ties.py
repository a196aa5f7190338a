"""The relationships around one record of a view, with when each was recorded: for the guard's watches, asked by no document.

All that a path of so many hops from the record runs over, but for register links, which every record has.
"""

from functools import cache

from graph_model.cypher.scribe import Scribe, checked
from graph_model.ontology import ONTOLOGY

MOST = 20_000
"""Most rows that are looked at; a relationship within reach with both of its ends has two."""
_KINDS = "|".join(checked(name) for name, declared in ONTOLOGY.relationships.items() if declared.in_paths)


@cache
def ties_around(as_known: bool, hops: int) -> str:
    """One record of `epoch` and `data`: null, or id, type and class of the record, and rows, one more than the most.

    A row: id, type, class, recorded time and originator of a relationship; id, type and class of the end that is nearer, and of
    the other; and whether it starts at the first of these.
    """
    scribe = Scribe(as_known, by_class=False)
    sees, pc = scribe.predicate.sees, scribe.predicate.policy_class
    group = f"(()-[r0:{_KINDS} WHERE {sees('r0')}]-(n1 WHERE {sees('n1')})){{0,{hops - 1}}}"
    ends = ", ".join(f"{name}.id, {name}.type, {pc(name)}" for name in ("n2", "n3"))
    return f"""CYPHER 5
CALL () {{
MATCH (n0:Statement {{id: $id}}) WHERE {sees("n0")}
CALL (n0) {{
MATCH (n0) {group} (n2)
WITH DISTINCT n2
MATCH (n2)-[r1:{_KINDS}]-(n3) WHERE {sees("r1")} AND {sees("n3")}
WITH n2, r1, n3 ORDER BY r1.id, n2.id LIMIT {MOST + 1}
RETURN collect([r1.id, type(r1), {pc("r1")}, r1.recordedAt, r1.originator, {ends}, startNode(r1) = n2]) AS l0
}}
RETURN head(collect([n0.id, n0.type, {pc("n0")}, l0])) AS f0
}}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [f0] AS data"""
