"""What tests do with logs: read every entry raw, fill one, and take a file under one."""

import asyncio
import json
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Any

from access_policies.audit import AuditEntry, AuditLog, Kind, ServedClass
from access_policies.audit.segments import follow, segments

LEFT = b'{"said": "what left", "kring_receipt": ""}'
"""A file as it leaves, with room for its receipt."""


def read_entries(folder: Path) -> list[dict[str, Any]]:
    """The entries of a log, each with its index, parsed."""
    entries: list[dict[str, Any]] = []
    chain = None
    for path in segments(folder):
        for frame, after in follow(path, path.read_bytes(), chain, check_signatures=True):
            chain = after
            if frame.magic == b"KrEn":
                entries.append(json.loads(frame.body) | {"index": frame.index, "hash": frame.hash.hex()})
    return entries


def entry(record: str | None = None, at: str = "2026-03-16T09:00:00.000Z", subject: str = "u-noor", **changes: Any) -> AuditEntry:
    """A read that served one record."""
    served = (ServedClass(3, ("G-nctv-c1",), (record or secrets.token_hex(16),)),)
    parts: dict[str, Any] = {
        "kind": Kind.READ, "at": at, "subject": subject, "organisation": "NCTV", "roles": ("ANALYST",), "purpose": "THREAT_ASSESSMENT",
        "action": "read", "operation": "ab" * 32, "outcome": "released", "epoch": 7, "answer": "cd" * 32, "served": served,
        "bases": {"G-nctv-c1": "WPG-16"},
    }  # fmt: skip
    return AuditEntry(**(parts | changes))


async def fill(log: AuditLog, count: int, together: int = 16) -> list[str]:
    """Append entries, some at a time; their receipts in the order of the tasks."""
    receipts: list[str] = []
    while len(receipts) < count:
        batch = [log.append(entry()) for _ in range(min(together, count - len(receipts)))]
        receipts += await asyncio.gather(*batch)
    return receipts


async def take(log: AuditLog) -> tuple[str, str]:
    """The receipt and the signature of a file that leaves now."""
    receipt = await log.append(entry(action="export", answer=sha256(LEFT).hexdigest()))
    return receipt, log.vouch(LEFT, receipt)


def stamped(receipt: str, signature: str) -> bytes:
    """The file with both, as its page makes it."""
    return LEFT.replace(b'""', f'"{receipt}:{signature}"'.encode())
