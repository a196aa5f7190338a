"""The cursors of what is followed: a place in the order of changes, encrypted, since it tells how much everybody writes.

Sealed for one caller and one thing that is followed. Every cursor is as long as every other, and none looks like another.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from access_policies.guard.following.looks import Place
from api.graphql.errors import RequestError

_NONCE, _ORDER = 12, 8
LONGEST = 200
"""Characters of a cursor that are looked at."""


class PlaceSeal:
    """Makes and opens the cursors that are `bound` to one caller and one thing that is followed."""

    def __init__(self, key: bytes, bound: str) -> None:
        self._cipher = AESGCM(sha256(b"kring following\0" + key).digest())
        self._bound = bound.encode()

    def sealed(self, place: Place) -> str:
        """The cursor of a place."""
        nonce = secrets.token_bytes(_NONCE)
        plain = place.order.to_bytes(_ORDER) + place.id.encode()
        return urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, plain, self._bound)).decode()

    def opened(self, cursor: str) -> Place:
        """The place of a cursor. Raises RequestError for any that is not ours."""
        try:
            given = urlsafe_b64decode(cursor[:LONGEST])
            plain = self._cipher.decrypt(given[:_NONCE], given[_NONCE:], self._bound)
        except (ValueError, InvalidTag):
            raise RequestError("BAD_CURSOR") from None
        return Place(int.from_bytes(plain[:_ORDER]), plain[_ORDER:].decode())
