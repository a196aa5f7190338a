"""What comes to the guard and what leaves it: who asks for what, and an answer that may go."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, for what, about which case; `operation` is a hash of what is asked."""

    subject: str
    purpose: str
    operation: str
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """An answer that may leave: its audit entry is on disk."""

    body: bytes
    policy_digest: str
    receipt: str
