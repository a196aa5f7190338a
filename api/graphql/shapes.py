"""The shape of an argument: which fields it has, and none of its values. A plan depends on shapes, so that callers share plans.

Only enums keep their value, since what is sorted by is part of a statement's text.
"""

from enum import Enum
from typing import Any

from api.graphql.errors import RequestError

MOST_FIELDS = 1_000
"""So many fields an argument that shapes a plan may have, all its objects together: five times what a filter may compare."""
VALUE = "value"
"""What stands for any value, and for any list of values."""


def shape(value: Any) -> Any:
    """A coerced value with everything taken out that a caller could have meant."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list) and all(isinstance(member, dict) for member in value):
        return [shape(member) for member in value]
    return value if value is None or isinstance(value, Enum) else VALUE


def fields_in(given: Any) -> int:
    """How many fields the objects of a value have, before anything is made of it. Raises RequestError over MOST_FIELDS."""
    found, waiting = 0, [given]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found += len(value)
            waiting += value.values()
        elif isinstance(value, list):
            found += sum(isinstance(member, list | dict) for member in value)
            waiting += value
        if found > MOST_FIELDS:
            raise RequestError("DOCUMENT_TOO_LARGE")
    return found


def as_key(value: Any) -> Any:
    """A shape that can be looked up by."""
    if isinstance(value, dict):
        return tuple((name, as_key(inner)) for name, inner in value.items())
    return tuple(as_key(member) for member in value) if isinstance(value, list) else value
