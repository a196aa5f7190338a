"""The writer of query text: fresh variable names, quoting, and the values of a statement. Knows no root field and no page."""

import re
from collections.abc import Iterable, Mapping

from graph_model.cypher.predicate import Predicate
from graph_model.errors import ModelError
from graph_model.parameter import Parameter
from graph_model.query import HopColumn, MetaColumn
from graph_model.rows import Row

_NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]{0,199}")


def checked(name: str) -> str:
    """A name that may stand in a text. Everything that is not a constant of ours passes here; ModelError otherwise."""
    if not _NAME.fullmatch(name):
        raise ModelError("query: a name holds characters that no name may hold")
    return name


def quoted(name: str) -> str:
    """A property name in backticks."""
    return f"`{checked(name)}`"


def literal(text: str) -> str:
    """A constant text; only names of the schema are ever constants."""
    return f"'{checked(text)}'"


def parameter(value: Parameter) -> str:
    """A reference to a parameter."""
    return f"${checked(value.name)}"


def listed(expressions: Iterable[str]) -> str:
    """A list of expressions."""
    return f"[{', '.join(expressions)}]"


class Scribe:
    """State of one text: its tense, whether it is for a caller of few classes, and how many names of each kind were given out."""

    def __init__(self, as_known: bool, by_class: bool) -> None:
        self.predicate, self.by_class = Predicate(as_known), by_class
        self._given: dict[str, int] = {}

    def fresh(self, kind: str) -> str:
        """A variable name not used before in this text; the same order of asking gives the same text."""
        number = self._given.get(kind, 0)
        self._given[kind] = number + 1
        return f"{kind}{number}"

    def row(self, variable: str, row: Row, hops: Mapping[HopColumn, str]) -> list[str]:
        """The values of a statement's row; hops were written before and are only named here."""
        fixed = [f"{variable}.id", self.predicate.policy_class(variable), *([f"{variable}.type"] if row.is_typed else [])]
        known = [f"{variable}.{quoted(c.name)}" if isinstance(c, MetaColumn) else hops[c] for c in row.open]
        return [*fixed, *known, *(self.of_class(variable, name, types) for name, types in row.classes.items())]

    def of_class(self, variable: str, field_class: str, types: Mapping[str, tuple[str, ...]]) -> str:
        """A list of the properties of one field class, by type where types differ; null where it may not be read."""
        lists: dict[tuple[str, ...], list[str]] = {}
        for name, properties in types.items():
            lists.setdefault(properties, []).append(name)
        told = {properties: listed(f"{variable}.{quoted(name)}" for name in properties) for properties in lists}
        readable = self.predicate.reads(variable, checked(field_class))
        if len(lists) == 1:
            return f"CASE WHEN {readable} THEN {next(iter(told.values()))} END"
        branches = [f"WHEN {', '.join(map(literal, names))} THEN {told[properties]}" for properties, names in lists.items()]
        return f"CASE WHEN {readable} THEN CASE {variable}.type {' '.join(branches)} END END"
