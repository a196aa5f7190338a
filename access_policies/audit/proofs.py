"""Proofs made from the logs: that a receipt's entry is there, and that a later checkpoint extends an earlier one. Reads only."""

import base64
import re
from dataclasses import dataclass
from pathlib import Path

from access_policies.audit.chain import Chain
from access_policies.audit.frames import ENTRY
from access_policies.audit.note import BadNote, body_of, parse_checkpoint
from access_policies.audit.receipts import opened_receipt
from access_policies.audit.segments import logs, settled, walk
from access_policies.audit.tree import Grown

_REQUEST = re.compile(r"old ([0-9]+)\n((?:[A-Za-z0-9+/=]+\n)*)\n(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That an entry stands in a log: its index, the hashes from its leaf to the root, and the checkpoint that holds the root."""

    receipt: str
    origin: str
    index: int
    proof: list[str]
    checkpoint: str


def prove_receipt(root: Path, receipt: str, note: str = "") -> Inclusion:
    """The proof for a receipt, to the last checkpoint or to one that somebody holds.

    Raises BadNote when no log signed the receipt, or one did and its entry is not there, or is not under that checkpoint;
    AuditDamaged.
    """
    signers = []
    for folder in logs(root):
        leaves, keys, chain = settled(folder, _grown)
        leaf = next((leaf for key in keys if (leaf := _leaf(receipt, key))), b"")
        if leaf in leaves:
            return _inclusion(receipt, leaves, leaves.index(leaf), chain.origin, note or chain.checkpoint)
        signers += [chain.origin] if leaf else []
    raise BadNote(f"{signers[0]} signed this receipt and does not hold its entry" if signers else "no log here signed this receipt")


def _inclusion(receipt: str, leaves: list[bytes], index: int, origin: str, note: str) -> Inclusion:
    tree, said = Grown(leaves), parse_checkpoint(body_of(note))
    if said.origin != origin or said.size > tree.size or tree.root(said.size) != said.root:
        raise BadNote("the checkpoint is of another log, or of another history of this one")
    if index >= said.size:
        raise BadNote("the entry is younger than the checkpoint")
    return Inclusion(receipt, origin, index, [_text(step) for step in tree.inclusion(index, said.size)], note)


def prove_entry(root: Path, receipt: str, note: str = "") -> tuple[Inclusion, str]:
    """The same, with what the leaf is the hash of (base64): so what the entry says can be read. Raises as `prove_receipt`."""
    proof = prove_receipt(root, receipt, note)
    for folder in logs(root):
        if (found := settled(folder, lambda path: _sealed(path, proof))) is not None:
            return proof, _text(found)
    raise BadNote("the entry of this receipt is gone")


def growth_request(folder: Path, old: int) -> str:
    """What a witness is asked (C2SP tlog-witness): the size that it knows, the proof from there, and the checkpoint now.

    Raises ValueError for a size that the log has not reached, AuditDamaged.
    """
    leaves, _, chain = settled(folder, _grown)
    proof = [f"{_text(step)}\n" for step in Grown(leaves).consistency(old)] if old else []
    return f"old {old}\n{''.join(proof)}\n{chain.checkpoint}"


def parse_request(text: str) -> tuple[int, list[bytes], str]:
    """(size known, proof, checkpoint). Raises BadNote."""
    if not (found := _REQUEST.fullmatch(text)):
        raise BadNote("not a request to a witness")
    return int(found[1]), [base64.b64decode(line) for line in found[2].split()], found[3]


def _grown(folder: Path) -> tuple[list[bytes], list[bytes], Chain]:
    """Leaves of a log, its keys from the first to the last, and the chain at its end."""
    leaves, keys, last = [], [], None
    for frame, chain in walk(folder):
        last = chain
        if chain.key.public not in keys:
            keys.append(chain.key.public)
        if frame.magic == ENTRY:
            leaves.append(frame.hash)
    assert last is not None
    return leaves, keys, last


def _sealed(folder: Path, proof: Inclusion) -> bytes | None:
    """The entry that a proof is about; None in another log."""
    for frame, chain in walk(folder):
        if chain.origin != proof.origin:
            return None
        if frame.magic == ENTRY and frame.index == proof.index:
            return frame.sealed
    return None


def _leaf(receipt: str, key: bytes) -> bytes:
    try:
        return opened_receipt(receipt, key)[1]
    except BadNote:
        return b""


def _text(step: bytes) -> str:
    return base64.b64encode(step).decode()
