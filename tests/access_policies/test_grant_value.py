"""What a grant says of itself at an instant: its state, its review, since when, what may change next, how high and how far it reaches."""

from dataclasses import replace
from datetime import timedelta

import pytest

from access_policies.grants import Emergency, Step, from_parts, to_parts
from access_policies.grants.grant import ACTIONS, CONSENTED, HIGHEST, STATES
from graph_model.marking import LEVELS
from tests.access_policies.strategies import NOW
from tests.access_policies.test_consent import GRANT

DAY, MOMENT = timedelta(days=1), timedelta(milliseconds=1)
LIVED = replace(
    GRANT,
    not_before=NOW + 3 * DAY,
    review_due=NOW + 5 * DAY,
    history=(
        Step(NOW, "REQUESTED"),
        Step(NOW + DAY, "ACTIVE"),
        Step(NOW + 2 * DAY, "ACTIVE", "review", "x", NOW + 7 * DAY),
        Step(NOW + 8 * DAY, "REVOKED"),
    ),
)
"""From day 3 on, expires on day 10, was due on day 5, reviewed on day 2 until day 7, revoked on day 8."""


def test_its_state_follows_its_steps_and_time_ends_what_is_active() -> None:
    states = {-1: "NONE", 0: "REQUESTED", 1: "ACTIVE", 5: "ACTIVE", 7: "EXPIRED", 8: "REVOKED", 11: "REVOKED"}
    assert {day: LIVED.state_at(NOW + day * DAY) for day in states} == states
    assert LIVED.state_at(NOW + 7 * DAY - MOMENT) == "ACTIVE"
    unreviewed = replace(LIVED, history=LIVED.history[:2])
    assert [unreviewed.state_at(NOW + 5 * DAY - gap) for gap in (MOMENT, 0 * DAY)] == ["ACTIVE", "EXPIRED"]
    assert replace(unreviewed, review_due=NOW + 20 * DAY).state_at(NOW + 10 * DAY) == "EXPIRED"
    assert replace(LIVED, history=LIVED.history[:1]).state_at(NOW + 20 * DAY) == "REQUESTED"


def test_each_review_sets_the_next_from_its_own_instant_on() -> None:
    assert [(LIVED.review_due_at(NOW + 2 * DAY - gap) - NOW).days for gap in (MOMENT, 0 * DAY)] == [5, 7]
    assert LIVED.review_due_at(NOW + 9 * DAY) == NOW + 7 * DAY


def test_since_when_is_the_last_step_that_was_taken() -> None:
    since = {-1: None, 0: NOW, 1: NOW + DAY, 3: NOW + 2 * DAY, 9: NOW + 8 * DAY}
    assert {day: LIVED.since(NOW + day * DAY) for day in since} == since


def test_what_may_change_later_is_every_instant_that_it_names() -> None:
    named = {0, 1, 2, 3, 5, 7, 8, 10}
    assert {(moment - NOW).days for moment in LIVED.changes_after(NOW - DAY)} == named
    assert {(moment - NOW).days for moment in LIVED.changes_after(NOW + 5 * DAY)} == {7, 8, 10}
    assert LIVED.changes_after(NOW + 10 * DAY) == []


@pytest.mark.parametrize("kind", HIGHEST)
def test_its_ceiling_is_the_lower_of_what_it_says_and_what_its_kind_of_grantee_may_have(kind: str) -> None:
    most = {"org": "STG_C", "team": "STG_G", "user": "STG_ZG"}
    assert most == HIGHEST
    for place, level in enumerate(LEVELS):
        assert replace(GRANT, grantee=f"{kind}:X", level_ceiling=level).ceiling == min(place, LEVELS.index(most[kind]))


def test_whom_it_names_is_a_kind_and_a_code() -> None:
    assert [(one.kind, one.holder) for one in (GRANT, replace(GRANT, grantee="org:A:B"))] == [("team", "DESK"), ("org", "A:B")]


def test_it_covers_what_lies_in_one_of_its_scopes_or_in_the_store_of_its_originator() -> None:
    both = replace(GRANT, scopes=("C1", "store:AIVD"))
    cases = {("C1", "POL"): True, ("C2", "POL"): False, ("C2", "AIVD"): True, ("store:AIVD", "POL"): True, ("AIVD", "POL"): False}
    assert {(scope, by): both.covers(frozenset({scope, "C9"}), by) for scope, by in cases} == cases
    assert not both.covers(frozenset(), "POL")


def test_it_is_stored_whole_and_older_texts_are_read() -> None:
    used = replace(
        LIVED, conditions=("a", "b"), approvals=(("POL", "é"),), emergency=Emergency("D", "r", "C1", ("a", "b"), "m", "JUSTIFIED")
    )
    for grant in (LIVED, used, GRANT):
        assert from_parts(to_parts(grant)) == grant
    assert "é" in to_parts(used)
    assert to_parts(used) == to_parts(from_parts(to_parts(used)))
    older = to_parts(GRANT).replace(', "conditions": []', "").replace('"conditions": [], ', "").replace('"emergency": null, ', "")
    assert "conditions" not in older
    assert "emergency" not in older
    assert from_parts(older) == GRANT
    short = to_parts(LIVED).replace(
        '["2026-03-16T09:00:00.000Z", "REQUESTED", "", "", null]', '["2026-03-16T09:00:00.000Z", "REQUESTED"]'
    )
    assert short != to_parts(LIVED)
    assert from_parts(short) == LIVED


def test_the_words_of_grants_are_those_of_the_model() -> None:
    assert STATES == (
        "REQUESTED", "CONSENT_PENDING", "ACTIVE", "EXPIRED", "REVOKED", "REFUSED", "ESCALATED", "RELEASED_SANITISED", "UPHELD",
    )  # fmt: skip
    assert ACTIONS == ("see", "read", "sense", "cite", "write", "export", "pass_on")
    assert CONSENTED == "consent of "
