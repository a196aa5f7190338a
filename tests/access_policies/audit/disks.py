"""Disks that fail: one that answers errors or hangs, and one that forgets, tears and reorders what was not synced."""

import errno
import os
import random
import threading
from pathlib import Path

from access_policies.audit.disk import Disk


class FailingDisk(Disk):
    """Fails in the step that `fails_at` names (`write`, `sync`, `create`), or waits for `released` there."""

    def __init__(self, error: int = errno.EIO) -> None:
        self.fails_at, self.hangs_at, self.error = "", "", error
        self.failed = self.synced = 0
        self.released = threading.Event()

    def create(self, path: Path, size: int) -> None:
        self._step("create")
        super().create(path, size)

    def write(self, handle: int, data: bytes, at: int) -> None:
        self._step("write")
        super().write(handle, data, at)

    def sync(self, handle: int) -> None:
        self._step("sync")
        self.synced += 1
        super().sync(handle)

    def _step(self, name: str) -> None:
        if name == self.hangs_at:
            self.released.wait(20)
        if name == self.fails_at:
            self.failed += 1
            raise OSError(self.error, os.strerror(self.error))


class CrashDisk(Disk):
    """Keeps what was written and not synced apart, so that a crash can lose any part of it.

    The files hold what the machine sees; `crash` puts them back to what a disk may hold: what was synced, and of the rest a random
    part of the sectors, in any order, the last of them maybe torn. Names and sizes are durable at once, as `Disk` syncs them.
    """

    SECTOR = 512

    def __init__(self) -> None:
        self._paths: dict[int, Path] = {}
        self._pending: dict[Path, list[tuple[int, bytes, bytes]]] = {}

    def open(self, path: Path) -> int:
        handle = super().open(path)
        self._paths[handle] = path
        return handle

    def write(self, handle: int, data: bytes, at: int) -> None:
        if path := self._paths.get(handle):
            before = os.pread(handle, len(data), at).ljust(len(data), b"\x00")
            self._pending.setdefault(path, []).append((at, before, data))
        super().write(handle, data, at)

    def sync(self, handle: int) -> None:
        super().sync(handle)
        self._pending.pop(self._paths[handle], None)

    def crash(self, chance: random.Random) -> bool:
        """Lose what was not synced; True when something was pending."""
        pending, self._pending = self._pending, {}
        for path, writes in pending.items():
            with path.open("r+b") as file:
                for at, before, _ in reversed(writes):
                    file.seek(at)
                    file.write(before)
                for at, _, data in writes:
                    for start, piece in self._surviving(at, data, chance):
                        file.seek(start)
                        file.write(piece)
        return bool(pending)

    def _surviving(self, at: int, data: bytes, chance: random.Random) -> list[tuple[int, bytes]]:
        """Pieces of a write that reached the disk: a prefix cut anywhere, or any of the sectors."""
        if chance.random() < 0.4:
            return [(at, data[: chance.randrange(len(data) + 1)])]
        pieces, end, share = [], at + len(data), chance.choice((0.0, 0.2, 0.5, 0.9))
        start = at
        while start < end:
            stop = min(end, start - start % self.SECTOR + self.SECTOR)
            if chance.random() < share:
                pieces.append((start, data[start - at : stop - at]))
            start = stop
        return pieces
