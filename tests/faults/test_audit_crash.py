"""F1-F3, F12 of reliability.md 2.3 for the audit log: whatever ends the process or the machine, every receipt has its entry.

`KRING_CRASH_CYCLES` sets how often; 100 unless told, 1,000 before a release.
"""

import asyncio
import errno
import multiprocessing
import os
import random
import subprocess
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from access_policies.audit import AuditLog
from access_policies.audit.disk import Disk
from access_policies.audit.segments import verified
from access_policies.errors import AuditUnavailable
from tests.access_policies.audit.disks import CrashDisk
from tests.access_policies.audit.logs import entry, fill, read_entries

CYCLES = int(os.environ.get("KRING_CRASH_CYCLES", "100"))
SMALL = 48 << 10


class Stopped(OSError):
    """The machine stopped here."""


class StoppingDisk(CrashDisk):
    """Stops the machine at a chosen step: before a sync, between its write and its end, or in the making of a segment."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self._left = step

    def create(self, path: Path, size: int) -> None:
        self._tick()
        super().create(path, size)

    def write(self, handle: int, data: bytes, at: int) -> None:
        self._tick()
        super().write(handle, data, at)
        self._tick()

    def sync(self, handle: int) -> None:
        self._tick()
        super().sync(handle)

    def rename(self, old: Path, new: Path) -> None:
        self._tick()
        super().rename(old, new)

    def cut(self, path: Path, size: int) -> None:
        self._tick()
        super().cut(path, size)

    def _tick(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Stopped(errno.EIO, "the machine stopped")


async def _live(folder: Path, disk: StoppingDisk, chance: random.Random, receipts: list[str]) -> None:
    """Serve until the machine stops."""
    log = None
    try:
        log = AuditLog(folder, disk=disk, segment_bytes=SMALL)
        while True:
            batch = [log.append(entry()) for _ in range(chance.choice((1, 1, 2, 8, 20)))]
            outcomes = await asyncio.gather(*batch, return_exceptions=True)
            receipts += [outcome for outcome in outcomes if isinstance(outcome, str)]
            if not log.is_writable:
                return
    except AuditUnavailable:
        return
    finally:
        if log is not None:
            log.close()


async def test_no_receipt_is_lost_when_unsynced_writes_are_lost_torn_and_reordered(tmp_path: Path) -> None:
    chance = random.Random(20260316)
    folder, receipts, lost = tmp_path / "audit" / "one", [], 0
    for _ in range(max(CYCLES, 100)):
        disk = StoppingDisk(chance.randrange(3, 60))
        await _live(folder, disk, chance, receipts)
        lost += disk.crash(chance)
        if chance.random() < 0.2 and (folder / "lock").exists():
            AuditLog(folder, segment_bytes=SMALL).close()
            chain = verified(folder)
            assert chain.tree.size >= len(receipts)
    AuditLog(folder, segment_bytes=SMALL).close()
    known = {item["receipt"]: item["hash"] for item in read_entries(folder)}
    assert len(receipts) > 5 * CYCLES
    assert lost > CYCLES // 3
    assert all(known.get(receipt.split(":")[0]) == receipt.split(":")[1] for receipt in receipts)
    assert any(item["kind"] == "RECOVERY" for item in read_entries(folder))


def _serve(folder: str, pipe: Connection) -> None:
    """A process that answers as fast as it can: each receipt leaves when its entry is on disk, as an answer would."""

    async def serve() -> None:
        log = AuditLog(Path(folder), segment_bytes=SMALL)

        async def client() -> None:
            while True:
                pipe.send_bytes((await log.append(entry())).encode())

        await asyncio.gather(*(client() for _ in range(8)))

    asyncio.run(serve())


def _killed(folder: Path, after: float) -> list[str]:
    """The receipts that a process gave before it was killed that long after its first."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.test_audit_crash"])
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(str(folder), theirs))
    process.start()
    theirs.close()
    receipts = [mine.recv_bytes().decode()]
    end = time.monotonic() + after
    while time.monotonic() < end:
        if mine.poll(0.001):
            receipts.append(mine.recv_bytes().decode())
    process.kill()
    process.join()
    try:
        while True:
            receipts.append(mine.recv_bytes().decode())
    except EOFError:
        return receipts


def test_every_answer_of_a_process_killed_at_any_instant_has_its_entry(tmp_path: Path) -> None:
    chance = random.Random(9)
    folder, receipts = tmp_path / "audit" / "one", set()
    for _ in range(CYCLES):
        receipts |= set(_killed(folder, chance.random() * 0.03))
    AuditLog(folder, segment_bytes=SMALL).close()
    verified(folder)
    assert {receipt.rpartition(":")[0] for receipt in receipts} <= _names(folder)
    assert len(receipts) > CYCLES


def _names(folder: Path) -> set[str]:
    """Id and hash of every entry, as receipts begin."""
    return {f"{item['receipt']}:{item['hash']}" for item in read_entries(folder)}


class FullDisk(CrashDisk):
    """Has room for some segments and no more, as a file system does."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def create(self, path: Path, size: int) -> None:
        self._room -= size
        if self._room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super().create(path, size)


@pytest.fixture
def full(tmp_path: Path) -> Iterator[tuple[Path, Disk]]:
    """A folder that soon has no room: a file system of 1 MiB where one may be mounted, else a disk that counts."""
    folder = tmp_path / "full"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and not subprocess.run(mount, capture_output=True, check=False).returncode
    yield folder, Disk() if mounted else FullDisk(1 << 20)
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


async def test_a_disk_that_fills_up_ends_the_log_with_its_own_entry(full: tuple[Path, Disk], tmp_path: Path) -> None:
    folder, disk = full[0] / "one", full[1]
    log = AuditLog(folder, keys=tmp_path / "keys", disk=disk, segment_bytes=64 << 10)
    receipts: list[str] = []

    async def serve() -> None:
        while True:
            receipts.append(await log.append(entry()))

    with pytest.raises(AuditUnavailable):
        await serve()
    assert not log.is_writable
    log.close()
    entries = read_entries(folder)
    assert entries[-1]["kind"] == "FAILURE"
    assert entries[-1]["detail"]["cause"] == os.strerror(errno.ENOSPC)
    assert {receipt.split(":")[0] for receipt in receipts} <= {item["receipt"] for item in entries}
    with pytest.raises(AuditUnavailable):
        AuditLog(folder, keys=tmp_path / "keys", disk=disk, segment_bytes=64 << 10)


async def test_two_processes_have_a_log_each_and_one_that_ends_leaves_no_gap(tmp_path: Path) -> None:
    """F12: one replica is killed while the other goes on; both logs verify, and every receipt of both is there."""
    mine = AuditLog(tmp_path / "audit" / "mine")
    before = await fill(mine, 20)
    theirs = await asyncio.to_thread(_killed, tmp_path / "audit" / "theirs", 0.05)
    after = await fill(mine, 20)
    mine.close()
    AuditLog(tmp_path / "audit" / "theirs").close()
    for name, receipts in (("mine", before + after), ("theirs", theirs)):
        verified(tmp_path / "audit" / name)
        assert {receipt.rpartition(":")[0] for receipt in receipts} <= _names(tmp_path / "audit" / name)


async def test_a_folder_that_is_read_only_serves_nothing(tmp_path: Path) -> None:
    """F3: here by a mount that turns read-only, since the owner of this test may write anywhere."""
    folder = tmp_path / "ro"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        (folder / "one").mkdir()
        (folder / "one").chmod(0o500)
        with pytest.raises((AuditUnavailable, PermissionError)):
            AuditLog(folder / "one", keys=tmp_path / "keys")
        return
    try:
        AuditLog(folder / "one", keys=tmp_path / "keys", segment_bytes=SMALL).close()
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        with pytest.raises(AuditUnavailable):
            AuditLog(folder / "one", keys=tmp_path / "keys", segment_bytes=SMALL)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
