"""The resource server's check of an access token (RFC 9068, api.md). Every failure is one and the same error.

The token says who, and nothing more: rights come from the directory.
"""

import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet

from api.graphql.errors import RequestError

LONGEST = 8 * 1024
LIFETIME = 600
SKEW = 10
ALGORITHMS = ["ES256"]
"""Fixed for the issuer, never taken from a token."""


class TokenVerifier:
    """Checks tokens of one issuer for one audience; `keys` gives the issuer's current keys."""

    def __init__(self, issuer: str, audience: str, keys: Callable[[], KeySet]) -> None:
        self._issuer, self._audience, self._keys = issuer, audience, keys
        self._known: dict[str, tuple[str, int]] = {}

    def subject(self, header: str | None) -> str:
        """The subject of an Authorization header. Raises RequestError UNAUTHENTICATED, whatever is wrong."""
        scheme, _, token = (header or "").partition(" ")
        now = int(time.time())
        if (known := self._known.get(token)) and scheme.lower() == "bearer" and now < known[1] + SKEW:
            return known[0]
        try:
            if scheme.lower() != "bearer" or len(token) > LONGEST:
                raise ValueError
            subject, expires = self._checked(token, now)
        except Exception:  # joserfc raises many kinds, RecursionError among them: all are the one answer
            raise RequestError("UNAUTHENTICATED") from None
        if len(self._known) > 10_000:
            self._known.clear()
        self._known[token] = (subject, expires)
        return subject

    def _checked(self, token: str, now: int) -> tuple[str, int]:
        head, payload, _ = token.split(".")
        header = _members(head)
        _members(payload)
        if header.get("typ") != "at+jwt" or set(header) != {"alg", "typ", "kid"}:
            raise ValueError
        claims = jwt.decode(token, self._keys(), algorithms=ALGORITHMS).claims
        issued, expires = claims["iat"], claims["exp"]
        if type(issued) is not int or type(expires) is not int or not 0 < expires - issued <= LIFETIME:
            raise ValueError
        if now > expires + SKEW or now < issued - SKEW or now < claims.get("nbf", 0) - SKEW:
            raise ValueError
        if claims["iss"] != self._issuer or claims["aud"] != self._audience:
            raise ValueError
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise ValueError
        return claims["sub"], expires


def _members(part: str) -> dict[str, Any]:
    """A part of a token, refused when a member stands in it twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError
        return dict(pairs)

    decoded: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)), object_pairs_hook=once)
    return decoded
