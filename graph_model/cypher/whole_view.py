"""The whole view as a network: the one read that is asked for by analyses, and by no document.

Ids and types only. Both lists are in the order of ids before they are cut, so what is left out depends on the view alone.
"""

from functools import cache

from graph_model.cypher.predicate import Predicate
from graph_model.cypher.scribe import checked
from graph_model.ontology import ONTOLOGY

RECORDS, LINKS = 20_000, 50_000
"""The most of a network."""


@cache
def whole_view(as_known: bool) -> str:
    """One record of `epoch` and `data`: lists of [id, type] and of [id, type, start, end], each one longer than the most."""
    sees = Predicate(as_known).sees
    kinds = "|".join(checked(name) for name in ONTOLOGY.relationships)
    return f"""CYPHER 5
CALL () {{
MATCH (n0:Statement) WHERE {sees("n0")}
WITH n0 ORDER BY n0.id LIMIT {RECORDS + 1}
RETURN collect([n0.id, n0.type]) AS l0
}}
CALL () {{
MATCH (n1:Statement)-[r0:{kinds}]->(n2:Statement) WHERE {sees("n1")} AND {sees("r0")} AND {sees("n2")}
WITH r0, n1, n2 ORDER BY r0.id LIMIT {LINKS + 1}
RETURN collect([r0.id, type(r0), n1.id, n2.id]) AS l1
}}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [l0, l1] AS data"""
