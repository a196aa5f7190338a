"""What leaves is STIX 2.1 by the strict judgement of a library that is not ours; markings are said, and nothing is blank."""

import json
from typing import Any

import pytest
import stix2
from stix2.confidence.scales import admiralty_credibility_to_value

from graph_model.leaving import Leaving
from graph_model.ontology import ONTOLOGY
from loaders.stix.kring_extension import EXTENSION, OWN, STATEMENT, is_envelope, statement_in
from loaders.stix.writing.bundle import bundle

MARKING = {
    "originator": "POL", "system": "PROTECTION", "scheme": "VIRBI", "level": "STG_C", "compartments": ["GLAS"], "regime": "WPG9",
    "handling": ["NO_ONWARD"], "match": "MATCH",
}  # fmt: skip
OPEN = MARKING | {"level": "NONE", "compartments": [], "regime": "OPEN", "handling": []}
SCALE = ("1 - Confirmed by other sources", "2 - Probably True", "3 - Possibly True", "4 - Doubtful", "5 - Improbable")
NOW = "2026-03-02T09:00:00.000Z"


def strictly(file: bytes) -> None:
    """Parse a bundle, nothing custom allowed but the types that Kring's extension names."""
    for name in ONTOLOGY.types:
        kind = f"{OWN}{name.lower()}"
        if kind not in stix2.registry.STIX2_OBJ_MAPS["2.1"]["objects"]:
            made = type(name, (), {})
            stix2.v21.CustomObject(kind, [(STATEMENT, stix2.properties.DictionaryProperty(spec_version="2.1"))])(made)
    read = stix2.parse(json.loads(file), allow_custom=False)
    assert len(read["objects"]) == len(json.loads(file)["objects"])


def _leaving(type_: str, id_: str = "one", **parts: Any) -> Leaving:
    given = {"originator": "POL", "recorded_at": NOW, "marking": MARKING, "properties": {}}
    return Leaving(**{"id": id_, "type": type_} | given | parts)


def _objects(*statements: Leaving) -> dict[str, dict[str, Any]]:
    """The objects that are statements, by type."""
    file = bundle(list(statements))
    strictly(file)
    return {raw["type"]: raw for raw in json.loads(file)["objects"] if statement_in(raw) is not None}


@pytest.mark.parametrize("name", ONTOLOGY.types)
def test_a_record_of_which_nothing_may_be_read_is_sound_and_holds_nothing_blank(name: str) -> None:
    (raw,) = _objects(_leaving(name)).values()
    assert statement_in(raw) == {"type": name, "properties": {}}
    assert not [part for part in raw.values() if part in (None, "", [])]


def test_places_actors_and_knowledge_say_in_stix_what_they_say() -> None:
    geo = _leaving("Place", "p", properties={"municipality": "Emmerpad", "geo": "52.0705, 4.3007"})
    actor = _leaving("Actor", "a", properties={"label": "De Stille Kade", "knownAs": ["SK"], "kind": "GROUP"})
    tool = _leaving("Knowledge", "k", properties={"kind": "tool", "name": "Anemoon"})
    found = _objects(geo, actor, tool)
    assert (found["location"]["latitude"], found["location"]["longitude"], found["location"]["city"]) == (
        52.0705,
        4.3007,
        "Emmerpad",
    )
    assert (found["threat-actor"]["name"], found["threat-actor"]["aliases"]) == ("De Stille Kade", ["SK"])
    assert found["tool"]["name"] == "Anemoon"


def test_a_report_names_in_itself_only_what_its_own_marking_covers() -> None:
    closer = MARKING | {"level": "STG_G"}
    ends = [_leaving("Person", "p"), _leaving("Item", "i")]
    said = [_leaving("MENTIONS", "m1", start="r", end="p"), _leaving("MENTIONS", "m2", start="r", end="i", marking=closer)]
    found = _objects(_leaving("Report", "r"), *ends, *said)
    assert found["report"]["object_refs"] == [found["identity"]["id"]]


def test_a_relationship_without_both_ends_does_not_leave() -> None:
    file = bundle([_leaving("Person", "p"), _leaving("USES", "u", start="p", end="elsewhere")])
    assert b'"relationship"' not in file


def test_every_object_is_marked_in_words_and_for_those_who_know_only_tlp() -> None:
    file = json.loads(bundle([_leaving("Person", "p"), _leaving("Item", "i", marking=OPEN, originator="NCTV")]))
    by_id = {raw["id"]: raw for raw in file["objects"]}
    said = {raw["type"]: [by_id[ref] for ref in raw["object_marking_refs"]] for raw in by_id.values() if statement_in(raw)}
    words, tlp = said["identity"]
    assert words["definition"]["statement"] == "POL: VIRBI STG_C; legal regime WPG9; compartments GLAS; obligations NO_ONWARD"
    assert words["extensions"][EXTENSION]["marking"] == MARKING
    assert tlp["name"] == "TLP:AMBER+STRICT"
    assert [one["definition_type"] for one in said["kring-item"]] == ["statement"]
    assert all(
        raw.get("object_marking_refs") or raw["type"] == "extension-definition" or "tlp" in str(raw) for raw in by_id.values()
    )
    assert sum(is_envelope(raw) for raw in by_id.values()) == 6


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ({}, []),
        ({"level": "DEP_V"}, ["TLP:AMBER+STRICT"]),
        ({"regime": "WPG9"}, ["TLP:AMBER+STRICT"]),
        ({"compartments": ["GLAS"]}, ["TLP:AMBER+STRICT"]),
        ({"handling": ["NO_ONWARD"]}, ["TLP:AMBER+STRICT"]),
        ({"handling": ["TLP_GREEN"]}, ["TLP:GREEN"]),
        ({"handling": ["TLP_GREEN", "TLP_AMBER"]}, ["TLP:AMBER"]),
        ({"handling": ["TLP_GREEN", "NO_ONWARD"]}, ["TLP:AMBER+STRICT"]),
        ({"handling": ["TLP_GREEN"], "level": "DEP_V"}, ["TLP:AMBER+STRICT"]),
    ],
)
def test_whoever_knows_only_tlp_reads_of_no_part_of_a_marking_less_than_it_says(part: dict[str, Any], named: list[str]) -> None:
    by_id = {raw["id"]: raw for raw in json.loads(bundle([_leaving("Item", marking=OPEN | part)]))["objects"]}
    (item,) = (raw for raw in by_id.values() if statement_in(raw))
    assert [by_id[ref]["name"] for ref in item["object_marking_refs"][1:]] == named


@pytest.mark.parametrize(
    ("said", "written"),
    [
        *(({"credibility": words[0]}, admiralty_credibility_to_value(words)) for words in SCALE),
        ({"credibility": "6"}, None),
        ({"credibility": "1", "stixConfidence": 85}, 85),
        ({"credibility": "4", "stixConfidence": 85}, 30),
        ({"credibility": "6", "stixConfidence": 85}, None),
        ({"credibility": "1", "stixConfidence": 101}, 90),
        ({"stixConfidence": 85}, None),
        ({"reliability": "A"}, None),
    ],
)
def test_a_credibility_leaves_as_the_confidence_that_it_was_read_from_as_long_as_the_two_agree(
    said: Any, written: int | None
) -> None:
    ends = _leaving("Person", "p", properties=said), _leaving("Threat", "t")
    found = _objects(*ends, _leaving("TARGETS", "l", start="t", end="p", properties=said))
    assert {found[kind].get("confidence") for kind in ("identity", "relationship")} == {written}
    assert "confidence" not in found["kring-threat"]


def test_the_order_of_what_is_given_changes_no_byte() -> None:
    statements = [_leaving("Person", str(n)) for n in range(20)]
    assert bundle(statements) == bundle(statements[::-1])
