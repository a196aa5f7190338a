"""A marking and its floor, one part at a time: stricter passes, less strict is named, and what no reader is told is narrowed."""

from dataclasses import replace
from typing import Any

import pytest

from graph_model.floor import lowered_part, narrowed
from graph_model.marking import LEVELS, MATCHES, Marking
from tests.graph_model.examples import marking

FLOOR = replace(
    marking(level="STG_C", regime="WPG9"),
    compartments=frozenset({"BAKEN"}),
    handling=frozenset({"NO_EXPORT"}),
    match="PARTIAL",
    releasable_to=frozenset({"NCTV", "OM"}),
    scopes=frozenset({"C1", "C2"}),
    purposes=frozenset({"ASSESS", "DECIDE"}),
)

# (part, a value less strict than the floor or not to be compared with it)
LOWERED: list[tuple[str, Any]] = [
    ("system", "OTHER"),
    ("scheme", "NATO"),
    *[("level", level) for level in LEVELS[: LEVELS.index("STG_C")]],
    ("compartments", frozenset()),
    ("compartments", frozenset({"GLAS"})),
    ("regime", "OPEN"),
    ("regime", "WPG12"),
    ("handling", frozenset()),
    ("handling", frozenset({"NO_ONWARD"})),
    *[("match", match) for match in MATCHES[: MATCHES.index("PARTIAL")]],
]
STRICTER: list[tuple[str, Any]] = [
    *[("level", level) for level in LEVELS[LEVELS.index("STG_C") :]],
    ("compartments", frozenset({"BAKEN", "GLAS"})),
    ("handling", frozenset({"NO_EXPORT", "NO_ONWARD"})),
    *[("match", match) for match in MATCHES[MATCHES.index("PARTIAL") :]],
    ("originator", "NCTV"),
]


def _with(part: str, value: Any) -> Marking:
    return replace(FLOOR, **{part: value})


@pytest.mark.parametrize(("part", "value"), LOWERED)
def test_a_part_that_is_told_may_not_be_less_strict(part: str, value: Any) -> None:
    assert lowered_part(_with(part, value), FLOOR) == part


@pytest.mark.parametrize(("part", "value"), STRICTER)
def test_a_part_may_be_the_same_or_stricter(part: str, value: Any) -> None:
    assert lowered_part(_with(part, value), FLOOR) is None


def test_any_regime_is_as_strict_as_the_open_one() -> None:
    for regime in ("OPEN", "WPG9", "UNHEARD"):
        assert lowered_part(_with("regime", regime), _with("regime", "OPEN")) is None


def test_the_first_of_several_lowered_parts_is_named() -> None:
    wanted = FLOOR
    for part, value in reversed([(part, value) for part, value in LOWERED if value != "OPEN"]):
        wanted = replace(wanted, **{part: value})
        assert lowered_part(wanted, FLOOR) == part


@pytest.mark.parametrize("part", ["releasable_to", "scopes", "purposes"])
def test_a_part_that_nobody_is_told_is_no_ground_of_refusal_and_is_narrowed(part: str) -> None:
    one = next(iter(getattr(FLOOR, part)))
    wanted = _with(part, frozenset({one, "ELSEWHERE"}))
    assert lowered_part(wanted, FLOOR) is None
    assert narrowed(wanted, FLOOR) == _with(part, frozenset({one}))
    assert narrowed(_with(part, frozenset()), FLOOR) == _with(part, frozenset())


def test_another_author_may_release_to_the_floors_originator_and_each_consents_to_a_lowering() -> None:
    wanted = replace(
        FLOOR, originator="NCTV", originators=frozenset({"NCTV"}), releasable_to=frozenset({FLOOR.originator, "OM", "PERS"})
    )
    given = narrowed(wanted, FLOOR)
    assert given.releasable_to == {FLOOR.originator, "OM"}
    assert given.originators == {FLOOR.originator, "NCTV"}
