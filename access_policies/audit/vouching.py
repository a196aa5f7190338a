"""The signature of a log over a whole file that left: whoever is handed the file needs no log to tell that it is what left.

It is over the file and the receipt together, so the receipt leads to the one entry that is about this file; and it tells nothing
that the receipt does not (docs/decisions/0036, 0158).
"""

import base64
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def vouched(key: Ed25519PrivateKey, body: bytes, receipt: str) -> str:
    """The signature, as base64url without padding."""
    return _written(key.sign(_said(body, receipt)))


def is_vouched(signature: str, body: bytes, receipt: str, public: bytes) -> bool:
    """True when this key of a log signed that these bytes left under this receipt, and this is how the signature is written."""
    try:
        raw = base64.urlsafe_b64decode(signature + "==")
        Ed25519PublicKey.from_public_bytes(public).verify(raw, _said(body, receipt))
    except (InvalidSignature, ValueError):
        return False
    return _written(raw) == signature


def _written(signature: bytes) -> str:
    return base64.urlsafe_b64encode(signature).decode().rstrip("=")


def _said(body: bytes, receipt: str) -> bytes:
    return f"kring file\n{sha256(body).hexdigest()}\n{receipt}\n".encode()
