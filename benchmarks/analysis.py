"""`bench analysis`: the measures of a network as Kring has them (igraph), against plain NetworkX on the very same ties.

What both find is compared before anything is told. Ratios within one run count; seconds are of one machine.
"""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

import networkx as nx

from benchmarks.need2know import need2know
from graph_model.analysis.network import TIES
from graph_model.analysis.structure import EXACT, PIVOTS, SEED
from graph_model.analysis.ties import Cut, Ties

SIZES = (1_000, 10_000, 100_000)
ONCE = 50_000
"""From so many records on there is one round: NetworkX takes minutes for it."""
MAKING = "making the graph"
HEAD = """Written by `./kring bench analysis`: the measures of a network on a graph that is made, and making it, over the ties of
`need2know`. Kring works with igraph, the other side is plain NetworkX; both found the same before anything was told (communities:
groups of no less modularity, to two hundredths). Seconds are medians, of one machine; in brackets the least and the most of the
ratio. *With making*: both begin at a list of ties.
"""
Pairs = list[tuple[str, str]]
Graph = Any


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as each of the two has it, on a graph that is made, and whether both found the same."""

    name: str
    kring: Callable[[Ties], Any]
    networkx: Callable[[Graph], Any]
    is_same: Callable[[Any, Any, Graph], bool]


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured over how many records and ties, and the seconds of each round."""

    what: str
    records: int
    ties: int
    kring: list[float]
    networkx: list[float]


def _equal(one: Any, other: Any, _: Graph) -> bool:
    return bool(one == other)


def _close(one: dict[str, float], other: dict[str, float], _: Graph) -> bool:
    return one.keys() == other.keys() and all(abs(one[id_] - other[id_]) < 1e-9 for id_ in one)


def _as_good(one: Any, other: Any, graph: Graph) -> bool:
    """Two draws of one method: modularity, which both look for, may be two hundredths less."""
    return bool(nx.community.modularity(graph, one) > nx.community.modularity(graph, other) - 0.02)


def _pivots(graph: Graph) -> int | None:
    return PIVOTS if len(graph) > EXACT else None


def _bridges(graph: Graph) -> Iterator[Cut]:
    """Bridges with what they part: the records below the deeper end of each in a tree of a search, and the others."""
    depths: dict[str, int] = {}
    wholes: dict[str, int] = {}
    below = dict.fromkeys(graph, 1)
    for component in nx.connected_components(graph):
        root = min(component)
        depths[root] = 0
        wholes |= dict.fromkeys(component, len(component))
        order = list(nx.dfs_edges(graph, root))
        for parent, child in order:
            depths[child] = depths[parent] + 1
        for parent, child in reversed(order):
            below[parent] += below[child]
    for tie in nx.bridges(graph):
        first, second = sorted(tie)
        side = below[max(tie, key=depths.__getitem__)]
        yield Cut((first, second), min(side, wholes[first] - side), max(side, wholes[first] - side))


MEASURES = (
    Measure("CONNECTED", Ties.degrees, lambda graph: dict(graph.degree()), _equal),
    Measure("CORE", Ties.core_numbers, nx.core_number, _equal),
    Measure("BRIDGES", lambda ties: set(ties.bridges()), lambda graph: set(_bridges(graph)), _equal),
    Measure(
        "COMMUNITIES",
        lambda ties: ties.communities(SEED),
        lambda graph: nx.community.louvain_communities(graph, seed=SEED),
        _as_good,
    ),
    Measure(
        "BROKERS",
        lambda ties: ties.betweenness(EXACT, PIVOTS, SEED),
        lambda graph: nx.betweenness_centrality(graph, k=_pivots(graph), seed=SEED),
        _close,
    ),
)


def bench_analysis(sizes: Sequence[int], rounds: int) -> list[Figure]:
    """Measure. Raises RuntimeError where the two do not find the same."""
    return [figure for size in sizes for figure in _of_size(size, 1 if size >= ONCE else rounds)]


def _of_size(size: int, rounds: int) -> list[Figure]:
    data = need2know(size)
    pairs = [(link.start, link.end) for link in data.links if link.type in TIES]
    ties, graph = Ties(pairs), _networkx(pairs)
    figures = {name: Figure(name, len(graph), graph.number_of_edges(), [], []) for name in (MAKING, *(m.name for m in MEASURES))}
    for number in range(rounds):
        _round(figures[MAKING], number, lambda: Ties(pairs), lambda: _networkx(pairs))
        for one in MEASURES:
            found = _round(figures[one.name], number, partial(one.kring, ties), partial(one.networkx, graph))
            if number == 0 and not one.is_same(*found, graph):
                raise RuntimeError(f"benchmark: {one.name} of {size} nodes differs from that of NetworkX")
    return list(figures.values())


def _round(figure: Figure, number: int, kring: Callable[[], Any], networkx: Callable[[], Any]) -> tuple[Any, Any]:
    """One time each, who begins by turns; what they found."""
    sides = [(kring, figure.kring), (networkx, figure.networkx)]
    found = {}
    for work, seconds in sides if number % 2 == 0 else reversed(sides):
        gc.collect()
        begun = time.perf_counter()
        found[work] = work()
        seconds.append(time.perf_counter() - begun)
    return found[kring], found[networkx]


def _networkx(pairs: Pairs) -> Graph:
    """The graph as whoever uses NetworkX alone would make it, in the order of ids too."""
    graph: Graph = nx.Graph()
    kept = sorted(pair for pair in pairs if pair[0] != pair[1])
    graph.add_nodes_from(sorted({end for pair in kept for end in pair}))
    graph.add_edges_from(kept)
    return graph


def section(figures: Sequence[Figure]) -> str:
    """The part of the page."""
    lines = [HEAD, "| analysis | records | ties | rounds | Kring s | NetworkX s | NetworkX : Kring | with making the graph |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    making = {figure.records: figure for figure in figures if figure.what == MAKING}
    return "\n".join([*lines, *(_row(figure, making[figure.records]) for figure in figures)]) + "\n"


def _row(figure: Figure, making: Figure) -> str:
    kring, networkx = median(figure.kring), median(figure.networkx)
    ratios = [theirs / ours for ours, theirs in zip(figure.kring, figure.networkx, strict=True)]
    whole = (networkx + median(making.networkx)) / (kring + median(making.kring))
    cells = [figure.what, f"{figure.records:,}", f"{figure.ties:,}", str(len(ratios)), f"{kring:.4f}", f"{networkx:.3f}"]
    cells += [f"{median(ratios):,.1f} ({min(ratios):,.1f} to {max(ratios):,.1f})", "" if figure is making else f"{whole:,.1f}"]
    return f"| {' | '.join(cells)} |"
