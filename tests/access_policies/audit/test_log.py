"""The log: on disk before the receipt, one batch at a time, nobody else's business in a receipt, and an end to it on any failure."""

import asyncio
import errno
import json
import os
import re
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from access_policies.audit import AuditLog, Kind
from access_policies.audit.segments import follow, segments, verified
from access_policies.errors import AuditDamaged, AuditUnavailable
from tests.access_policies.audit.disks import FailingDisk
from tests.access_policies.audit.logs import entry, fill, read_entries


async def test_every_receipt_names_an_entry_that_is_on_disk(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit" / "one")
    receipts = await fill(log, 100)
    known = {item["receipt"]: item["hash"] for item in read_entries(log.folder)}
    assert [receipt.split(":")[1] for receipt in receipts] == [known[receipt.split(":")[0]] for receipt in receipts]
    log.close()


async def test_entries_that_arrive_together_share_a_flush(tmp_path: Path) -> None:
    disk = FailingDisk()
    log = AuditLog(tmp_path / "audit" / "one", disk=disk)
    before = disk.synced
    await fill(log, 64, together=64)
    assert disk.synced - before <= 2
    assert verified(log.folder).tree.size == 65
    log.close()


async def test_a_log_goes_on_where_it_ended_and_says_when_it_was_opened(tmp_path: Path) -> None:
    for _ in range(3):
        log = AuditLog(tmp_path / "audit" / "one")
        await fill(log, 3)
        log.close()
    entries = read_entries(tmp_path / "audit" / "one")
    assert [item["index"] for item in entries] == list(range(12))
    assert [item["kind"] for item in entries] == ["OPEN", "READ", "READ", "READ"] * 3
    assert verified(tmp_path / "audit" / "one").origin == log.origin


async def test_a_log_of_many_segments_is_read_whole(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit" / "one", segment_bytes=32 << 10)
    await fill(log, 300)
    assert len(segments(log.folder)) > 5
    assert verified(log.folder).tree.size == 301
    log.close()
    log = AuditLog(tmp_path / "audit" / "one", segment_bytes=32 << 10)
    await fill(log, 20)
    assert [item["index"] for item in read_entries(log.folder)] == list(range(322))
    log.close()


async def test_an_entry_larger_than_a_segment_finds_room(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit" / "one", segment_bytes=16 << 10)
    for _ in range(2):
        await log.append(entry(detail={"records": ["x" * 100] * 2_000}))
        await log.append(entry())
    assert verified(log.folder).tree.size == 5
    log.close()


async def test_receipts_are_random_and_of_one_form(tmp_path: Path) -> None:
    """Nothing in it counts: not of its own log, and not of another that has seen more."""
    quiet, busy = AuditLog(tmp_path / "audit" / "quiet"), AuditLog(tmp_path / "audit" / "busy")
    await fill(busy, 200)
    same = entry("0" * 32)
    receipts = [await log.append(same) for log in (quiet, busy, quiet, busy)]
    assert len({part for receipt in receipts for part in receipt.split(":")}) == 12
    assert all(re.fullmatch("[0-9a-f]{32}:[0-9a-f]{64}:[A-Za-z0-9_-]{343}", receipt) for receipt in receipts)
    quiet.close()
    busy.close()


async def test_two_logs_never_share_a_folder(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit" / "one")
    with pytest.raises(AuditUnavailable, match="in use by another process"):
        AuditLog(tmp_path / "audit" / "one")
    code = f"from pathlib import Path; from access_policies.audit import AuditLog; AuditLog(Path({str(log.folder)!r}))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "in use by another process" in other.stderr
    log.close()
    AuditLog(tmp_path / "audit" / "one").close()


def test_keys_and_logs_are_their_owners_only_and_lie_apart(tmp_path: Path) -> None:
    AuditLog(tmp_path / "audit" / "one").close()
    key = tmp_path / "audit-keys" / "one.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    for path in (tmp_path / "audit", tmp_path / "audit" / "one", key.parent):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "audit" / "one").iterdir()} == {0o600}
    assert key.read_bytes()[30:60] not in b"".join(path.read_bytes() for path in (tmp_path / "audit" / "one").iterdir())


def test_a_log_without_its_key_or_with_another_is_not_opened(tmp_path: Path) -> None:
    AuditLog(tmp_path / "audit" / "one").close()
    AuditLog(tmp_path / "audit" / "two").close()
    key = tmp_path / "audit-keys" / "one.pem"
    key.write_bytes((tmp_path / "audit-keys" / "two.pem").read_bytes())
    with pytest.raises(AuditUnavailable, match="not the key of the log"):
        AuditLog(tmp_path / "audit" / "one")
    key.unlink()
    with pytest.raises(AuditUnavailable, match="missing"):
        AuditLog(tmp_path / "audit" / "one")
    assert not key.exists()


async def test_a_key_that_takes_over_is_signed_by_both_and_the_log_goes_on(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit" / "one", segment_bytes=32 << 10)
    await fill(log, 5)
    before = (tmp_path / "audit-keys" / "one.pem").read_bytes()
    for _ in range(2):
        await log.change_key()
        await fill(log, 60)
    assert (tmp_path / "audit-keys" / "one.pem").read_bytes() != before
    log.close()
    log = AuditLog(tmp_path / "audit" / "one", segment_bytes=32 << 10)
    await fill(log, 5)
    changes = [item for item in read_entries(log.folder) if item["kind"] == "KEY_CHANGE"]
    assert [sorted(change["detail"]) for change in changes] == [["by_new", "by_old", "new", "old"]] * 2
    assert changes[0]["detail"]["new"] == changes[1]["detail"]["old"]
    log.close()


@pytest.mark.parametrize("entered", [True, False])
async def test_a_change_of_key_that_was_cut_off_is_finished_or_undone(tmp_path: Path, entered: bool) -> None:
    disk = FailingDisk()
    log = AuditLog(tmp_path / "audit" / "one", disk=disk)
    key, fresh = tmp_path / "audit-keys" / "one.pem", tmp_path / "audit-keys" / "one.pem.next"
    old = key.read_bytes()
    if entered:
        await log.change_key()
        fresh.write_bytes(key.read_bytes())
        key.write_bytes(old)
    else:
        disk.fails_at = "write"
        with pytest.raises(AuditUnavailable):
            await log.change_key()
        assert fresh.exists()
    log.close()
    log = AuditLog(tmp_path / "audit" / "one")
    await fill(log, 2)
    log.close()
    assert not fresh.exists()
    assert (key.read_bytes() == old) is not entered
    assert verified(log.folder)


@pytest.mark.parametrize("step", ["write", "sync"])
@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, errno.EROFS])
async def test_a_write_that_fails_ends_the_log_and_is_never_tried_again(tmp_path: Path, step: str, error: int) -> None:
    disk, causes = FailingDisk(error), []
    log = AuditLog(tmp_path / "audit" / "one", disk=disk, on_failure=causes.append)
    await fill(log, 5)
    disk.fails_at = step
    outcomes = await asyncio.gather(*(log.append(entry()) for _ in range(40)), return_exceptions=True)
    assert all(isinstance(outcome, AuditUnavailable) for outcome in outcomes)
    disk.fails_at = ""
    with pytest.raises(AuditUnavailable):
        await log.append(entry())
    with pytest.raises(AuditUnavailable):
        await log.change_key()
    assert (disk.failed, len(causes), log.is_writable) == (1, 1, False)
    assert os.strerror(error) in causes[0]
    log.close()
    log = AuditLog(tmp_path / "audit" / "one")
    await fill(log, 1)
    assert verified(log.folder)
    log.close()


async def test_a_disk_that_does_not_answer_is_a_disk_that_failed(tmp_path: Path) -> None:
    disk = FailingDisk()
    log = AuditLog(tmp_path / "audit" / "one", disk=disk, deadline=0.2)
    await fill(log, 5)
    disk.hangs_at = "sync"
    outcomes = await asyncio.gather(*(log.append(entry()) for _ in range(5)), return_exceptions=True)
    assert all(isinstance(outcome, AuditUnavailable) for outcome in outcomes)
    disk.released.set()
    with pytest.raises(AuditUnavailable):
        await log.append(entry())
    log.close()


async def test_a_full_disk_still_gets_its_entry(tmp_path: Path) -> None:
    disk = FailingDisk(errno.ENOSPC)
    log = AuditLog(tmp_path / "audit" / "one", disk=disk, segment_bytes=32 << 10)
    disk.fails_at = "create"
    with pytest.raises(AuditUnavailable):
        await fill(log, 200, together=1)
    log.close()
    entries = read_entries(log.folder)
    assert entries[-1]["kind"] == "FAILURE"
    assert entries[-1]["detail"] == {"cause": os.strerror(errno.ENOSPC)}
    with pytest.raises(AuditUnavailable, match="cannot be written"):
        AuditLog(log.folder, disk=disk, segment_bytes=32 << 10)
    log = AuditLog(log.folder, segment_bytes=32 << 10)
    await fill(log, 50)
    assert verified(log.folder)
    log.close()


async def test_the_order_is_that_of_the_index_when_the_clock_runs_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = AuditLog(tmp_path / "audit" / "one")
    await fill(log, 2)
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now - 3_600_000_000_000)
    await fill(log, 2)
    monkeypatch.undo()
    await fill(log, 2)
    log.close()
    path = segments(log.folder)[0]
    stamps = [(frame.clock, frame.written) for frame, _ in follow(path, path.read_bytes()) if frame.magic == b"KrEn"]
    assert [clock for clock, _ in stamps] == [0, 0, 0, 1, 1, 0, 0]
    assert [written for _, written in stamps] == sorted(written for _, written in stamps)


@pytest.mark.parametrize("name", ["with space", "plus+plus", "..", "-x"])
def test_a_name_that_cannot_be_an_origin_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(AuditUnavailable):
        AuditLog(tmp_path / "audit" / name)


async def test_no_content_can_be_told_from_an_entry(tmp_path: Path) -> None:
    log, other = AuditLog(tmp_path / "audit" / "one"), AuditLog(tmp_path / "audit" / "two")
    assert log.keyed_hash(b"Emmerpad") == log.keyed_hash(b"Emmerpad") != other.keyed_hash(b"Emmerpad")
    payload = json.loads(entry(kind=Kind.READ).payload("r"))
    assert payload["receipt"] == "r"
    log.close()
    other.close()


async def test_a_missing_segment_is_named(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit" / "one", segment_bytes=32 << 10)
    await fill(log, 200)
    log.close()
    for place in (0, 2):
        path = segments(log.folder)[place]
        kept = path.read_bytes()
        path.unlink()
        with pytest.raises(AuditDamaged):
            AuditLog(log.folder)
        with pytest.raises(AuditDamaged):
            verified(log.folder)
        path.write_bytes(kept)
