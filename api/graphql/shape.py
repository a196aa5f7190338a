"""Putting an answer's maps in the order of the query: the database gives maps in no order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Shaper = Callable[[Any], Any]
TYPE_KEY = "__kring_type"
"""Key under which a record of one of several types brings its type; no alias of a request may be it."""


@dataclass(frozen=True, slots=True)
class MapShape:
    """(key of the answer, key in the map, shape of the value or None for a plain one), in order."""

    keys: tuple[tuple[str, str, Shaper | None], ...]

    def __call__(self, value: Any) -> Any:
        if value is None:
            return None
        return {key: value[source] if inner is None else inner(value[source]) for key, source, inner in self.keys}


@dataclass(frozen=True, slots=True)
class ListShape:
    """Each member in the same shape."""

    inner: Shaper

    def __call__(self, value: Any) -> Any:
        return None if value is None else [self.inner(member) for member in value]


class RecordShape:
    """A record of one of several types, each with a shape of its own."""

    def __init__(self, shapes: dict[str, MapShape]) -> None:
        self._shapes = shapes

    def __call__(self, value: Any) -> Any:
        return None if value is None else self._shapes[value[TYPE_KEY]](value)
