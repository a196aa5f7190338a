"""Every record and every relationship of a view, for the reads that want all of it and that no document asks for.

For a caller of few classes records are found class by class, by the index on class and id, and relationships from there: records
that are hidden are not even looked at (docs/decisions/0151). Which text is sent depends on how many classes that is: on the view.
"""

from graph_model.cypher.scribe import Scribe, checked
from graph_model.ontology import ONTOLOGY


def records(scribe: Scribe) -> str:
    """The lines that bring each record that is seen, as `n0`."""
    return _each(scribe, "n0")


def relationships(scribe: Scribe) -> str:
    """The lines that bring each relationship that is seen, and so are both of its ends, as `r0` from `n1` to `n2`."""
    sees, kinds = scribe.predicate.sees, "|".join(checked(name) for name in ONTOLOGY.relationships)
    tied = f"MATCH (n1)-[r0:{kinds}]->(n2) WHERE {sees('r0')} AND {sees('n2')}"
    if scribe.by_class:  # apart, so that a database cannot look for relationships first
        tied = f"CALL (n1) {{\n{tied}\nRETURN r0, n2\n}}"
    return f"{_each(scribe, 'n1')}\n{tied}"


def _each(scribe: Scribe, name: str) -> str:
    seen = scribe.predicate.sees(name)
    if not scribe.by_class:
        return f"MATCH ({name}:Statement) WHERE {seen}"
    index = f"USING INDEX SEEK {name}:Statement(pc, id)"
    return f"UNWIND $classes AS k0\nMATCH ({name}:Statement) {index} WHERE {name}.pc = k0 AND {name}.id >= '' AND {seen}"
