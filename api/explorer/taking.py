"""What somebody at the explorer wants in a file, read from the body of a request: ids, and the day that they look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import orjson

from api.http.errors import HttpRefusal
from api.http.request_body import is_deep
from graph_model.errors import ModelError
from graph_model.instant import parse

MOST_RECORDS, MOST_LINKS = 1_000, 5_000
"""In one file, as in the explorer's other files."""
PARTS = frozenset({"records", "links", "asKnown"})
LONGEST = 512 * 1024
"""Bytes of a body: so many ids, with room."""


@dataclass(frozen=True, slots=True)
class Taking:
    """Records by their ids, relationships between them by theirs, and the instant that they are wanted as known at."""

    records: tuple[str, ...]
    links: tuple[str, ...]
    as_known: datetime | None

    @classmethod
    def of(cls, body: bytes) -> Self:
        """What a body wants. Raises HttpRefusal."""
        return cls.among(parts_of(body, PARTS))

    @classmethod
    def among(cls, parts: Mapping[str, Any]) -> Self:
        """What the parts of a body want. Raises HttpRefusal."""
        records, links = _ids(parts.get("records"), MOST_RECORDS), _ids(parts.get("links", []), MOST_LINKS)
        return cls(records, links, _moment(parts.get("asKnown")))


def parts_of(body: bytes, names: frozenset[str]) -> dict[str, Any]:
    """The parts of a body, which has no others than these. Raises HttpRefusal."""
    try:
        parsed = None if is_deep(body) else orjson.loads(body)
    except orjson.JSONDecodeError:
        parsed = None
    if not isinstance(parsed, dict) or not parsed.keys() <= names:
        raise HttpRefusal("BAD_FILE")
    return parsed


def _ids(given: Any, most: int) -> tuple[str, ...]:
    """Each once. What is no id of anything is one that nothing has."""
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise HttpRefusal("BAD_FILE")
    found = tuple(dict.fromkeys(given))
    if len(found) > most:
        raise HttpRefusal("BAD_FILE")
    return found


def _moment(given: Any) -> datetime | None:
    try:
        return None if given is None else parse(str(given))
    except ModelError:
        raise HttpRefusal("BAD_FILE") from None
