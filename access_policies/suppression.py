"""Counts that single nobody out: small ones are not told, nor those from which they could be told by subtraction. Pure.

Neither the total nor this rule, both of which a reader may know, tells a count that is left out: a test tries every table.
"""

from collections.abc import Mapping

SMALL = 5
"""Counts below it, but for a table without any, are of so few that they could be somebody."""
HIDDEN, ROOM = 3, SMALL + 1
"""So many counts at least are left out together, and so large is their mean: between them a small one can be anything."""


def told(counts: Mapping[str, int]) -> dict[str, int | None]:
    """A table as it may be told; None for what is not."""
    hidden = {name for name, count in counts.items() if 0 < count < SMALL}
    while hidden and (shown := counts.keys() - hidden) and not _room([counts[name] for name in hidden]):
        least = min(counts[name] for name in shown)
        hidden |= {name for name in shown if counts[name] == least}
    return {name: None if name in hidden else count for name, count in counts.items()}


def _room(counts: list[int]) -> bool:
    there = [count for count in counts if count]
    return len(there) >= HIDDEN and sum(there) >= ROOM * len(there)
