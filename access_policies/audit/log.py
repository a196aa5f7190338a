"""Group commit: entries that arrive while the disk is busy go to it together, and whoever asked waits (reliability.md 1.2)."""

import asyncio
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from access_policies.audit.disk import Disk
from access_policies.audit.entry import AuditEntry, Kind
from access_policies.audit.receipts import receipts
from access_policies.audit.vouching import vouched
from access_policies.audit.writer import SEGMENT, LogWriter, NoRoom
from access_policies.errors import AuditUnavailable
from graph_model.instant import to_text

DEADLINE = 5.0
"""Seconds that the disk may take for a batch."""
LARGEST_BATCH = 1 << 20
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Waiting:
    receipt: str
    salt: bytes
    payload: bytes
    done: asyncio.Future[str]


class AuditLog:
    """The log of one process, in a folder of its own; `folder.parent` holds the logs of all of them.

    `on_failure` is called once with the cause when the log stops: the process must then stop serving, and end.
    """

    def __init__(
        self,
        folder: Path,
        keys: Path | None = None,
        disk: Disk | None = None,
        segment_bytes: int = SEGMENT,
        on_failure: Callable[[str], None] | None = None,
        deadline: float = DEADLINE,
    ) -> None:
        """Open the log, or begin one. Raises AuditDamaged, naming the entry, or AuditUnavailable."""
        self.folder, self._deadline, self._on_failure = folder, deadline, on_failure
        self._waiting: deque[_Waiting] = deque()
        self._flush: asyncio.Task[None] | None = None
        self._broken = ""
        self._thread = ThreadPoolExecutor(1, "audit")
        try:
            self._writer = _opened(
                folder, keys or folder.parent.with_name(f"{folder.parent.name}-keys"), disk or Disk(), segment_bytes
            )
        except OSError as fault:
            raise AuditUnavailable(f"the audit log cannot be written: {fault.strerror}") from None

    @property
    def origin(self) -> str:
        """The name of this log in its checkpoints."""
        return self._writer.chain.origin

    @property
    def is_writable(self) -> bool:
        """False from the first failed write on: what the disk holds then is not known, so nothing is served again."""
        return not self._broken

    def keyed_hash(self, data: bytes) -> str:
        """A hash of something that may hold content, under the key of this log."""
        return self._writer.key.keyed_hash(data)

    def close(self) -> None:
        """Give the folder back."""
        self._thread.shutdown()
        self._writer.close()

    async def append(self, entry: AuditEntry) -> str:
        """Put an entry on disk; its receipt: a random id and the salted hash of the entry, signed, and nothing about others.

        Raises AuditUnavailable; whoever asked must not answer then.
        """
        if self._broken:
            raise AuditUnavailable("the audit log cannot be written")
        receipt, salt, payload = _sealed(entry)
        done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(receipt, salt, payload, done))
        if self._flush is None or self._flush.done():
            self._flush = asyncio.create_task(self._write_all())
        return await done

    def vouch(self, body: bytes, receipt: str) -> str:
        """A signature over a file that left, with the receipt of its entry, which is on disk by then."""
        return vouched(self._writer.key.private, body, receipt)

    async def change_key(self) -> None:
        """Let a fresh key take over from this log's. Raises AuditUnavailable."""
        if self._broken:
            raise AuditUnavailable("the audit log cannot be written")
        try:
            await self._in_thread(lambda: self._writer.change_key(_now(), os.urandom(16).hex(), os.urandom(16)))
        except Exception as fault:
            self._fail(fault)
            raise AuditUnavailable("the audit log cannot be written") from None

    async def _write_all(self) -> None:
        while self._waiting:
            batch, size = [], 0
            while self._waiting and size < LARGEST_BATCH:
                batch.append(self._waiting.popleft())
                size += len(batch[-1].payload)
            try:
                signed = await self._in_thread(partial(self._put, batch))
            except Exception as fault:
                self._waiting.extendleft(reversed(batch))
                self._fail(fault)
                return
            for one, receipt in zip(batch, signed, strict=True):
                if not one.done.done():
                    one.done.set_result(receipt)

    def _put(self, batch: list[_Waiting]) -> list[str]:
        """Write a batch, and sign for it once it is on disk."""
        leaves = self._writer.write([(one.salt, one.payload) for one in batch])
        return receipts(self._writer.key.private, [(one.receipt, leaf) for one, leaf in zip(batch, leaves, strict=True)])

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(self._thread, work), self._deadline)

    def _fail(self, fault: Exception) -> None:
        """Stop for good: nobody who waits is answered. A full disk still gets its entry, from the reserve."""
        self._broken = f"{type(fault).__name__}: {fault}"
        if isinstance(fault, NoRoom):
            self._thread.submit(self._write_last_words, fault.strerror or "no room")
        while self._waiting:
            done = self._waiting.popleft().done
            if not done.done():
                done.set_exception(AuditUnavailable("the audit log cannot be written"))
        if self._on_failure:
            self._on_failure(self._broken)

    def _write_last_words(self, cause: str) -> None:
        _, salt, payload = _sealed(AuditEntry(Kind.FAILURE, _now(), detail={"cause": cause}))
        self._writer.write_last(salt, payload)


def _opened(folder: Path, keys: Path, disk: Disk, segment_bytes: int) -> LogWriter:
    """A writer that has put on record that it was opened, and what was cut off then."""
    writer = LogWriter(folder, keys, disk, segment_bytes)
    kind, detail = (Kind.RECOVERY, {"cut_bytes": writer.cut}) if writer.cut else (Kind.OPEN, {})
    try:
        writer.write([_sealed(AuditEntry(kind, _now(), detail=detail))[1:]])
    except BaseException:
        writer.close()
        raise
    return writer


def _sealed(entry: AuditEntry) -> tuple[str, bytes, bytes]:
    """The id of the receipt, the salt, and the payload of an entry."""
    drawn = os.urandom(32)
    receipt = drawn[:16].hex()
    return receipt, drawn[16:], entry.payload(receipt)


def _now() -> str:
    return to_text(datetime.now(UTC))
