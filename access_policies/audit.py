"""The audit log: an entry is on disk before an answer leaves (access-model.md 8; reliability.md 1.2).

Append-only lines, each chained to the one before by SHA-256. Entries that arrive while the disk is busy share one flush.
"""

import asyncio
import json
import os
import secrets
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from access_policies.errors import AuditUnavailable


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, for which purpose, with which outcome. No content: hashes of the operation and of the answer."""

    at: str
    subject: str
    organisation: str
    purpose: str
    case: str | None
    action: str
    operation: str
    outcome: str
    epoch: int
    answer: str


class AuditLog:
    """One file, one writing process."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._head = _last_head(path)
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._flush: asyncio.Task[None] | None = None
        self._broken = False

    def close(self) -> None:
        """Give the file back."""
        os.close(self._file)

    @property
    def is_writable(self) -> bool:
        """False from the first failed write on: what the disk holds then is not known, so nothing is served again."""
        return not self._broken

    async def append(self, entry: AuditEntry) -> str:
        """Put an entry on disk; its receipt: a random id and the hash of the entry, and no count of others.

        Raises AuditUnavailable; whoever asked must not answer then.
        """
        if self._broken:
            raise AuditUnavailable("the audit log cannot be written")
        number = secrets.token_hex(8)
        body = json.dumps({"id": number, **asdict(entry), "previous": self._head}, sort_keys=True, ensure_ascii=False)
        self._head = sha256(body.encode()).hexdigest()
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((f"{body}\n".encode(), done))
        if self._flush is None or self._flush.done():
            self._flush = asyncio.create_task(self._write_all())
        await done
        return f"{number}:{sha256(body.encode()).hexdigest()}"

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(self._put, b"".join(line for line, _ in batch))
            except OSError:
                self._broken = True
            for _, done in batch:
                if self._broken:
                    done.set_exception(AuditUnavailable("the audit log cannot be written"))
                elif not done.cancelled():
                    done.set_result(None)

    def _put(self, lines: bytes) -> None:
        view = memoryview(lines)
        while view:
            view = view[os.write(self._file, view) :]
        os.fdatasync(self._file) if hasattr(os, "fdatasync") else os.fsync(self._file)


def _last_head(path: Path) -> str:
    """Head of the chain. A last line that was cut off answered nobody, so it is cut away."""
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) != len(content):
        os.truncate(path, len(whole))
    last = whole.rstrip(b"\n").rpartition(b"\n")[2]
    return sha256(last).hexdigest() if last else "0" * 64
