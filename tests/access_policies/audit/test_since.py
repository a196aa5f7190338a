"""What the logs say since a backup was made: each change by its entry, and each reason why they may not say all."""

import shutil
from pathlib import Path

import pytest

from access_policies.audit import AuditEntry, AuditLog, Kind
from access_policies.audit.since import Change, heads, since
from access_policies.errors import AuditDamaged
from tests.access_policies.audit.logs import entry, fill

BACKUP = "5e" * 32
MADE = AuditEntry(Kind.RECOVERY, "2026-03-16T09:00:00.000Z", "os:kim", action="backup", outcome="done", detail={"backup": BACKUP})


async def _log(root: Path, *entries: AuditEntry, filled: int = 0) -> list[str]:
    log = AuditLog(root / "demo", root.parent / "keys")
    await fill(log, filled)
    receipts = [await log.append(one) for one in entries]
    log.close()
    return [receipt.partition(":")[0] for receipt in receipts]


def _began(*about: str) -> AuditEntry:
    return entry(kind=Kind.WRITE, action="grant.revoke", outcome="begun", served=(), detail={"about": about})


async def test_changes_after_a_moment_are_told_with_their_end_and_none_before_it(tmp_path: Path) -> None:
    root = tmp_path / "audit"
    (before,) = await _log(root, _began("grant:G-before"), filled=20)
    then = heads(root)
    await _log(root, entry(kind=Kind.WRITE, action="grant.revoke", outcome="done", served=(), detail={"ends": [before]}), MADE)
    assert since(root, then, BACKUP).changes == ()
    (cut_off, ended) = await _log(root, _began("grant:G-one"), _began("grant:G-two", "user:u-kim"), filled=20)
    await _log(root, entry(kind=Kind.REFUSE, action="grant.revoke", outcome="NOT_FOUND", served=(), detail={"ends": [ended]}))
    found = since(root, then, BACKUP)
    assert found.doubts == ()
    at, first = "2026-03-16T09:00:00.000Z", found.changes[0].index
    assert found.changes == (
        Change("demo", first, at, "u-noor", "grant.revoke", ("grant:G-one",), "begun"),
        Change("demo", first + 1, at, "u-noor", "grant.revoke", ("grant:G-two", "user:u-kim"), "NOT_FOUND"),
    )
    assert cut_off != ended


async def test_a_log_that_is_older_another_or_not_there_is_told(tmp_path: Path) -> None:
    root, older, other = tmp_path / "audit", tmp_path / "older" / "audit", tmp_path / "other" / "audit"
    await _log(root, filled=5)
    shutil.copytree(root, older)
    await _log(root, MADE, filled=5)
    await _log(other, _began("grant:G-one"), MADE, filled=20)
    then = heads(root)
    assert since(root, then, BACKUP).doubts == ()
    assert since(older, then, BACKUP).doubts == (
        "no log here has this backup on record",
        f"the log demo is older than the backup: 6 entries of {then['demo'].entries}",
    )
    strange = since(other, then, BACKUP)
    assert strange.doubts == ("the log demo is another one than at the backup",)
    assert [one.about for one in strange.changes] == [("grant:G-one",)]
    assert since(tmp_path / "nowhere", then, BACKUP).doubts == ("the log demo is not here", "no log here has this backup on record")


async def test_a_log_that_is_not_as_it_was_written_tells_nothing(tmp_path: Path) -> None:
    root = tmp_path / "audit"
    await _log(root, MADE, filled=5)
    then = heads(root)
    (segment,) = (root / "demo").glob("*.seg")
    raw = bytearray(segment.read_bytes())
    raw[raw.index(b"u-noor")] ^= 1
    segment.write_bytes(raw)
    with pytest.raises(AuditDamaged):
        since(root, then, BACKUP)
