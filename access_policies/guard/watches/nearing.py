"""Which relationships brought records near a person: among those of a view, in the order in which they were recorded. Pure.

What is not in the view is not among them, so it changes nothing: a function of the view, of the person and of the watch.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from access_policies.guard.previews.links import Link, Path, Record, around, reached

HOPS = 3
"""How near a record comes before it is told, as for grants."""
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
    alive = sorted((tie for tie in ties if tie.recorded_at <= end), key=lambda tie: (tie.recorded_at, tie.link.id))
    old = [tie.link for tie in alive if tie.recorded_at < begin]
    near = _Near(person, old)
    found = [(tie, near.add(tie.link)) for tie in alive if tie.recorded_at >= begin]
    return [Neared(tie, len(ways), tuple(ways[:WAYS])) for tie, ways in found if ways]


class _Near:
    """The first path to each record within `HOPS`, kept as relationships are added: looking anew each time would take too long."""

    def __init__(self, person: Record, links: Sequence[Link]) -> None:
        self._beside = around(links)
        self._paths = {person.id: Path((person,))} | reached(person, self._beside, HOPS)

    def add(self, link: Link) -> list[Path]:
        """Add one: the paths to the records that were not near before, the first of them first."""
        for end in (link.start, link.end):
            self._beside.setdefault(end.id, []).append(link)
        before = set(self._paths)
        waiting = deque([link.start.id, link.end.id])
        while waiting:
            waiting.extend(self._onwards(waiting.popleft()))
        return sorted((path for end, path in self._paths.items() if end not in before), key=lambda path: path.order)

    def _onwards(self, here: str) -> list[str]:
        """The records to which there is an earlier path over this one than there was."""
        path = self._paths.get(here)
        if path is None or len(path.links) == HOPS:
            return []
        moved = []
        for on in (path.on(link) for link in self._beside.get(here, ())):
            there = on.records[-1].id
            if there not in self._paths or on.order < self._paths[there].order:
                self._paths[there] = on
                moved.append(there)
        return moved
