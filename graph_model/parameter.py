"""A value that a query leaves open: it is given at execution."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value given at execution under this name."""

    name: str
