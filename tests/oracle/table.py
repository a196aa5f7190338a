"""The ontology as plain tables: read once from its declarations, which are the one thing that the reference shares."""

from dataclasses import dataclass

from graph_model.ontology import ONTOLOGY


@dataclass(frozen=True)
class Link:
    """A relationship type: names of its two fields, which types it joins, field class of each property."""

    name: str
    forward: str
    backward: str
    ends: frozenset[tuple[str, str]]
    classes: dict[str, str]
    in_paths: bool

    def far(self, forward: bool) -> frozenset[str]:
        """Types that may stand at the far end."""
        return frozenset(end if forward else start for start, end in self.ends)


def _camel(name: str) -> str:
    head, *tail = name.lower().split("_")
    return head + "".join(word.capitalize() for word in tail)


TYPES: dict[str, dict[str, str]] = {
    name: {prop.name: prop.field_class for prop in record.properties} for name, record in ONTOLOGY.types.items()
}
"""Record type -> property -> field class."""

KINDS: dict[tuple[str, str], str] = {
    (name, prop.name): prop.kind for name, record in ONTOLOGY.types.items() for prop in record.properties
}
"""(record type, property) -> kind of value."""

UNSEARCHED = frozenset(prop.name for record in ONTOLOGY.types.values() for prop in record.properties if not prop.is_searched)
"""Properties whose values are no words to be searched for."""

PLURALS: dict[str, str] = {record.plural: name for name, record in ONTOLOGY.types.items()}

LINKS: dict[str, Link] = {
    rel.name: Link(
        rel.name,
        _camel(rel.name),
        _camel(rel.name) + "Of",
        frozenset(rel.ends),
        {prop.name: prop.field_class for prop in rel.properties},
        rel.in_paths,
    )
    for rel in ONTOLOGY.relationships.values()
}

LINK_KINDS: dict[tuple[str, str], str] = {
    (rel.name, prop.name): prop.kind for rel in ONTOLOGY.relationships.values() for prop in rel.properties
}

FIELDS: dict[str, tuple[Link, bool]] = {link.forward: (link, True) for link in LINKS.values()} | {
    link.backward: (link, False) for link in LINKS.values()
}
"""GraphQL field -> (relationship type, whether it follows it from start to end)."""
