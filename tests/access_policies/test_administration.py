"""Administering over the real store: everybody's limits, and two at once."""

import asyncio
import json
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from access_policies.audit import AuditLog
from access_policies.grants import Grant
from access_policies.guard import Asked, Guard
from access_policies.guard.grant_rulings import GrantRequest, GrantSeen
from access_policies.guard.outcome import Outcome
from graph_model.cypher.statement_text import ControlStatement
from graph_model.instant import parse, to_text
from graph_model.store import WRITE_DEADLINE, Store
from tests.access_policies.audit.logs import read_entries
from tests.access_policies.conftest import Installation
from tests.access_policies.questions import ask, handles
from tests.answers import rendered
from tests.wipe import raw

DAY = timedelta(days=1)


def asks(who: str, purpose: str = "GRANT_ADMINISTRATION") -> Asked:
    return Asked(who, purpose, "administration")


def codes(outcome: Outcome[Any]) -> list[str]:
    return [refusal.code for refusal in outcome.refusals]


def wanted(installation: Installation, **change: Any) -> GrantRequest:
    now = installation.clock.now()
    usual = GrantRequest(
        "DLIO", "user:u-daan", ("C1-TEL",), ("see", "read"), ("basic", "identity", "assessment"), "STG_C", ("THREAT_ASSESSMENT",),
        "WPG-15", "same number in two cases", now, now + 30 * DAY,
    )  # fmt: skip
    return replace(usual, **change)


async def requested(installation: Installation, who: str = "u-daan", **change: Any) -> str:
    outcome = await installation.guard.administration.request(asks(who, "THREAT_ASSESSMENT"), wanted(installation, **change))
    assert outcome.value is not None, outcome.refusals
    return outcome.value.grant.id


def state(outcome: Outcome[GrantSeen]) -> str:
    assert outcome.value is not None, outcome.refusals
    return outcome.value.state


async def test_each_originator_concerned_consents_and_none_is_named_before_it_does(shared: Installation) -> None:
    office = shared.guard.administration
    grant = await requested(shared, "u-ruben", grantor="POL", grantee="team:NCTV-ANALYSE", scopes=("C1",), level_ceiling="STG_G")
    pending = await office.consent(asks("u-fenna"), grant)
    assert pending.value is not None
    assert pending.value.grant.approvals == ()
    refusal = await office.approve(asks("u-bente"), grant)
    assert codes(refusal) == ["CONSENT_MISSING"]
    assert not re.search(r"\b(AIVD|DLIO|OM)\b", repr(refusal))
    for functionary in ("u-otto", "u-willemijn", "u-marijn"):
        assert (await office.consent(asks(functionary), grant)).done
        assert codes(await office.consent(asks(functionary), grant)) == ["ALREADY_DONE"]
    assert codes(await office.consent(asks("u-sipke"), grant)) == ["NOT_FOUND"]
    approved = await office.approve(asks("u-bente"), grant)
    assert approved.value is not None
    assert {name for name, _ in approved.value.grant.approvals} == {"AIVD", "DLIO", "OM", "POL"}
    assert approved.value.grant.policy_version


@pytest.mark.parametrize(
    ("who", "change", "code", "field"),
    [
        ("u-kees", {}, "NOT_ALLOWED", "grantee"),
        ("u-daan", {"grantee": "user:u-nobody"}, "NOT_ALLOWED", "grantee"),
        ("u-daan", {"grantor": "NOBODY"}, "UNKNOWN_VALUE", "grantor"),
        ("u-daan", {"legal_basis": "BECAUSE"}, "UNKNOWN_VALUE", "legalBasis"),
        ("u-daan", {"purposes": ("CURIOSITY",)}, "UNKNOWN_VALUE", "purposes"),
        ("u-daan", {"level_ceiling": "TOP"}, "INVALID", ""),
        ("u-daan", {"scopes": ('C1" || true',)}, "INVALID", ""),
    ],
)
async def test_a_request_that_cannot_be_is_refused_with_its_place(
    shared: Installation, who: str, change: dict[str, Any], code: str, field: str
) -> None:
    outcome = await shared.guard.administration.request(asks(who, "THREAT_ASSESSMENT"), wanted(shared, **change))
    assert [(refusal.code, refusal.field) for refusal in outcome.refusals] == [(code, field)]


async def test_a_scope_that_is_hidden_and_one_that_nobody_has_get_the_same_answer(shared: Installation) -> None:
    answers = []
    for scope in ("AIVD-SRC", "NO-SUCH-SCOPE"):
        outcome = await shared.guard.administration.request(
            asks("u-daan", "THREAT_ASSESSMENT"), wanted(shared, grantor="AIVD", scopes=(scope,))
        )
        assert outcome.value is not None
        answers.append(repr(replace(outcome.value, grant=replace(outcome.value.grant, id="", scopes=()))))
    assert answers[0] == answers[1]


async def test_a_grantor_cannot_give_what_it_lacks(shared: Installation) -> None:
    office = shared.guard.administration
    for scopes in (("AIVD-SRC",), ("NO-SUCH-SCOPE",), ("store:AIVD",)):
        grant = await requested(shared, scopes=scopes)
        await office.consent(asks("u-willemijn"), grant)
        outcome = await office.approve(asks("u-bart"), grant)
        assert codes(outcome) in (["LACKS"], ["CONSENT_MISSING"])


async def test_refused_escalated_released_and_upheld(shared: Installation) -> None:
    office = shared.guard.administration
    ends = []
    for last in ("uphold", "release"):
        grant = await requested(shared)
        assert codes(await office.refuse(asks("u-willemijn"), grant, "I do not like it")) == ["GROUND_UNKNOWN"]
        assert state(await office.refuse(asks("u-willemijn"), grant, "BPG-2:13-f")) == "REFUSED"
        assert codes(await office.escalate(asks("u-daan", "THREAT_ASSESSMENT"), grant, "DLIO")) == ["UNKNOWN_VALUE"]
        assert state(await office.escalate(asks("u-daan", "THREAT_ASSESSMENT"), grant, "NCTV")) == "ESCALATED"
        assert codes(await office.uphold(asks("u-willemijn"), grant)) == ["NOT_ALLOWED"]
        done = office.uphold(asks("u-yfke"), grant) if last == "uphold" else office.release(asks("u-bart"), grant, "X-77")
        ends.append(state(await done))
    assert ends == ["UPHELD", "RELEASED_SANITISED"]


async def test_an_unreviewed_grant_comes_back_with_its_review(shared: Installation) -> None:
    office = shared.guard.administration
    before = (await office.show(asks("u-marijn"), "G-insp-c2")).value
    assert before is not None
    assert before.state == "EXPIRED"
    after = await office.review(asks("u-rosa"), "G-insp-c2", keep=True)
    assert state(after) == "ACTIVE"
    assert after.value is not None
    assert after.value.grant.state_at(parse("2026-03-10T00:00:00Z")) == "EXPIRED"
    assert state(await office.review(asks("u-rosa"), "G-insp-c2", keep=False)) == "REVOKED"


async def test_a_dry_run_changes_nothing(shared: Installation) -> None:
    office = shared.guard.administration
    epoch = (await shared.guard.directory.policy_of("u-noor")).epoch
    assert state(await office.revoke(asks("u-fenna"), "G-hugo-c2", "moved", dry_run=True)) == "REVOKED"
    assert (await shared.guard.directory.policy_of("u-noor")).epoch == epoch
    assert state(await office.show(asks("u-fenna"), "G-hugo-c2")) == "ACTIVE"


async def test_of_all_who_act_at_once_each_acts_on_what_the_one_before_left(shared: Installation) -> None:
    """Approval, refusal, revocation and review from two processes at once: one after the other, in whatever order."""
    other = Guard(shared.store, shared.clock, AuditLog(shared.audit.folder.parent / "other"))
    ends = set()
    for _ in range(6):
        grant = await requested(shared)
        await shared.guard.administration.consent(asks("u-willemijn"), grant)
        here, there = shared.guard.administration, other.administration
        acts = (
            here.approve(asks("u-bart"), grant),
            there.refuse(asks("u-willemijn"), grant, "BPG-2:13-f"),
            there.revoke(asks("u-willemijn"), grant, "moved"),
            here.review(asks("u-willemijn"), grant, keep=False),
            there.approve(asks("u-bart"), grant),
        )
        outcomes = await asyncio.gather(*acts)
        final = (await here.show(asks("u-willemijn"), grant)).value
        assert final is not None
        done = [outcome.value.grant for outcome in outcomes if outcome.value]
        assert len(final.grant.history) == 2 + len(done), "a step was lost or doubled"
        assert final.grant in done
        assert _follows(final.grant)
        ends.add(final.state)
    assert ends <= {"ACTIVE", "REFUSED", "REVOKED"}


def _follows(grant: Grant) -> bool:
    ways = {"REQUESTED": {"CONSENT_PENDING"}, "CONSENT_PENDING": {"ACTIVE", "REFUSED"}, "ACTIVE": {"REVOKED"}}
    states = [step.state for step in grant.history]
    return all(after in ways.get(before, set()) for before, after in pairwise(states))


async def _persons(shared: Installation, who: str) -> list[str]:
    query, parameters = ask({"op": "list", "types": ["Person"]}, shared.world.ids, {})
    question = Asked(who, "THREAT_ASSESSMENT", "persons")
    released = await shared.guard.reading.read(question, query, parameters, partial(rendered, query))
    return handles({"op": "list", "types": ["Person"]}, json.loads(released.body), shared.world.ids)


async def test_a_grant_on_a_single_record_opens_that_record_and_no_other_of_its_marking(shared: Installation) -> None:
    office, handle = shared.guard.administration, "P-zwaluw.POL"
    before, seen_by_noor = await _persons(shared, "u-hugo"), await _persons(shared, "u-noor")
    scope = f"record:{shared.world.ids[handle]}"
    change = {"grantor": "POL", "grantee": "user:u-hugo", "scopes": (scope,), "level_ceiling": "STG_C"}
    grant = await requested(shared, "u-hugo", **change)
    await office.consent(asks("u-fenna"), grant)
    assert await _persons(shared, "u-hugo") == before
    assert state(await office.approve(asks("u-bente"), grant)) == "ACTIVE"
    assert await _persons(shared, "u-hugo") == sorted([*before, handle])
    assert await _persons(shared, "u-noor") == seen_by_noor
    await office.revoke(asks("u-fenna"), grant, "done")
    assert await _persons(shared, "u-hugo") == before


async def test_a_grant_on_a_record_of_another_and_on_none_are_the_same(shared: Installation) -> None:
    office, answers = shared.guard.administration, []
    before = await _persons(shared, "u-hugo")
    for record in (shared.world.ids["P-zwaluw.AIVD"], "0" * 32):
        change = {"grantor": "POL", "grantee": "user:u-hugo", "scopes": (f"record:{record}",)}
        grant = await requested(shared, "u-hugo", **change)
        await office.consent(asks("u-fenna"), grant)
        approved = await office.approve(asks("u-bente"), grant)
        assert approved.value is not None
        answers.append(repr(replace(approved.value.grant, id="", scopes=())))
    assert answers[0] == answers[1]
    assert await _persons(shared, "u-hugo") == before


class SlowWayBack(Store):
    """A store over a slow line: what was committed is told a moment later."""

    committed: asyncio.Event

    async def write(
        self, *steps: tuple[ControlStatement, dict[str, Any]], within: float = WRITE_DEADLINE
    ) -> list[list[dict[str, Any]]]:
        rows = await super().write(*steps, within=within)
        self.committed.set()
        await asyncio.sleep(0.2)
        return rows


async def test_whoever_leaves_in_the_middle_leaves_no_change_without_its_entry(shared: Installation) -> None:
    store = SlowWayBack(shared.endpoint.uri, shared.endpoint.user, shared.endpoint.password)
    store.committed = asyncio.Event()
    office, asker = Guard(store, shared.clock, shared.audit).administration, asks("u-daan", "THREAT_ASSESSMENT")
    asking = asyncio.create_task(office.request(asker, wanted(shared, necessity="who left in the middle")))
    await store.committed.wait()
    entries = len(_requests(shared))
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    made = [seen for seen in (await office.mine(asker)).value or () if seen.grant.necessity == "who left in the middle"]
    assert len(made) == 1
    for _ in range(50):
        if len(_requests(shared)) > entries:
            break
        await asyncio.sleep(0.1)
    assert len(_requests(shared)) == entries + 1
    await store.close()


def _requests(installation: Installation) -> list[Any]:
    entries = read_entries(installation.audit.folder)
    return [entry for entry in entries if (entry["action"], entry["outcome"]) == ("grant.request", "done")]


async def test_what_only_functionaries_are_told_takes_no_place_among_what_others_are(shared: Installation) -> None:
    """Two runs: with what Noor is told by name, and with more than is told at once of newer things for her organisation."""
    create = "CREATE (:PolicyNotice {organisation: 'NCTV', user: $user, kind: $kind, about: 'G-' + n, at: $at, id: 'notice-' + $kind + n})"
    text = f"UNWIND range(1, $number) AS n {create}"
    now = shared.clock.now()
    raw(shared.endpoint, text, number=2, user="u-noor", kind="OWN", at=to_text(now))

    async def told(who: str) -> list[str]:
        return [notice.kind for notice in (await shared.guard.administration.notices(asks(who))).value or ()]

    before = await told("u-noor")
    assert before[:2] == ["OWN", "OWN"]
    raw(shared.endpoint, text, number=500, user=None, kind="FOR_NCTV", at=to_text(now + DAY))
    assert await told("u-noor") == before
    assert (await told("u-yfke")).count("FOR_NCTV") == 500
