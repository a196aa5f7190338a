"""The ledger: what the logs say about a record, at any past moment, whatever happens to its index."""

import sqlite3
from pathlib import Path

import pytest

from access_policies.audit import AuditLog, Kind, ServedClass
from access_policies.audit.ledger import Ledger
from access_policies.audit.segments import segments
from access_policies.errors import AuditDamaged
from tests.access_policies.audit.logs import entry, fill

VAN, OTHER = "a" * 32, "b" * 32
EVER = "9999"


async def _three(root: Path) -> AuditLog:
    log = AuditLog(root / "one", segment_bytes=32 << 10)
    for day, subject in ((1, "u-saar"), (2, "u-noor"), (3, "u-bram")):
        await log.append(entry(VAN, f"2026-03-0{day}T09:00:00.000Z", subject))
        await fill(log, 40)
        await log.append(entry(OTHER))
    return log


def _subjects(ledger: Ledger, until: str = EVER, record: str = VAN) -> list[str]:
    found = ledger.disclosures(record, until)
    assert found == ledger.without_index(record, until)
    return [one.subject for one in found]


async def test_a_record_has_its_disclosures_at_any_past_moment(tmp_path: Path) -> None:
    log, ledger = await _three(tmp_path / "audit"), Ledger(tmp_path / "audit")
    assert _subjects(ledger) == ["u-saar", "u-noor", "u-bram"]
    assert _subjects(ledger, "2026-03-02T09:00:00.000Z") == ["u-saar", "u-noor"]
    assert _subjects(ledger, "2026-03-02T08:59:59.999Z") == ["u-saar"]
    assert _subjects(ledger, "2026-02-01T00:00:00.000Z") == []
    assert _subjects(ledger, record="c" * 32) == []
    one = ledger.disclosures(VAN, EVER)[0]
    assert (one.purpose, one.grants, one.bases, one.organisation) == ("THREAT_ASSESSMENT", ("G-nctv-c1",), ("WPG-16",), "NCTV")
    log.close()


async def test_the_index_keeps_up_with_every_log_of_the_folder(tmp_path: Path) -> None:
    log, ledger = await _three(tmp_path / "audit"), Ledger(tmp_path / "audit")
    assert len(_subjects(ledger)) == 3
    await log.append(entry(VAN, "2026-03-09T09:00:00.000Z", "u-daan"))
    other = AuditLog(tmp_path / "audit" / "two")
    assert _subjects(ledger)[-1] == "u-daan"
    await other.append(entry(VAN, "2026-03-02T10:00:00.000Z", "u-kees"))
    assert _subjects(ledger) == ["u-saar", "u-noor", "u-kees", "u-bram", "u-daan"]
    assert _subjects(Ledger(tmp_path / "audit")) == ["u-saar", "u-noor", "u-kees", "u-bram", "u-daan"]
    log.close()
    other.close()


async def test_what_was_refused_disclosed_nothing(tmp_path: Path) -> None:
    log, ledger = AuditLog(tmp_path / "audit" / "one"), Ledger(tmp_path / "audit")
    await log.append(entry(kind=Kind.REFUSE, served=(), detail={"records": [VAN]}))
    await log.append(entry(kind=Kind.AUDIT_VIEW, served=(), detail={"records": [VAN]}))
    assert _subjects(ledger) == []
    log.close()


async def test_a_record_that_two_grants_opened_names_both(tmp_path: Path) -> None:
    log, ledger = AuditLog(tmp_path / "audit" / "one"), Ledger(tmp_path / "audit")
    classes = (ServedClass(1, ("G-1", "G-2"), (VAN,)), ServedClass(2, ("G-3",), (OTHER,)))
    await log.append(entry(served=classes, bases={"G-1": "A", "G-2": "B", "G-3": "C"}))
    (one,) = ledger.disclosures(VAN, EVER)
    assert (one.grants, one.bases) == (("G-1", "G-2"), ("A", "B"))
    log.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE served SET start = start + 1",
        "UPDATE served SET segment = 77",
        "UPDATE served SET record = (SELECT record FROM served WHERE at LIKE '2026-03-16%' LIMIT 1) WHERE at LIKE '2026-03-02%'",
        "UPDATE log SET start = 77",
        "UPDATE log SET hash = x'00'",
    ],
)
async def test_an_index_that_does_not_fit_the_log_is_made_anew(tmp_path: Path, change: str) -> None:
    log, ledger = await _three(tmp_path / "audit"), Ledger(tmp_path / "audit")
    assert len(_subjects(ledger)) == 3
    with sqlite3.connect(tmp_path / "audit" / "ledger.sqlite") as index:
        index.execute("PRAGMA ignore_check_constraints = 1")
        index.execute(change.replace("UPDATE", "UPDATE OR REPLACE"))
        spoiled = index.execute("SELECT hex(record) FROM served WHERE at LIKE '2026-03-02%'").fetchall()
    index.close()
    await log.append(entry(VAN, "2026-03-04T09:00:00.000Z", "u-daan"))
    wanted = spoiled[0][0].lower()
    if wanted != VAN:
        assert _subjects(ledger, record=wanted) is not None
    assert _subjects(ledger) == ["u-saar", "u-noor", "u-bram", "u-daan"]
    log.close()


async def test_an_index_that_is_rubbish_is_made_anew(tmp_path: Path) -> None:
    log, ledger = await _three(tmp_path / "audit"), Ledger(tmp_path / "audit")
    assert len(_subjects(ledger)) == 3
    for path in (tmp_path / "audit").glob("ledger.sqlite*"):
        path.write_bytes(b"rubbish" * 1_000)
    assert len(_subjects(ledger)) == 3
    for path in (tmp_path / "audit").glob("ledger.sqlite*"):
        path.write_bytes(b"rubbish" * 1_000)
    ledger.keep_up()
    assert len(_subjects(ledger)) == 3
    log.close()


async def test_a_damaged_log_gives_no_answer(tmp_path: Path) -> None:
    log, ledger = await _three(tmp_path / "audit"), Ledger(tmp_path / "audit")
    log.close()
    path = segments(log.folder)[1]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(AuditDamaged):
        ledger.disclosures(VAN, EVER)
    with pytest.raises(AuditDamaged):
        ledger.without_index(VAN, EVER)
