"""A network of records: what an analysis looks at. Made in the order of ids, so that equal networks give equal results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx

from graph_model.ontology import ONTOLOGY

if TYPE_CHECKING:
    from graph_model.analysis.ties import Ties

TIES = frozenset(link.name for link in ONTOLOGY.relationships.values() if link.in_paths)
"""Relationships that say that two records have to do with each other; a register link is something every record has."""
Fact = str | int | float | bool


class Link(NamedTuple):
    """A relationship: its type and the ids of its ends, and its kind where its type has kinds and the caller reads it."""

    id: str
    type: str
    start: str
    end: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a network holds, whether that is all, and of which instant it is, which may be past."""

    records: int
    relationships: int
    is_complete: bool
    now: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class Network:
    """Records by id with their types and with what is read of them, and relationships, at an instant.

    `is_complete` is false when there were more than the limit. What is not read is absent. `is_past`: it is as it was known at
    that instant, and days are counted from there.
    """

    types: Mapping[str, str]
    links: tuple[Link, ...]
    is_complete: bool = True
    facts: Mapping[str, Mapping[str, Fact]] = field(default_factory=dict)
    now: str = ""
    is_past: bool = False

    def ties(self) -> "Ties":
        """The undirected graph of ties, without records that have none."""
        from graph_model.analysis.ties import Ties  # here, since igraph loads all of matplotlib: only a process that works needs it

        return Ties((link.start, link.end) for link in self.links if link.type in TIES)

    def graph(self) -> "nx.Graph[str]":
        """The same for NetworkX."""
        graph: nx.Graph[str] = nx.Graph()
        ties = self.ties()
        graph.add_nodes_from(ties.records)
        graph.add_edges_from(ties.pairs())
        return graph

    def ends(self, link_type: str) -> dict[str, list[str]]:
        """From the start of every relationship of a type to its ends, in order."""
        return _sorted((link.start, link.end) for link in self.links if link.type == link_type)

    def starts(self, link_type: str) -> dict[str, list[str]]:
        """From the end of every relationship of a type to its starts, in order."""
        return _sorted((link.end, link.start) for link in self.links if link.type == link_type)

    def of_type(self, name: str) -> list[str]:
        """The records of a type, in order."""
        return sorted(id_ for id_, kind in self.types.items() if kind == name)

    def fact(self, id_: str, name: str) -> Fact | None:
        """What is read of a record under this name; None when nothing is."""
        return self.facts.get(id_, {}).get(name)

    def day(self, id_: str, name: str) -> date | None:
        """The day of a date or instant."""
        value = self.fact(id_, name)
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None

    @property
    def today(self) -> date:
        """The day of the question."""
        return date.fromisoformat(self.now[:10]) if self.now else date.min

    @property
    def extent(self) -> Extent:
        """How much it holds."""
        return Extent(len(self.types), len(self.links), self.is_complete, self.now, self.is_past)

    def around(self, records: tuple[str, ...], reach: int | None) -> tuple[frozenset[str], frozenset[str]]:
        """The records within so many relationships of some, and the relationships among them; with None all that hangs together."""
        near: dict[str, set[str]] = {}
        for link in self.links if reach != 0 else ():
            near.setdefault(link.start, set()).add(link.end)
            near.setdefault(link.end, set()).add(link.start)
        seen = edge = set(records) & self.types.keys()
        while edge and reach != 0:
            edge = {far for one in edge for far in near.get(one, ())} - seen
            seen = seen | edge
            reach = None if reach is None else reach - 1
        among = (link.id for link in self.links if link.start in seen and link.end in seen)
        return frozenset(seen), frozenset(among)


def _sorted(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return {one: sorted(others) for one, others in sorted(found.items())}
