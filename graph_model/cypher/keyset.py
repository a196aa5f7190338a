"""A place in an ordered list, as Cypher: which rows come after it, and the order itself. Absent values come last, either way.

Keys are values in scope that a mask was put before, so a caller sorts by what it may read and by nothing else.
"""

from collections.abc import Sequence

from graph_model.cypher.predicate import Predicate
from graph_model.cypher.scribe import checked, parameter, quoted
from graph_model.ordering import Order, OrderKey
from graph_model.parameter import Parameter
from graph_model.query import CountsPart

KEY_LENGTH = 200
"""Characters of a text that count for its place in an order; a key stands in every cursor."""


def key_value(predicate: Predicate, variable: str, key: OrderKey | CountsPart) -> str:
    """The value of a key for a record; null where it is absent or may not be read."""
    value = f"{variable}.{quoted(key.name)}"
    value = f"left(toLower({value}), {KEY_LENGTH})" if isinstance(key, OrderKey) and key.is_text else value
    if key.field_class is None:
        return value
    return f"CASE WHEN {predicate.reads(variable, checked(key.field_class))} THEN {value} END"


def beyond(order: Order, values: Sequence[str], keyed: str, after: Parameter) -> str:
    """The condition on rows beyond the place, in the direction of reading."""
    by_id = f"{keyed}.id {'<' if order.is_backward else '>'} {parameter(after)}"
    if order.begun is None:
        return by_id
    for key, value in reversed(list(zip(order.keys, values, strict=True))):
        by_id = f"({_beyond(key, value, order.is_backward)} OR ({_same(key, value)} AND {by_id}))"
    return f"({parameter(order.begun)} = false OR {by_id})"


def _beyond(key: OrderKey, value: str, is_backward: bool) -> str:
    place = parameter(key.after)
    sign = "<" if key.is_descending is not is_backward else ">"
    if is_backward:
        return f"coalesce({value} IS NOT NULL AND ({place} IS NULL OR {value} {sign} {place}), false)"
    return f"coalesce({place} IS NOT NULL AND ({value} IS NULL OR {value} {sign} {place}), false)"


def _same(key: OrderKey, value: str) -> str:
    place = parameter(key.after)
    return f"(({value} IS NULL AND {place} IS NULL) OR coalesce({value} = {place}, false))"


def sorting(order: Order, values: Sequence[str], keyed: str) -> str:
    """What stands behind ORDER BY while rows are read; a page that is read backward is turned round afterwards."""
    back = " DESC" if order.is_backward else ""
    parts: list[str] = []
    for key, value in zip(order.keys, values, strict=True):
        parts += [f"{value} IS NULL{back}", f"{value}{' DESC' if key.is_descending is not order.is_backward else ''}"]
    return ", ".join([*parts, f"{keyed}.id{back}"])
