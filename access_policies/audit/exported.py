"""What is on record about answers that somebody holds with their receipts. Reads only."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from access_policies.audit.frames import ENTRY
from access_policies.audit.note import BadNote
from access_policies.audit.receipts import opened_receipt
from access_policies.audit.segments import logs, settled, walk
from access_policies.audit.vouching import is_vouched

Log = tuple[dict[bytes, bytes], list[bytes]]
"""Bodies of entries by their leaf hash, and the keys of a log."""


def entries_of(root: Path, receipts: Sequence[str]) -> list[dict[str, Any]]:
    """The entry of each receipt, in their order. Raises BadNote when no log here holds one, AuditDamaged."""
    held = _logs(root, receipts)
    return [_entry(held, receipt) for receipt in receipts]


def entry_of_file(root: Path, body: bytes, receipt: str, signature: str) -> dict[str, Any]:
    """The entry of a file that is one answer, by the receipt and the signature in it.

    Raises BadNote when no log here holds the entry, or when the log that does never signed this file; AuditDamaged.
    """
    held = _logs(root, [receipt])
    entry = _entry(held, receipt)
    if not any(is_vouched(signature, body, receipt, key) for bodies, keys in held if bodies for key in keys):
        raise BadNote("the log did not sign it")
    return entry


def _logs(root: Path, receipts: Sequence[str]) -> list[Log]:
    leaves = {receipt.split(":")[1] for receipt in receipts if receipt.count(":") == 2}
    return [settled(folder, lambda path: _held(path, leaves)) for folder in logs(root)]


def _held(folder: Path, leaves: set[str]) -> Log:
    bodies: dict[bytes, bytes] = {}
    keys: dict[bytes, None] = {}
    for frame, chain in walk(folder):
        keys[chain.key.public] = None
        if frame.magic == ENTRY and frame.hash.hex() in leaves:
            bodies[frame.hash] = frame.body
    return bodies, list(keys)


def _entry(held: Sequence[Log], receipt: str) -> dict[str, Any]:
    for bodies, keys in held:
        for key in keys:
            try:
                id_, leaf = opened_receipt(receipt, key)
            except BadNote:
                continue
            if leaf in bodies and (entry := orjson.loads(bodies[leaf]))["receipt"] == id_:
                return dict(entry)
    raise BadNote("no log here holds the entry of a receipt")
