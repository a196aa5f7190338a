"""New connections: pairs of records that were visible before and are connected after, within a few hops. Bounded, and says so."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from access_policies.guard.previews.links import Link, neighbours

HOPS = 4
"""Longest connection that is looked for."""
PAIRS = 1_000
"""Most pairs that are counted; at this number there may be more."""


@dataclass(frozen=True, slots=True)
class Connections:
    """How many pairs become connected within `HOPS`, and whether they could be counted."""

    pairs: int
    counted: bool = True


def connections(links: Sequence[Link] | None, before: int) -> Connections:
    """Among an originator's own statements of the view after; None where they are too many."""
    if links is None:
        return Connections(0, counted=False)
    visible = {end.id for link in links for end in (link.start, link.end) if before >> end.pc & 1}
    pairs = new_pairs(neighbours([link for link in links if link.seen(before)]), neighbours(links), visible)
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
