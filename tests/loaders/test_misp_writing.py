"""What leaves as an event of MISP loses nothing: PyMISP reads it, dumps the same bytes, and all that was said is found in it again."""

import json
from dataclasses import replace
from typing import Any

import pytest

from graph_model.leaving import Leaving
from graph_model.ontology import ONTOLOGY
from loaders.misp.event import event
from loaders.stix.writing.bundle import bundle
from tests.loaders.misp_reading import AROUND, expected, in_order, loaded, said
from tests.loaders.test_stix_round_trip import _one_of_each
from tests.loaders.test_stix_writing import MARKING, OPEN, _leaving

AWKWARD = (" a", "a\n", "", '"a"', 'a "b"', "\0", "line\nline", "é 中 🚐")
"""Texts of which a MISP would take something off, and such as look like what stands in their place."""


def _around(statement: Leaving) -> Leaving:
    """A statement with all that may stand around it."""
    times = {"valid_from": "2026-02-01T00:00:00.000Z", "valid_to": "2026-02-02T10:11:12.345Z"}
    return replace(statement, **times, source_system="OWN", external_id=" 7")


def _objects(*statements: Leaving) -> dict[str, Any]:
    return {one["name"]: one for one in loaded(event(statements))["Object"]}


def test_all_that_is_said_is_in_the_event_and_is_read_again_to_the_byte() -> None:
    statements = [one if one.start else _around(one) for one in _one_of_each()]
    assert said(event(statements)) == in_order([expected(one) for one in statements])


@pytest.mark.parametrize("text", AWKWARD)
def test_a_text_of_which_a_misp_takes_something_off_is_written_so_that_it_cannot(text: str) -> None:
    one = _leaving("Person", "p", properties={"displayName": text, "aliases": [text, "b", text]})
    assert said(event([one])) == [expected(one)]


@pytest.mark.parametrize("name", ONTOLOGY.types)
def test_a_record_of_which_nothing_may_be_read_is_sound_and_says_its_type(name: str) -> None:
    one = _leaving(name)
    assert said(event([one])) == [expected(one)]
    (raw,) = _objects(one).values()
    assert {attribute["object_relation"] for attribute in raw["Attribute"]} == {
        "record",
        "type",
        "originator",
        "recordedAt",
        "marking",
    }


def test_no_property_has_the_name_of_what_stands_around_a_statement() -> None:
    declared = [*ONTOLOGY.types.values(), *ONTOLOGY.relationships.values()]
    assert AROUND.isdisjoint(one.name for type_ in declared for one in type_.properties)


def test_nothing_goes_further_or_raises_an_alarm_by_itself() -> None:
    whole = loaded(event(_one_of_each()))
    attributes = [one for raw in whole["Object"] for one in raw["Attribute"]]
    assert {one["distribution"] for one in (whole, *whole["Object"], *attributes)} == {"0"}
    assert not any(one["to_ids"] for one in attributes)
    assert not whole["published"]


def test_only_what_tells_who_somebody_is_is_looked_for_in_other_events() -> None:
    said_of = {"displayName": "A", "publicFunction": "RECHTER", "minor": True}
    (raw,) = _objects(_leaving("Person", properties=said_of)).values()
    assert {one["object_relation"] for one in raw["Attribute"] if not one["disable_correlation"]} == {"record", "displayName"}


def test_markings_and_grades_are_tags_and_of_an_event_the_narrowest_is_told() -> None:
    odd = MARKING | {"compartments": ['GL"AS', "RIET"], "level": "STG_G"}
    graded = _leaving("Item", "i", marking=OPEN, properties={"reliability": "B", "credibility": "2"})
    whole = loaded(event([graded, _leaving("Person", "p", marking=odd)]))
    tags = {raw["name"]: [tag["name"] for tag in raw["Attribute"][0]["Tag"]] for raw in whole["Object"]}
    of_open = ['kring:marking="POL VIRBI NONE"', 'kring:match="MATCH"', 'kring:regime="OPEN"', 'kring:system="PROTECTION"']
    grades = ['admiralty-scale:information-credibility="2"', 'admiralty-scale:source-reliability="b"']
    assert tags["kring-item"] == grades + of_open
    assert not [
        one for raw in whole["Object"] for one in raw["Attribute"] if one["object_relation"] in ("reliability", "credibility")
    ]
    assert tags["kring-person"] == [
        'kring:compartments="GL\\"AS"',
        'kring:compartments="RIET"',
        'kring:handling="NO_ONWARD"',
        'kring:marking="POL VIRBI STG_G"',
        'kring:match="MATCH"',
        'kring:regime="WPG9"',
        'kring:system="PROTECTION"',
        "tlp:amber+strict",
    ]
    assert [tag["name"] for tag in whole["Tag"]] == sorted({*of_open, *tags["kring-person"]})
    two = [_leaving("Item", code, marking=OPEN | {"handling": [code]}) for code in ("TLP_GREEN", "TLP_AMBER")]
    assert [tag["name"] for tag in loaded(event(two))["Tag"] if tag["name"].startswith("tlp")] == ["tlp:amber"]


def test_a_record_names_in_itself_only_relationships_under_its_own_marking() -> None:
    closer = MARKING | {"level": "STG_G"}
    ends = [_leaving("Person", "p", properties={"aliases": ["a", "a"]}), _leaving("Item", "i")]
    links = [_leaving("LINKED_TO", "a", start="p", end="i", properties={"kind": "start"})]
    links.append(_leaving("USES", "b", start="p", end="i", marking=closer))
    whole = loaded(event([*ends, *links]))
    objects = {raw["name"]: raw for raw in whole["Object"]}
    assert [one["relationship_type"] for one in objects["kring-person"]["ObjectReference"]] == ["start"]
    uuids = [raw["uuid"] for raw in whole["Object"]]
    uuids += [one["uuid"] for raw in whole["Object"] for part in ("Attribute", "ObjectReference") for one in raw.get(part, ())]
    assert len(uuids) == len(set(uuids))


def test_a_relationship_without_both_ends_does_not_leave() -> None:
    assert b"kring-relationship" not in event([_leaving("Person", "p"), _leaving("USES", "u", start="p", end="elsewhere")])


def test_an_event_has_the_number_of_the_bundle_and_no_uuid_is_in_two_events() -> None:
    person, item = _leaving("Person", "p"), _leaving("Item", "i")
    assert json.loads(bundle([person]))["id"] == f"bundle--{loaded(event([person]))['uuid']}"
    one, two = (_objects(*found)["kring-person"] for found in ([person], [person, item]))
    assert one["uuid"] != two["uuid"]
    assert one["Attribute"][0]["uuid"] != two["Attribute"][0]["uuid"]
    assert one["Attribute"][0]["value"] == two["Attribute"][0]["value"]


def test_the_order_of_what_is_given_changes_no_byte() -> None:
    statements = _one_of_each()
    assert event(statements) == event(statements[::-1])
