"""What an answer says that it withholds: what the masks it was read with do not open, whatever is recorded."""

from dataclasses import replace

import pytest

from access_policies.directory import PolicyOfSubject
from access_policies.guard.replay import Lens
from access_policies.guard.standing import Standing
from access_policies.told_markings import ToldMarkings
from access_policies.visible import visible_classes
from graph_model.ontology import FIELD_CLASSES
from tests.access_policies.test_visible import BASE, GRANT, MARKING, NOW, PLAIN, SUBJECT


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
