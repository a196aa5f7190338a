"""Questions over a view, each the plainest way that is right: breadth-first walks over dictionaries."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tests.oracle.table import KINDS, LINK_KINDS, LINKS, TYPES, UNSEARCHED
from tests.oracle.times import Window, place_in_time
from tests.oracle.view import Statement, View

LONGEST_CHAIN = 32
"""SAME_AS statements from a record to the farthest of its entity."""
Way = dict[str, set[str]]


def of_type(view: View, kind: str) -> list[Statement]:
    """Every record of a type, in the order of ids."""
    return sorted((node for node in view.nodes.values() if node.type == kind), key=lambda node: node.id)


def entity(view: View, start: str) -> list[Statement] | None:
    """Records that are one with this one under the SAME_AS statements in the view."""
    return _reached(view, start, LONGEST_CHAIN, lambda kind: kind == "SAME_AS")


def neighbourhood(view: View, start: str, radius: int) -> list[Statement] | None:
    """Records within some hops; that two records are in one case is left aside."""
    return _reached(view, start, radius, lambda kind: kind != "IN_CASE")


def _reached(view: View, start: str, hops: int, over: Callable[[str], bool]) -> list[Statement] | None:
    if start not in view.nodes:
        return None
    distances = _distances(_ways(view, over), start, hops)
    return [view.nodes[id_] for id_ in sorted(distances)]


def _ways(view: View, over: Callable[[str], bool]) -> Way:
    ways: Way = {}
    for link in view.links:
        if over(link.type):
            ways.setdefault(link.start, set()).add(link.end)
            ways.setdefault(link.end, set()).add(link.start)
    return ways


def _distances(ways: Way, start: str, most: int) -> dict[str, int]:
    distances = {start: 0}
    rim = [start]
    for hop in range(1, most + 1):
        rim = [far for near in rim for far in ways.get(near, ()) if far not in distances and not distances.update({far: hop})]  # type: ignore[func-returns-value]  # update is asked for its effect
    return distances


def paths(view: View, start: str, end: str, most: int, longer: int = 0) -> list[list[Statement]]:
    """Every chain of records between two that passes none twice, up to so many hops longer than the shortest, none longer than
    `most`; register links are left aside. The shortest first.
    """
    if start not in view.nodes or end not in view.nodes:
        return []
    ways = _ways(view, lambda kind: LINKS[kind].in_paths)
    from_end = _distances(ways, end, most)
    if start not in from_end:
        return []
    if start == end:
        return [[view.nodes[start]]]
    left, chains, found = min(most, from_end[start] + longer), [[start]], []
    while chains:
        left -= 1
        steps = [
            [*chain, far] for chain in chains for far in ways[chain[-1]] if far not in chain and from_end.get(far, most) <= left
        ]
        found += sorted(chain for chain in steps if chain[-1] == end)
        chains = [chain for chain in steps if chain[-1] != end]
    return [[view.nodes[id_] for id_ in chain] for chain in found]


class Dated(NamedTuple):
    """A date: what says it, over which field of the record asked for it was found (empty: none), and the record it is about."""

    at: str
    what: str
    said_by: Statement
    field: str
    record: Statement


def timeline(view: View, start: str, types: Iterable[str] | None, window: Window) -> list[Dated] | None:
    """Every date that a record, its relationships and the records at their other ends tell, in order of time."""
    if start not in view.nodes:
        return None
    around = {start: view.nodes[start]}
    found: list[Dated] = []
    for link in view.links:
        if start in (link.start, link.end):
            far = view.nodes[link.end if link.start == start else link.start]
            around[far.id] = far
            names = LINKS[link.type]
            found += _dates(view, link, names.forward if link.start == start else names.backward, far)
    for record in around.values():
        found += _dates(view, record, "", record)
    kept = [one for one in found if window.holds(one.at) and one.record.type in set(TYPES if types is None else types)]
    return sorted(kept, key=lambda one: (place_in_time(one.at), one.said_by.id, one.what))


def _dates(view: View, statement: Statement, field: str, record: Statement) -> Iterator[Dated]:
    kinds = LINK_KINDS if statement.start else KINDS
    told = {name: value for name, value in view.readable(statement).items() if kinds[statement.type, name] in ("date", "instant")}
    for name, value in (told | {name: statement.parts[name] for name in ("validFrom", "validTo")}).items():
        if value is not None:
            yield Dated(value, name, statement, field, record)


def search(view: View, text: str, types: Iterable[str] | None) -> list[Statement]:
    """Records that hold every word in what may be read of one field class; the last word may be only begun."""
    wanted = words(text)[:20]
    allowed = set(TYPES if types is None else types)
    found = [node for node in view.nodes.values() if node.type in allowed and wanted and _holds(view, node, wanted)]
    return sorted(found, key=lambda node: node.id)


def _holds(view: View, node: Statement, wanted: list[str]) -> bool:
    by_class: dict[str, set[str]] = {}
    for name, value in view.readable(node).items():
        if KINDS[node.type, name] in ("text", "texts") and name not in UNSEARCHED:
            for text in value if isinstance(value, list) else [value]:
                by_class.setdefault(TYPES[node.type][name], set()).update(words(text))
    return any(set(wanted[:-1]) <= held and any(word.startswith(wanted[-1]) for word in held) for held in by_class.values())


_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"})


def words(text: str) -> list[str]:
    """Words as searched: runs of letters, digits and underscores, in lower case, without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"\w+", plain.translate(_LETTERS))
