"""The form of an access token before its signature is looked at: three parts, no member twice, nothing that is not needed."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, NoReturn

from api.identity.errors import TokenRefused

LONGEST = 8 * 1024
PART = re.compile(r"[A-Za-z0-9_-]+")
HEADER = frozenset({"alg", "typ", "kid"})
"""The whole header: a token that brings a key, names an address or asks for an extension is refused unread."""


@dataclass(frozen=True, slots=True)
class TokenForm:
    """What a token claims about itself. Nothing of it is true before the signature is checked."""

    algorithm: str
    kid: str
    issuer: str
    claims: dict[str, Any]


def token_form(token: str) -> TokenForm:
    """Take a token apart. Raises TokenRefused."""
    parts = token.split(".")
    if len(token) > LONGEST or len(parts) != 3:
        raise TokenRefused
    header, claims = members(parts[0]), members(parts[1])
    _bytes(parts[2])
    if set(header) != HEADER or header["typ"] != "at+jwt":
        raise TokenRefused
    for text in (header["alg"], header["kid"], claims.get("iss")):
        if not isinstance(text, str) or not text:
            raise TokenRefused
    return TokenForm(header["alg"], header["kid"], claims["iss"], claims)


def _bytes(part: str) -> bytes:
    """A part in its one spelling: other characters, padding and stray bits are refused."""
    if not PART.fullmatch(part) or len(part) % 4 == 1:
        raise TokenRefused
    content = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    if urlsafe_b64encode(content).rstrip(b"=").decode() != part:
        raise TokenRefused
    return content


def members(part: str) -> dict[str, Any]:
    """The JSON object that a part spells, each member once. Raises TokenRefused."""
    try:
        read = json.loads(_bytes(part), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise TokenRefused from None
    if not isinstance(read, dict):
        raise TokenRefused
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise TokenRefused
    return members


def _no_constant(_: str) -> NoReturn:
    raise TokenRefused
