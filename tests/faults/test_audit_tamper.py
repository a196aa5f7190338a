"""tools/verify_audit.py finds every change of every byte: flipped, removed, inserted, moved, cut off, forged, forked, left out."""

import random
import re
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from access_policies.audit import AuditLog
from access_policies.audit.frames import CHECKPOINT, ENTRY, Frame
from access_policies.audit.note import signed
from access_policies.audit.segments import segments, verified
from tests.access_policies.audit.logs import entry, fill
from tests.faults.tools import faults, forged, frames, mended

SMALL = 24 << 10


@dataclass
class Case:
    """A log that may be spoiled: its root, its only or one of its segments, and what that held."""

    root: Path
    path: Path
    data: bytes
    receipts: list[str]
    note: str
    key: str

    def spoil(self, data: bytes) -> list[str]:
        """What the tool says of other bytes; the log is as it was afterwards."""
        self.path.write_bytes(data)
        try:
            return faults(self.root, [self.note], self.receipts, [self.key])
        finally:
            self.path.write_bytes(self.data)


async def _case(root: Path, count: int, together: int, place: int, segment_bytes: int) -> Case:
    log = AuditLog(root / "one", segment_bytes=segment_bytes)
    receipts = await fill(log, count, together)
    log.close()
    chain = verified(log.folder)
    path = segments(log.folder)[place]
    return Case(root, path, path.read_bytes(), receipts, chain.checkpoint, str(chain.key))


@pytest.fixture
async def small(tmp_path: Path) -> Case:
    """Eight entries in five batches, one of them a change of key; one segment."""
    log = AuditLog(tmp_path / "audit" / "one", segment_bytes=SMALL)
    receipts = await fill(log, 3, together=1)
    await log.change_key()
    receipts += await fill(log, 3, together=3)
    log.close()
    chain = verified(log.folder)
    path = segments(log.folder)[0]
    return Case(log.folder.parent, path, path.read_bytes(), receipts[:1], chain.checkpoint, str(chain.key))


@pytest.fixture(scope="module")
async def large(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """10,000 entries in many segments; one in the middle is spoiled."""
    case = await _case(tmp_path_factory.mktemp("large") / "audit", 10_000, 64, 1, 512 << 10)
    case.receipts = case.receipts[-20:]
    return case


def _bytes(case: Case) -> list[int]:
    """Every byte of the first 90 of each frame and of its last 30, and each fifth of the others."""
    return [
        place
        for frame in frames(case.data)
        for place in range(frame.start, frame.end)
        if place < frame.start + 90 or place >= frame.end - 30 or place % 5 == 0
    ]


def _entry_at(case: Case, place: int) -> int:
    """The index of the entry that holds a byte, or of the next one."""
    first = int(case.path.stem)
    return first + sum(frame.magic == ENTRY for frame in frames(case.data) if frame.end <= place)


def _named(found: list[str]) -> int:
    named = re.search(r"entry (\d+):", found[0])
    assert named, found
    return int(named[1])


async def test_a_log_that_nobody_touched_is_intact(small: Case, large: Case) -> None:
    for case in (small, large):
        assert case.spoil(case.data) == []


async def test_every_byte_of_every_part_counts(small: Case) -> None:
    """Header, checksum, salt, stamp, payload, checkpoint, signature, head: one bit of each byte, named by entry."""
    chance = random.Random(1)
    for place in _bytes(small):
        spoiled = bytearray(small.data)
        spoiled[place] ^= 1 << chance.randrange(8)
        found = small.spoil(bytes(spoiled))
        assert found, place
        assert _named(found) == _entry_at(small, place), (place, found)


async def test_every_byte_counts_when_the_checksum_is_made_right_again(small: Case) -> None:
    chance = random.Random(2)
    for place in _bytes(small):
        spoiled = bytearray(small.data)
        spoiled[place] ^= 1 << chance.randrange(8)
        if (again := mended(bytes(spoiled), place)) == small.data:
            continue
        found = small.spoil(again)
        assert found, place
        assert _named(found) in (_entry_at(small, place), _entry_at(small, place) + 1), (place, found)


async def test_single_bits_of_a_long_log(large: Case) -> None:
    chance = random.Random(3)
    used = len(large.data.rstrip(b"\x00"))
    for place in chance.sample(range(used), 100):
        spoiled = bytearray(large.data)
        spoiled[place] ^= 1 << chance.randrange(8)
        found = large.spoil(bytes(spoiled))
        assert found, place
        assert _named(found) == _entry_at(large, place)


def _without(at: int) -> object:
    return lambda all_: all_[:at] + all_[at + 1 :]


def _swapped(at: int) -> object:
    return lambda all_: [*all_[:at], all_[at + 1], all_[at], *all_[at + 2 :]]


def _doubled(at: int) -> object:
    return lambda all_: [*all_[: at + 1], *all_[at:]]


def _renamed(at: int) -> object:
    return lambda all_: [*all_[:at], replace(all_[at], body=all_[at].body.replace(b"u-noor", b"u-bram")), *all_[at + 1 :]]


def _raw(data: bytes, order: list[Frame]) -> bytes:
    """The frames in another order, byte for byte as they were."""
    return b"".join(data[frame.start : frame.end] for frame in order)


@pytest.mark.parametrize("change", [_without, _swapped, _doubled])
async def test_entries_taken_out_moved_or_put_in(large: Case, change: object) -> None:
    chance = random.Random(4)
    all_ = frames(large.data)
    places = [n for n, frame in enumerate(all_[:-1]) if frame.magic == ENTRY and all_[n + 1].magic == ENTRY]
    for at in chance.sample(places, 12):
        found = large.spoil(_raw(large.data, change(at)(all_)).ljust(len(large.data), b"\x00"))  # type: ignore[operator]  # a change of a list
        assert found
        assert _named(found) in range(all_[at].index, all_[at].index + 3)


@pytest.mark.parametrize("change", [_without, _swapped, _doubled, _renamed])
async def test_history_written_anew_by_somebody_without_the_key(tmp_path: Path, change: object) -> None:
    """Checksums, chain, indexes and roots fit; checkpoints are kept, or changed under the old signature or another key."""
    case = await _case(tmp_path / "audit", 40, 5, 0, 1 << 20)
    all_ = frames(case.data)
    other, origin = Ed25519PrivateKey.generate(), case.note.split("\n")[0]
    ways = (
        lambda _, note: note,
        lambda text, note: text + note[note.index("\n\n") + 1 :],
        lambda text, note: note if note.startswith(text) else signed(text, origin, other),
    )
    entries = [n for n, frame in enumerate(all_[:-1]) if frame.magic == ENTRY and all_[n + 1].magic == ENTRY and n > 2]
    for at in entries[::5]:
        for resign in ways:
            spoiled = forged(case.data, change(at), resign)
            case.path.write_bytes(spoiled)
            found = faults(case.root, [], [], [case.key])
            assert found, at
            assert all_[at].index - 6 <= _named(found) <= all_[at].index + 8
    case.path.write_bytes(case.data)


async def test_a_log_cut_off_anywhere(large: Case) -> None:
    chance = random.Random(5)
    all_ = frames(large.data)
    ends = [frame.end for frame in all_ if frame.magic == CHECKPOINT]
    for place in [*chance.sample(range(len(large.data)), 20), *chance.sample(ends, 5)]:
        assert large.spoil(large.data[:place])
    for path in segments(large.path.parent)[::8]:
        whole = path.read_bytes()
        path.unlink()
        assert faults(large.root, [large.note]) != []
        path.write_bytes(whole)


async def test_a_log_cut_off_after_a_whole_batch_is_told_by_what_was_seen_before(tmp_path: Path) -> None:
    """Nothing in the log itself can tell: an earlier checkpoint does, and so do receipts."""
    case = await _case(tmp_path / "audit", 40, 5, 0, 1 << 20)
    sealed = [frame for frame in frames(case.data) if frame.magic == CHECKPOINT]
    assert len(sealed) == 9
    for frame in sealed[:-1]:
        case.path.write_bytes(case.data[: frame.end].ljust(len(case.data), b"\x00"))
        assert faults(case.root, [], [], [case.key]) == []
        assert "entries are missing at the end" in faults(case.root, [case.note], [], [case.key])[0]
        assert "left out" in faults(case.root, [], case.receipts, [case.key])[0]


async def test_another_history_under_the_same_key(tmp_path: Path) -> None:
    """Somebody with the key writes the log anew: it is sound, and only an earlier checkpoint or a receipt tells."""
    case = await _case(tmp_path / "audit", 30, 4, 0, SMALL)
    earlier = case.note
    for path in case.path.parent.iterdir():
        path.unlink()
    log = AuditLog(tmp_path / "audit" / "one", segment_bytes=SMALL)
    await fill(log, 40, 4)
    log.close()
    assert faults(case.root, [], [], [case.key]) == []
    assert any("another history" in found for found in faults(case.root, [earlier], [], [case.key]))
    assert sum("left out" in found for found in faults(case.root, [], case.receipts, [case.key])) == 30


async def test_an_entry_left_out_is_told_by_its_receipt_and_a_made_up_receipt_by_its_signature(tmp_path: Path) -> None:
    one = await _case(tmp_path / "audit", 5, 1, 0, SMALL)
    other = await _case(tmp_path / "elsewhere", 5, 1, 0, SMALL)
    assert faults(one.root, [], one.receipts) == []
    found = faults(one.root, [], other.receipts[:1])
    assert found
    assert "none of these logs has signed it" in found[0]
    assert "no receipt" in faults(one.root, [], ["rubbish"])[0]


async def test_a_log_of_another_key_or_none_is_told(tmp_path: Path) -> None:
    one = await _case(tmp_path / "audit", 5, 1, 0, SMALL)
    other = await _case(tmp_path / "elsewhere", 5, 1, 0, SMALL)
    assert any("none of the keys" in found for found in faults(one.root, [], [], [other.key]))
    assert any("no log of this key" in found for found in faults(one.root, [], [], [one.key, other.key]))
    assert faults(one.root, [other.note]) != []


async def test_the_earlier_checkpoint_itself_is_checked(tmp_path: Path) -> None:
    case = await _case(tmp_path / "audit", 9, 3, 0, SMALL)
    for place in range(0, len(case.note.encode()), 5):
        spoiled = bytearray(case.note.encode())
        spoiled[place] ^= 2
        try:
            text = spoiled.decode()
        except UnicodeDecodeError:
            continue
        assert faults(case.root, [text]), place


async def test_time_that_runs_back_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By somebody with the key, too: the order of the index is the order of time."""
    log = AuditLog(tmp_path / "audit" / "one", segment_bytes=SMALL)
    await fill(log, 3, 1)
    log._writer.chain.written -= 10**18
    monkeypatch.setattr(time, "time_ns", lambda: log._writer.chain.written)
    await log.append(entry())
    log.close()
    assert "time lies before" in faults(tmp_path / "audit")[0]
