"""The relationships of an originator's own statements that paths run over, as a preview reads them once. Types, ids and classes.

What is in a view is told by sets of classes; a relationship is, where it and both of its ends are. No property is read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from access_policies.classes import places
from graph_model.cypher import control_preview
from graph_model.cypher.statement_text import ControlStatement
from graph_model.ontology import ONTOLOGY
from graph_model.store import Store

EDGES = 20_000
"""Most relationships that are looked at; beyond, nothing about connections is counted, and that is said."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record by its id, type and class."""

    id: str
    type: str
    pc: int


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship, with the records that it joins."""

    id: str
    type: str
    pc: int
    start: Record
    end: Record

    def seen(self, classes: int) -> bool:
        """True in a view of these classes."""
        return all(classes >> pc & 1 for pc in (self.pc, self.start.pc, self.end.pc))

    def other(self, end: Record) -> Record:
        """The record at the other end."""
        return self.end if end.id == self.start.id else self.start


@dataclass(frozen=True, slots=True)
class Path:
    """Records and the relationships between them, from one end to the other: one record more than there are relationships."""

    records: tuple[Record, ...]
    links: tuple[Link, ...] = ()

    def on(self, link: Link) -> "Path":
        """The path that goes on over a relationship of its last record."""
        return Path((*self.records, link.other(self.records[-1])), (*self.links, link))

    @property
    def back(self) -> "Path":
        """The same path, from its other end."""
        return Path(self.records[::-1], self.links[::-1])

    @property
    def classes(self) -> frozenset[int]:
        """The classes of all that it consists of."""
        return frozenset(record.pc for record in self.records) | frozenset(link.pc for link in self.links)

    @property
    def order(self) -> tuple[int, tuple[str, ...]]:
        """Short paths come first, those of one length by the ids of their relationships."""
        return len(self.links), tuple(link.id for link in self.links)


LEFT_OUT = [name for name, declared in ONTOLOGY.relationships.items() if not declared.in_paths]
"""Relationships that say nothing in a path."""


async def read_links(store: Store, see: int, originator: str) -> tuple[Link, ...] | None:
    """Those in the view of these classes, by id, without those from a record to itself; None where they are more than `EDGES`."""
    return await _read(store, control_preview.READ_EDGES, classes=list(places(see)), originator=originator)


async def read_links_near(store: Store, see: int, originator: str, person: str) -> tuple[Link, ...] | None:
    """The same of those that a path of three steps from somebody runs over: none where the view has no such person."""
    return await _read(store, control_preview.READ_EDGES_NEAR, classes=list(places(see)), originator=originator, person=person)


async def _read(store: Store, statement: ControlStatement, **given: Any) -> tuple[Link, ...] | None:
    rows = await store.run(statement, **given, leftOut=LEFT_OUT, limit=EDGES + 1)
    if len(rows) > EDGES:
        return None
    links = (
        Link(
            row["id"],
            row["type"],
            row["pc"],
            Record(row["start"], row["startType"], row["startPc"]),
            Record(row["end"], row["endType"], row["endPc"]),
        )
        for row in rows
        if row["start"] != row["end"]
    )
    return tuple(sorted(links, key=lambda link: link.id))


def around(links: Iterable[Link]) -> dict[str, list[Link]]:
    """The relationships of each record, by its id, in the order in which they come."""
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(link.start.id, []).append(link)
        found.setdefault(link.end.id, []).append(link)
    return found


def neighbours(links: Sequence[Link]) -> dict[str, set[str]]:
    """The records beside each record, by ids."""
    graph: dict[str, set[str]] = {}
    for link in links:
        graph.setdefault(link.start.id, set()).add(link.end.id)
        graph.setdefault(link.end.id, set()).add(link.start.id)
    return graph


def reached(start: Record, beside: Mapping[str, Sequence[Link]], hops: int) -> dict[str, Path]:
    """The first path from a record to each other one within so many hops: none in a view without the record."""
    found = {start.id: Path((start,))}
    latest = list(found.values())
    for _ in range(hops):
        further: dict[str, Path] = {}
        for path in latest:
            for link in beside.get(path.records[-1].id, ()):
                on = path.on(link)
                if on.records[-1].id not in found:
                    further[on.records[-1].id] = min(further.get(on.records[-1].id, on), on, key=lambda one: one.order)
        found |= further
        latest = list(further.values())
    del found[start.id]
    return found
