"""Cursors: `<seal>.<id>`, or `<seal>.<keys and id>` in a list that is sorted. The seal binds them to the caller and to the list.

A place in the order opens nothing: whatever is asked after it, the view stays the same. Keys are what their reader may read.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from api.graphql.errors import RequestError

LONGEST = 8_000
"""Characters of a place with keys: a key is at most 200 characters of text."""
_KEY = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class CursorSeal:
    """Makes and checks the cursors of one caller."""

    key: bytes
    caller: str

    def prefix(self, order: str) -> str:
        """What every cursor of this list begins with."""
        text = f"{self.caller}\n{order}".encode()
        return hmac.new(self.key, text, sha256).hexdigest()[:16] + "."

    def place(self, order: str, cursor: str) -> str:
        """The id to go on from. Raises RequestError for any cursor that is not ours."""
        return self._opened(order, cursor, 64)

    def row(self, order: str, cursor: str | None, width: int) -> list[Any] | None:
        """The keys and the id to go on from in a list with `width` keys; None at the start. Raises RequestError as above."""
        if cursor is None:
            return None
        try:
            row = json.loads(urlsafe_b64decode(self._opened(order, cursor, LONGEST)))
        except (ValueError, RecursionError):
            raise RequestError("BAD_CURSOR") from None
        if (
            not isinstance(row, list)
            or len(row) != width + 1
            or not all(isinstance(key, _KEY) for key in row)
            or not isinstance(row[-1], str)
        ):
            raise RequestError("BAD_CURSOR")
        return row

    def _opened(self, order: str, cursor: str, longest: int) -> str:
        seal, dot, place = cursor.partition(".")
        if not hmac.compare_digest((seal + dot).encode("utf-8", "replace"), self.prefix(order).encode()) or len(place) > longest:
            raise RequestError("BAD_CURSOR")
        return place


def place_of(row: list[Any], _: object) -> str:
    """What stands behind the prefix of a cursor in a list with keys: the keys of a row, and its id."""
    return urlsafe_b64encode(json.dumps(row).encode()).decode()
