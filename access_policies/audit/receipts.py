"""Receipts: what whoever asked takes home, signed, and telling nothing about anybody else (docs/decisions/0036).

One signature serves a batch, over a tree of a fixed number of slots. Places in it are drawn at random and slots without an entry
hold random bytes, so a receipt looks the same whether its entry went alone or with sixty others.
"""

import base64
import binascii
import os
from collections.abc import Sequence
from hashlib import sha256
from random import SystemRandom

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from access_policies.audit.note import BadNote
from access_policies.audit.tree import node_hash

LEVELS = 6
SLOTS = 1 << LEVELS
_CHANCE = SystemRandom()


def receipts(key: Ed25519PrivateKey, entries: Sequence[tuple[str, bytes]]) -> list[str]:
    """A receipt for each (id, leaf hash) that is on disk, in their order."""
    found: list[str] = []
    for start in range(0, len(entries), SLOTS):
        found += _receipts(key, entries[start : start + SLOTS])
    return found


def _receipts(key: Ed25519PrivateKey, entries: Sequence[tuple[str, bytes]]) -> list[str]:
    noise = os.urandom(32 * SLOTS)
    level = [noise[at : at + 32] for at in range(0, len(noise), 32)]
    places = _CHANCE.sample(range(SLOTS), len(entries))
    for place, (id_, leaf) in zip(places, entries, strict=True):
        level[place] = _slot(id_, leaf)
    levels = [level]
    while len(level) > 1:
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level), 2)]
        levels.append(level)
    signature = key.sign(_said(level[0]))
    found = []
    for place, (id_, leaf) in zip(places, entries, strict=True):
        path = b"".join(levels[height][(place >> height) ^ 1] for height in range(LEVELS))
        proof = base64.urlsafe_b64encode(bytes([place]) + path + signature).decode().rstrip("=")
        found.append(f"{id_}:{leaf.hex()}:{proof}")
    return found


def opened_receipt(receipt: str, public: bytes) -> tuple[str, bytes]:
    """The id and the leaf hash that a key of a log has signed for. Raises BadNote."""
    try:
        id_, leaf_text, proof_text = receipt.strip().split(":")
        leaf, proof = bytes.fromhex(leaf_text), base64.urlsafe_b64decode(proof_text + "=" * (-len(proof_text) % 4))
    except (ValueError, binascii.Error):
        raise BadNote("not a receipt") from None
    if (
        proof_text != base64.urlsafe_b64encode(proof).decode().rstrip("=")
        or len(leaf) != 32
        or len(proof) != 1 + 32 * LEVELS + 64
        or proof[0] >= SLOTS
    ):
        raise BadNote("not a receipt")
    root = _slot(id_, leaf)
    for height in range(LEVELS):
        step = proof[1 + 32 * height : 33 + 32 * height]
        root = node_hash(step, root) if proof[0] >> height & 1 else node_hash(root, step)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(proof[-64:], _said(root))
    except InvalidSignature:
        raise BadNote("the receipt was not signed by this key") from None
    return id_, leaf


def _slot(id_: str, leaf: bytes) -> bytes:
    return sha256(b"\x00" + id_.encode() + leaf).digest()


def _said(root: bytes) -> bytes:
    return f"kring receipts\n{base64.b64encode(root).decode()}\n".encode()
