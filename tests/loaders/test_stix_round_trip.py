"""What Kring wrote, another Kring reads: the same records and relationships, under the marking that the loader was given."""

import json
from collections import Counter
from typing import Any

import pytest

from graph_model.leaving import Leaving
from graph_model.local.server import Endpoint
from graph_model.ontology import ONTOLOGY
from loaders.stix.kring_extension import EXTENSION, STATEMENT, stix_id
from loaders.stix.writing.bundle import bundle
from tests.loaders.conftest import Loading
from tests.loaders.test_stix_objects import _object, _taken
from tests.loaders.test_stix_writing import OPEN, _leaving
from tests.wipe import raw

HELD = """MATCH (n:Statement) OPTIONAL MATCH (n)-[r]->(m:Statement)
RETURN n.externalId AS id, properties(n) AS properties, type(r) AS type, r.kind AS kind, m.externalId AS end"""


def _one_of_each() -> list[Leaving]:
    """A record of every type that is about something, and relationships that STIX has and has not."""
    values: dict[str, Any] = {"text": "a text", "date": "2026-02-10", "instant": "2026-02-10T08:00:00.000Z", "integer": 2}
    values |= {"number": 0.5, "boolean": True, "texts": ["one", "two"]}
    records = [
        _leaving(
            one.name,
            one.name,
            marking=OPEN,
            properties={p.name: p.values[0] if p.values else values[p.kind] for p in one.properties},
        )
        for one in ONTOLOGY.types.values()
    ]
    ends = {"USES": ("Actor", "Item"), "POSES": ("Actor", "Threat"), "MENTIONS": ("Report", "Place"), "IN_CASE": ("Report", "Case")}
    return records + [_leaving(name, f"{name}-1", marking=OPEN, start=a, end=b) for name, (a, b) in ends.items()]


async def test_every_type_comes_back_as_it_left(loading: Loading, neo4j: Endpoint) -> None:
    statements = _one_of_each()
    path = loading.home / "left.json"
    path.write_bytes(bundle(statements))
    told = await loading.load(path)
    assert (told["rejected"], told["created"]) == (0, len(statements)), loading.told
    rows = raw(neo4j, HELD)
    numbers = {row["id"].partition("--")[2]: row for row in rows}
    for one in statements:
        if not one.start:
            held = numbers[stix_id("x", one.id).partition("--")[2]]["properties"]
            assert {name: held.get(name) for name in one.properties} == one.properties, one.type
    joined = Counter((row["type"], row["id"].partition("--")[0], row["end"].partition("--")[0]) for row in rows if row["type"])
    assert joined == {
        ("USES", "threat-actor", "kring-item"): 1,
        ("POSES", "threat-actor", "kring-threat"): 1,
        ("MENTIONS", "report", "location"): 1,
        ("IN_CASE", "report", "kring-case"): 1,
    }
    again = await loading.load(path)
    assert again["created"] == again["updated"] == 0


def test_a_confidence_comes_back_as_the_number_that_it_was() -> None:
    for number in (0, 19, 20, 85, 100):
        (node,) = _taken(_object("tool", name="A", confidence=number))[0]
        file = json.loads(bundle([_leaving(node.type, "t", properties=dict(node.properties))]))
        (left,) = (one for one in file["objects"] if one["type"] == "tool")
        assert left["confidence"] == number
        (again,) = _taken(*file["objects"])[0]
        assert again.properties == node.properties


@pytest.mark.parametrize(
    "said",
    ["text", {"type": "Nothing", "properties": {}}, {"type": "Person", "properties": {"minor": "no"}}, {"type": "Person"},
     {"type": "Person", "properties": {}, "valid_from": "yesterday"}, {"type": "USES", "properties": {}}],
)  # fmt: skip
async def test_a_statement_that_does_not_fit_is_rejected_with_its_place(loading: Loading, said: Any) -> None:
    raw_ = _object("identity", name="N", extensions={EXTENSION: {"extension_type": "property-extension", STATEMENT: said}})
    told = await loading.load(loading.write(raw_))
    assert (told["rejected"], told["created"]) == (1, 0)
    assert loading.told[0]["reason"] == "what it carries of Kring is no statement"


def test_a_relationship_that_joins_what_it_cannot_is_told_and_not_offered() -> None:
    file = json.loads(bundle([_leaving("Person", "p"), _leaving("Item", "i"), _leaving("IN_CASE", "u", start="p", end="i")]))
    _, links, reasons = _taken(*file["objects"])
    assert (links, reasons) == ([], ["rejected: IN_CASE does not join what it is said to join, or an end is not in the files"])
