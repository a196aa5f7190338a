"""The overseer's tool as a module, and somebody with the disk and without the key."""

import base64
import importlib.util
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from access_policies.audit.frames import CHECKPOINT, ENTRY, HEAD, Frame, entry_frame, frame_at, text_frame
from access_policies.audit.tree import Tree

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify_audit.py"
_SPEC = importlib.util.spec_from_file_location("verify_audit", TOOL)
assert _SPEC is not None
assert _SPEC.loader is not None
verify_audit: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(verify_audit)


def faults(
    root: Path, notes: list[str] | None = None, receipts: list[str] | None = None, keys: list[str] | None = None
) -> list[str]:
    """What the tool finds."""
    given = [verify_audit.Key(key) for key in keys or []]
    return told(verify_audit.check_folder(root, given, notes or [], receipts or [], []))


def told(check: Iterator[str]) -> list[str]:
    """The faults of a check, the one that ends it too."""
    found: list[str] = []
    try:
        found.extend(check)
    except (verify_audit.Fault, ValueError) as fault:
        found.append(str(fault))
    return found


def frames(data: bytes) -> list[Frame]:
    """The frames of a segment."""
    found: list[Frame] = []
    while frame := frame_at(data, found[-1].end if found else 0):
        found.append(frame)
    return found


def mended(data: bytes, place: int) -> bytes:
    """The data with the checksum of the frame around a place made right again, where that can be done."""
    start = max(data.rfind(magic, 0, place + 4) for magic in (ENTRY, CHECKPOINT, HEAD))
    if start < 0:
        return data
    length = int.from_bytes(data[start + 4 : start + 8], "big")
    rest = data[start + 12 : start + 12 + length]
    checksum = zlib.crc32(rest, zlib.crc32(data[start : start + 8]))
    return data[: start + 8] + checksum.to_bytes(4, "big") + data[start + 12 :]


def forged(data: bytes, change: Any, resign: Any) -> bytes:
    """A whole segment written anew after a change of its list of frames: checksums, chain, indexes and roots all fit again.

    `resign(text, note)` makes the note of a checkpoint: what somebody can do who has the disk, or a key of their own.
    """
    tree, last, parts = Tree(), bytes(32), []
    for frame in change(frames(data)):
        if frame.magic == ENTRY:
            salt = data[frame.start + 12 : frame.start + 28]
            part, last = entry_frame(salt, tree.size, frame.written, frame.clock, last, frame.body)
            tree.append(last)
        else:
            text = frame.body.decode()
            if frame.magic == CHECKPOINT:
                text = resign(_checkpoint_text(text.split("\n")[0], tree), text)
            part, last = text_frame(frame.magic, last, text)
        parts.append(part)
    return b"".join(parts)


def _checkpoint_text(origin: str, tree: Tree) -> str:
    """The text of a checkpoint over a tree."""
    return f"{origin}\n{tree.size}\n{base64.b64encode(tree.root()).decode()}\n"
