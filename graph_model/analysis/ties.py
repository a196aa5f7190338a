"""The undirected graph of ties, and its measures by igraph. Vertices are in the order of ids, so equal networks give equal results.

Nothing in here knows what a record is. NetworkX has the same measures, and the tests compare the two (docs/decisions/0149).
"""

import random
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

import igraph

_Value = TypeVar("_Value")


class Cut(NamedTuple):
    """A tie without which its part falls apart: its ends in order, and the records on the smaller and on the larger side."""

    ends: tuple[str, str]
    smaller: int
    larger: int


class Ties:
    """A graph of records that have ties. Parallel ties are one; a record has none to itself."""

    def __init__(self, ties: Iterable[tuple[str, str]]) -> None:
        pairs = {(one, other) if one < other else (other, one) for one, other in ties if one != other}
        self.records = sorted({end for pair in pairs for end in pair})
        place = {id_: number for number, id_ in enumerate(self.records)}
        self._graph = igraph.Graph(n=len(place), edges=sorted((place[one], place[other]) for one, other in pairs))

    def pairs(self) -> list[tuple[str, str]]:
        """The ties, each once, in order."""
        return [(self.records[one], self.records[other]) for one, other in self._graph.get_edgelist()]

    def degrees(self) -> dict[str, int]:
        """The number of neighbours of each record."""
        return self._told(self._graph.degree())

    def core_numbers(self) -> dict[str, int]:
        """The largest k for which a record is in a part where everybody has k neighbours."""
        return self._told(self._graph.coreness())

    def betweenness(self, exact: int, pivots: int, seed: int) -> dict[str, float]:
        """The share of shortest paths between others that run over each record, from all records; of more than `exact`, from some.

        Those that it is estimated from are drawn with the seed. From a record itself no path runs over it, so each of them
        has a share of one start less.
        """
        count = len(self.records)
        if count < 3:
            return dict.fromkeys(self.records, 0.0)
        if count <= exact:
            pairs = (count - 1) * (count - 2) / 2
            return self._told(score / pairs for score in self._graph.betweenness(directed=False))
        drawn = random.Random(seed).sample(range(count), pivots)  # noqa: S311  # to be the same each time, not to be secret
        scores = self._graph.betweenness(directed=False, sources=drawn, targets=range(count))
        starts = dict.fromkeys(drawn, pivots - 1)
        return self._told(2 * score / (starts.get(one, pivots) * (count - 2)) for one, score in enumerate(scores))

    def communities(self, seed: int) -> list[list[str]]:
        """Groups with more ties inside than to others, by Louvain's method; its chances are drawn with the seed."""
        if not self.records:
            return []
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311  # to be the same each time, not to be secret
        return [[self.records[one] for one in group] for group in self._graph.community_multilevel()]

    def bridges(self) -> Iterator[Cut]:
        """Ties without which their part falls apart."""
        cut = self._graph.bridges()
        ends = [self._graph.es[tie].tuple for tie in cut]
        rest = self._graph.copy()
        rest.delete_edges(cut)
        wholes = rest.connected_components()
        part_of = wholes.membership
        between = [(part_of[one], part_of[other]) for one, other in ends]
        for (one, other), sides in zip(ends, _sides(wholes.sizes(), between), strict=True):
            yield Cut((self.records[one], self.records[other]), min(sides), max(sides))

    def _told(self, values: Iterable[_Value]) -> dict[str, _Value]:
        return dict(zip(self.records, values, strict=True))


def _sides(sizes: list[int], between: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """How much each tie of a forest keeps together on its two sides; its vertices count for so much."""
    above, root, order = _trees(between)
    below = list(sizes)
    for one in reversed(order):
        if one in above:
            below[above[one]] += below[one]
    for one, other in between:
        deeper = one if above.get(one) == other else other
        yield below[deeper], below[root[deeper]] - below[deeper]


def _trees(between: list[tuple[int, int]]) -> tuple[dict[int, int], dict[int, int], list[int]]:
    """What each vertex of a forest hangs from, its root, and an order in which nothing comes before what it hangs from."""
    near: dict[int, list[int]] = {}
    for one, other in between:
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    above: dict[int, int] = {}
    root: dict[int, int] = {}
    order: list[int] = []
    for first in near:
        waiting = [] if first in root else [first]
        root.setdefault(first, first)
        while waiting:
            here = waiting.pop()
            order.append(here)
            further = [far for far in near[here] if far not in root]
            above.update(dict.fromkeys(further, here))
            root.update(dict.fromkeys(further, root[here]))
            waiting += further
    return above, root, order
