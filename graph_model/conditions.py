"""Conditions of a filter as frozen values: what a record or relationship must be like, before any rights and any Cypher.

Every condition is true or false of a statement, never unknown: what may not be read counts as never recorded, and what was
never recorded equals nothing. So `Not` tells nothing either (leaks.md L28, L39).
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from graph_model.parameter import Parameter

Operator = Literal["eq", "in", "contains", "startsWith", "lt", "lte", "gt", "gte", "has", "isNull"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A property, or with no field class a part of every statement, compared with a value."""

    name: str
    field_class: str | None
    operator: Operator
    value: Parameter


@dataclass(frozen=True, slots=True)
class Valid:
    """The statement holds at some time from `begin` to `end` (valid time); a null, on either side, is no bound."""

    begin: Parameter
    end: Parameter


@dataclass(frozen=True, slots=True)
class OfType:
    """The record is of one of the types in a list."""

    types: Parameter


@dataclass(frozen=True, slots=True)
class OfOneType:
    """The record is of this type, and the condition holds."""

    type: str
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; true of everything when there is none."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the parts holds; true of nothing when there is none."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Linked:
    """A visible relationship of this type leads to a visible record, and `condition` holds of the relationship."""

    relationship: str
    forward: bool
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Far:
    """In the condition of a relationship: what must hold of the record it leads to."""

    condition: "Condition"


Condition: TypeAlias = Compared | Valid | OfType | OfOneType | AllOf | AnyOf | Not | Linked | Far
