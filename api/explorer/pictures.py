"""A picture that the page drew, as Kring is told of it: the ids of what is in it, its form, and the hash of its bytes.

Kring never saw the picture, so what it says of one is no more than this: who took a picture of these bytes along, when and for
what, and that all that they say is in it might leave then (docs/decisions/0162).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import orjson

from api.explorer.taking import PARTS, Taking, parts_of
from api.http.errors import HttpRefusal
from graph_model.leaving import Leaving, Taken
from graph_model.stamp import said_of

FORMS = frozenset({"png", "svg"})
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of `named` statements. `digest` is the SHA-256 of its bytes, in hexadecimal."""

    form: str
    digest: str
    named: int

    @classmethod
    def of(cls, body: bytes) -> tuple[Taking, Self]:
        """What is in a picture that a body is about, and the picture. Raises HttpRefusal."""
        parts = parts_of(body, PARTS | {"form", "sha256"})
        taking, form, digest = Taking.among(parts), parts.get("form"), parts.get("sha256")
        if not isinstance(form, str) or form not in FORMS or not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            raise HttpRefusal("BAD_FILE")
        return taking, cls(form, digest, len({*taking.records, *taking.links}))

    def told(self, statements: Sequence[Leaving], taken: Taken) -> bytes:
        """What Kring says of it; nothing where not all that is in it may leave, for every reason."""
        if len(statements) != self.named:
            return b""
        links = sum(bool(one.start) for one in statements)
        counts = {"records": len(statements) - links, "relationships": links}
        own = {"kring_picture": self.form, "sha256": self.digest} | counts
        return orjson.dumps(own | said_of(statements, taken), option=orjson.OPT_SORT_KEYS)
