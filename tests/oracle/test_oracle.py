"""The reference gives what the scenario's stories say, so it may be trusted where no story was written."""

from typing import Any

import pytest

from tests.access_policies.questions import ASKABLE, handles
from tests.e2e.test_stories import document
from tests.invented import invented_raw
from tests.oracle.answer import Refused, answer
from tests.oracle.decision import instant
from tests.oracle.questions import words
from tests.oracle.table import TYPES
from tests.oracle.view import View, identified

RAW = invented_raw()


def _world() -> dict[str, Any]:
    numbers = iter(range(1, 10_000))
    return identified(RAW, lambda: f"{next(numbers):032x}")


def _steps() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"({story['key']}) {number}", step)
        for story in RAW["stories"]
        for number, step in enumerate(story["steps"], 1)
        if step["query"]["op"] in ASKABLE
    ]


def test_every_step_of_every_story_sees_what_the_scenario_says() -> None:
    world = _world()
    ids = {node["key"]: node["id"] for node in world["nodes"]}
    assert len(_steps()) > 50
    for where, step in _steps():
        view = View(world, step["who"], step["purpose"], instant(step["at"]))
        data = answer(view, *document(step["query"], ids), lambda text: None)
        seen = handles(step["query"], data, ids)
        assert seen == (step["sees"] if step["query"]["op"] == "paths" else sorted(step["sees"])), where


def test_the_table_gives_every_property_the_field_class_that_the_scenario_gives_it() -> None:
    for kind, classes in RAW["field_classes"].items():
        for field_class, names in classes.items():
            assert {name: TYPES[kind][name] for name in names} == dict.fromkeys(names, field_class)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zoë's wit-busje", ["zoe", "s", "wit", "busje"]),
        ("Łódź straße 7", ["lodz", "strasse", "7"]),
        ("  !", []),
        ("東京", ["東京"]),
    ],
)
def test_words_are_runs_of_letters_and_digits_without_accents(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("{ persons(first: 0) { edges { cursor } } }", "BAD_ARGUMENT"),
        ('{ neighbourhood(id: "x", radius: 4) { records { id } } }', "BAD_ARGUMENT"),
        ('{ persons(first: 1, after: "x") { edges { cursor } } }', "BAD_CURSOR"),
    ],
)
def test_what_is_out_of_range_is_refused_whatever_the_view_holds(document: str, code: str) -> None:
    view = View(_world(), "u-noor", "THREAT_ASSESSMENT", instant(RAW["now"]))
    with pytest.raises(Refused, match=code):
        answer(view, document, {}, lambda text: None)
