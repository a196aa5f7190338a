"""Which relationships brought records near a person: among those of a view, in the order in which they were recorded. Pure.

What is not in the view is not among them, so it changes nothing: a function of the view, of the person and of the watch.
"""

import heapq
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from access_policies.guard.previews.joint_disclosures import HOPS
from access_policies.guard.previews.links import Link, Path, Record

WAYS = 5
"""Most paths that are told of one cause, the shortest first."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A relationship, when it was recorded and who asserts it."""

    link: Link
    recorded_at: str
    originator: str


@dataclass(frozen=True, slots=True)
class Neared:
    """A relationship after which so many records lie within `HOPS` of the person that did not before; the ways to the first."""

    tie: Tie
    records: int
    ways: tuple[Path, ...]


def neared(person: Record, ties: Iterable[Tie], begin: str, end: str) -> list[Neared]:
    """Each that did so of those recorded from one instant until another, in their order."""
    near, found = _Near(person), []
    for tie in sorted((tie for tie in ties if tie.recorded_at <= end), key=lambda tie: (tie.recorded_at, tie.link.id)):
        fresh = near.add(tie.link)
        if fresh and tie.recorded_at >= begin:
            first = heapq.nsmallest(WAYS, fresh, key=lambda way: way.order)
            found.append(Neared(tie, len(fresh), tuple(way.path for way in first)))
    return found


@dataclass(frozen=True, slots=True)
class _Way:
    """The first path to a record: the way to the record before it, and the relationship from there. `order` as a path's."""

    record: Record
    before: "_Way | None" = None
    link: Link | None = None
    order: tuple[int, tuple[str, ...]] = (0, ())

    @property
    def path(self) -> Path:
        """The same from its beginning."""
        if self.before is None or self.link is None:
            return Path((self.record,))
        return self.before.path.on(self.link)


class _Near:
    """The first way to each record within `HOPS`, kept as relationships are added.

    An added one is followed onwards only from records to which it makes a better way. A way becomes shorter at most `HOPS` times,
    and among ways as long the new one comes first ever more seldom, for ids are random: all of it is about linear.
    """

    def __init__(self, person: Record) -> None:
        self._beside: dict[str, list[Link]] = {}
        self._ways = {person.id: _Way(person)}

    def add(self, link: Link) -> list[_Way]:
        """Add one: the ways to the records that were not near before."""
        ends = (link.start.id, link.end.id)
        for end in ends:
            self._beside.setdefault(end, []).append(link)
        fresh: set[str] = set()
        waiting = deque((end, link) for end in ends)
        while waiting:
            way = self._better(*waiting.popleft())
            if way is None:
                continue
            there = way.record.id
            if there not in self._ways:
                fresh.add(there)
            self._ways[there] = way
            if way.order[0] < HOPS:
                waiting.extend((there, on) for on in self._beside[there])
        return [self._ways[there] for there in fresh]

    def _better(self, here: str, link: Link) -> _Way | None:
        """The way over a relationship of a record, where it comes before the one that there is."""
        way = self._ways.get(here)
        if way is None or way.order[0] == HOPS:
            return None
        there, (steps, ids) = link.other(way.record), way.order
        known, order = self._ways.get(there.id), (steps + 1, (*ids, link.id))
        return None if known and known.order <= order else _Way(there, way, link, order)
