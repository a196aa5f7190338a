"""Loading STIX into a real graph: updates, repeats, markings, and bad input with nothing half-done."""

import json
from functools import partial
from typing import Any

import pytest

from access_policies.errors import NotAccepted, UnknownSubject
from access_policies.guard import Asked
from graph_model.local.server import Endpoint
from loaders.stix.open_data import ATTACK, LOADER, load_open_data
from loaders.stix.reader import Unreadable
from tests.access_policies.questions import ask
from tests.answers import rendered
from tests.loaders.conftest import DATA, Loading
from tests.wipe import raw

OLD = DATA / "attack-ics" / "attack-ics-15.1.json.gz"
NUMBER = "29e362f6-4dc6-41d3-9223-9fd6e52ed22f"
DATES = {"created": "2026-03-02T09:00:00.000Z", "modified": "2026-03-02T09:00:00.000Z"}
EVERYTHING = """
CALL () { MATCH (n:Statement) RETURN collect([n.externalId, n.pc, n.fingerprint, n.sourceVersion, n.retractedAt, n.id]) AS nodes }
CALL () { MATCH (a:Statement)-[r]->(b:Statement)
  RETURN collect([r.externalId, type(r), r.pc, r.fingerprint, r.retractedAt, r.id, a.externalId, b.externalId]) AS links }
RETURN nodes, links
"""


def graph(neo4j: Endpoint, ids: bool = True) -> dict[str, list[Any]]:
    """All statements, with or without the ids that each load gives out anew."""
    row = raw(neo4j, EVERYTHING)[0]
    return {
        name: sorted(([value for place, value in enumerate(one) if ids or place != 5] for one in row[name]), key=repr)
        for name in row
    }


def stored(neo4j: Endpoint) -> str:
    """Everything that statements and their relationships hold."""
    return str(raw(neo4j, "MATCH (n:Statement) OPTIONAL MATCH (n)-[r]->() RETURN properties(n) AS n, properties(r) AS r"))


def _tool(name: str = "A", **properties: Any) -> dict[str, Any]:
    return {"type": "tool", "spec_version": "2.1", "id": f"tool--{NUMBER}", **DATES, "name": name, **properties}


async def _names(loading: Loading, who: str, text: str) -> list[str]:
    query, parameters = ask({"op": "search", "text": text}, {}, {})
    released = await loading.guard.reading.read(Asked(who, "THREAT_ASSESSMENT", "t"), query, parameters, partial(rendered, query))
    return [edge["node"]["id"] for edge in json.loads(released.body)["found"]["edges"]]


async def test_attack_in_two_versions_is_updated_once_and_never_put_back(loading: Loading, neo4j: Endpoint) -> None:
    first = await loading.load(OLD)
    assert (first["objects"], first["rejected"], first["deprecated"], first["withdrawn"]) == (1863, 0, 218, 2)
    second = await loading.load(ATTACK)
    assert (second["objects"], second["rejected"], second["deprecated"]) == (1826, 0, 37)
    assert (second["updated"], second["vanished"]) == (1369, 460)
    assert {note["id"] for note in loading.told if note["kind"] == "pending"} >= {
        note["id"] for note in loading.told if "holds no id" in note["reason"]
    }
    assert sum("holds no id" in note["reason"] for note in loading.told) == 5
    after = graph(neo4j)
    for again in (await loading.load(ATTACK), await loading.load(OLD)):
        assert [again[name] for name in ("created", "updated", "withdrawn", "ended", "rejected")] == [0, 0, 0, 0, 0]
        assert graph(neo4j) == after


async def test_what_was_updated_is_read_as_it_is_now(loading: Loading, neo4j: Endpoint) -> None:
    await loading.load(loading.write(_tool("Anemoon oud")))
    old = await _names(loading, "u-noor", "oud")
    summary = await loading.load(loading.write(_tool("Anemoon nieuw", modified="2026-03-03T09:00:00Z")))
    assert summary["updated"] == 1
    assert await _names(loading, "u-noor", "nieuw") == old
    assert await _names(loading, "u-noor", "oud") == []
    assert await _names(loading, "u-saar", "nieuw") == old
    assert await _names(loading, "u-daan", "nieuw") == []


async def test_a_revoked_object_is_gone_and_what_a_report_no_longer_says_ends(loading: Loading, neo4j: Endpoint) -> None:
    report = {
        "type": "report", "spec_version": "2.1", "id": f"report--{NUMBER}", **DATES, "name": "R", "published": DATES["created"],
        "object_refs": [f"tool--{NUMBER}"],
    }  # fmt: skip
    await loading.load(loading.write(_tool("Anemoon"), report))
    changed = report | {"modified": "2026-03-04T09:00:00Z", "object_refs": []}
    gone = _tool("Anemoon", modified="2026-03-04T09:00:00Z", revoked=True)
    summary = await loading.load(loading.write(gone, changed))
    assert (summary["withdrawn"], summary["ended"], summary["rejected"]) == (1, 1, 0)
    assert await _names(loading, "u-noor", "Anemoon") == []
    assert raw(neo4j, "MATCH ()-[r:MENTIONS]->() RETURN r.pc AS pc, r.formerPc IS NULL AS lost") == [{"pc": None, "lost": False}]


async def test_all_examples_of_oasis_are_taken_and_a_second_time_changes_nothing(loading: Loading, neo4j: Endpoint) -> None:
    files = sorted((DATA / "oasis-stix").glob("*.json"))
    first = await loading.load(*files)
    assert (first["objects"], first["rejected"]) == (411, 0)
    held = {(note["id"].partition("--")[0], note["reason"]) for note in loading.told if note["kind"] == "held-back"}
    assert ("campaign", "it refers to a marking that is not known") in held
    assert ("indicator", "description: it is TLP:RED, for named recipients only") in held
    assert "Fake email address" in stored(neo4j)
    assert "The Joker" not in stored(neo4j)
    after = graph(neo4j)
    again = await loading.load(*files)
    assert (again["created"], again["updated"], again["rejected"]) == (0, 0, 0)
    assert graph(neo4j) == after


async def test_the_red_field_is_absent_its_object_shows_and_the_note_is_seen_by_nobody(loading: Loading, neo4j: Endpoint) -> None:
    summary = await loading.load(DATA / "kring-samples" / "tlp2-statement-granular.stix.json")
    assert (summary["objects"], summary["rejected"]) == (19, 0)
    assert len(await _names(loading, "u-noor", "Schipper")) == 1
    assert "Schipper" in stored(neo4j)
    for word in ("Believed to direct", "second sentence", "must not become readable", "judge", "Rechter X"):
        assert word not in stored(neo4j)
    assert len(await _names(loading, "u-saar", "Stille Kade")) == 1
    assert len(await _names(loading, "u-noor", "Weekly picture")) == 1
    assert await _names(loading, "u-saar", "Weekly picture") == []


async def test_a_bad_object_is_told_with_its_place_and_the_others_are_loaded(loading: Loading, neo4j: Endpoint) -> None:
    ghost = {"type": "ghost", "id": "ghost--1"}
    twin = _tool("B", id=f"tool--{NUMBER.replace('2', '3')}")
    link = {
        "type": "relationship", "spec_version": "2.1", "id": f"relationship--{NUMBER}", **DATES, "relationship_type": "uses",
        "source_ref": f"tool--{NUMBER}", "target_ref": f"malware--{NUMBER}",
    }  # fmt: skip
    summary = await loading.load(loading.write(_tool(), ghost, _tool(), twin, twin | {"name": "C"}, link, "text"))
    assert {name: summary[name] for name in ("objects", "created", "rejected", "repeated", "pending")} == {
        "objects": 7, "created": 2, "rejected": 3, "repeated": 1, "pending": 1,
    }  # fmt: skip
    assert [(note["kind"], note["index"], note["id"]) for note in loading.told] == [
        ("rejected", 1, "ghost--1"),
        ("repeated", 2, f"tool--{NUMBER}"),
        ("rejected", 4, twin["id"]),
        ("rejected", 6, None),
        ("pending", 5, f"relationship--{NUMBER}"),
    ]
    assert raw(neo4j, "MATCH (n:Statement) RETURN n.name AS name ORDER BY name") == [{"name": "A"}, {"name": "B"}]
    malware = {"type": "malware", "spec_version": "2.1", "id": f"malware--{NUMBER}", **DATES, "name": "M"}
    later = await loading.load(loading.write(malware, link))
    assert (later["created"], later["pending"]) == (2, 0)


async def test_a_file_that_cannot_be_read_whole_loads_nothing_of_any(loading: Loading, neo4j: Endpoint) -> None:
    broken = loading.home / "broken.json"
    broken.write_text('{"type": "bundle", "objects": [' + json.dumps(_tool()) + ", {")
    with pytest.raises(Unreadable, match=r"broken\.json: no whole JSON text, after 1 objects"):
        await loading.load(loading.write(_tool("B")), broken)
    assert graph(neo4j) == {"nodes": [], "links": []}
    assert not list((loading.home / "loads").glob("*.json")) if (loading.home / "loads").exists() else True


async def test_a_dry_run_tells_the_same_and_writes_nothing(loading: Loading, neo4j: Endpoint) -> None:
    summary = await loading.load(OLD, dry_run=True)
    assert (summary["objects"], summary["rejected"], summary["created"], summary["dry_run"]) == (1863, 0, 0, True)
    assert graph(neo4j) == {"nodes": [], "links": []}


async def test_whoever_may_not_write_loads_nothing(loading: Loading, neo4j: Endpoint) -> None:
    for who in ("u-daan", "u-yfke", "u-tess"):
        with pytest.raises(NotAccepted, match=r"^not accepted$"):
            await loading.load(loading.write(_tool()), who=who)
    with pytest.raises(UnknownSubject):
        await loading.load(loading.write(_tool()), who="u-nobody")
    assert graph(neo4j) == {"nodes": [], "links": []}


async def test_the_strictest_marking_is_seen_by_own_staff_only(loading: Loading) -> None:
    await loading.load(loading.write(_tool("Anemoon")), marking="own", who="u-saar")
    assert len(await _names(loading, "u-saar", "Anemoon")) == 1
    assert await _names(loading, "u-noor", "Anemoon") == []


async def test_open_data_is_loaded_once_and_seen_by_the_analysts_of_three_partners(loading: Loading, neo4j: Endpoint) -> None:
    first = await load_open_data(loading.guard, loading.home / "loads")
    assert first is not None
    assert (first.told["rejected"], first.outcomes["created"] > 1700) == (0, True)
    assert await load_open_data(loading.guard, loading.home / "loads") is None
    seen = {
        who: len(await _names(loading, who, "Drive-by Compromise"))
        for who in ("u-noor", "u-saar", "u-hugo", "u-daan", "u-liv", "u-tess")
    }
    assert seen["u-noor"] == seen["u-saar"] == seen["u-hugo"] > 0
    assert seen["u-daan"] == seen["u-liv"] == seen["u-tess"] == 0
    assert (await loading.guard.directory.policy_of(LOADER)).subject.organisation == "NCTV"
