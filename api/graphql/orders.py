"""From the shape of an `orderBy` argument to the order of a list, and how a cursor gives the place to go on from."""

from collections.abc import Callable
from typing import Any

from api.graphql.arguments import Convert
from api.graphql.cursors import CursorSeal
from api.graphql.declarations import properties_of
from api.graphql.errors import RequestError
from api.graphql.inputs import PARTS
from graph_model.ordering import Order, OrderKey
from graph_model.parameter import Parameter

MOST_KEYS = 4


def list_named(list_: str, wanted: list[dict[str, Any]]) -> str:
    """The name of a list in this order: a cursor of one order is none of another."""
    return " ".join([list_, *(f"{one['field'].value} {_direction(one)}" for one in wanted)])


def order_of(type_name: str, wanted: list[dict[str, Any]], name: str, cursor: str, bind: Callable[[Convert], Parameter]) -> Order:
    """The order of a list of this name. Raises RequestError for too many keys. `cursor`: the argument that gives the place."""
    if len(wanted) > MOST_KEYS:
        raise RequestError("BAD_ARGUMENT")
    keys = tuple(_key(type_name, one, bind(_part(name, cursor, len(wanted), place))) for place, one in enumerate(wanted))
    begun = bind(lambda values, _: values.get(cursor) is not None)
    return Order(keys, begun, cursor == "before")


def place_in(name: str, cursor: str, width: int) -> Convert:
    """The id of the row to go on from, in a list with keys."""
    return _part(name, cursor, width, width)


def sortable(type_name: str, field: str) -> tuple[str | None, str]:
    """(field class, kind) of what a list is sorted or counted by; a part of every statement has no class."""
    if field == "type" or field in PARTS:
        return None, PARTS.get(field, "type")
    declared = properties_of(type_name)[field]
    return declared.field_class, declared.kind


def _key(type_name: str, one: dict[str, Any], after: Parameter) -> OrderKey:
    field = one["field"].value
    field_class, kind = sortable(type_name, field)
    return OrderKey(field, field_class, kind == "text", _direction(one) == "DESC", after)


def _direction(one: dict[str, Any]) -> str:
    direction = one.get("direction")
    return direction.value if direction else "ASC"


def _part(name: str, cursor: str, width: int, place: int) -> Convert:
    def convert(values: dict[str, Any], seal: CursorSeal) -> Any:
        row = seal.row(name, values.get(cursor), width)
        return row[place] if row else None

    return convert
