"""What the log tells of use: last uses of grants, refusals by week, days that stand out; the same whenever the index is made."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from access_policies.audit import AuditLog, Kind, ServedClass
from access_policies.audit.ledger import Ledger
from access_policies.audit.tally import LAST_USES, READINGS, REFUSALS
from access_policies.guard.uses import LedgerUses
from graph_model.instant import parse
from tests.access_policies.audit.logs import entry
from tests.access_policies.conftest import Installation
from tests.access_policies.test_administration import asks

NOW = parse("2026-03-16T09:00:00Z")


def _served(number: int, grant: str = "G-one") -> tuple[ServedClass, ...]:
    return (ServedClass(1, (grant,), tuple(f"{place:032x}" for place in range(number))),)


async def _filled(folder: Path) -> None:
    log = AuditLog(folder / "one")
    for day in range(1, 16):
        usual = {"u-noor": 20, "u-daan": 30, "u-saar": 0}
        for subject, number in usual.items():
            if number:
                await log.append(entry(at=f"2026-02-{day:02d}T09:00:00.000Z", subject=subject, served=_served(number)))
    await log.append(entry(at="2026-03-12T09:00:00.000Z", subject="u-noor", served=_served(61, "G-two")))
    await log.append(entry(at="2026-03-12T09:00:00.000Z", subject="u-daan", served=_served(90)))
    await log.append(entry(at="2026-03-13T09:00:00.000Z", subject="u-saar", served=_served(49)))
    for at, outcome in (("2026-03-09", "NOT_FOUND"), ("2026-03-15", "NOT_FOUND"), ("2026-03-16", "denied")):
        await log.append(entry(at=f"{at}T09:00:00.000Z", subject="u-noor", kind=Kind.REFUSE, outcome=outcome, served=()))
    log.close()


async def test_uses_refusals_and_days_that_stand_out_are_those_of_the_log(tmp_path: Path) -> None:
    await _filled(tmp_path)
    uses, everybody = LedgerUses(Ledger(tmp_path)), {"u-noor", "u-daan", "u-saar"}
    assert await uses.last_use(["G-one", "G-two", "G-never"]) == {
        "G-one": parse("2026-03-13T09:00:00Z"),
        "G-two": parse("2026-03-12T09:00:00Z"),
    }
    assert await uses.denials({"u-noor"}) == {("2026-W11", "NOT_FOUND"): 2, ("2026-W12", "denied"): 1}
    assert await uses.denials({"u-daan"}) == {}
    assert list(await uses.unusual(everybody, NOW)) == ["u-noor: 61 records on 2026-03-12, 20 on a usual day"]
    assert list(await uses.unusual({"u-daan"}, NOW)) == []


@pytest.mark.parametrize("how", ["in two parts", "of an earlier form", "broken", "of a log that was made anew"])
async def test_counts_are_the_same_however_the_index_came_to_be(tmp_path: Path, how: str) -> None:
    for folder in ("once", "again"):
        await _filled(tmp_path / folder)
    index = tmp_path / "again" / "ledger.sqlite"
    ledger = Ledger(tmp_path / "again")
    if how == "broken":
        index.write_bytes(b"nothing of the kind" * 100)
    else:
        ledger.keep_up()
    if how == "of an earlier form":
        with closing(sqlite3.connect(index)) as old:
            old.executescript("DROP TABLE used; DROP TABLE refused; PRAGMA user_version = 0;")
    if how == "of a log that was made anew":
        with closing(sqlite3.connect(index)) as old, old:
            old.execute("UPDATE log SET hash = ?", (b"x" * 32,))
    for folder in ("once", "again"):
        log = AuditLog(tmp_path / folder / "one")
        await log.append(entry(at="2026-03-14T09:00:00.000Z", subject="u-daan", served=_served(7)))
        log.close()
    once = Ledger(tmp_path / "once")
    for question, parameters in ((LAST_USES, ()), (REFUSALS, ()), (READINGS, ("2026-01-01",))):
        assert ledger.counted(question, *parameters) == once.counted(question, *parameters)


async def test_the_report_tells_which_grants_nobody_used_and_what_was_refused(shared: Installation) -> None:
    found = await shared.guard.administration.questions.report(asks("u-tess"))
    unused = next(answer for answer in found.value or () if answer.number == 2).lines
    used = {grant for one in shared.world.ledger for served in one.entry().served for grant in served.grants}
    named = {line.split()[0] for line in unused}
    old = {
        grant.id
        for grant in shared.world.register.grants
        if grant.state_at(shared.world.now) == "ACTIVE" and (shared.world.now - grant.not_before).days >= 60
    }
    assert named == old - used
    assert named
    await shared.guard.administration.questions.report(asks("u-saar"))
    denied = next(a for a in (await shared.guard.administration.questions.report(asks("u-fenna"))).value or () if a.number == 7)
    assert denied.lines[-1].startswith("2026-W12 NOT_FOUND: ")
