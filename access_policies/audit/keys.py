"""The keys of a log: Ed25519, made at first start, mode 0600, in a folder beside the log's and not in it."""

import hmac
import os
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from access_policies.audit.note import WITNESS, Verifier, public_of
from access_policies.errors import AuditUnavailable


@dataclass(frozen=True)
class LogKey:
    """The private key of one log, or of a witness."""

    private: Ed25519PrivateKey

    def verifier(self, name: str) -> Verifier:
        """The public half, under a name."""
        return Verifier(name, public_of(self.private))

    def witness(self, name: str) -> Verifier:
        """The public half of a witness."""
        return Verifier(name, public_of(self.private), WITNESS)

    def keyed_hash(self, data: bytes) -> str:
        """A hash that only whoever holds the key can try values against (variables may be names of persons)."""
        return hmac.new(self._of_variables, data, sha256).hexdigest()

    @cached_property
    def _of_variables(self) -> bytes:
        return sha256(b"kring audit variables\x00" + self.private.private_bytes_raw()).digest()


def new_key(path: Path) -> LogKey:
    """A fresh key, on disk before it is used. Raises FileExistsError rather than write over one."""
    key = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        out.flush()
        os.fsync(out.fileno())
    return LogKey(key)


def load_key(path: Path) -> LogKey:
    """The key of a file. Raises AuditUnavailable when it is missing or no Ed25519 key."""
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError):
        raise AuditUnavailable(f"the key {path.name} is missing or cannot be read") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise AuditUnavailable(f"the key {path.name} is no Ed25519 key")
    return LogKey(key)


def origin_of(replica: str, public: bytes) -> str:
    """The name of a log. It holds the hash of its first key, so it tells by itself which key may speak for it."""
    return f"kring/audit/{replica}/{sha256(public).hexdigest()[:16]}"
