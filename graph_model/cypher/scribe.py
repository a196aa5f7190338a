"""The writer of query text: fresh variable names, quoting, and the values of a statement. Knows no root field and no page."""

import re
from collections.abc import Iterable

from graph_model.cypher.predicate import Predicate
from graph_model.errors import ModelError
from graph_model.query import HopColumn, MetaColumn, Parameter, PropertyColumn
from graph_model.rows import Stored

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
    """State of one text: its tense and how many names of each kind were given out."""

    def __init__(self, as_known: bool) -> None:
        self.predicate = Predicate(as_known)
        self._given: dict[str, int] = {}

    def fresh(self, kind: str) -> str:
        """A variable name not used before in this text; the same order of asking gives the same text."""
        number = self._given.get(kind, 0)
        self._given[kind] = number + 1
        return f"{kind}{number}"

    def fixed(self, variable: str) -> list[str]:
        """What every row begins with: the id and the policy class of the statement."""
        return [f"{variable}.id", self.predicate.policy_class(variable)]

    def value(self, variable: str, column: Stored, hops: dict[HopColumn, str]) -> str:
        """The expression of one value of a statement; hops were written before and are only named here."""
        match column:
            case PropertyColumn():
                readable = self.predicate.reads(variable, checked(column.field_class))
                return f"CASE WHEN {readable} THEN {variable}.{quoted(column.property)} END"
            case MetaColumn():
                return f"{variable}.{quoted(column.name)}"
            case HopColumn():
                return hops[column]
