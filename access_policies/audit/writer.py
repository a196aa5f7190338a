"""One log folder open for writing: segments made ahead, batches of frames sealed by a signed checkpoint. Blocking; one process.

A segment keeps a reserve at its end, so that the entry that says the disk is full still finds room.
"""

import fcntl
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path

from access_policies.audit.chain import Chain
from access_policies.audit.disk import Disk
from access_policies.audit.entry import AuditEntry, Kind
from access_policies.audit.frames import BEHIND, CHECKPOINT, HEAD, IN_TIME, entry_frame, text_frame
from access_policies.audit.keys import LogKey, load_key, new_key, origin_of
from access_policies.audit.note import signed
from access_policies.audit.resume import resume
from access_policies.audit.segments import check_sealed, described, segment_name, segments
from access_policies.errors import AuditUnavailable

SEGMENT = 16 << 20
RESERVE = 8 << 10
_REPLICA = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class NoRoom(OSError):
    """No further segment could be made; the reserve of the last one is still there."""


class LogWriter:
    """The only writer of a folder. `cut` is how much of an unanswered batch was taken away when it was opened."""

    def __init__(self, folder: Path, keys: Path, disk: Disk, segment_bytes: int = SEGMENT) -> None:
        if not _REPLICA.fullmatch(folder.name):
            raise AuditUnavailable("the name of the log's folder holds characters that no name may hold")
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
        self._folder, self._key_file, self._disk = folder, keys / f"{folder.name}.pem", disk
        self._segment_bytes = segment_bytes
        self._lock = _locked(folder)
        self.cut = 0
        try:
            self._open()
        except BaseException:
            os.close(self._lock)
            raise

    def _open(self) -> None:
        """Go on after the last whole batch, or begin. Raises AuditDamaged or AuditUnavailable."""
        paths = segments(self._folder)
        while paths:
            found = resume(paths[-1])
            if not isinstance(found, int):
                check_sealed(self._folder, paths)
                self._take_up(paths[-1], found.chain, found.end)
                self.cut += found.cut
                self._disk.write(self._handle, bytes(found.cut), found.end)
                self._disk.sync(self._handle)
                return
            self.cut += found
            self._disk.remove(paths.pop())
        self._begin()

    def _begin(self) -> None:
        self.key = load_key(self._key_file) if self._key_file.exists() else new_key(self._key_file)
        public = self.key.verifier("").public
        origin = origin_of(self._folder.name, public)
        self.chain = Chain(origin, self.key.verifier(origin))
        self._start_segment({}, self._segment_bytes)

    def _take_up(self, path: Path, chain: Chain, end: int) -> None:
        self.chain, self._path, self._end = chain, path, end
        self.key = self._key_of(chain)
        self._handle = self._disk.open(path)
        self._size = path.stat().st_size

    def _key_of(self, chain: Chain) -> LogKey:
        """The key that the log names; a change of key that was cut off is finished or undone. Raises AuditUnavailable."""
        fresh = self._key_file.with_name(f"{self._key_file.name}.next")
        if fresh.exists():
            if load_key(fresh).verifier(chain.origin) == chain.key:
                os.replace(fresh, self._key_file)
            else:
                fresh.unlink()
        key = load_key(self._key_file)
        if key.verifier(chain.origin) != chain.key:
            raise AuditUnavailable(f"the key {self._key_file.name} is not the key of the log")
        return key

    def write(self, batch: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """Put (salt, payload) pairs on disk, sealed; their leaf hashes. After an OSError nothing may be written again."""
        if self._end + _room(batch) > self._size - RESERVE:
            self._roll(_room(batch))
        return self._put(batch)

    def write_last(self, salt: bytes, payload: bytes) -> None:
        """The entry that says why nothing more is written, into the reserve."""
        self._put([(salt, payload)])

    def _put(self, batch: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        chain, parts, leaves = self.chain, [], []
        now, clock = time.time_ns(), IN_TIME
        if now < chain.written:
            now, clock = chain.written, BEHIND
        for salt, payload in batch:
            frame, leaf = entry_frame(salt, chain.tree.size, now, clock, chain.last, payload)
            chain.tree.append(leaf)
            chain.last = leaf
            parts.append(frame)
            leaves.append(leaf)
        chain.written = now
        chain.checkpoint = signed(chain.state().text, chain.origin, self.key.private)
        frame, chain.last = text_frame(CHECKPOINT, chain.last, chain.checkpoint)
        parts.append(frame)
        data = b"".join(parts)
        self._disk.write(self._handle, data, self._end)
        self._disk.sync(self._handle)
        self._end += len(data)
        chain.sealed = chain.tree.size
        return leaves

    def _roll(self, room: int) -> None:
        """Close the segment and start the next; one without entries grows. Raises NoRoom while the reserve is untouched."""
        size = max(self._segment_bytes, room + 2 * RESERVE)
        try:
            if int(self._path.stem) == self.chain.tree.size:
                self._disk.write(self._handle, bytes(size), self._size)
                self._size += size
                return
            self._disk.create(self._folder / "spare", size)
        except OSError as fault:
            raise NoRoom(*fault.args) from fault
        closed = self._handle
        self._disk.cut(self._path, self._end)
        self._start_segment(described(self._path.name, self._path.read_bytes()), 0)
        self._disk.close(closed)

    def _start_segment(self, previous: dict[str, str | int], size: int) -> None:
        """Make the file of the next segment, from the spare unless a size is given, and write its head."""
        spare = self._folder / "spare"
        if size:
            self._disk.create(spare, size)
        self._path = self._folder / segment_name(self.chain.tree.size)
        self._disk.rename(spare, self._path)
        self._handle, self._size = self._disk.open(self._path), self._path.stat().st_size
        note = signed(self.chain.head(previous), self.chain.origin, self.key.private)
        frame, self.chain.last = text_frame(HEAD, self.chain.last, note)
        self._disk.write(self._handle, frame, 0)
        self._disk.sync(self._handle)
        self._end = len(frame)

    def change_key(self, at: str, receipt: str, salt: bytes) -> None:
        """Let a fresh key take over, in an entry that both sign; the old one is gone afterwards."""
        fresh = self._key_file.with_name(f"{self._key_file.name}.next")
        fresh.unlink(missing_ok=True)
        key = new_key(fresh)
        verifier = key.verifier(self.chain.origin)
        said = self.chain.key_change(self.chain.tree.size, verifier).decode()
        by_old, by_new = (signed(said, self.chain.origin, each.private) for each in (self.key, key))
        detail = {"old": str(self.chain.key), "new": str(verifier), "by_old": by_old, "by_new": by_new}
        payload = AuditEntry(Kind.KEY_CHANGE, at, detail=detail).payload(receipt)
        if self._end + _room([(salt, payload)]) > self._size - RESERVE:
            self._roll(0)
        self.key, self.chain.key = key, verifier
        self._put([(salt, payload)])
        os.replace(fresh, self._key_file)

    def close(self) -> None:
        """Give file and lock back."""
        self._disk.close(self._handle)
        os.close(self._lock)


def _room(batch: Sequence[tuple[bytes, bytes]]) -> int:
    """Bytes that a batch takes at most."""
    return sum(len(payload) + 96 for _, payload in batch) + 1024


def _locked(folder: Path) -> int:
    """Keep every other process out until this one ends. Raises AuditUnavailable."""
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise AuditUnavailable(f"the audit log {folder.name} is in use by another process") from None
    return handle
