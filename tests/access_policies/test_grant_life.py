"""The life of a grant, model-checked: every interleaving of small scripts, step by step, ends in a legal state and breaks no law."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from access_policies.grants import Grant, from_parts, life, to_parts
from access_policies.grants.emergency import Declaration, break_glass, declared, judged, seconded
from access_policies.grants.life import TRANSITIONS
from access_policies.refusals import Refused
from access_policies.subject import Subject
from tests.access_policies.strategies import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def person(key: str, organisation: str, *roles: str, teams: tuple[str, ...] = (), conflicts: tuple[str, ...] = ()) -> Subject:
    none: frozenset[str] = frozenset()
    return Subject(
        key, key, organisation, "POLICE", frozenset(teams), frozenset(roles), (), NOW + DAY, none, none, frozenset(conflicts)
    )


DAAN = person("daan", "POL", "ANALYST", teams=("HAZEL",))
WILLEMIJN, BART = person("willemijn", "DLIO", "GRANT_ADMIN"), person("bart", "DLIO", "SECURITY_OFFICER")
OTTO, JUDGE = person("otto", "AIVD", "GRANT_ADMIN"), person("judge", "NCTV", "GRANT_ADMIN")
DRAFT = Grant(
    "G-1", "DLIO", "", "user:daan", ("C1",), ("see", "read"), ("basic",), "STG_C", ("ASSESS",), "WPG-15", "same number",
    NOW, NOW + 10 * DAY, NOW + 5 * DAY, (), (),
)  # fmt: skip
GROUNDS = {"BPG-2:13-a": "sources"}

Action = Callable[[Grant, datetime], Grant]
STEPS: dict[str, Action] = {
    "request": lambda grant, at: life.requested(grant, DAAN, at) if not grant.history else _again(),
    "take_up": lambda grant, at: life.taken_up(grant, WILLEMIJN, at),
    "consent": lambda grant, at: life.consented(grant, OTTO, at),
    "approve": lambda grant, at: life.approved(grant, BART, at, {"AIVD"} - {name for name, _ in grant.approvals}, "v1"),
    "refuse": lambda grant, at: life.refused(grant, OTTO, "BPG-2:13-a", at, GROUNDS),
    "escalate": lambda grant, at: life.escalated(grant, DAAN, "NCTV", at, 72 * HOUR),
    "uphold": lambda grant, at: life.upheld(grant, JUDGE, at),
    "release": lambda grant, at: life.released(grant, BART, "X-1", at),
    "revoke": lambda grant, at: life.revoked(grant, "willemijn", "moved", at),
    "review": lambda grant, at: life.reviewed(grant, WILLEMIJN, True, min(grant.expires, at + 5 * DAY), at),
    "end": lambda grant, at: life.reviewed(grant, WILLEMIJN, False, at, at),
}


def _again() -> Grant:
    raise Refused("WRONG_STATE")


def _legal(before: Grant, after: Grant, name: str, at: datetime) -> None:
    """The laws that hold after every step, whatever came before."""
    old, new = before.state_at(at), after.state_at(at)
    assert after.history[:-1] == before.history, "history was rewritten"
    assert list(after.history) == sorted(after.history, key=lambda step: step.at)
    if new == "ACTIVE":
        people = {user for _, user in after.approvals} | {after.granted_by}
        assert {"AIVD", "DLIO"} <= {organisation for organisation, _ in after.approvals}, "an originator did not consent"
        assert len(people) >= 3, "four eyes at the grantor, and the other originator's own"
        assert after.requested_by not in people, "who asked decided"
    if old in ("REVOKED", "UPHELD", "RELEASED_SANITISED"):
        raise AssertionError(f"{name} left {old}")
    if old == "EXPIRED" and at >= before.expires:
        assert new == "REVOKED", "what had come to its end went on"


def _run(script: tuple[str, ...], gaps: timedelta) -> tuple[str, int]:
    grant, done = DRAFT, 0
    for number, name in enumerate(script):
        at = NOW + gaps * number
        try:
            after = STEPS[name](grant, at)
        except Refused:
            continue
        _legal(grant, after, name, at)
        assert from_parts(to_parts(after)) == after
        grant, done = after, done + 1
    return grant.state_at(NOW + gaps * len(script)), done


@pytest.mark.parametrize("gap", [timedelta(0), HOUR, 30 * HOUR], ids=["at once", "hours", "days"])
def test_every_interleaving_of_every_step_ends_in_a_legal_state(gap: timedelta) -> None:
    ends: dict[str, int] = {}
    scripts = 0
    for rest in itertools.permutations([name for name in STEPS if name != "request"], 4):
        for script in (("request", *rest), ("request", "take_up", "consent", *rest)):
            state, _ = _run(script, gap)
            ends[state] = ends.get(state, 0) + 1
            scripts += 1
    assert scripts > 10_000
    reached = {"CONSENT_PENDING", "ACTIVE", "REVOKED", "REFUSED", "ESCALATED", "UPHELD", "RELEASED_SANITISED"}
    assert reached <= set(ends) <= reached | {"REQUESTED", "EXPIRED"}


def test_every_state_and_step_that_the_table_does_not_name_is_refused() -> None:
    """The whole table, cell by cell: what it names leads where it says, and nothing else leads anywhere."""
    starts = {
        "REQUESTED": ("request",),
        "CONSENT_PENDING": ("request", "take_up", "consent"),
        "ACTIVE": ("request", "take_up", "consent", "approve"),
        "REVOKED": ("request", "take_up", "consent", "approve", "revoke"),
        "REFUSED": ("request", "refuse"),
        "ESCALATED": ("request", "refuse", "escalate"),
        "UPHELD": ("request", "refuse", "escalate", "uphold"),
        "RELEASED_SANITISED": ("request", "refuse", "escalate", "release"),
    }
    names = {"release": "release_sanitised"}
    for state, script in starts.items():
        grant = DRAFT
        for name in script:
            grant = STEPS[name](grant, NOW)
        assert grant.state_at(NOW) == state
        for name, step in STEPS.items():
            allowed = TRANSITIONS[names.get(name, name)].get(state)
            try:
                after = step(grant, NOW)
            except Refused:
                waits = name == "escalate" and state in ("REQUESTED", "CONSENT_PENDING")
                twice = name == "consent" and state == "CONSENT_PENDING"
                assert allowed is None or waits or twice, (state, name)
            else:
                assert after.state_at(NOW) == allowed, (state, name)


def _active() -> Grant:
    grant = DRAFT
    for name in ("request", "take_up", "consent", "approve"):
        grant = STEPS[name](grant, NOW)
    return grant


@pytest.mark.parametrize("who", [WILLEMIJN, DAAN, person("eve", "DLIO", "GRANT_ADMIN", conflicts=("C1",))], ids=lambda who: who.key)
def test_who_granted_asked_or_is_party_does_not_approve(who: Subject) -> None:
    pending = STEPS["consent"](STEPS["take_up"](STEPS["request"](DRAFT, NOW), NOW), NOW)
    assert life.approved(pending, BART, NOW, (), "v").state_at(NOW) == "ACTIVE"
    with pytest.raises(Refused):
        life.approved(pending, who, NOW, (), "v")


def test_who_asked_does_not_approve_even_if_it_serves_somebody_else() -> None:
    asked = life.requested(DRAFT, BART, NOW)
    pending = life.consented(life.taken_up(asked, WILLEMIJN, NOW), OTTO, NOW)
    with pytest.raises(Refused, match="FOUR_EYES"):
        life.approved(pending, BART, NOW, (), "v")
    third = person("third", "DLIO", "SECURITY_OFFICER")
    assert life.approved(pending, third, NOW, (), "v").state_at(NOW) == "ACTIVE"


def test_a_member_of_the_team_that_is_served_does_not_approve() -> None:
    pending = replace(STEPS["take_up"](STEPS["request"](DRAFT, NOW), NOW), grantee="team:HAZEL")
    with pytest.raises(Refused, match="FOUR_EYES"):
        life.approved(pending, person("member", "DLIO", "GRANT_ADMIN", teams=("HAZEL",)), NOW, (), "v")


def test_time_alone_ends_it_and_a_review_brings_it_back_but_not_beyond_its_end() -> None:
    grant = _active()
    assert [grant.state_at(NOW + n * DAY) for n in (4, 5, 9)] == ["ACTIVE", "EXPIRED", "EXPIRED"]
    again = life.reviewed(grant, WILLEMIJN, True, NOW + 9 * DAY, NOW + 6 * DAY)
    assert [again.state_at(NOW + n * DAY) for n in (4, 5, 6, 8, 9)] == ["ACTIVE", "EXPIRED", "ACTIVE", "ACTIVE", "EXPIRED"]
    with pytest.raises(Refused, match="ENDED"):
        life.reviewed(again, WILLEMIJN, True, NOW + 10 * DAY, NOW + 10 * DAY)


def test_a_clock_that_went_back_changes_nothing() -> None:
    with pytest.raises(Refused, match="CLOCK_BEHIND"):
        life.revoked(_active(), "willemijn", "x", NOW - HOUR)


def test_a_step_by_a_clock_ahead_is_in_force_at_once() -> None:
    """And nothing else of the grant's past moves."""
    ahead = life.revoked(_active(), "willemijn", "x", NOW + HOUR)
    assert (ahead.state_at(NOW), ahead.happened_by(NOW).state_at(NOW)) == ("ACTIVE", "REVOKED")
    assert [step.at for step in ahead.happened_by(NOW).history] == [NOW] * 5
    assert ahead.happened_by(NOW + HOUR) is ahead
    assert DRAFT.happened_by(NOW) is DRAFT


def test_a_silence_may_be_taken_higher_once_its_term_has_passed() -> None:
    asked = STEPS["request"](DRAFT, NOW)
    with pytest.raises(Refused, match="NOT_DUE"):
        life.escalated(asked, DAAN, "NCTV", NOW + 71 * HOUR, 72 * HOUR)
    assert life.escalated(asked, DAAN, "NCTV", NOW + 72 * HOUR, 72 * HOUR).state_at(NOW + 72 * HOUR) == "ESCALATED"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"expires": NOW - HOUR, "not_before": NOW - DAY}, "ENDED"),
        ({"expires": NOW - DAY}, "INVALID"),
        ({"expires": NOW + 400 * DAY}, "INVALID"),
        ({"not_before": NOW + 5 * DAY}, "INVALID"),
        ({"scopes": ("record:nonsense",)}, "INVALID"),
        ({"level_ceiling": "STG_G", "grantee": "org:POL"}, "INVALID"),
        ({"approvals": (("DLIO", "bart"),)}, "INVALID"),
        ({"necessity": "x" * 3_000}, "INVALID"),
    ],
)  # fmt: skip
def test_a_request_that_breaks_a_law_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        life.requested(replace(DRAFT, **change), DAAN, NOW)


MEIKE = person("meike", "DKDB", "DUTY_OFFICER")
DECLARED = Declaration(
    "BG",
    "POL",
    "DKDB",
    ("DUTY_OFFICER",),
    ("C3",),
    ("basic",),
    "STG_C",
    ("EXECUTE",),
    "PW-3",
    4,
    NOW + 100 * DAY,
    NOW - DAY,
    "fenna",
)


def _use(
    at: datetime = NOW, earlier: tuple[Grant, ...] = (), reason: str = "shots", case: str = "C3", who: Subject = MEIKE
) -> Grant:
    ready = seconded(DECLARED, person("bente", "POL", "SECURITY_OFFICER"))
    return break_glass(ready, who, f"BG-{at:%d%H}", reason, case, at, earlier, ("fenna", "hadewych"), 72 * HOUR)


def test_break_glass_opens_at_once_for_hours_and_says_why() -> None:
    used = _use()
    assert [used.state_at(NOW + n * HOUR) for n in (-1, 0, 3, 4)] == ["NONE", "ACTIVE", "ACTIVE", "EXPIRED"]
    assert used.emergency is not None
    assert used.emergency.told == ("fenna", "hadewych")


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"reason": "  "}, "INVALID"),
        ({"case": "C4"}, "INVALID"),
        ({"who": person("x", "DKDB", "EXECUTOR")}, "NOT_FOUND"),
        ({"who": person("x", "KMAR", "DUTY_OFFICER")}, "NOT_FOUND"),
        ({"at": NOW + 100 * DAY}, "NOT_FOUND"),
    ],
)
def test_break_glass_needs_the_role_a_reason_and_a_declared_case(how: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        _use(**how)  # type: ignore[arg-type]  # each row is one argument of the function


def test_a_declaration_is_made_by_two_people_who_are_not_served_by_it() -> None:
    assert declared(DECLARED, NOW) is DECLARED
    for change in ({"hours": 5}, {"hours": 0}, {"expires": NOW + 400 * DAY}, {"roles": ()}, {"level_ceiling": "TOP"}):
        with pytest.raises(Refused, match="INVALID"):
            declared(replace(DECLARED, **change), NOW)
    for who in (person("fenna", "POL", "GRANT_ADMIN"), person("m", "POL", "SECURITY_OFFICER", "DUTY_OFFICER")):
        with pytest.raises(Refused, match="FOUR_EYES"):
            seconded(DECLARED, who)
    with pytest.raises(Refused, match="NOT_FOUND"):
        break_glass(DECLARED, MEIKE, "BG-1", "shots", "C3", NOW, (), (), 72 * HOUR)


def test_without_a_review_in_time_it_cannot_be_used_again() -> None:
    first = _use()
    with pytest.raises(Refused, match="ALREADY_DONE"):
        _use(NOW + HOUR, (first,))
    assert _use(NOW + 70 * HOUR, (first,)).state_at(NOW + 70 * HOUR) == "ACTIVE"
    with pytest.raises(Refused, match="REVIEW_OVERDUE"):
        _use(NOW + 72 * HOUR, (first,))
    reviewed = judged(first, person("marijn", "OM", "GRANT_ADMIN"), "JUSTIFIED", NOW + 90 * HOUR)
    assert _use(NOW + 91 * HOUR, (reviewed,)).state_at(NOW + 91 * HOUR) == "ACTIVE"


def test_whoever_broke_the_glass_does_not_review_it_and_unjustified_use_ends() -> None:
    with pytest.raises(Refused, match="FOUR_EYES"):
        judged(_use(), MEIKE, "JUSTIFIED", NOW)
    ended = judged(_use(), person("marijn", "OM", "GRANT_ADMIN"), "NOT_JUSTIFIED", NOW + HOUR)
    assert ended.state_at(NOW + HOUR) == "REVOKED"
