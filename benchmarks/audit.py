"""Figures of the audit: entries a second against the raw rate of the same disk in the same run, verification, the ledger.

`bench_audit()` gives them as a map. Ratios count, not numbers: the machine is shared.
"""

import asyncio
import os
import secrets
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from access_policies.audit import AuditEntry, AuditLog, Kind, ServedClass
from access_policies.audit.ledger import Ledger
from access_policies.audit.segments import verified
from access_policies.audit.tree import Grown, extends

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7
RECORDS = [secrets.token_hex(16) for _ in range(50_000)]


def bench_audit(folder: Path | None = None, entries: int = 1_000_000) -> dict[str, Any]:
    """All figures. The folder lies on the disk that is measured; it is removed."""
    root = Path(tempfile.mkdtemp(prefix="kring-audit-", dir=folder or ROOT))
    try:
        return {"append": _bench_append(root), "verify": _bench_large(root, entries)}
    finally:
        shutil.rmtree(root)


def _entry(number: int = 0) -> AuditEntry:
    served = (ServedClass(number % 300, ("G-nctv-c1",), tuple(RECORDS[(number * 3 + k) % len(RECORDS)] for k in range(3))),)
    return AuditEntry(
        Kind.READ, f"2026-03-{1 + number % 28:02}T09:00:00.000Z", "u-noor", "NCTV", ("ANALYST",), "graphql", "a" * 32,
        "THREAT_ASSESSMENT", "C1", "read", "b" * 64, "c" * 64, "released", 7, "d" * 64, served, {"G-nctv-c1": "WPG-16"},
    )  # fmt: skip


def _bench_append(root: Path) -> dict[str, Any]:
    """Rounds of raw and logged writes in turn, so that both meet the same neighbours on the machine."""
    log = AuditLog(root / "audit" / "append")
    size = len(_entry().payload("0" * 32)) + 77
    kinds: dict[str, Callable[[], tuple[float, list[float]]]] = {
        "raw_preallocated": lambda: _raw(root / "raw", size, preallocated=True),
        "raw_append": lambda: _raw(root / "raw", size, preallocated=False),
        "one": lambda: asyncio.run(_logged(log, 1, 0.7)),
        "sixty_four": lambda: asyncio.run(_logged(log, 64, 0.7)),
    }
    found: dict[str, list[tuple[float, list[float]]]] = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name, measure in kinds.items():
            found[name].append(measure())
    log.close()
    rate = {name: statistics.median(each for each, _ in runs) for name, runs in found.items()}
    ratios = {
        "sixty_four_to_preallocated": [a[0] / b[0] for a, b in zip(found["sixty_four"], found["raw_preallocated"], strict=True)],
        "one_to_append": [a[0] / b[0] for a, b in zip(found["one"], found["raw_append"], strict=True)],
    }
    return {
        "per_second": {name: round(each) for name, each in rate.items()},
        "best_per_second": {name: round(max(each for each, _ in runs)) for name, runs in found.items()},
        "ratios": {name: [round(statistics.median(each), 2), round(max(each), 2)] for name, each in ratios.items()},
        "p99_ms_64": [round(_p99(waits) * 1_000, 2) for _, waits in found["sixty_four"]],
    }


def _p99(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.99)]


def _raw(path: Path, size: int, preallocated: bool) -> tuple[float, list[float]]:
    """Writes of one entry's size, each with its own fdatasync."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    if preallocated:
        os.write(handle, bytes(16 << 20))
    os.fsync(handle)
    data, count, start = os.urandom(size), 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < 0.7:
        os.pwrite(handle, data, count * size % (15 << 20))
        os.fdatasync(handle)
        count += 1
    os.close(handle)
    path.unlink()
    return count / spent, []


async def _logged(log: AuditLog, together: int, seconds: float) -> tuple[float, list[float]]:
    """Clients that each wait for their receipt before they ask again."""
    waits: list[float] = []
    start = time.perf_counter()

    async def client() -> None:
        while (before := time.perf_counter()) - start < seconds:
            await log.append(_entry(len(waits)))
            waits.append(time.perf_counter() - before)

    await asyncio.gather(*(client() for _ in range(together)))
    return len(waits) / (time.perf_counter() - start), waits


async def _fill(log: AuditLog, entries: int) -> None:
    for start in range(0, entries, 256):
        await asyncio.gather(*(log.append(_entry(number)) for number in range(start, min(entries, start + 256))))


def _bench_large(root: Path, entries: int) -> dict[str, Any]:
    folder = root / "large"
    log = AuditLog(folder / "one")
    asyncio.run(_fill(log, entries))
    log.close()
    found: dict[str, Any] = {"entries": entries, "bytes": sum(path.stat().st_size for path in (folder / "one").glob("*.seg"))}
    found["tool_seconds"], _ = _timed(lambda: _run_tool(folder))
    found["product_seconds"], chain = _timed(lambda: verified(folder / "one"))
    found["reopen_seconds"], again = _timed(lambda: AuditLog(folder / "one"))
    again.close()
    ledger = Ledger(folder)
    found["ledger_build_seconds"], _ = _timed(lambda: ledger.disclosures(RECORDS[0], "9999"))
    asks = [_timed(lambda record=record: ledger.disclosures(record, "2026-03-15")) for record in RECORDS[1:200]]  # type: ignore[misc]  # a default binds the loop's value
    found["ledger_ms"] = {"p50": _ms(statistics.median(each for each, _ in asks)), "max": _ms(max(each for each, _ in asks))}
    found["rows"] = sqlite3.connect(folder / "ledger.sqlite").execute("SELECT count(*) FROM served").fetchone()[0]
    found["without_index_seconds"], _ = _timed(lambda: ledger.without_index(RECORDS[0], "9999"))
    grown = Grown([os.urandom(32)] * chain.tree.size)
    old = chain.tree.size * 2 // 3
    spent, proof = _timed(lambda: grown.consistency(old))
    found["consistency_ms"] = {
        "make": _ms(spent),
        "check": _ms(_timed(lambda: extends(grown.root(old), old, grown.root(), grown.size, proof))[0]),
    }
    return found


def _run_tool(folder: Path) -> None:
    command = [sys.executable, str(ROOT / "tools" / "verify_audit.py"), str(folder)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # our own constant command


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    value = work()
    return round(time.perf_counter() - start, 4), value


def _ms(seconds: float) -> float:
    return round(seconds * 1_000, 2)
