"""Grants that are asked about together open what each of them opens by itself, and under other templates never more."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from access_policies.grants import Grant, Step
from access_policies.policy_texts import FOLDER, TEMPLATE
from access_policies.subject import Context
from access_policies.visible import visible_classes
from graph_model.marking import Marking
from tests.access_policies.test_decision import BREAK_GLASS, DAY, GRANT, MARKING, NOW, SUBJECT, TABLE

HOUR, MOMENT = timedelta(hours=1), timedelta(milliseconds=1)
SECOND = replace(MARKING, scopes=frozenset({"C2"}))
ONE, TWO = replace(GRANT, id="G-1"), replace(GRANT, id="G-2", scopes=("C2",))


def _seen(grants: list[Grant], *markings: Marking, folder: Path = FOLDER, constants: str | None = None) -> list[int]:
    found = visible_classes(0, SUBJECT, Context("ASSESS", NOW), grants, TABLE, markings, folder, constants)
    return list(found.masks["see"])


def test_two_grants_of_one_shape_open_the_scopes_of_both() -> None:
    assert _seen([ONE, TWO], MARKING, SECOND) == [1, 1]
    assert _seen([ONE], MARKING, SECOND) == [1, 0]
    assert _seen([], MARKING, SECOND) == [0, 0]
    assert _seen([ONE]) == []


@pytest.mark.parametrize(
    ("second", "marking"),
    [
        ({"actions": ("read", "export")}, {}),
        ({"level_ceiling": "DEP_V"}, {}),
        ({"grantee": "user:u-two"}, {}),
        ({"purposes": ("OTHER",)}, {}),
        (BREAK_GLASS, {"match": "SILENT"}),
        ({"not_before": NOW + MOMENT}, {}),
        ({"expires": NOW}, {}),
        ({"review_due": NOW}, {}),
        ({"history": (Step(NOW - DAY, "CONSENT_PENDING"),)}, {}),
    ],
    ids=lambda changes: "+".join(changes) or "-",
)
def test_a_grant_lends_nothing_to_another_that_differs_in_one_part(second: dict[str, Any], marking: dict[str, Any]) -> None:
    hidden = replace(SECOND, **marking)
    for grants in ([ONE, replace(TWO, **second)], [replace(TWO, **second), ONE]):
        assert _seen(grants, MARKING, hidden) == [1, 0]


def test_a_grant_opens_from_the_instant_at_which_it_begins() -> None:
    assert _seen([replace(ONE, not_before=NOW)], MARKING) == [1]


def test_a_rule_that_permits_without_a_grant_permits_every_class() -> None:
    assert _seen([], MARKING, SECOND, constants="permit (principal, action, resource);") == [1, 1]


def _with_template(tmp_path: Path, condition: str) -> Path:
    """The policies, with one more condition on every grant."""
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_text(path.read_text())
    text = (FOLDER / TEMPLATE).read_text()
    (tmp_path / TEMPLATE).write_text(text.replace("when {", f"when {{ {condition} &&"))
    return tmp_path


def test_a_class_about_which_the_policy_of_any_grant_errs_is_hidden(tmp_path: Path) -> None:
    folder = _with_template(tmp_path, "(${ceiling} < 3 || resource.level + 9223372036854775807 > 0)")
    high, low = replace(ONE, level_ceiling="STG_G"), replace(MARKING, level="NONE")
    assert _seen([ONE], MARKING, low, folder=folder) == [1, 1]
    assert _seen([ONE, high], MARKING, low, folder=folder) == [0, 1]
    assert _seen([high, ONE], low, MARKING, folder=folder) == [1, 0]


@pytest.mark.parametrize(("organisation", "seen"), [("NCTV", [1]), ("POL", [0])])
def test_the_policy_of_a_grant_may_look_at_who_asks(organisation: str, seen: list[int], tmp_path: Path) -> None:
    assert _seen([ONE], MARKING, folder=_with_template(tmp_path, f'principal.organisation == "{organisation}"')) == seen


@pytest.mark.parametrize(
    ("condition", "second"),
    [
        ("context.now >= ${not_before} + 3600000", {"not_before": NOW}),
        ("context.now < ${expires} - 3600000", {"expires": NOW + MOMENT}),
        ("context.now < ${review_due} - 3600000", {"review_due": NOW + MOMENT}),
        ('![${purposes}].contains("OTHER")', {"purposes": ("ASSESS", "OTHER")}),
    ],
)
def test_under_a_template_that_looks_at_more_no_grant_opens_what_it_would_not_by_itself(
    condition: str, second: dict[str, Any], tmp_path: Path
) -> None:
    folder = _with_template(tmp_path, condition)
    assert _seen([ONE], MARKING, SECOND, folder=folder) == [1, 0]
    for grants in ([ONE, replace(TWO, **second)], [replace(TWO, **second), ONE]):
        assert _seen(grants, MARKING, SECOND, folder=folder)[1] == 0
