"""Objects become statements by the table, with the markings they carry; what cannot is told with place and reason."""

import json
from pathlib import Path
from typing import Any

import pytest
from stix2.confidence.scales import value_to_admiralty_credibility

from graph_model.errors import ModelError
from graph_model.intake.contribution import OfferedLink, OfferedNode, Own
from loaders.pipeline.markings import MarkingUnknown, marking_named
from loaders.pipeline.notes import Notes, Place
from loaders.pipeline.spool import Spool, Spooled
from loaders.stix.confidence import credibility_of
from loaders.stix.format import StixFormat
from loaders.stix.judge import faults, version_text
from loaders.stix.mapping import TABLE, mapping

MARKING = marking_named("open-data", "NCTV")
NUMBER = "29e362f6-4dc6-41d3-9223-9fd6e52ed22f"
DATES = {"created": "2026-03-02T09:00:00.000Z", "modified": "2026-03-02T09:00:00.000Z"}
RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"
AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"
STRICT = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"


def _object(kind: str, **properties: Any) -> dict[str, Any]:
    return {"type": kind, "spec_version": "2.1", "id": f"{kind}--{NUMBER}", **DATES, **properties}


def _taken(*objects: dict[str, Any]) -> tuple[list[OfferedNode], list[OfferedLink], list[str]]:
    """What becomes of objects of one file, and the reasons that were told."""
    format_ = StixFormat(MARKING)
    notes = _Reasons(None)
    with Spool() as spool:
        for index, raw in enumerate(objects):
            format_._keep(raw, Place("made.json", index, raw["id"]), spool, notes)
        spooled = list(spool.objects())
    nodes = [node for one in spooled for node in format_.records(one, notes)]
    links = [link for one in spooled for link in format_.links(one, notes)[0]]
    return nodes, links, notes.reasons


class _Reasons(Notes):
    def __init__(self, path: Path | None) -> None:
        super().__init__(path)
        self.reasons: list[str] = []

    def add(self, kind: str, place: Place, reason: str) -> None:
        self.reasons.append(f"{kind}: {reason}")


def test_a_technique_keeps_everything_that_it_said() -> None:
    raw = _object("attack-pattern", name="Drive-by", description="d", x_mitre_platforms=["Windows"], external_references=[{"a": 1}])
    node = _taken(raw)[0][0]
    attributes = json.loads(str(node.properties.pop("attributes")))
    assert node.properties == {"kind": "attack-pattern", "name": "Drive-by", "description": "d"}
    assert attributes == {"created": DATES["created"], "external_references": [{"a": 1}], "x_mitre_platforms": ["Windows"]}
    assert (node.type, node.external_id, node.version) == ("Knowledge", raw["id"], "2026-03-02T09:00:00.000000+00:00")


@pytest.mark.parametrize(
    ("raw", "type_", "properties"),
    [
        (_object("threat-actor", name="A", aliases=["B"]), "Actor", {"label": "A", "knownAs": ["B"], "kind": "UNKNOWN"}),
        (_object("threat-actor", name="A", resource_level="individual"), "Actor", {"label": "A", "kind": "PERSON"}),
        (_object("intrusion-set", name="A"), "Actor", {"label": "A", "kind": "GROUP"}),
        (_object("identity", name="A", identity_class="individual"), "Person", {"displayName": "A"}),
        (_object("identity", name="A", identity_class="organization"), "Organisation", {"name": "A"}),
        (_object("location", latitude=52.1, longitude=5.2), "Place", {"kind": "location", "geo": "52.1, 5.2"}),
        (
            _object("report", name="A", description="B", published="2026-03-02T09:00:00Z"),
            "Report",
            {"kind": "OPEN_SOURCE", "channel": "STIX", "receivedAt": "2026-03-02T09:00:00.000Z", "text": "A\n\nB"},
        ),
        (_object("email-addr", value="a@b.example"), "Item", {"kind": "ACCOUNT", "value": "a@b.example"}),
        (_object("x-somebody", name="A"), "Knowledge", {"kind": "x-somebody", "name": "A"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_each_kind_becomes_what_the_table_says(raw: dict[str, Any], type_: str, properties: dict[str, Any]) -> None:
    node = _taken(raw)[0][0]
    node.properties.pop("attributes", None)
    assert (node.type, node.properties) == (type_, properties)


def test_what_has_no_place_that_is_closed_enough_is_told_and_not_kept() -> None:
    raw = _object("identity", name="A", identity_class="individual", contact_information="06-1", roles=["judge"])
    nodes, _, told = _taken(raw)
    assert "06-1" not in str(nodes[0].properties)
    assert told == ["left-out: no place for contact_information"]


@pytest.mark.parametrize("kind", ["tool", "threat-actor", "identity", "location", "report", "email-addr", "x-somebody"])
def test_a_confidence_is_an_assessment_and_stands_in_no_attributes(kind: str) -> None:
    nodes, _, told = _taken(_object(kind, name="A", identity_class="individual", confidence=85))
    said = nodes[0].properties
    assert (said["credibility"], said["stixConfidence"]) == ("1", 85)
    assert "confidence" not in str(said.get("attributes"))
    assert not any("confidence" in reason for reason in told)


def test_the_confidence_of_a_relationship_is_its_own() -> None:
    ends = {"source_ref": f"tool--{NUMBER}", "target_ref": f"malware--{NUMBER}"}
    link = _taken(_object("relationship", relationship_type="uses", confidence=59, **ends))[1][0]
    attributes = json.loads(str(link.properties.pop("attributes")))
    assert link.properties == {"kind": "uses", "credibility": "3", "stixConfidence": 59}
    assert attributes == {"created": DATES["created"]}


@pytest.mark.parametrize("number", range(101))
def test_a_confidence_is_read_as_the_scale_of_a_library_that_is_not_ours_reads_it(number: int) -> None:
    assert credibility_of(number) == value_to_admiralty_credibility(number)[0]


def test_references_become_relationships_and_those_to_relationships_stay_said() -> None:
    other, link = f"tool--{NUMBER}", f"relationship--{NUMBER}"
    raw = _object(
        "report", name="A", published=DATES["created"], object_refs=[other, link, other], created_by_ref=f"identity--{NUMBER}"
    )
    nodes, links, _ = _taken(raw)
    assert {(one.type, one.start, one.end) for one in links} == {
        ("MENTIONS", Own(raw["id"]), Own(other)),
        ("SUBMITTED_BY", Own(raw["id"]), Own(f"identity--{NUMBER}")),
    }
    assert json.loads(str(nodes[0].properties["attributes"]))["object_refs"] == [link]
    knowledge = _object("malware", name="A", created_by_ref=f"identity--{NUMBER}")
    assert _taken(knowledge)[1] == []


def test_whoever_made_a_report_and_is_no_identity_is_linked_as_anything_is() -> None:
    raw = _object("note", content="A", created_by_ref=f"tool--{NUMBER}")
    assert [(link.type, link.properties) for link in _taken(raw)[1]] == [("LINKED_TO", {"kind": "created-by"})]


def test_a_relationship_keeps_its_kind_its_text_and_the_rest() -> None:
    raw = _object("relationship", relationship_type="uses", source_ref=f"tool--{NUMBER}", target_ref=f"malware--{NUMBER}", x_a=1)
    link = _taken(raw)[1][0]
    assert (link.type, link.start, link.end) == ("LINKED_TO", Own(f"tool--{NUMBER}"), Own(f"malware--{NUMBER}"))
    assert json.loads(str(link.properties.pop("attributes"))) == {"created": DATES["created"], "x_a": 1}
    assert link.properties == {"kind": "uses"}


def test_revoked_is_withdrawn_and_says_nothing_any_more() -> None:
    nodes, links, _ = _taken(_object("report", name="A", revoked=True, object_refs=[f"tool--{NUMBER}"]))
    assert nodes[0].withdrawn
    assert links == []


def test_tlp_takes_away_and_never_gives() -> None:
    amber = _taken(_object("tool", name="A", object_marking_refs=[AMBER]))[0][0].marking
    strict = _taken(_object("tool", name="A", object_marking_refs=[AMBER, STRICT]))[0][0].marking
    assert amber
    assert strict
    assert MARKING
    assert (amber.releasable_to, amber.handling) == (MARKING.releasable_to, {"TLP_AMBER", "NO_ONWARD"})
    assert (strict.releasable_to, strict.handling) == (frozenset(), {"TLP_AMBER_STRICT", "NO_ONWARD", "NO_EXPORT"})


def test_a_closer_field_stands_in_a_record_of_its_own_and_leaves_no_trace_in_the_open_one() -> None:
    granular = [{"marking_ref": STRICT, "selectors": ["description"]}, {"marking_ref": RED, "selectors": ["aliases.[0]"]}]
    raw = _object(
        "threat-actor", name="A", description="closer", aliases=["red"], object_marking_refs=[AMBER], granular_markings=granular
    )
    nodes, links, told = _taken(raw)
    assert [(node.external_id, node.marking and node.marking.releasable_to) for node in nodes] == [
        (raw["id"], MARKING and MARKING.releasable_to),
        (f"{raw['id']}#TLP:AMBER+STRICT", frozenset()),
    ]
    for word in ("closer", "red", "granular", "selectors", "description", "knownAs", STRICT, RED):
        assert word not in json.dumps(nodes[0].properties)
    assert nodes[1].properties["description"] == "closer"
    assert "red" not in json.dumps(nodes[1].properties)
    assert [(link.type, link.marking) for link in links] == [("SAME_AS", nodes[1].marking)]
    assert told == ["held-back: aliases: it is TLP:RED, for named recipients only"]


@pytest.mark.parametrize(
    ("refs", "reason"),
    [([RED], "TLP:RED"), ([AMBER, f"marking-definition--{NUMBER}"], "a marking that is not known"), ("no list", "not known")],
)
def test_what_is_for_named_recipients_or_of_an_unknown_marking_is_held_back(refs: Any, reason: str) -> None:
    nodes, links, told = _taken(_object("tool", name="A", object_marking_refs=refs))
    assert (nodes, links) == ([], [])
    assert reason in told[0]


@pytest.mark.parametrize("granular", [5, [5], [{"marking_ref": RED}], [{"marking_ref": RED, "selectors": [1]}], {}])
def test_granular_markings_that_make_no_sense_close_everything(granular: Any) -> None:
    nodes, _, told = _taken(_object("tool", name="A", granular_markings=granular))
    assert nodes == []
    assert told[0].startswith("held-back")


def test_an_object_without_a_marking_is_held_back_where_others_have_one_and_nowhere_else() -> None:
    unmarked = _object("note", content="must not become readable by everybody")
    assert len(_taken(unmarked)[0]) == 1
    nodes, _, told = _taken(unmarked, _object("tool", name="A", object_marking_refs=[AMBER]))
    assert [node.external_id for node in nodes] == [f"tool--{NUMBER}"]
    assert told == ["held-back: it has no marking, while others here have"]


FAULTS: list[tuple[Any, str]] = [
    ("text", "it is no object"),
    ({}, "type is missing"),
    ({"type": 5}, "unknown type"),
    (_object("ghost"), "unknown type"),
    (_object("tool", spec_version="2.0"), "spec_version is not 2.1"),
    (_object("tool", spec_version=2.1), "spec_version is not 2.1"),
    ({key: value for key, value in _object("tool").items() if key != "spec_version"}, "spec_version is missing"),
    (_object("tool", id="tool--1"), "id is missing or no id"),
    (_object("tool", id=f"malware--{NUMBER}"), "id is missing or no id of this type"),
    (_object("tool", modified="yesterday"), "modified is no date"),
    (_object("tool", modified="2026-02-30T00:00:00Z"), "modified is no date"),
    (_object("tool", created=5), "created is no date"),
    *((_object("tool", confidence=one), "confidence is no whole number") for one in ("high", 101, -1, 85.5, True, None)),
    ({key: value for key, value in _object("tool").items() if key != "modified"}, "modified is missing"),
    (_object("relationship", relationship_type="uses", source_ref="x"), "target_ref is missing"),
    (_object("tool", name="x" * 10_000_000), "name is too long"),
    (_object("tool", deep=[{"a": ["x" * 1_000_001]}]), "deep is too long"),
]


@pytest.mark.parametrize(("raw", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_what_is_no_object_of_stix_2_1_is_rejected_with_its_reason(raw: Any, said: str) -> None:
    assert any(said in reason for reason in faults(raw, mapping()))


def test_sound_objects_have_no_fault() -> None:
    assert list(faults(_object("tool", name="A"), mapping())) == []
    assert list(faults({"type": "ipv4-addr", "id": f"ipv4-addr--{NUMBER}", "value": "198.51.100.1"}, mapping())) == []


def test_versions_are_in_order_whatever_their_zone_and_precision() -> None:
    texts = ["2026-03-02T09:00:00Z", "2026-03-02T09:00:00.0001Z", "2026-03-02T10:30:00+01:00", "2026-03-02T09:31:00.5Z"]
    versions = [version_text(text) or "" for text in texts]
    assert versions == sorted(versions)


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ((None, b"a"), (None, b"a"), "same"),
        ((None, b"a"), (None, b"b"), "replaced"),
        (("1", b"a"), ("2", b"b"), "replaced"),
        (("2", b"a"), ("1", b"b"), "outdated"),
        (("1", b"a"), ("1", b"b"), "contested"),
    ],
)
def test_of_two_objects_with_one_id_one_counts(first: Any, second: Any, outcome: str) -> None:
    with Spool() as spool:
        for place, (version, body) in enumerate((first, second)):
            found = spool.add("x", Spooled(Place("f", place, "x"), version, {}), b'{"at": %d}' % place, body)
        assert found == outcome
        assert [one.raw["at"] for one in spool.objects()] == [1 if outcome == "replaced" else 0]


@pytest.mark.parametrize("change", [("Knowledge", "Ghost"), ("name: product", "shoeSize: product"), ("{join:", "{guess:")])
def test_a_table_that_does_not_fit_the_ontology_is_refused(change: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(TABLE.read_text().replace(*change))
    with pytest.raises(ModelError, match="mapping"):
        mapping(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [("- a", "not a map"), ("a: [", "not readable as YAML"), ("level: NONE", "missing parts"), ("system: 5", "missing parts")],
)
def test_a_marking_that_is_none_is_said(content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(content)
    with pytest.raises(MarkingUnknown, match=said):
        marking_named(str(tmp_path / "m.yaml"), "NCTV")
    with pytest.raises(MarkingUnknown, match=r"no marking 'nothing', and no such file; there are: own, open-data"):
        marking_named("nothing", "NCTV")
