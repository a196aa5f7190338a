"""What comes to the guard and what leaves it: who asks for what, and an answer that may go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

Served = Iterable[tuple[str, int]]
"""(id, policy class) of every record and relationship in an answer; made when it is walked, maybe with repeats."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, for what, about which case; `operation` is a hash of what is asked.

    `as_known`: what was recorded up to then counts, and what was withdrawn after then counts still; rights are those of now.
    `exports`: the answer is to leave Kring in a file, so it is made of what may.
    `variables` as bytes go into the audit as a keyed hash only; `token` is a hash that names the access token or its key.
    """

    subject: str
    purpose: str
    operation: str
    case: str | None = None
    variables: bytes = b""
    channel: str = ""
    token: str = ""
    as_known: datetime | None = None
    exports: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer as bytes, and which statements are in it."""

    body: bytes
    served: Served


@dataclass(frozen=True, slots=True)
class Released:
    """An answer that may leave: its audit entry is on disk.

    Of what was exported, `keep_until` is until when its taker may have it; of a file, `signature` is the log's over it.
    """

    body: bytes
    policy_digest: str
    receipt: str
    keep_until: str = ""
    signature: str = ""
