"""Who a record is about: an entity under the SAME_AS that is seen, and the circle of persons around it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graph_model.analysis.network import Link, Network


class Step(NamedTuple):
    """How somebody of a circle is reached: over which records (entities whole), the nearest first, and by which kind last."""

    records: tuple[str, ...]
    distance: int
    kind: str


class Entities:
    """Records that are the same, as far as the network says so (access-model.md 2)."""

    def __init__(self, network: Network) -> None:
        self._network = network
        same = _both_ways(link for link in network.links if link.type == "SAME_AS")
        self._members: dict[str, tuple[str, ...]] = {}
        for id_ in sorted(same):
            if id_ not in self._members:
                cluster = tuple(sorted(_reached(same, id_)))
                self._members |= dict.fromkeys(cluster, cluster)

    def of(self, id_: str) -> tuple[str, ...]:
        """All records of the entity that a record is about, in order; empty when there is no such record."""
        return self._members.get(id_, (id_,)) if id_ in self._network.types else ()

    def circle(self, about: str, hops: int) -> dict[str, Step]:
        """The records of an entity and of those related to it within so many hops, with how each is reached."""
        related: dict[str, list[tuple[str, str]]] = {}
        for link in self._network.links:
            if link.type == "RELATED_TO":
                related.setdefault(link.start, []).append((link.end, link.kind or ""))
                related.setdefault(link.end, []).append((link.start, link.kind or ""))
        found = {one: Step(_way((), about, one, *self.of(about)), 0, "") for one in self.of(about)}
        edge = list(found)
        for distance in range(1, hops + 1):
            reached: dict[str, Step] = {}
            for one in edge:
                for other, kind in sorted(related.get(one, ())):
                    for member in self.of(other):
                        if member not in found:
                            way = Step(_way(found[one].records, other, member, *self.of(other)), distance, kind)
                            reached.setdefault(member, way)
            found |= reached
            edge = sorted(reached)
        return found


def _way(before: tuple[str, ...], *further: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *further)))


def _both_ways(links: Iterable[Link]) -> Mapping[str, set[str]]:
    near: dict[str, set[str]] = {}
    for link in links:
        near.setdefault(link.start, set()).add(link.end)
        near.setdefault(link.end, set()).add(link.start)
    return near


def _reached(near: Mapping[str, set[str]], start: str) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        further = near[waiting.pop()] - seen
        seen |= further
        waiting += further
    return seen
