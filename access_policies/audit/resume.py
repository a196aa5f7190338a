"""Where a log goes on after a stop: telling a batch that was cut off, which answered nobody, from any other damage."""

from dataclasses import dataclass
from pathlib import Path

from access_policies.audit.chain import Broken, Chain
from access_policies.audit.frames import CHECKPOINT, HEAD, PREFIX, Torn, frame_at
from access_policies.audit.segments import follow
from access_policies.errors import AuditDamaged

SECTOR = 512
"""What most disks write whole or not at all; smaller tears are recognised too, by the zeroes up to a sector's end."""
_ZEROES = bytes(8)


@dataclass(frozen=True, slots=True)
class Resumed:
    """The chain after the last whole batch, where that ends, and how many bytes of a batch were cut off behind it."""

    chain: Chain
    end: int
    cut: int


def resume(path: Path) -> Resumed | int:
    """Read the last segment; the number of bytes cut off when not even its head was written whole. Raises AuditDamaged."""
    data = path.read_bytes()
    end, chain, fault = 0, None, None
    try:
        for frame, after in follow(path, data):
            if frame.magic in (CHECKPOINT, HEAD):
                end, chain = frame.end, after.copy()
        if chain:
            chain.prove()
    except AuditDamaged as found:
        fault = found
    except Broken as found:
        fault = AuditDamaged(path.parent.name, path.name, int(path.stem), 0, str(found))
        end = -1
    used = len(data.rstrip(b"\x00"))
    if end < 0 or (used > end and not _is_cut_off(data, end, used)):
        raise fault or AuditDamaged(
            path.parent.name, path.name, chain.tree.size if chain else 0, end, "entries without a checkpoint"
        )
    cut = max(0, used - end)
    return Resumed(chain, end, cut) if chain else cut


def _is_cut_off(data: bytes, end: int, used: int) -> bool:
    """True when what follows the last whole batch is one batch of which parts never reached the disk.

    Parts that did not arrive read as zeroes, since a segment is made of them; and only one batch is ever under way. So a whole
    checkpoint with more behind it, or a batch without a hole, means that something else happened.
    """
    sealed = False
    place = data.find(CHECKPOINT, end, used)
    while place >= 0:
        if sealing := _whole(data, place):
            if used > sealing:
                return False
            sealed = True
        place = data.find(CHECKPOINT, place + 1, used)
    return _has_hole(data, end, used) or (not sealed and _ends_early(data, end, used))


def _whole(data: bytes, place: int) -> int:
    """The end of the frame that starts at a place; 0 when there is none."""
    try:
        frame = frame_at(data, place)
    except Torn:
        return 0
    return frame.end if frame else 0


def _has_hole(data: bytes, end: int, used: int) -> bool:
    sectors = range(end - end % SECTOR, used - SECTOR + 1, SECTOR)
    return any(data[max(end, at) : at + SECTOR].endswith(_ZEROES) for at in sectors)


def _ends_early(data: bytes, place: int, used: int) -> bool:
    """True when the last frame is not all there, or no checkpoint follows it. One that fits at another length is all there."""
    while place < used:
        if not (after := _whole(data, place)):
            magic, length = data[place : place + 4], used - place - PREFIX.size
            said = int.from_bytes(data[place + 4 : place + 8], "big")
            mended = magic + length.to_bytes(4, "big") + data[place + 8 : used] if length >= 0 else b""
            return said > length and not (mended and _whole(mended, 0))
        place = after
    return True
