"""Values of arguments: how each parameter of a plan gets its value from a request. A plan holds these, and no value."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from graphql import FieldNode, GraphQLError, GraphQLField, VariableValues, get_argument_values

from api.graphql.cursors import CursorSeal
from api.graphql.errors import RequestError
from api.graphql.words import lucene
from graph_model.errors import ModelError
from graph_model.instant import parse, to_text
from graph_model.ontology import ONTOLOGY
from graph_model.ordering import END, START

PAGE, PATHS, REACHED, IDS = 100, 100, 1_000, 100
"""The most of a page, of paths, of the records of a neighbourhood or entity or the entries of a timeline, of a list of ids."""

DAY = 10
"""Characters of a day, `2026-03-16`."""
MIDNIGHT = "T00:00:00.000Z"


class Arguments:
    """The arguments of one field of a document."""

    def __init__(self, field: GraphQLField, node: FieldNode) -> None:
        self._field, self._node = field, node
        self.names = frozenset(argument.name.value for argument in node.arguments or ())

    def values(self, variables: VariableValues) -> dict[str, Any]:
        """Coerced values by name, without those left out. Raises RequestError for a null where none may be."""
        try:
            return get_argument_values(self._field, self._node, variables, hide_suggestions=True)
        except GraphQLError:
            raise RequestError("BAD_VARIABLES") from None


Convert: TypeAlias = Callable[[dict[str, Any], CursorSeal], Any]
"""From the arguments of a field to the value of a parameter. Raises RequestError for one outside its range."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Where the value of a parameter comes from."""

    parameter: str
    arguments: Arguments
    convert: Convert


def plain(name: str) -> Convert:
    """The argument as it is."""
    return lambda values, _: values[name]


def ids(name: str) -> Convert:
    """A list of ids, not too long; empty where none is given."""

    def convert(values: dict[str, Any], _: CursorSeal) -> list[str]:
        found: list[str] = values.get(name) or []
        if len(found) > IDS:
            raise RequestError("BAD_ARGUMENT")
        return found

    return convert


def count(name: str, most: int) -> Convert:
    """A number from 1 to `most`."""

    def convert(values: dict[str, Any], _: CursorSeal) -> int:
        number: int | None = values.get(name)
        if number is None or not 1 <= number <= most:
            raise RequestError("BAD_ARGUMENT")
        return number

    return convert


def place(order: str, cursor: str) -> Convert:
    """The id to go on from, which the argument `cursor` gives."""
    nowhere = END if cursor == "before" else START

    def convert(values: dict[str, Any], seal: CursorSeal) -> str:
        given = values.get(cursor)
        return nowhere if given is None else seal.place(order, given)

    return convert


def kept(values: dict[str, Any], _: CursorSeal) -> list[str]:
    """Names of the types to keep: all where none are given."""
    types = values.get("types")
    return list(ONTOLOGY.types) if types is None else [member.value for member in types]


def over(values: dict[str, Any], _: CursorSeal) -> list[str]:
    """Names of the relationship types to follow: all where none are given."""
    types = values.get("over")
    return list(ONTOLOGY.relationships) if types is None else [member.value for member in types]


def instant(name: str) -> Convert:
    """An instant as it is stored; null where none is given."""

    def convert(values: dict[str, Any], _: CursorSeal) -> str | None:
        try:
            return None if values.get(name) is None else to_text(parse(values[name]))
        except ModelError:
            raise RequestError("BAD_ARGUMENT") from None

    return convert


def begin(values: dict[str, Any], _: CursorSeal) -> str | None:
    """Where a window of time begins, as dates are stored; null where it has no such bound."""
    return _moment(values.get("from"))


def end(values: dict[str, Any], _: CursorSeal) -> str | None:
    """Where it ends. Raises RequestError where nothing can be in it."""
    begun, ended = _moment(values.get("from")), _moment(values.get("until"))
    if begun is not None and ended is not None and begun >= ended:
        raise RequestError("BAD_ARGUMENT")
    return ended


def _moment(given: str | None) -> str | None:
    """A day or an instant as it is stored; the first instant of a day is the day, which as text comes before all in it."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given).isoformat() if len(given) == DAY else to_text(parse(given)).removesuffix(MIDNIGHT)
    except (ModelError, ValueError):
        raise RequestError("BAD_ARGUMENT") from None


def words(values: dict[str, Any], _: CursorSeal) -> str:
    """The question that the full-text index is asked."""
    return lucene(values["text"])
