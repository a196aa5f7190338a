"""What an answer says that it withholds: what the masks it was read with do not open, whatever is recorded."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from access_policies.directory import PolicyOfSubject
from access_policies.guard import Asked, Rendered
from access_policies.guard.replay import Lens
from access_policies.guard.standing import Standing
from access_policies.told_markings import ToldMarkings
from access_policies.visible import visible_classes
from graph_model.ontology import FIELD_CLASSES
from tests.access_policies.conftest import Installation
from tests.access_policies.questions import ask
from tests.access_policies.test_visible import BASE, GRANT, MARKING, NOW, PLAIN, SUBJECT
from tests.answers import rendered


def test_it_names_the_field_classes_that_are_shut_of_each_class_that_is_seen() -> None:
    masks = dict.fromkeys(FIELD_CLASSES, b"\1\0\1") | {"identity": b"\0\0\1"}
    told = ToldMarkings({"0": {"level": "DEP_V"}, "2": {"level": "STG_C"}}, masks)
    assert dict(told) == {"0": {"level": "DEP_V", "withheld": ["identity"]}, "2": {"level": "STG_C", "withheld": []}}
    with pytest.raises(KeyError):
        told["1"]


def test_through_a_lens_it_is_what_the_lens_takes_away_too() -> None:
    both = replace(GRANT, field_classes=("basic", "identity"))
    classes = visible_classes(0, SUBJECT, BASE, [both], PLAIN, [MARKING])
    policy = PolicyOfSubject(0, SUBJECT, (both,), PLAIN, classes.index)
    standing = Standing(policy, BASE, classes)
    shut = ["contact", "assessment", "operational", "source"]
    assert standing.markings()["0"]["withheld"] == shut
    lens = Lens(NOW, {"see": b"\1", "basic": b"\1"})
    assert standing.markings(lens)["0"]["withheld"] == ["identity", *shut]


async def test_an_answer_that_is_read_through_a_lens_tells_of_the_lens(shared: Installation) -> None:
    """A lens through which everything is seen, and nothing read but what is basic."""
    query, parameters = ask({"op": "list", "types": ["Report"]}, shared.world.ids, {})
    told: list[dict[int, list[str]]] = []

    def render(data: list[Any], markings: Mapping[str, Mapping[str, Any]]) -> Rendered:
        answer = rendered(query, data, markings)
        told.append({pc: markings[str(pc)]["withheld"] for _, pc in answer.served})
        return answer

    every = b"\1" * len(await shared.guard.directory.records.known_classes())
    lens = Lens(shared.world.now, {"see": every, "basic": every})
    for through in (None, lens):
        await shared.guard.reading.read(Asked("u-hugo", "THREAT_ASSESSMENT", "reports"), query, parameters, render, through)
    own, seen = told
    assert own.keys() == seen.keys()
    assert own.values()
    assert all(shut == [name for name in FIELD_CLASSES if name != "basic"] for shut in seen.values())
    assert all("assessment" not in shut for shut in own.values())
