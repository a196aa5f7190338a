"""Faults that are planted on purpose, each of which the properties must notice (access-model.md 9, point 5).

A fault stands while its context is open; the checker is off meanwhile, since it would refuse most of them before a property
could. Places are found by looking at who asks for a predicate, so one that is written tomorrow is planted tomorrow.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from linecache import getline
from pathlib import Path
from typing import Any
from unittest.mock import patch

from access_policies import visible
from access_policies.guard import reading
from access_policies.guard.standing import Standing, Standings
from api.graphql.cursors import CursorSeal
from api.graphql.rendering import Answer
from graph_model import store
from graph_model.cypher import builder
from graph_model.cypher.predicate import Predicate
from graph_model.query import ReadQuery


@dataclass(frozen=True)
class Place:
    """Where the builder asks for a predicate: which of the two, the line that asks, and the kind of variable it is for."""

    asks: str
    path: str
    line: int
    kind: str

    def __str__(self) -> str:
        return f"{self.asks} of {self.kind} at {Path(self.path).name}:{self.line}"


def argued(place: Place) -> str:
    """Why a predicate at a place changes nothing, or nothing: those are written twice, on purpose."""
    if "ANY SHORTEST" in getline(place.path, place.line):
        return "the end of the walk is its last record or its start, and both have a predicate of their own"
    return ""


def _place(asks: str, variable: str) -> Place:
    frame = sys._getframe(2)
    return Place(asks, frame.f_code.co_filename, frame.f_lineno, variable[0])


@contextmanager
def _asked(seen: Callable[[Place, str], str]) -> Iterator[None]:
    """Every predicate goes through `seen(place, text)`; texts made before or meanwhile are forgotten."""
    sees, reads = Predicate.sees, Predicate.reads

    def asked_sees(self: Predicate, variable: str) -> str:
        return seen(_place("sees", variable), sees(self, variable))

    def asked_reads(self: Predicate, variable: str, field_class: str) -> str:
        return seen(_place("reads", variable), reads(self, variable, field_class))

    _forget()
    with patch.object(Predicate, "sees", asked_sees), patch.object(Predicate, "reads", asked_reads):
        yield
    _forget()


def _forget() -> None:
    builder.build.cache_clear()
    builder.required.cache_clear()


def places(query: ReadQuery, as_known: bool) -> set[Place]:
    """Where a query's text has a predicate."""
    found: set[Place] = set()

    def note(place: Place, text: str) -> str:
        found.add(place)
        return text

    with _asked(note):
        builder.build(query, as_known)
    return found


@contextmanager
def without(place: Place) -> Iterator[None]:
    """The predicate of one place is always true."""
    with _asked(lambda asked, text: "true" if asked == place else text), patch.object(store, "check", lambda text: None):
        yield


@contextmanager
def rewritten(rewrite: Callable[[str], str]) -> Iterator[None]:
    """Every text of a read is sent otherwise than it was built."""
    built = reading.build

    def build(query: ReadQuery, as_known: bool, by_class: bool) -> str:
        return rewrite(built(query, as_known, by_class))

    with patch.object(reading, "build", build), patch.object(store, "check", lambda text: None):
        yield


def _each(pattern: str, by: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, by, text)


REWRITES: dict[str, Callable[[str], str]] = {
    "as known: what was recorded later counts": _each(r"\w+\.recordedAt <= \$asKnown", "true"),
    "as known: what was withdrawn counts": _each(r"coalesce\(\w+\.retractedAt > \$asKnown, true\)", "true"),
    "as known: withdrawn a moment too late": _each(r"retractedAt > \$asKnown", "retractedAt >= $asKnown"),
    "as known: recorded a moment too late": _each(r"recordedAt <= \$asKnown", "recordedAt < $asKnown"),
    "mask: what it does not cover is open": _each(r"\$see\[([^\]]+)\] = 1", r"coalesce($see[\1], 1) = 1"),
    "mask: any byte is open": _each(r"\$see\[([^\]]+)\] = 1", r"$see[\1] >= 0"),
    "mask: field classes are those of another": _each(r"\$identity\[", "$basic["),
    "entity: followed one way": _each(r"\]-\((n\d+ WHERE [^{]*\{0,32\})", r"]->(\1"),
    "neighbourhood: without where it begins": _each(r"\{0,([123])\} ", r"{1,\1} "),
    "neighbourhood: followed one way": _each(r"\]-\((n\d+ WHERE [^{]*\{0,[123]\} )", r"]->(\1"),
    "neighbourhood: over cases too": _each(r":TARGETS\|", ":IN_CASE|TARGETS|"),
    "paths: filtered after the search": _each(r"\nWHERE all\(r", "\nWITH q WHERE all(r"),
    "paths: over register links": _each(r"\[:TARGETS\|", "[:SUBMITTED_BY|TAKEN_BY|EXECUTED_BY|CONCERNS|TARGETS|"),
    "paths: one hop too far": _each(r"\*\.\.2\]", "*..3]"),
    "search: over every field class": _each(r" AND \w+\[1\]\[(coalesce\(\w+\.pc, \w+\.formerPc\)|\w+\.pc)\] = 1", ""),
    "search: the mask of another class": _each(r"\['search_identity', \$identity\]", "['search_identity', $basic]"),
    "search: over every type": _each(r"WHERE \w+\.type IN \$\w+ AND", "WHERE true AND"),
    "page: one record too few": _each(r"(LIMIT \$\w+) \+ 1", r"\1"),
    "page: begins with the record before": _each(r"\.id > (\$\w+)", r".id >= \1"),
    "page: says there is more at the end": _each(r"(size\(\w+\)) > ", r"\1 >= "),
    "page: in another order": _each(r"ORDER BY (\w+)\.id LIMIT", r"ORDER BY \1.id DESC LIMIT"),
    "neighbourhood: narrowed after its limit": _each(
        r"\nWITH (\w+) WHERE (\w+\.type IN \$\w+)\nWITH \w+ (ORDER BY .* LIMIT \$\w+ \+ 1)", r"\nWITH \1 \3\nWITH \1 WHERE \2"
    ),
    "filter: what is absent is unknown": _each(
        r"coalesce\((\w+\.`\w+`|toLower\([^)]*\)) (=|<|>|>=|<=|IN|CONTAINS|STARTS WITH) ([^,]*), false\)", r"(\1 \2 \3)"
    ),
    "filter: what may not be read is there": _each(r" ELSE (\$\w+) END", " ELSE false END"),
    "filter: relationships either way": _each(r"EXISTS \{ MATCH \((\w+)\)-\[([^\]]*)\]->", r"EXISTS { MATCH (\1)-[\2]-"),
    "filter: none is not all": _each(r"NOT \((EXISTS [^}]*\})\)", r"\1"),
    "order: the other way round": _each(r"(s\d+) DESC, (\w+)\.id", r"\1, \2.id"),
    "order: absent comes first": _each(r"(s\d+) IS NULL,", r"\1 IS NOT NULL,"),
    "order: begins with the row before": _each(r"AND n(\d+)\.id ([<>]) (\$\w+)\)", r"AND n\1.id \2= \3)"),
    "count: of a page": _each(r"RETURN count\((\w+)\) AS", r"WITH \1 LIMIT 1 RETURN count(\1) AS"),
    "backward: not turned round": _each(r"reverse\(((?:[^()]|\([^()]*\))*)\)", r"\1"),
    "timeline: without the record itself": _each(r"(RETURN n0 AS n\d+, \[\] AS l\d+)", r"WITH n0 WHERE false \1"),
    "timeline: followed one way": _each(r"(MATCH \(n0\)<-\[r\d+:TARGETS\|\S*\]-\(n\d+\) WHERE )", r"\1false AND "),
    "timeline: a relationship with itself twice": _each(r" AND n\d+\.id <> n0\.id\n", "\n"),
    "timeline: once for each relationship": _each(r"WITH DISTINCT (n\d+, l\d+)", r"WITH \1"),
    "timeline: not over cases": _each(r"\|IN_CASE\|", "|"),
    "timeline: narrowed after its limit": _each(
        r"\nWITH (n\d+), (l\d+) WHERE (\w+\.type IN \$\w+)\n((?:.*\n)*?)(WITH .* LIMIT \$\w+ \+ 1)",
        r"\n\4\5 WITH * WHERE \3",
    ),
    "timeline: begins a day late": _each(r">= left\((\$\w+), [^)]*\)\)", r"> left(\1, 10)"),
    "timeline: a day is its first instant": _each(r"left\((\$\w+), [^)]*\)\)", r"\1"),
    "timeline: ends a moment late": _each(r"coalesce\((t\d+) < (\$\w+), true\)", r"coalesce(\1 <= \2, true)"),
    "timeline: of no time is at any": _each(r"(t\d+) IS NOT NULL AND", "true AND"),
    "timeline: the latest first": _each(r"ORDER BY (t\d+), ", r"ORDER BY \1 DESC, "),
    "timeline: says it is complete": _each(r"(size\(e\d+\)) <= ", r"\1 >= "),
    "reached: says it is complete": _each(r"(size\(\w+\)) <= ", r"\1 >= "),
}
"""What is sent otherwise, by name."""


@contextmanager
def _shifted_masks() -> Iterator[None]:
    whole = Standing.masks

    def masks(self: Standing, *given: Any) -> dict[str, Any]:
        return {name: b"\0" + m[:-1] if isinstance(m, bytes) else m for name, m in whole(self, *given).items()}

    with patch.object(Standing, "masks", masks):
        yield


@contextmanager
def _shared_standings() -> Iterator[None]:
    """What was decided for whoever asked first is kept for all."""
    whole, first = Standings.of, {}

    async def of(self: Standings, asked: Any, *given: Any, **more: Any) -> Standing:
        if self not in first:
            first[self] = await whole(self, asked, *given, **more)
        return first[self]

    with patch.object(Standings, "of", of):
        yield


@contextmanager
def _standings_for_ever() -> Iterator[None]:
    with patch.object(Standing, "holds", lambda self, context: True):
        yield


@contextmanager
def _one_seal_for_all_callers() -> Iterator[None]:
    whole = CursorSeal.prefix
    with patch.object(CursorSeal, "prefix", lambda self, order: whole(replace(self, caller=""), order)):
        yield


@contextmanager
def _one_seal_for_all_lists() -> Iterator[None]:
    whole = CursorSeal.prefix
    with patch.object(CursorSeal, "prefix", lambda self, order: whole(self, "")):
        yield


@contextmanager
def _whole_marking_is_shown() -> Iterator[None]:
    whole = visible.as_seen
    with patch.object(visible, "as_seen", lambda m: whole(m) | {"handling": sorted(m.handling | m.releasable_to)}):
        yield


@contextmanager
def _marking_of_another_class() -> Iterator[None]:
    whole = Answer.marking

    def marking(self: Answer, policy_class: int, parts: Any) -> dict[str, Any]:
        return whole(self, int(next(iter(self._markings))), parts)

    with patch.object(Answer, "marking", marking):
        yield


@contextmanager
def _digest_of_classes() -> Iterator[None]:
    """The header as it was before docs/decisions/0025: over the whole markings of all visible classes."""
    whole = visible.visible_classes

    def made(*given: Any) -> visible.VisibleClasses:
        classes = whole(*given)
        keys = sorted(marking.key for place, marking in enumerate(given[5]) if classes.masks["see"][place])
        return replace(classes, digest=sha256("".join(keys).encode()).hexdigest())

    with patch("access_policies.guard.standing.visible_classes", made):
        yield


OTHERS: dict[str, Callable[[], Any]] = {
    "mask: off by one": _shifted_masks,
    "standing: shared by callers": _shared_standings,
    "standing: kept past its end": _standings_for_ever,
    "cursor: one seal for all callers": _one_seal_for_all_callers,
    "cursor: one seal for all lists": _one_seal_for_all_lists,
    "marking: that of another class": _marking_of_another_class,
    "marking: shown with who else may read": _whole_marking_is_shown,
    "digest: of classes": _digest_of_classes,
}
"""Faults in the Python around the texts, by name."""
