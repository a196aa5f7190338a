"""A network of records: what an analysis looks at. Made in the order of ids, so that equal networks give equal results."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import networkx as nx

from graph_model.ontology import ONTOLOGY

TIES = frozenset(link.name for link in ONTOLOGY.relationships.values() if link.in_paths)
"""Relationships that say that two records have to do with each other; a register link is something every record has."""


class Link(NamedTuple):
    """A relationship: its type and the ids of its ends."""

    id: str
    type: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Network:
    """Records by id with their types, and relationships; `is_complete` is false when there were more than the limit."""

    types: Mapping[str, str]
    links: tuple[Link, ...]
    is_complete: bool = True

    def graph(self) -> "nx.Graph[str]":
        """The undirected graph of ties, without records that have none."""
        graph: nx.Graph[str] = nx.Graph()
        ties = sorted((link.start, link.end) for link in self.links if link.type in TIES and link.start != link.end)
        graph.add_nodes_from(sorted({end for tie in ties for end in tie}))
        graph.add_edges_from(ties)
        return graph

    def ends(self, link_type: str) -> dict[str, list[str]]:
        """From the start of every relationship of a type to its ends, in order."""
        found: dict[str, set[str]] = {}
        for link in self.links:
            if link.type == link_type:
                found.setdefault(link.start, set()).add(link.end)
        return {start: sorted(ends) for start, ends in sorted(found.items())}
