"""Secrets of webhooks and what is signed with them (Standard Webhooks): 32 random bytes, kept encrypted, shown once.

Sealed with a key of the installation, for one webhook as it was registered: whoever can write to the database can neither read a
secret nor have it sign for another address.
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from access_policies.guard.following.webhook import Wanted

PREFIX = "whsec_"
_NONCE, _SECRET = 12, 32


class SecretLost(Exception):
    """A sealed secret cannot be opened: the installation's key is another one, or the registration was tampered with."""


class SecretSeal:
    """Makes secrets, and opens what it sealed."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(sha256(b"kring webhooks\0" + key).digest())

    def new(self, hook_id: str, wanted: Wanted) -> tuple[str, str]:
        """A secret as its owner is shown it, and sealed."""
        secret, nonce = secrets.token_bytes(_SECRET), secrets.token_bytes(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, secret, _bound(hook_id, wanted))
        return PREFIX + b64encode(secret).decode(), b64encode(sealed).decode()

    def opened(self, sealed: str, hook_id: str, wanted: Wanted) -> bytes:
        """The secret. Raises SecretLost."""
        try:
            given = b64decode(sealed, validate=True)
            return self._cipher.decrypt(given[:_NONCE], given[_NONCE:], _bound(hook_id, wanted))
        except (ValueError, InvalidTag):
            raise SecretLost from None


def signature(secret: bytes, message: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`."""
    signed = hmac.digest(secret, f"{message}.{timestamp}.".encode() + body, "sha256")
    return f"v1,{b64encode(signed).decode()}"


def _bound(hook_id: str, wanted: Wanted) -> bytes:
    return repr((hook_id, wanted)).encode()
