"""New connections: pairs of records that were visible before and are connected after, within a few hops. Bounded, and says so."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from access_policies.classes import places
from graph_model.cypher import control_preview
from graph_model.ontology import ONTOLOGY
from graph_model.store import Store

HOPS = 4
"""Longest connection that is looked for."""
EDGES = 20_000
"""Most relationships that are looked at; beyond, the number is not counted and `counted` is false."""
PAIRS = 1_000
"""Most pairs that are counted; at this number there may be more."""


@dataclass(frozen=True, slots=True)
class Connections:
    """How many pairs become connected within `HOPS`, and whether they could be counted."""

    pairs: int
    counted: bool = True


async def connections(store: Store, before: int, after: int, originator: str) -> Connections:
    """Among an originator's own statements: relationships that no path runs over are left aside, as in paths."""
    left_out = [name for name, declared in ONTOLOGY.relationships.items() if not declared.in_paths]
    rows = await store.run(
        control_preview.READ_EDGES, classes=list(places(after)), originator=originator, leftOut=left_out, limit=EDGES + 1
    )
    if len(rows) > EDGES:
        return Connections(0, counted=False)
    visible = {row[end] for row in rows for end, pc in (("start", "startPc"), ("end", "endPc")) if before >> row[pc] & 1}
    old = [row for row in rows if all(before >> row[pc] & 1 for pc in ("pc", "startPc", "endPc"))]
    pairs = new_pairs(_graph((r["start"], r["end"]) for r in old), _graph((r["start"], r["end"]) for r in rows), visible)
    return Connections(min(len(pairs), PAIRS))


def new_pairs(before: Mapping[str, set[str]], after: Mapping[str, set[str]], visible: Iterable[str]) -> set[tuple[str, str]]:
    """Pairs of visible records that lie within `HOPS` of each other after and did not before; at most `PAIRS` of them."""
    visible = set(visible)
    pairs: set[tuple[str, str]] = set()
    for start in sorted(visible):
        for end in (_within(after, start) - _within(before, start)) & visible:
            pairs.add((min(start, end), max(start, end)))
        if len(pairs) >= PAIRS:
            break
    return pairs


def _graph(edges: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    graph: dict[str, set[str]] = {}
    for start, end in edges:
        graph.setdefault(start, set()).add(end)
        graph.setdefault(end, set()).add(start)
    return graph


def _within(graph: Mapping[str, set[str]], start: str) -> set[str]:
    distance, waiting = {start: 0}, deque([start])
    while waiting:
        here = waiting.popleft()
        if distance[here] == HOPS:
            continue
        for there in graph.get(here, ()):
            if there not in distance:
                distance[there] = distance[here] + 1
                waiting.append(there)
    return set(distance) - {start}
