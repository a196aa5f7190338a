"""Cursors: `<seal>.<id>`. The seal binds them to the caller and to the list they were given for.

The id is a place in the order and opens nothing: whatever is asked after it, the view stays the same.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from api.graphql.errors import RequestError


@dataclass(frozen=True, slots=True)
class CursorSeal:
    """Makes and checks the cursors of one caller."""

    key: bytes
    caller: str

    def prefix(self, order: str) -> str:
        """What every cursor of this list begins with."""
        text = f"{self.caller}\n{order}".encode()
        return hmac.new(self.key, text, sha256).hexdigest()[:16] + "."

    def place(self, order: str, cursor: str | None) -> str:
        """The id to go on after; empty at the start. Raises RequestError for any cursor that is not ours."""
        if cursor is None:
            return ""
        seal, dot, place = cursor.partition(".")
        if not hmac.compare_digest((seal + dot).encode("utf-8", "replace"), self.prefix(order).encode()) or len(place) > 64:
            raise RequestError("BAD_CURSOR")
        return place
