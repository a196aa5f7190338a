"""Administering over the real store: the stories' lists, story (j) step by step, everybody's limits, and two at once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import yaml

from access_policies.audit import AuditLog
from access_policies.grants import Grant
from access_policies.guard import Asked, Guard
from access_policies.guard.grant_rulings import GrantRequest, GrantSeen
from access_policies.guard.outcome import Outcome
from graph_model.instant import parse
from loaders.scenario.world import WORLD, read_world
from tests.access_policies.conftest import Installation

RAW = yaml.safe_load(WORLD.read_text())
DAY = timedelta(days=1)


def asks(who: str, purpose: str = "GRANT_ADMINISTRATION") -> Asked:
    return Asked(who, purpose, "administration")


def codes(outcome: Outcome[Any]) -> list[str]:
    return [refusal.code for refusal in outcome.refusals]


async def test_every_list_of_grants_in_the_stories_is_what_the_reference_says(installation: Installation) -> None:
    await installation.guard.directory.register(read_world(whole_history=True).register)
    steps = [step for story in RAW["stories"] for step in story["steps"] if step["query"]["op"] == "grants"]
    for step in steps:
        installation.clock.set(parse(step["at"]))
        outcome = await installation.guard.administration.list(asks(step["who"], step["purpose"]), step["query"].get("scope"))
        assert [f"{seen.grant.id}={seen.state}" for seen in outcome.value or ()] == step["sees"]
    assert len(steps) == 4


def wanted(installation: Installation, **change: Any) -> GrantRequest:
    now = installation.clock.now()
    usual = GrantRequest(
        "DLIO", "user:u-daan", ("C1-TEL",), ("see", "read"), ("basic", "identity", "assessment"), "STG_C", ("THREAT_ASSESSMENT",),
        "WPG-15", "same number in two cases", now, now + 30 * DAY,
    )  # fmt: skip
    return replace(usual, **change)


async def _requested(installation: Installation, who: str = "u-daan", **change: Any) -> str:
    outcome = await installation.guard.administration.request(asks(who, "THREAT_ASSESSMENT"), wanted(installation, **change))
    assert outcome.value is not None, outcome.refusals
    return outcome.value.grant.id


async def test_story_j_from_the_question_to_the_answer(installation: Installation) -> None:
    office, clock = installation.guard.administration, installation.clock
    clock.set(parse("2026-03-16T10:05:00Z"))
    grant = await _requested(installation)
    assert [notice.about for notice in (await office.notices(asks("u-willemijn"))).value or ()] == [grant]
    clock.set(parse("2026-03-16T10:40:00Z"))
    assert codes(await office.approve(asks("u-bart"), grant)) == ["WRONG_STATE"]
    assert _state(await office.consent(asks("u-willemijn"), grant)) == "CONSENT_PENDING"
    clock.set(parse("2026-03-16T11:05:00Z"))
    for nobody in ("u-willemijn", "u-daan", "u-fenna", "u-otto"):
        assert codes(await office.approve(asks(nobody), grant))[0] in ("FOUR_EYES", "NOT_ALLOWED", "NOT_FOUND")
    assert _state(await office.approve(asks("u-bart"), grant)) == "ACTIVE"
    mine = (await office.mine(asks("u-daan", "THREAT_ASSESSMENT"))).value or ()
    assert grant in {seen.grant.id for seen in mine if seen.state == "ACTIVE"}


def _state(outcome: Outcome[GrantSeen]) -> str:
    assert outcome.value is not None, outcome.refusals
    return outcome.value.state


async def test_each_originator_concerned_consents_and_none_is_named_before_it_does(shared: Installation) -> None:
    office = shared.guard.administration
    grant = await _requested(
        installation, "u-ruben", grantor="POL", grantee="team:NCTV-ANALYSE", scopes=("C1",), level_ceiling="STG_G"
    )
    pending = await office.consent(asks("u-fenna"), grant)
    assert pending.value is not None
    assert pending.value.grant.approvals == ()
    refusal = await office.approve(asks("u-bente"), grant)
    assert codes(refusal) == ["CONSENT_MISSING"]
    assert not any(name in repr(refusal) for name in ("AIVD", "DLIO", "OM"))
    for functionary in ("u-otto", "u-willemijn", "u-marijn"):
        assert (await office.consent(asks(functionary), grant)).done
        assert codes(await office.consent(asks(functionary), grant)) == ["ALREADY_DONE"]
    assert codes(await office.consent(asks("u-sipke"), grant)) == ["NOT_FOUND"]
    approved = await office.approve(asks("u-bente"), grant)
    assert approved.value is not None
    assert {name for name, _ in approved.value.grant.approvals} == {"AIVD", "DLIO", "OM", "POL"}
    assert approved.value.grant.policy_version


async def test_an_originator_whose_record_comes_meanwhile_is_asked_before_it_opens(installation: Installation) -> None:
    office, world = installation.guard.administration, installation.world
    grant = await _requested(installation)
    await office.consent(asks("u-willemijn"), grant)
    mine = next(node for node in world.nodes if "C1-TEL" in node.marking.scopes)
    theirs = replace(mine.marking, originator="AIVD", originators=frozenset({"AIVD"}))
    new = replace(mine, id="e" * 32, marking=theirs)
    await installation.guard.intake.found(read_world().register, [new], [])
    await installation.guard.directory.records.known_classes()
    regranted = await _requested(installation)
    await office.consent(asks("u-willemijn"), regranted)
    assert codes(await office.approve(asks("u-bart"), regranted)) == ["CONSENT_MISSING"]
    assert (await office.consent(asks("u-otto"), regranted)).done
    assert (await office.approve(asks("u-bart"), regranted)).done


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
        grant = await _requested(shared, scopes=scopes)
        await office.consent(asks("u-willemijn"), grant)
        outcome = await office.approve(asks("u-bart"), grant)
        assert codes(outcome) in (["LACKS"], ["CONSENT_MISSING"])


async def test_refused_escalated_released_and_upheld(shared: Installation) -> None:
    office = shared.guard.administration
    ends = []
    for last in ("uphold", "release"):
        grant = await _requested(shared)
        assert codes(await office.refuse(asks("u-willemijn"), grant, "I do not like it")) == ["GROUND_UNKNOWN"]
        assert _state(await office.refuse(asks("u-willemijn"), grant, "BPG-2:13-f")) == "REFUSED"
        assert codes(await office.escalate(asks("u-daan", "THREAT_ASSESSMENT"), grant, "DLIO")) == ["UNKNOWN_VALUE"]
        assert _state(await office.escalate(asks("u-daan", "THREAT_ASSESSMENT"), grant, "NCTV")) == "ESCALATED"
        assert codes(await office.uphold(asks("u-willemijn"), grant)) == ["NOT_ALLOWED"]
        done = office.uphold(asks("u-yfke"), grant) if last == "uphold" else office.release(asks("u-bart"), grant, "X-77")
        ends.append(_state(await done))
    assert ends == ["UPHELD", "RELEASED_SANITISED"]


async def test_an_unreviewed_grant_comes_back_with_its_review(shared: Installation) -> None:
    office = shared.guard.administration
    before = (await office.show(asks("u-marijn"), "G-insp-c2")).value
    assert before is not None
    assert before.state == "EXPIRED"
    after = await office.review(asks("u-rosa"), "G-insp-c2", keep=True)
    assert _state(after) == "ACTIVE"
    assert after.value is not None
    assert after.value.grant.state_at(parse("2026-03-10T00:00:00Z")) == "EXPIRED"
    assert _state(await office.review(asks("u-rosa"), "G-insp-c2", keep=False)) == "REVOKED"


async def test_a_dry_run_changes_nothing(shared: Installation) -> None:
    office = shared.guard.administration
    epoch = (await shared.guard.directory.policy_of("u-noor")).epoch
    assert _state(await office.revoke(asks("u-fenna"), "G-hugo-c2", "moved", dry_run=True)) == "REVOKED"
    assert (await shared.guard.directory.policy_of("u-noor")).epoch == epoch
    assert _state(await office.show(asks("u-fenna"), "G-hugo-c2")) == "ACTIVE"


async def test_of_all_who_act_at_once_each_acts_on_what_the_one_before_left(shared: Installation) -> None:
    """Approval, refusal, revocation and review from two processes at once: one after the other, in whatever order."""
    other = Guard(shared.store, shared.clock, AuditLog(shared.audit_file.parent / "other.jsonl"))
    ends = set()
    for _ in range(6):
        grant = await _requested(shared)
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


async def test_a_functionary_who_lost_the_role_meanwhile_decides_nothing(installation: Installation) -> None:
    office = installation.guard.administration
    grant = await _requested(installation)
    await office.consent(asks("u-willemijn"), grant)
    world = installation.world
    users = tuple(replace(user, roles=()) if user.key == "u-bart" else user for user in world.register.users)
    current = (await office.show(asks("u-willemijn"), grant)).value
    assert current is not None
    await installation.guard.directory.register(replace(world.register, users=users))
    assert codes(await office.approve(asks("u-bart"), grant)) == ["NOT_FOUND"]
