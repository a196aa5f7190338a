"""Whether what was answered is what the reference says, key by key and in order; cursors are learned, not computed."""

import json
from typing import Any

from tests.oracle.cursor import Cursor


class Cursors:
    """What each cursor of the product means to one caller. Two places never share one, and a place has one."""

    def __init__(self) -> None:
        self._places: dict[str, Cursor] = {}
        self._texts: dict[Cursor, str] = {}

    def read(self, text: str) -> Cursor | None:
        """The place of a cursor that this caller was given."""
        return self._places.get(text)

    def learn(self, place: Cursor, text: str) -> bool:
        """Note a cursor; False when it contradicts one that was given before."""
        return self._places.setdefault(text, place) == place and self._texts.setdefault(place, text) == text

    def by_field(self) -> dict[str, list[str]]:
        """All cursors that were given, by the field that they belong to."""
        found: dict[str, list[str]] = {}
        for place, text in self._texts.items():
            found.setdefault(place.order, []).append(text)
        return found


def difference(expected: Any, got: Any, cursors: Cursors, where: str = "data") -> str | None:
    """Where the two first differ, or None."""
    if isinstance(expected, Cursor):
        return None if isinstance(got, str) and cursors.learn(expected, got) else f"{where}: {got!r} is not the cursor {expected}"
    if isinstance(expected, dict):
        if not isinstance(got, dict) or list(expected) != list(got):
            return f"{where}: expected the keys {list(expected)}, got {list(got) if isinstance(got, dict) else got!r}"
        return _first(difference(value, got[key], cursors, f"{where}.{key}") for key, value in expected.items())
    if isinstance(expected, list):
        if not isinstance(got, list) or len(expected) != len(got):
            return f"{where}: expected {_short(expected)}, got {_short(got)}"
        return _first(difference(e, g, cursors, f"{where}[{n}]") for n, (e, g) in enumerate(zip(expected, got, strict=True)))
    same = expected == got and (isinstance(expected, bool) == isinstance(got, bool))
    return None if same else f"{where}: expected {expected!r}, got {got!r}"


def _first(found: Any) -> str | None:
    return next((text for text in found if text is not None), None)


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:400]


def is_empty(data: Any) -> bool:
    """True for an answer that holds no record at all."""
    if isinstance(data, dict):
        return all(is_empty(value) for key, value in data.items() if key != "__typename")
    if isinstance(data, list):
        return not data
    return not data or data == "Query"
