"""On which classes somebody decides when a sanitised version is proposed: each right that is missing is enough to be told nothing."""

from dataclasses import replace
from typing import Any

import pytest

from access_policies.guard.releases import decidable
from tests.access_policies.strategies import NOW
from tests.access_policies.test_decision import MARKING, SUBJECT

HELD = replace(MARKING, level="STG_C", compartments=frozenset({"BAKEN"}))
OFFICER = replace(
    SUBJECT,
    roles=frozenset({"SECURITY_OFFICER"}),
    clearances=((HELD.scheme, "STG_C"),),
    cleared_until=NOW.replace(year=NOW.year + 1),
    systems=frozenset({HELD.system}),
    compartments=frozenset({"BAKEN", "KELK"}),
    conflicts=frozenset({"C99"}),
)


@pytest.mark.parametrize(
    "lost",
    [
        {"clearances": ((HELD.scheme, "DEP_V"),)},
        {"clearances": (("EU", "STG_ZG"),)},
        {"cleared_until": NOW},
        {"compartments": frozenset({"KELK"})},
        {"systems": frozenset()},
        {"conflicts": frozenset({*HELD.scopes})},
        {"roles": frozenset({"ANALYST", "OVERSEER", "OPERATOR"})},
    ],
    ids=lambda lost: next(iter(lost)),
)
def test_whoever_may_not_hold_a_class_does_not_decide_on_it(lost: dict[str, Any]) -> None:
    beside = replace(HELD, level="STG_G")
    assert decidable(OFFICER, NOW, [HELD, beside]) == b"\1\0"
    assert not any(decidable(replace(OFFICER, **lost), NOW, [HELD, beside]))
