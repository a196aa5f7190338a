"""Conditions and orders of a query value, worked out over dictionaries with the same masks as the builder's Cypher."""

from collections import Counter
from collections.abc import Callable
from functools import cmp_to_key
from typing import Any, Protocol

from graph_model.conditions import AllOf, AnyOf, Compared, Condition, Far, Linked, Not, OfOneType, OfType, Valid
from graph_model.ordering import Order
from graph_model.query import CountsPart, Page, TotalPart
from graph_model.statement import NodeStatement, RelationshipStatement

Statement = NodeStatement | RelationshipStatement
Row = tuple[Any, NodeStatement]


class Reader(Protocol):
    """One read."""

    parameters: dict[str, Any]
    nodes: dict[str, NodeStatement]
    links: list[RelationshipStatement]

    def value(self, s: Statement, name: str, field_class: str | None) -> Any:
        """A property behind its mask, or a part of every statement."""


def holds(reader: Reader, condition: Condition, s: Statement, far: NodeStatement | None = None) -> bool:
    """Whether a condition holds of a statement."""
    match condition:
        case Compared():
            return _compared(reader, condition, s)
        case Valid():
            return is_valid(reader, condition, s)
        case OfType():
            return s.type in reader.parameters[condition.types.name]
        case OfOneType():
            return s.type == condition.type and holds(reader, condition.condition, s, far)
        case AllOf():
            return all(holds(reader, part, s, far) for part in condition.parts)
        case AnyOf():
            return any(holds(reader, part, s, far) for part in condition.parts)
        case Not():
            return not holds(reader, condition.part, s, far)
        case Far():
            assert far is not None
            return holds(reader, condition.condition, far)
        case Linked():
            return any(
                holds(reader, condition.condition, link, reader.nodes[end])
                for link in reader.links
                for near, end in ((link.start, link.end) if condition.forward else (link.end, link.start),)
                if link.type == condition.relationship and near == s.id
            )


def is_valid(reader: Reader, condition: Valid, s: Statement) -> bool:
    """Whether a statement holds at some time in a window; a null is no bound."""
    begin, end = reader.parameters[condition.begin.name], reader.parameters[condition.end.name]
    begins, ends = s.provenance.valid_from, s.provenance.valid_to
    return (not begins or not end or begins <= end) and (not ends or not begin or ends > begin)


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, wanted: value == wanted,
    "in": lambda value, wanted: value in wanted,
    "contains": lambda value, wanted: wanted.lower() in value.lower(),
    "startsWith": lambda value, wanted: value.lower().startswith(wanted.lower()),
    "lt": lambda value, wanted: value < wanted,
    "lte": lambda value, wanted: value <= wanted,
    "gt": lambda value, wanted: value > wanted,
    "gte": lambda value, wanted: value >= wanted,
    "has": lambda value, wanted: wanted in value,
}


def _compared(reader: Reader, condition: Compared, s: Statement) -> bool:
    value, wanted = reader.value(s, condition.name, condition.field_class), reader.parameters[condition.value.name]
    if condition.operator == "isNull":
        return (value is None) is wanted
    return value is not None and _TESTS[condition.operator](value, wanted)


def paged(reader: Reader, rows: list[Row], page: Page) -> tuple[list[Row], list[Row], bool]:
    """(all rows that the filter leaves, those of the page in the order of the list, whether there are more)."""
    where, order = page.where, page.order
    left = [row for row in rows if where is None or holds(reader, where, row[0], None if row[0] is row[1] else row[1])]
    ranked = sorted(left, key=cmp_to_key(lambda a, b: _compare(order, _keys(reader, order, a[0]), _keys(reader, order, b[0]))))
    if order.is_backward:
        ranked.reverse()
    beyond = [row for row in ranked if _is_beyond(reader, page, row)]
    first = reader.parameters[page.first.name]
    shown = beyond[:first]
    return left, shown[::-1] if order.is_backward else shown, len(beyond) > first


def _is_beyond(reader: Reader, page: Page, row: Row) -> bool:
    order, after = page.order, reader.parameters[page.after.name]
    if order.begun is None:
        return row[0].id < after if order.is_backward else row[0].id > after
    if not reader.parameters[order.begun.name]:
        return True
    place = [*(reader.parameters[key.after.name] for key in order.keys), after]
    found = _compare(order, _keys(reader, order, row[0]), place)
    return found < 0 if order.is_backward else found > 0


def keys_of(reader: Reader, order: Order, s: Statement) -> list[Any]:
    """What a cursor of a sorted list is made of; nothing in a list that is not sorted."""
    return [_keys(reader, order, s)] if order.keys else []


def _keys(reader: Reader, order: Order, s: Statement) -> list[Any]:
    values = [(reader.value(s, key.name, key.field_class), key.is_text) for key in order.keys]
    return [*(v.lower()[:200] if is_text and v is not None else v for v, is_text in values), s.id]


def _compare(order: Order, one: list[Any], other: list[Any]) -> int:
    """Below zero when `one` comes first in the list."""
    for key, a, b in zip(order.keys, one, other, strict=False):
        if a != b:
            if a is None or b is None:
                return 1 if a is None else -1
            return (-1 if a < b else 1) * (-1 if key.is_descending else 1)
    return (one[-1] > other[-1]) - (one[-1] < other[-1])


def tally(reader: Reader, rows: list[Row], part: TotalPart | CountsPart) -> Any:
    """What is counted over all rows."""
    if isinstance(part, TotalPart):
        return len(rows)
    found = Counter(_text(reader.value(record, part.name, part.field_class)) for _, record in rows)
    return [list(pair) for pair in sorted(found.items(), key=lambda pair: (-pair[1], pair[0] is None, pair[0] or ""))[:100]]


def _text(value: Any) -> str | None:
    return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)
