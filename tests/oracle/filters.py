"""What a filter means, and an order: worked out over plain values, where absent is what is not there or may not be read."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Protocol

from tests.oracle.table import FIELDS, KINDS, LINK_KINDS, TYPES

_INSTANTS = {"recordedAt", "validFrom", "validTo"}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT")
"""How an instant begins; a name may have a T in its place."""
_TYPE_FIELDS = {name[0].lower() + name[1:]: name for name in TYPES}


class World(Protocol):
    """What a filter looks at."""

    def value(self, statement: Any, name: str) -> Any:
        """A property or part; None when absent."""

    def type(self, statement: Any) -> str:
        """The type of a record; empty for a relationship."""

    def linked(self, record: Any, field: str) -> list[tuple[Any, Any]]:
        """(relationship, record at its other end)."""


def holds(world: World, statement: Any, where: dict[str, Any], of: str, far: Any = None) -> bool:
    """Whether a filter lets a statement through.

    `of`: a type of record, `Record`, or the name of a link's types; then `far` is the record that the relationship leads to.
    """
    return all(_part(world, statement, name, below, of, far) for name, below in where.items() if below is not None)


def _part(world: World, statement: Any, name: str, below: Any, of: str, far: Any) -> bool:
    match name:
        case "and":
            return all(holds(world, statement, part, of, far) for part in _list(below))
        case "or":
            return any(holds(world, statement, part, of, far) for part in _list(below))
        case "not":
            return not holds(world, statement, below, of, far)
        case "types" if of == "Record":
            return world.type(statement) in _list(below)
        case "node" if far is not None:
            return holds(world, far, below, "Record")
    if of == "Record" and name in _TYPE_FIELDS:
        kind = _TYPE_FIELDS[name]
        return world.type(statement) == kind and holds(world, statement, below, kind)
    if of in TYPES and name in FIELDS:
        return _quantified(world, world.linked(statement, name), below, link_type(name))
    value = world.value(statement, name)
    return all(_compared(value, operator, wanted) for operator, wanted in below.items())


def link_type(field: str) -> str:
    """What the names of a relationship's types begin with, by the field on either side."""
    forward = FIELDS[field][0].forward
    return forward[0].upper() + forward[1:] + "Link"


def _quantified(world: World, rows: list[tuple[Any, Any]], below: dict[str, Any], of: str) -> bool:
    for quantifier, where in below.items():
        if where is None:
            continue
        found = [holds(world, link, where, of, far) for link, far in rows]
        if not {"some": any(found), "none": not any(found), "every": all(found)}[quantifier]:
            return False
    return True


def _compared(value: Any, operator: str, wanted: Any) -> bool:
    if operator == "isNull":
        return (value is None) is wanted
    if value is None:
        return False
    if isinstance(wanted, str) and _INSTANT.match(wanted):
        wanted = utc(wanted)
    tests = {
        "eq": lambda: value == wanted,
        "in": lambda: value in _list(wanted),
        "contains": lambda: wanted.lower() in value.lower(),
        "startsWith": lambda: value.lower().startswith(wanted.lower()),
        "lt": lambda: value < wanted,
        "lte": lambda: value <= wanted,
        "gt": lambda: value > wanted,
        "gte": lambda: value >= wanted,
        "has": lambda: wanted in value,
    }
    return bool(tests[operator]())


def _list(value: Any) -> list[Any]:
    """A list; GraphQL takes one value alone for a list of it."""
    return value if isinstance(value, list) else [value]


def is_valid(world: World, statement: Any, begin: str | None, end: str | None) -> bool:
    """Whether a statement holds at some time between two instants: from its first instant on, and no more at its last."""
    begins, ends = world.value(statement, "validFrom"), world.value(statement, "validTo")
    starts_late = begins is not None and end is not None and begins > utc(end)
    ended_early = ends is not None and begin is not None and ends <= utc(begin)
    return not starts_late and not ended_early


def utc(moment: str) -> str:
    """An instant as it is stored."""
    return datetime.fromisoformat(moment).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _kind(of: str, name: str) -> str:
    return KINDS.get((of, name)) or LINK_KINDS.get((of, name), "text")


def sort_keys(world: World, record: Any, order: list[dict[str, Any]]) -> tuple[Any, ...]:
    """The values that a record, or a relationship, is sorted by; texts without regard to case, their first 200 characters."""
    found = []
    for one in order:
        value = world.value(record, one["field"])
        is_text = _kind(world.type(record), one["field"]) == "text" and one["field"] not in _INSTANTS
        found.append(value.lower()[:200] if is_text and value is not None else value)
    return tuple(found)


def in_order(rows: Iterable[Any], keys: list[tuple[Any, ...]], ids: list[str], order: list[dict[str, Any]]) -> list[int]:
    """Places of rows in their order: absent values last, then by id."""
    places = sorted(range(len(ids)), key=lambda place: ids[place])
    for number, one in reversed(list(enumerate(order))):
        is_descending = one.get("direction") == "DESC"
        known = [place for place in places if keys[place][number] is not None]
        absent = [place for place in places if keys[place][number] is None]
        groups: dict[Any, list[int]] = {}
        for place in known:
            groups.setdefault(keys[place][number], []).append(place)
        places = [place for value in sorted(groups, reverse=is_descending) for place in groups[value]] + absent
    return places


def counted(world: World, records: Iterable[Any], by: str) -> list[tuple[str | None, int]]:
    """How many records have each value, the most frequent hundred; equal numbers in the order of their values, absent last."""
    found = Counter(_text(world.type(record) if by == "type" else world.value(record, by)) for record in records)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0] is None, pair[0] or ""))[:100]


def as_texts(value: Any) -> list[str]:
    """A value as the texts that a claim of it has."""
    return [text for text in map(_text, _list(value)) if text is not None]


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
