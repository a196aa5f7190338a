"""Signed notes and checkpoints in the form of C2SP (signed-note, tlog-checkpoint, tlog-cosignature). Texts and keys; no file."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, WITNESS = b"\x01", b"\x04"
"""Kinds of signature: Ed25519 over a note, and the dated co-signature of a witness."""
_BEGIN = "\u2014 "


class BadNote(ValueError):
    """A text is no signed note, or its signature is not the key's."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name; `kind` is LOG or WITNESS."""

    name: str
    public: bytes
    kind: bytes = LOG

    @property
    def id(self) -> bytes:
        """The four bytes that name the key in a signature line."""
        return sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_to_base64(self.kind + self.public)}"


def parse_verifier(text: str) -> Verifier:
    """The key that a text `name+id+base64` names. Raises BadNote."""
    name, _, rest = text.strip().partition("+")
    id_, _, key = rest.partition("+")
    raw = _from_base64(key)
    verifier = Verifier(name, raw[1:], raw[:1])
    if len(raw) != 33 or raw[:1] not in (LOG, WITNESS) or verifier.id.hex() != id_:
        raise BadNote("not a verifier key of the form name+id+key")
    return verifier


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and root of a log, as its note says."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{_to_base64(self.root)}\n"


def signed(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """The text as a note with one signature."""
    return f"{text}\n{_line(Verifier(name, public_of(key)), key.sign(text.encode()))}"


def cosigned(note: str, name: str, key: Ed25519PrivateKey, seconds: int) -> str:
    """The note with a witness's dated signature added."""
    text = body_of(note)
    said = f"cosignature/v1\ntime {seconds}\n{text}".encode()
    return note + _line(Verifier(name, public_of(key), WITNESS), seconds.to_bytes(8, "big") + key.sign(said))


def public_of(key: Ed25519PrivateKey) -> bytes:
    """The raw public key."""
    return key.public_key().public_bytes_raw()


def _line(verifier: Verifier, signature: bytes) -> str:
    return f"{_BEGIN}{verifier.name} {_to_base64(verifier.id + signature)}\n"


def body_of(note: str) -> str:
    """The signed text of a note, its signatures unchecked. Raises BadNote."""
    text, gap, lines = note.rpartition("\n\n")
    if not gap or not lines.endswith("\n") or not all(line.startswith(_BEGIN) for line in lines[:-1].split("\n")):
        raise BadNote("not a signed note")
    return text + "\n"


def _signatures(note: str) -> Sequence[tuple[str, bytes]]:
    lines = note[len(body_of(note)) + 1 : -1].split("\n")
    parts = [line.removeprefix(_BEGIN).split(" ") for line in lines]
    if any(len(part) != 2 for part in parts):
        raise BadNote("not a signed note")
    return [(name, _from_base64(value)) for name, value in parts]


def signature_count(note: str) -> int:
    """How many have signed a note, their signatures unchecked. Raises BadNote."""
    return len(_signatures(note))


def opened(note: str, verifier: Verifier) -> str:
    """The text, when this key signed it. Raises BadNote."""
    text = body_of(note)
    for name, value in _signatures(note):
        if name == verifier.name and value[:4] == verifier.id:
            said, signature = text.encode(), value[4:]
            if verifier.kind == WITNESS:
                said = f"cosignature/v1\ntime {int.from_bytes(value[4:12], 'big')}\n{text}".encode()
                signature = value[12:]
            try:
                Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature, said)
            except InvalidSignature:
                raise BadNote("the signature is not that of the key") from None
            return text
    raise BadNote("the key has not signed this")


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that a note's text says. Raises BadNote."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[1].isdecimal() or str(int(lines[1])) != lines[1]:
        raise BadNote("not a checkpoint")
    root = _from_base64(lines[2])
    if len(root) != 32 or not lines[0]:
        raise BadNote("not a checkpoint")
    return Checkpoint(lines[0], int(lines[1]), root)


def _to_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _from_base64(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("not base64") from None
    if _to_base64(raw) != text:
        raise BadNote("not canonical base64")
    return raw
