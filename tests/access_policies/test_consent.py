"""Whose consent a grant needs and what its giver lacks: each condition alone, and the index against looking at every marking."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from access_policies.classes import ClassIndex
from access_policies.grants import Grant, Step
from access_policies.grants.consent import concerned, lacks, missing, opens, without_consents
from tests.access_policies.strategies import NOW, Chance
from tests.graph_model.examples import marking

DAY = timedelta(days=1)
NONE: frozenset[str] = frozenset()
GRANT = Grant(
    "G-1", "POL", "u-pol", "team:DESK", ("C1",), ("see", "read"), ("basic",), "STG_C", ("THREAT_ASSESSMENT",), "WPG-15", "need",
    NOW, NOW + 10 * DAY, NOW + 10 * DAY, (), (),
)  # fmt: skip
MARKING = marking("AIVD", "STG_C")
HELD = replace(
    GRANT, id="H-1", grantor="AIVD", grantee="org:POL", scopes=("C9",), actions=("see", "read", "pass_on"),
    not_before=NOW - DAY, expires=NOW + 20 * DAY, review_due=NOW + 20 * DAY, history=(Step(NOW - DAY, "ACTIVE"),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("grant", "parts", "is_opened"),
    [
        ({}, {}, True),
        ({"scopes": ("C2",)}, {}, False),
        ({"scopes": ("store:AIVD",)}, {}, True),
        ({"scopes": ("store:POL",)}, {}, False),
        ({"level_ceiling": "DEP_V"}, {}, False),
        ({"purposes": ("OTHER",)}, {}, False),
        ({}, {"releasable_to": NONE}, False),
        ({}, {"level": "STG_G"}, False),
        ({}, {"purposes": NONE}, False),
    ],
)
def test_a_grant_opens_what_is_in_its_scope_audience_ceiling_and_purposes(
    grant: dict[str, Any], parts: dict[str, Any], is_opened: bool
) -> None:
    assert opens(replace(GRANT, **grant), "NCTV", replace(MARKING, **parts)) is is_opened
    assert concerned(replace(GRANT, **grant), "NCTV", [replace(MARKING, **parts)]) == ({"AIVD"} if is_opened else set())


def test_everybody_whose_statement_is_in_it_is_concerned_but_whom_it_serves() -> None:
    joined = replace(MARKING, originators=frozenset({"AIVD", "OM", "NCTV"}))
    assert concerned(GRANT, "NCTV", [MARKING, joined]) == {"AIVD", "OM"}
    assert missing(GRANT, "NCTV", [joined, marking("POL")]) == {"AIVD", "OM"}
    assert missing(replace(GRANT, approvals=(("OM", "u-om"),)), "NCTV", [joined]) == {"AIVD"}


def test_a_store_for_its_own_people_concerns_nobody_and_for_others_its_originators() -> None:
    own = replace(GRANT, scopes=("store:POL",))
    derived = replace(marking("POL"), originators=frozenset({"POL", "AIVD"}))
    assert concerned(own, "POL", [derived]) == set()
    assert concerned(own, "NCTV", [derived]) == {"POL", "AIVD"}
    assert concerned(replace(own, grantor="AIVD"), "POL", [derived]) == {"AIVD"}
    assert concerned(replace(own, scopes=("store:POL", "C1")), "POL", [derived]) == {"AIVD"}


def test_an_index_gives_what_looking_at_every_marking_gives() -> None:
    several = 0
    for seed in range(60):
        chance = Chance(seed)
        case = chance.case()
        index = ClassIndex(case.markings)
        for grant in case.grants:
            plain = {name for one in case.markings if opens(grant, "NCTV", one) for name in one.originators} - {"NCTV"}
            assert concerned(grant, "NCTV", index) == concerned(grant, "NCTV", case.markings) == plain, seed
            assert lacks(grant, (), index, NOW) == lacks(grant, (), case.markings, NOW), seed
            several += len(plain) > 1
    assert several > 20


FOREIGN = replace(GRANT, scopes=("C9",))
LACKING: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("", {}, {}),
    ("scope", {"scopes": ("C8",)}, {}),
    ("scope", {}, {"grantee": "org:OM"}),
    ("scope", {}, {"history": (Step(NOW - DAY, "ACTIVE"), Step(NOW, "REVOKED"))}),
    ("scope", {}, {"actions": ("see", "read")}),
    ("actions", {"actions": ("see", "write")}, {}),
    ("actions", {"actions": ("see", "pass_on")}, {}),
    ("fieldClasses", {"field_classes": ("basic", "identity")}, {}),
    ("levelCeiling", {"level_ceiling": "STG_G"}, {}),
    ("purposes", {"purposes": ("THREAT_ASSESSMENT", "OTHER")}, {}),
    ("time", {"not_before": NOW - 2 * DAY}, {}),
    ("time", {"expires": NOW + 21 * DAY}, {}),
    ("time", {}, {"review_due": NOW + 9 * DAY}),
    ("", {"not_before": NOW - DAY, "expires": NOW + 20 * DAY}, {}),
    ("scope", {"scopes": ("store:AIVD",)}, {}),
    ("", {"scopes": ("store:POL",)}, {}),
    ("", {"scopes": ("record:" + "0" * 32,)}, {}),
    ("scope", {"scopes": ("C9", "C8")}, {}),
    ("", {"scopes": ("C1", "C9")}, {}),
]


@pytest.mark.parametrize(("word", "wanted", "held"), LACKING)
def test_a_grantor_gives_no_more_than_it_holds(word: str, wanted: dict[str, Any], held: dict[str, Any]) -> None:
    """The records of C1 are its own; what is in C9 it holds by a grant that may be passed on."""
    assert lacks(replace(FOREIGN, **wanted), [replace(HELD, **held)], [marking("POL")], NOW) == word


def test_what_lacks_least_is_told_and_one_right_must_cover_it_all() -> None:
    narrow = replace(HELD, purposes=(), field_classes=())
    assert lacks(FOREIGN, [narrow, replace(HELD, purposes=())], (), NOW) == "purposes"
    halves = [replace(HELD, field_classes=()), replace(HELD, actions=("see", "pass_on"))]
    assert lacks(FOREIGN, halves, (), NOW) != ""
    assert lacks(FOREIGN, [], (), NOW) == "scope"


def test_an_originator_that_consented_gives_of_its_own() -> None:
    assert lacks(GRANT, [], [MARKING], NOW) == "scope"
    assert lacks(replace(GRANT, approvals=(("AIVD", "u-otto"),)), [], [MARKING], NOW) == ""


def test_that_an_originator_consented_is_taken_out_of_what_readers_see() -> None:
    steps = (Step(NOW, "CONSENT_PENDING"), Step(NOW, "CONSENT_PENDING", "consent of AIVD", "u-otto"), Step(NOW, "ACTIVE", "x"))
    shown = without_consents(replace(GRANT, approvals=(("AIVD", "u-otto"), ("POL", "u-bente")), history=steps))
    assert shown == replace(GRANT, approvals=(("POL", "u-bente"),), history=(steps[0], steps[2]))
