"""Break-glass step by step: the whole grant that opens, each condition of a declaration, of its use and of its review by itself."""

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from access_policies.grants import Emergency, Grant, Step
from access_policies.grants.emergency import (
    OUTCOMES,
    Declaration,
    break_glass,
    declaration_from,
    declaration_parts,
    declared,
    is_unreviewed,
    judged,
    seconded,
)
from access_policies.refusals import Refused
from access_policies.subject import Subject
from tests.access_policies.strategies import NOW
from tests.access_policies.test_grant_life import DECLARED, MEIKE, person
from tests.access_policies.test_grant_steps import refused

HOUR, DAY, MOMENT = timedelta(hours=1), timedelta(days=1), timedelta(milliseconds=1)
BENTE, MARIJN = person("bente", "POL", "SECURITY_OFFICER"), person("marijn", "OM", "GRANT_ADMIN")
READY = replace(DECLARED, approved_by="bente")
USED = Grant(
    "BG-1", "POL", "fenna", "user:meike", ("C3",), ("see", "read"), ("basic",), "STG_C", ("EXECUTE",), "PW-3", "danger to life",
    NOW, NOW + 4 * HOUR, NOW + 72 * HOUR, (), (Step(NOW, "ACTIVE", "break-glass", "meike"),), True, "meike",
    emergency=Emergency("BG", "shots", "C3", ("fenna", "hadewych")),
)  # fmt: skip


def _use(
    declaration: Declaration = READY, who: Subject = MEIKE, at: Any = NOW, earlier: tuple[Grant, ...] = (), **said: str
) -> Grant:
    how = {"reason": " shots ", "case": "C3"} | said
    return break_glass(declaration, who, "BG-1", how["reason"], how["case"], at, earlier, ("hadewych", "fenna"), 72 * HOUR)


def test_what_opens_is_what_was_declared_to_one_user_for_hours() -> None:
    assert _use() == USED
    assert _use(replace(READY, hours=1)).expires == NOW + HOUR
    assert _use(replace(READY, expires=NOW + HOUR)).expires == NOW + HOUR


HOURS, YEAR, ROLES = "it opens for at most four hours", "it lasts at most one year", "it names roles"
LAWLESS: list[tuple[dict[str, Any], str]] = [
    ({"hours": 5}, HOURS),
    ({"hours": 0}, HOURS),
    ({"hours": -1}, HOURS),
    ({"expires": NOW}, YEAR),
    ({"expires": NOW + 366 * DAY + MOMENT}, YEAR),
    ({"roles": ()}, ROLES),
    ({"roles": ("DUTY OFFICER", "EXECUTOR")}, ROLES),
    ({"organisation": ""}, "it names a known organisation"),
    ({"level_ceiling": "TOP"}, "unknown level"),
    ({"scopes": ()}, "no scope, purpose or action"),
    ({"field_classes": ("secret",)}, "unknown field class"),
    ({"purposes": ()}, "no scope, purpose or action"),
    ({"id": ""}, "a name holds characters that no name may hold"),
]


@pytest.mark.parametrize(("change", "law"), LAWLESS, ids=[str(row[0])[:40] for row in LAWLESS])
def test_a_declaration_keeps_its_laws(change: dict[str, Any], law: str) -> None:
    assert declared(replace(DECLARED, hours=1, expires=NOW + 366 * DAY), NOW)
    with pytest.raises(Refused) as fault:
        declared(replace(DECLARED, **change), NOW)
    assert (fault.value.refusals[0].code, fault.value.refusals[0].detail) == ("INVALID", law)


def test_a_second_person_who_is_not_served_approves_it_once() -> None:
    assert seconded(DECLARED, BENTE) == READY
    cases = (
        (person("fenna", "POL"), DECLARED, "FOUR_EYES"),
        (person("x", "POL", "DUTY_OFFICER"), DECLARED, "FOUR_EYES"),
        (BENTE, READY, "ALREADY_DONE"),
    )
    for who, declaration, code in cases:
        assert refused(partial(seconded, declaration, who)) == (code, "")


def test_a_declaration_is_in_force_from_its_day_to_its_end_once_approved() -> None:
    ends = {NOW - DAY - MOMENT: False, NOW - DAY: True, NOW + 100 * DAY - MOMENT: True, NOW + 100 * DAY: False}
    assert {at: READY.in_force(at) for at in ends} == ends
    assert not DECLARED.in_force(NOW)
    assert not replace(READY, ended="fenna").in_force(NOW)


@pytest.mark.parametrize(
    ("how", "code", "field"),
    [
        ({"who": person("x", "POL", "DUTY_OFFICER")}, "NOT_FOUND", ""),
        ({"who": person("x", "DKDB", "EXECUTOR")}, "NOT_FOUND", ""),
        ({"declaration": DECLARED}, "NOT_FOUND", ""),
        ({"at": NOW + 100 * DAY}, "NOT_FOUND", ""),
        ({"reason": " "}, "INVALID", "reason"),
        ({"case": "C4"}, "INVALID", "case"),
        ({"earlier": (USED,), "at": NOW + HOUR}, "ALREADY_DONE", ""),
        ({"earlier": (USED,), "at": NOW + 72 * HOUR}, "REVIEW_OVERDUE", ""),
        ({"declaration": replace(READY, level_ceiling="TOP")}, "INVALID", ""),
    ],
)
def test_each_condition_of_its_use_refuses_alone(how: dict[str, Any], code: str, field: str) -> None:
    assert refused(lambda: _use(**how)) == (code, field)


def test_what_another_uses_and_what_was_reviewed_or_is_over_hinders_nobody() -> None:
    other, over = replace(USED, grantee="user:kees"), NOW + 4 * HOUR
    assert _use(at=NOW + HOUR, earlier=(other,)).state_at(NOW + HOUR) == "ACTIVE"
    assert _use(at=over, earlier=(USED,)).state_at(over) == "ACTIVE"
    assert _use(at=NOW + 72 * HOUR - MOMENT, earlier=(USED, other))
    reviewed = judged(USED, MARIJN, "JUSTIFIED", over)
    assert _use(at=NOW + 90 * HOUR, earlier=(reviewed,))


def test_a_use_is_unreviewed_until_somebody_judged_it() -> None:
    assert is_unreviewed(USED)
    assert is_unreviewed(replace(USED, emergency=None))
    assert not is_unreviewed(replace(USED, break_glass=False))
    assert not is_unreviewed(judged(USED, MARIJN, "JUSTIFIED", NOW))


def test_a_review_is_kept_with_the_use_and_ends_what_was_not_justified_and_still_runs() -> None:
    seen = Emergency("BG", "shots", "C3", ("fenna", "hadewych"), "marijn", "JUSTIFIED")
    assert OUTCOMES == ("JUSTIFIED", "NOT_JUSTIFIED")
    assert judged(USED, MARIJN, "JUSTIFIED", NOW) == replace(USED, emergency=seen)
    wrong = replace(USED, emergency=replace(seen, outcome="NOT_JUSTIFIED"))
    assert judged(USED, MARIJN, "NOT_JUSTIFIED", NOW + 4 * HOUR) == wrong
    ended = (*USED.history, Step(NOW + HOUR, "REVOKED", "not justified", "marijn"))
    assert judged(USED, MARIJN, "NOT_JUSTIFIED", NOW + HOUR) == replace(wrong, history=ended)


def test_a_review_is_by_somebody_else_of_a_known_outcome_once_and_of_a_use() -> None:
    done = judged(USED, MARIJN, "JUSTIFIED", NOW)
    for grant, who, outcome, code in (
        (USED, MEIKE, "JUSTIFIED", "FOUR_EYES"),
        (USED, MARIJN, "FINE", "UNKNOWN_VALUE"),
        (done, MARIJN, "JUSTIFIED", "ALREADY_DONE"),
        (replace(USED, emergency=None), MARIJN, "JUSTIFIED", "WRONG_STATE"),
    ):
        assert refused(partial(judged, grant, who, outcome, NOW)) == (code, "outcome" if code == "UNKNOWN_VALUE" else "")


def test_a_declaration_is_stored_whole() -> None:
    assert declaration_from(json.loads(json.dumps(declaration_parts(READY)))) == READY
    assert declaration_parts(READY)["expires"] == "2026-06-24T09:00:00.000Z"
