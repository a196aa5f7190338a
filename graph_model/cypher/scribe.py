"""The writer of query text: fresh variable names, quoting, and maps of columns. Knows no root field and no page."""

import re
from collections.abc import Iterable

from graph_model.cypher.predicate import Predicate
from graph_model.errors import ModelError
from graph_model.query import (
    Column,
    ConstantColumn,
    HopColumn,
    MarkingColumn,
    MetaColumn,
    Parameter,
    PropertyColumn,
    TypeColumn,
)

_NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]{0,199}")


def checked(name: str) -> str:
    """A name that may stand in a text. Everything that is not a constant of ours passes here; ModelError otherwise."""
    if not _NAME.fullmatch(name):
        raise ModelError("query: a name holds characters that no name may hold")
    return name


def quoted(name: str) -> str:
    """A map key or property name in backticks."""
    return f"`{checked(name)}`"


def literal(text: str) -> str:
    """A constant text; only names of the schema are ever constants."""
    return f"'{checked(text)}'"


def parameter(value: Parameter) -> str:
    """A reference to a parameter."""
    return f"${checked(value.name)}"


def mapped(pairs: Iterable[tuple[str, str]]) -> str:
    """A map literal of (response key, expression)."""
    return "{" + ", ".join(f"{quoted(key)}: {expression}" for key, expression in pairs) + "}"


class Scribe:
    """State of one text: its tense and how many names of each kind were given out."""

    def __init__(self, as_known: bool) -> None:
        self.predicate = Predicate(as_known)
        self._given: dict[str, int] = {}

    def fresh(self, kind: str) -> str:
        """A variable name not used before in this text; the same order of asking gives the same text."""
        number = self._given.get(kind, 0)
        self._given[kind] = number + 1
        return f"{kind}{number}"

    def column(self, variable: str, column: Column, hops: dict[HopColumn, str]) -> str:
        """The expression of one column of a statement; hops were written before and are only named here."""
        match column:
            case PropertyColumn():
                readable = self.predicate.reads(variable, checked(column.field_class))
                return f"CASE WHEN {readable} THEN {variable}.{quoted(column.property)} END"
            case MetaColumn():
                return f"{variable}.{quoted(column.name)}"
            case TypeColumn():
                return f"{variable}.type"
            case ConstantColumn():
                return literal(column.text)
            case MarkingColumn():
                return f"$markings[toString({self.predicate.policy_class(variable)})]"
            case HopColumn():
                return hops[column]
