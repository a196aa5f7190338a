"""What a caller brings to be known by. Only its hash is ever kept."""

from hashlib import sha256

from starlette.datastructures import Headers

SEAL = "kring-session"
"""The header in which a page says which session it is in."""


def credential_hash(headers: Headers) -> str:
    """A hash that names the access token, or on a page the seal of its session."""
    return hash_of(headers.get("authorization") or headers.get(SEAL, ""))


def hash_of(brought: str) -> str:
    """The hash of a credential: of a token with its scheme, or of a seal."""
    return sha256(brought.encode()).hexdigest()
