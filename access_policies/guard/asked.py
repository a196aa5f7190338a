"""What comes to the guard and what leaves it: who asks for what, and an answer that may go."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, for what, about which case; `operation` is a hash of what is asked.

    `variables` as bytes go into the audit as a keyed hash only; `token` is a hash that names the access token or its key.
    """

    subject: str
    purpose: str
    operation: str
    case: str | None = None
    variables: bytes = b""
    channel: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Released:
    """An answer that may leave: its audit entry is on disk."""

    body: bytes
    policy_digest: str
    receipt: str
