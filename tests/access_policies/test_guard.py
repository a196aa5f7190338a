"""The guard: audit before answer, revocation at once, one answer for missing and not-yours."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.errors import AuditUnavailable, NotAccepted, PurposeUnknown, UnknownSubject
from access_policies.guard import Asked, Guard
from tests.access_policies.audit.disks import FailingDisk
from tests.access_policies.audit.logs import read_entries
from tests.access_policies.conftest import Installation
from tests.access_policies.questions import ask, handles
from tests.answers import rendered

REPORTS = {"op": "list", "types": ["Report"]}


async def _reports(guard: Guard, installation: Installation, who: str = "u-hugo", purpose: str = "THREAT_ASSESSMENT") -> list[str]:
    query, parameters = ask(REPORTS, installation.world.ids, {})
    released = await guard.reading.read(Asked(who, purpose, "reports"), query, parameters, partial(rendered, query))
    return handles(REPORTS, json.loads(released.body), installation.world.ids)


async def test_an_answer_that_starts_after_a_revocation_is_without_it(installation: Installation) -> None:
    other = Guard(installation.store, installation.clock, AuditLog(installation.audit.folder.with_name("other")))
    assert "R-r22.POL" in await _reports(other, installation)
    await installation.guard.administration.revoke(Asked("u-fenna", "GRANT_ADMINISTRATION", "revoke"), "G-hugo-c2", "moved")
    assert await _reports(other, installation) == ["R-r15.DLIO", "R-r27.DLIO", "R-r32.DLIO"]


class RunningClock(SetClock):
    """One that the guard takes for a machine's, and that the test sets."""

    by_hand = False


async def test_a_revocation_by_a_clock_ahead_holds_at_once_where_the_clock_stands_behind(installation: Installation) -> None:
    now = installation.world.now
    ahead, behind = (
        Guard(installation.store, RunningClock(at), AuditLog(installation.audit.folder.with_name(f"other-{at.microsecond}")))
        for at in (now + timedelta(seconds=2, microseconds=1), now)
    )
    assert "R-r22.POL" in await _reports(behind, installation)
    await ahead.administration.revoke(Asked("u-fenna", "GRANT_ADMINISTRATION", "revoke"), "G-hugo-c2", "moved")
    assert "R-r22.POL" not in await _reports(behind, installation)


@pytest.mark.parametrize(
    ("who", "purpose", "grant", "code"),
    [
        ("u-fenna", "GRANT_ADMINISTRATION", "G-nobody", "NOT_FOUND"),
        ("u-sipke", "GRANT_ADMINISTRATION", "G-hugo-c2", "NOT_FOUND"),
        ("u-saar", "GRANT_ADMINISTRATION", "G-hugo-c2", "NOT_FOUND"),
        ("u-fenna", "THREAT_ASSESSMENT", "G-hugo-c2", "NOT_FOUND"),
        ("u-willemijn", "GRANT_ADMINISTRATION", "G-hugo-c2", "NOT_ALLOWED"),
    ],
)
async def test_a_grant_of_another_and_none_are_the_same_to_whoever_may_not_end_it(
    installation: Installation, who: str, purpose: str, grant: str, code: str
) -> None:
    outcome = await installation.guard.administration.revoke(Asked(who, purpose, "revoke"), grant, "ground")
    assert [refusal.code for refusal in outcome.refusals] == [code]
    assert "R-r22.POL" in await _reports(installation.guard, installation)


async def test_of_two_revocations_at_once_one_holds(installation: Installation) -> None:
    who = Asked("u-fenna", "GRANT_ADMINISTRATION", "revoke")
    both = [installation.guard.administration.revoke(who, "G-hugo-c2", "moved") for _ in range(2)]
    outcomes = await asyncio.gather(*both)
    assert sorted([refusal.code for refusal in outcome.refusals] for outcome in outcomes) == [[], ["WRONG_STATE"]]


async def test_a_clock_that_jumps_gives_what_holds_at_its_instant_and_nothing_that_was_kept(installation: Installation) -> None:
    """Forward over the end of a grant and back to before it was given, in any order: always what a guard that knows nothing says."""
    seen = {}
    for days in (0, 300, 0, -6, 300, -6, 0):
        installation.clock.set(installation.world.now + timedelta(days=days))
        found = await _reports(installation.guard, installation)
        assert found == await _reports(installation.guard_anew(), installation)
        assert seen.setdefault(days, found) == found
    assert [days for days, found in seen.items() if "R-r22.POL" in found] == [0]


async def test_every_answer_and_every_refusal_has_its_entry_without_content(installation: Installation) -> None:
    await _reports(installation.guard, installation)
    with pytest.raises(PurposeUnknown):
        await _reports(installation.guard, installation, purpose="CURIOSITY")
    with pytest.raises(UnknownSubject):
        await _reports(installation.guard, installation, who="u-nobody")
    entries = read_entries(installation.audit.folder)
    assert [entry["outcome"] for entry in entries if entry["action"] == "read" and entry["kind"] != "IMPORT"] == [
        "released",
        "PurposeUnknown",
        "UnknownSubject",
    ]
    assert b"Dark blue van" not in b"".join(path.read_bytes() for path in installation.audit.folder.iterdir())


async def test_without_an_audit_entry_there_is_no_answer(installation: Installation, tmp_path: Path) -> None:
    disk = FailingDisk()
    told: list[str] = []
    log = AuditLog(tmp_path / "audit" / "failing", disk=disk, on_failure=told.append)
    guard = Guard(installation.store, installation.clock, log)
    assert await _reports(guard, installation)
    disk.fails_at = "sync"
    with pytest.raises(AuditUnavailable):
        await _reports(guard, installation)
    assert not log.is_writable
    assert len(told) == 1
    disk.fails_at = ""
    with pytest.raises(AuditUnavailable):
        await _reports(guard, installation)
    assert disk.failed == 1


async def test_a_statement_of_a_closed_regime_or_another_system_is_not_accepted(installation: Installation) -> None:
    node = installation.world.nodes[0]
    for change in ({"regime": "WPG12"}, {"system": "GETUIGENBESCHERMING"}, {"regime": "UNHEARD"}):
        odd = replace(node, marking=replace(node.marking, **change))
        with pytest.raises(NotAccepted, match=r"^not accepted$"):
            await installation.guard.intake.found(installation.world.register, [odd], [])
