"""What lies on the disk after a stop: a batch that was cut off is healed and told, anything else is named and refused."""

import random
from pathlib import Path

import pytest

from access_policies.audit import AuditLog
from access_policies.audit.frames import frame_at
from access_policies.audit.segments import segments, verified
from access_policies.errors import AuditDamaged, AuditUnavailable
from tests.access_policies.audit.logs import entry, fill, read_entries
from tests.faults.tools import mended

SMALL = 32 << 10


async def _log(root: Path, name: str = "one") -> tuple[Path, list[int], bytes]:
    """A log of one segment; its file, the ends of its frames, and its used bytes."""
    log = AuditLog(root / name, segment_bytes=SMALL)
    await fill(log, 4, together=1)
    await fill(log, 3, together=3)
    log.close()
    path = segments(log.folder)[0]
    data, ends = path.read_bytes(), [0]
    while frame := frame_at(data, ends[-1]):
        ends.append(frame.end)
    return path, ends, data[: ends[-1]]


async def test_a_last_batch_cut_off_anywhere_is_cut_away_and_told(tmp_path: Path) -> None:
    path, ends, data = await _log(tmp_path / "audit")
    last = ends[-5]
    for place in [*range(last + 1, last + 90), *range(last + 90, len(data), 37), len(data) - 1]:
        path.write_bytes(data[:place].ljust(SMALL, b"\x00"))
        AuditLog(path.parent, segment_bytes=SMALL).close()
        told = read_entries(path.parent)[-1]
        assert told["kind"] == "RECOVERY", place
        assert 0 < told["detail"]["cut_bytes"] <= place - last
        assert told["index"] == 5
        assert verified(path.parent).tree.size == 6


async def test_a_last_batch_with_holes_is_cut_away(tmp_path: Path) -> None:
    path, ends, data = await _log(tmp_path / "audit")
    last = ends[-5]
    sectors = [at for at in range(last - last % 512, len(data), 512) if at + 512 <= len(data)]
    assert len(sectors) >= 3
    for at in sectors:
        torn = bytearray(data)
        torn[max(at, last) : at + 512] = bytes(at + 512 - max(at, last))
        path.write_bytes(torn.ljust(SMALL, b"\x00"))
        AuditLog(path.parent, segment_bytes=SMALL).close()
        assert verified(path.parent).tree.size == 6


async def test_a_batch_that_is_whole_is_kept(tmp_path: Path) -> None:
    path, _, data = await _log(tmp_path / "audit")
    for tail in (b"", bytes(1), bytes(5_000)):
        for later in segments(path.parent)[1:]:
            later.unlink()
        path.write_bytes(data + tail)
        AuditLog(path.parent, segment_bytes=SMALL).close()
        assert [item["kind"] for item in read_entries(path.parent)][-1] == "OPEN"
        assert verified(path.parent).tree.size == 9


async def test_any_bit_that_turns_is_named_and_the_log_stays_shut(tmp_path: Path) -> None:
    """In every batch, the last one too: what was answered is never taken for a write that was cut off."""
    path, ends, data = await _log(tmp_path / "audit")
    chance = random.Random(5)
    starts = [start + byte for start in ends[:-1] for byte in range(13)]
    bits = [(byte, chance.randrange(8)) for byte in starts + chance.sample(range(len(data)), 250)]
    for byte, bit in bits:
        spoiled = bytearray(data)
        spoiled[byte] ^= 1 << bit
        path.write_bytes(spoiled.ljust(SMALL, b"\x00"))
        at = max(n for n, end in enumerate(ends) if end <= byte)
        index = sum(data[ends[n] : ends[n] + 4] == b"KrEn" for n in range(at))
        with pytest.raises(AuditDamaged, match=f"segment {path.name}") as fault:
            AuditLog(path.parent, segment_bytes=SMALL)
        assert fault.value.index == index, (byte, bit)
        with pytest.raises(AuditDamaged):
            verified(path.parent)
    path.write_bytes(data.ljust(SMALL, b"\x00"))
    AuditLog(path.parent, segment_bytes=SMALL).close()


async def test_a_batch_with_a_later_one_behind_it_is_never_cut_away(tmp_path: Path) -> None:
    path, ends, data = await _log(tmp_path / "audit")
    for hole in ((ends[3], ends[4]), (ends[5], ends[6]), (ends[3], ends[3] + 20)):
        spoiled = bytearray(data)
        spoiled[hole[0] : hole[1]] = bytes(hole[1] - hole[0])
        path.write_bytes(spoiled.ljust(SMALL, b"\x00"))
        with pytest.raises(AuditDamaged):
            AuditLog(path.parent, segment_bytes=SMALL)


async def test_a_forged_batch_is_not_taken_for_a_cut_off_one(tmp_path: Path) -> None:
    """Whole frames with right checksums, by somebody without the key."""
    path, ends, _ = await _log(tmp_path / "audit")
    other, _, forged = await _log(tmp_path / "audit", "two")
    for start, refusal in ((ends[-5], AuditDamaged), (0, AuditUnavailable)):
        path.write_bytes((path.read_bytes()[:start] + forged[start:]).ljust(SMALL, b"\x00"))
        with pytest.raises(refusal):
            AuditLog(path.parent, segment_bytes=SMALL)
    assert verified(other.parent)


async def test_damage_in_a_segment_that_was_closed_is_named(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit" / "one", segment_bytes=SMALL)
    await fill(log, 100)
    log.close()
    path = segments(log.folder)[1]
    data = path.read_bytes()
    chance = random.Random(6)
    for byte in chance.sample(range(len(data)), 30):
        spoiled = bytearray(data)
        spoiled[byte] ^= 1
        path.write_bytes(spoiled)
        for reading in (lambda: AuditLog(log.folder, segment_bytes=SMALL), lambda: verified(log.folder)):
            with pytest.raises(AuditDamaged, match=path.name):
                reading()
    for other in (data[:-200], data + b"\x00", data[:100]):
        path.write_bytes(other)
        with pytest.raises(AuditDamaged, match=path.name):
            AuditLog(log.folder, segment_bytes=SMALL)
        with pytest.raises(AuditDamaged):
            verified(log.folder)


async def test_a_segment_whose_head_was_cut_off_is_begun_again(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit" / "one", segment_bytes=SMALL)
    await fill(log, 1)
    while len(segments(log.folder)) == 1:
        await log.append(entry())
    log.close()
    first, second = segments(log.folder)
    head = frame_at(second.read_bytes(), 0)
    assert head is not None
    size = int(second.stem)
    for kept in (0, 10, head.end - 1):
        second.write_bytes(second.read_bytes()[:kept].ljust(SMALL, b"\x00"))
        AuditLog(log.folder, segment_bytes=SMALL).close()
        assert segments(log.folder) == [first, second]
        assert verified(log.folder).tree.size == size + 1


async def test_any_byte_counts_when_the_checksum_is_made_right_again(tmp_path: Path) -> None:
    """Checkpoints too: the hash of the frame before is in every frame, and the first false link is named."""
    path, ends, data = await _log(tmp_path / "audit")
    chance = random.Random(7)
    for byte in [start + byte for start in ends[:-1] for byte in (0, *range(12, 78, 3))] + chance.sample(range(len(data)), 100):
        spoiled = bytearray(data)
        spoiled[byte] ^= 1 << chance.randrange(8)
        if (again := mended(bytes(spoiled), byte)) == data:
            continue
        path.write_bytes(again.ljust(SMALL, b"\x00"))
        with pytest.raises(AuditDamaged):
            verified(path.parent)
