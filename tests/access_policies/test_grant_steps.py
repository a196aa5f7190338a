"""Each step of a grant's life by itself: what it changes, who may take it, and the one code of each refusal, allow and deny side by side."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from access_policies.grants import Grant, Step, life
from access_policies.refusals import Refused
from access_policies.subject import Subject
from tests.access_policies.strategies import NOW
from tests.access_policies.test_grant_life import BART, DAAN, DRAFT, GROUNDS, JUDGE, OTTO, WILLEMIJN, person

HOUR, DAY, MOMENT = timedelta(hours=1), timedelta(days=1), timedelta(milliseconds=1)
REQUESTED = replace(DRAFT, requested_by="daan", history=(Step(NOW, "REQUESTED", "", "daan"),))
PENDING = replace(REQUESTED, granted_by="willemijn", history=(*REQUESTED.history, Step(NOW, "CONSENT_PENDING", "", "willemijn")))
ACTIVE = replace(PENDING, history=(*PENDING.history, Step(NOW, "ACTIVE", "", "bart")))
REFUSED = replace(REQUESTED, history=(*REQUESTED.history, Step(NOW, "REFUSED", "BPG-2:13-a", "otto")))
ESCALATED = replace(REFUSED, escalated_to="NCTV", history=(*REFUSED.history, Step(NOW, "ESCALATED", "NCTV", "daan")))
PARTY = person("eve", "DLIO", "GRANT_ADMIN", conflicts=("C1",))
SERVED = person("daan", "DLIO", "GRANT_ADMIN")
MEMBER = person("kit", "DLIO", "GRANT_ADMIN", teams=("HAZEL",))
TEAM: dict[str, Any] = {"grantee": "team:HAZEL"}
LATE = NOW + 10 * DAY


def refused(work: Callable[[], object]) -> tuple[str, str]:
    """Code and field of the refusal that a step ends in."""
    with pytest.raises(Refused) as fault:
        work()
    return fault.value.refusals[0].code, fault.value.refusals[0].field


def _after(before: Grant, state: str, by: str, ground: str = "", at: Any = NOW, due: Any = None, **changes: Any) -> Grant:
    return replace(before, history=(*before.history, Step(at, state, ground, by, due)), **changes)


TAKEN: list[tuple[str, Callable[[], Grant], Grant]] = [
    ("request", lambda: life.requested(DRAFT, DAAN, NOW), REQUESTED),
    ("take up", lambda: life.taken_up(REQUESTED, WILLEMIJN, NOW), PENDING),
    ("consent", lambda: life.consented(PENDING, OTTO, NOW), _after(PENDING, "CONSENT_PENDING", "otto", "consent of AIVD", approvals=(("AIVD", "otto"),))),
    ("approve", lambda: life.approved(PENDING, BART, NOW, (), "v1"), _after(PENDING, "ACTIVE", "bart", approvals=(("DLIO", "bart"),), policy_version="v1")),
    ("refuse", lambda: life.refused(PENDING, OTTO, "BPG-2:13-a", NOW, GROUNDS), _after(PENDING, "REFUSED", "otto", "BPG-2:13-a")),
    ("escalate", lambda: life.escalated(REFUSED, DAAN, "NCTV", NOW, 72 * HOUR), ESCALATED),
    ("uphold", lambda: life.upheld(ESCALATED, JUDGE, NOW), _after(ESCALATED, "UPHELD", "judge")),
    ("release", lambda: life.released(ESCALATED, BART, "X-1", NOW), _after(ESCALATED, "RELEASED_SANITISED", "bart", "X-1", release="X-1")),
    ("revoke", lambda: life.revoked(ACTIVE, "willemijn", "moved", NOW), _after(ACTIVE, "REVOKED", "willemijn", "moved")),
    ("review", lambda: life.reviewed(ACTIVE, BART, True, LATE, NOW), _after(ACTIVE, "ACTIVE", "bart", "review", due=LATE)),
    ("end", lambda: life.reviewed(ACTIVE, BART, False, NOW, NOW), _after(ACTIVE, "REVOKED", "bart", "review")),
    ("end what came to its end", lambda: life.reviewed(ACTIVE, BART, False, LATE, LATE), _after(ACTIVE, "REVOKED", "bart", "review", LATE)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "step", "after"), TAKEN, ids=[row[0] for row in TAKEN])
def test_a_step_adds_itself_and_changes_nothing_else(name: str, step: Callable[[], Grant], after: Grant) -> None:
    assert step() == after


@pytest.mark.parametrize("grant", [REQUESTED, PENDING], ids=["requested", "pending"])
def test_a_silence_is_taken_higher_when_its_term_has_passed(grant: Grant) -> None:
    assert refused(lambda: life.escalated(grant, DAAN, "NCTV", NOW + HOUR - MOMENT, HOUR)) == ("NOT_DUE", "")
    after = _after(grant, "ESCALATED", "daan", "NCTV", NOW + HOUR, escalated_to="NCTV")
    assert life.escalated(grant, DAAN, "NCTV", NOW + HOUR, HOUR) == after


def test_consents_are_kept_in_order() -> None:
    two = life.consented(life.consented(PENDING, person("z", "OM"), NOW), OTTO, NOW)
    assert life.approved(two, BART, NOW, (), "v").approvals == (("AIVD", "otto"), ("DLIO", "bart"), ("OM", "z"))


Deed = Callable[[Grant, Subject], Grant]
DECIDES: dict[str, tuple[Grant, Deed]] = {
    "consent": (PENDING, lambda grant, who: life.consented(grant, who, NOW)),
    "approve": (PENDING, lambda grant, who: life.approved(grant, who, NOW, (), "v")),
    "uphold": (ESCALATED, lambda grant, who: life.upheld(grant, who, NOW)),
    "release": (ESCALATED, lambda grant, who: life.released(grant, who, "X", NOW)),
    "review": (ACTIVE, lambda grant, who: life.reviewed(grant, who, True, LATE, NOW)),
    "end": (ACTIVE, lambda grant, who: life.reviewed(grant, who, False, LATE, NOW)),
}


@pytest.mark.parametrize("name", DECIDES)
def test_nobody_decides_on_what_they_asked_for_are_served_by_or_are_party_to(name: str) -> None:
    grant, deed = DECIDES[name]
    assert deed(grant, person("kit", "DLIO", "GRANT_ADMIN")).history[-1].by == "kit"
    assert deed(replace(grant, grantee="org:DLIO"), MEMBER).history[-1].by == "kit"
    served, to_team = replace(grant, requested_by="x"), replace(grant, **TEAM)
    for who, of, code in (
        (SERVED, grant, "FOUR_EYES"),
        (SERVED, served, "FOUR_EYES"),
        (MEMBER, to_team, "FOUR_EYES"),
        (PARTY, grant, "NOT_ALLOWED"),
    ):
        assert refused(partial(deed, of, who)) == (code, "")
    elsewhere = person("kit", "DLIO", "GRANT_ADMIN", conflicts=("C9",))
    assert deed(grant, elsewhere).history[-1].by == "kit"


@pytest.mark.parametrize(("who", "code"), [(SERVED, "FOUR_EYES"), (PARTY, "NOT_ALLOWED"), (WILLEMIJN, ""), (replace(WILLEMIJN, key="asker"), "")], ids=["served", "party", "other", "asker"])  # fmt: skip
def test_who_asked_may_take_up_and_whom_it_serves_may_not(who: Subject, code: str) -> None:
    asked = replace(REQUESTED, requested_by="asker")
    if not code:
        assert life.taken_up(asked, who, NOW).granted_by == who.key
        return
    assert refused(lambda: life.taken_up(asked, who, NOW)) == (code, "")


def test_the_first_pair_of_eyes_is_not_the_second_and_who_refused_does_not_judge() -> None:
    twice = replace(PENDING, approvals=(("AIVD", "x"),))
    assert refused(lambda: life.approved(PENDING, WILLEMIJN, NOW, (), "v")) == ("FOUR_EYES", "")
    assert refused(lambda: life.upheld(ESCALATED, OTTO, NOW)) == ("FOUR_EYES", "")
    assert refused(lambda: life.consented(twice, OTTO, NOW)) == ("ALREADY_DONE", "")
    higher = replace(ESCALATED, history=(*ESCALATED.history[:-1], Step(NOW, "ESCALATED", "NCTV", "judge")))
    assert life.upheld(higher, JUDGE, NOW).state_at(NOW) == "UPHELD"


def test_a_refusal_names_the_field_it_is_about() -> None:
    cases: list[tuple[Callable[[], Grant], str, str]] = [
        (lambda: life.refused(PENDING, OTTO, "a whim", NOW, GROUNDS), "GROUND_UNKNOWN", "ground"),
        (lambda: life.requested(replace(DRAFT, not_before=NOW - DAY, expires=NOW), DAAN, NOW), "ENDED", "expires"),
        (lambda: life.requested(replace(DRAFT, not_before=NOW + DAY + MOMENT), DAAN, NOW), "INVALID", "delayGround"),
        (lambda: life.reviewed(ACTIVE, BART, True, NOW, NOW), "INVALID", "nextReview"),
        (lambda: life.reviewed(ACTIVE, BART, True, LATE + MOMENT, NOW), "INVALID", "nextReview"),
        (lambda: life.reviewed(ACTIVE, BART, True, LATE, LATE), "ENDED", ""),
        (lambda: life.approved(PENDING, BART, NOW, {"AIVD"}, "v"), "CONSENT_MISSING", ""),
        (lambda: life.approved(PENDING, BART, NOW + 5 * DAY, (), "v"), "ENDED", ""),
        (lambda: life.approved(replace(PENDING, review_due=LATE + DAY), BART, LATE, (), "v"), "ENDED", ""),
        (lambda: life.escalated(PENDING, DAAN, "NCTV", NOW + HOUR - MOMENT, HOUR), "NOT_DUE", ""),
        (lambda: life.revoked(REQUESTED, "x", "y", NOW), "WRONG_STATE", ""),
        (lambda: life.revoked(ACTIVE, "x", "y", NOW - MOMENT), "CLOCK_BEHIND", ""),
        (lambda: life.requested(replace(DRAFT, scopes=()), DAAN, NOW), "INVALID", ""),
    ]  # fmt: skip
    for work, code, field in cases:
        assert refused(work) == (code, field)


def test_a_request_may_lie_a_day_ahead_and_more_with_its_ground() -> None:
    assert life.requested(replace(DRAFT, not_before=NOW + DAY), DAAN, NOW).state_at(NOW) == "REQUESTED"
    delayed = replace(DRAFT, not_before=NOW + 2 * DAY, delay_ground="a search")
    assert life.requested(delayed, DAAN, NOW).state_at(NOW) == "REQUESTED"
    assert life.approved(PENDING, BART, NOW + 5 * DAY - MOMENT, (), "v").state_at(NOW + 5 * DAY - MOMENT) == "ACTIVE"


@pytest.mark.parametrize(
    "past", [{"history": REQUESTED.history}, {"approvals": (("DLIO", "bart"),)}, {"break_glass": True, "expires": NOW + HOUR}]
)
def test_a_request_has_no_past(past: dict[str, Any]) -> None:
    with pytest.raises(Refused) as fault:
        life.requested(replace(DRAFT, **past), DAAN, NOW)
    assert (fault.value.refusals[0].code, fault.value.refusals[0].detail) == ("INVALID", "a request has no past")


def test_somebody_is_waited_for_only_while_a_request_waits() -> None:
    """Each state by its own clock, counted from the step that led to it; overdue is counted from the day it was asked for."""
    terms = (72 * HOUR, 24 * HOUR)
    found = {
        name: life.due(grant, NOW + HOUR, *terms)
        for name, grant in (("a", REQUESTED), ("b", PENDING), ("c", ESCALATED), ("d", ACTIVE), ("e", REFUSED), ("f", DRAFT))
    }
    assert found == {"a": NOW + 72 * HOUR, "b": NOW + 72 * HOUR, "c": NOW + 24 * HOUR, "d": None, "e": None, "f": None}
    assert life.due(REQUESTED, NOW - MOMENT, *terms) is None
    later = replace(REQUESTED, history=(*REQUESTED.history, Step(NOW + HOUR, "CONSENT_PENDING")))
    assert life.due(later, NOW + 2 * HOUR, *terms) == NOW + 73 * HOUR
    assert [life.is_overdue(later, NOW + 72 * HOUR - one, 72 * HOUR) for one in (MOMENT, timedelta(0))] == [False, True]
    assert not life.is_overdue(DRAFT, NOW, HOUR)
    assert life.is_overdue(DRAFT, NOW, timedelta(0))


def test_a_whole_organisation_is_nobody_in_particular() -> None:
    grants = {"user:daan": True, "team:HAZEL": True, "team:OTHER": False, "user:HAZEL": False, "org:POL": False, "user:x": False}
    assert {name: life.is_served_by(replace(DRAFT, grantee=name), DAAN) for name in grants} == grants


def test_the_roles_that_speak_for_an_organisation_on_grants_are_two() -> None:
    assert {"GRANT_ADMIN", "SECURITY_OFFICER"} == life.FUNCTIONARIES
