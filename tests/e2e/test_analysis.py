"""Analyses over HTTP: what the van that was in two files looks like to an analyst, and to whoever has one of the files."""

from datetime import timedelta
from typing import Any

import pytest

from cli.analyse import QUERY_THEN
from graph_model.local.server import Endpoint
from tests.e2e.conftest import Service
from tests.e2e.test_writes import COUNT, done
from tests.e2e.test_writes_derived import parts
from tests.wipe import raw

RECURRING = "{ analysis(kind: RECURRING_ITEMS) { explanation findings { score reason records } records { id ... on Item { value } ... on Report { text } } } }"


async def _found(service: Service, who: str, purpose: str = "THREAT_ASSESSMENT") -> dict[str, Any]:
    answer = await service.ask(who, purpose, RECURRING)
    assert "data" in answer.json(), answer.text
    found: dict[str, Any] = answer.json()["data"]["analysis"]
    return found


async def test_an_item_in_two_files_is_found_by_whoever_sees_both(service: Service) -> None:
    ids = service.world.ids
    noor = await _found(service, "u-noor")
    van = next(one for one in noor["findings"] if one["records"][0] == ids["I-bus.POL"])
    assert van["score"] == 2
    assert set(van["records"][1:]) == {ids["R-r10.POL"], ids["R-r22.POL"]}
    assert any(record.get("value") == "AE-412-U" for record in noor["records"])


async def _then(service: Service, who: str, then: str, language: str = "EN") -> dict[str, Any]:
    variables = {"kind": "RECURRING_ITEMS", "first": 20, "language": language, "asOf": then}
    answer = await service.ask(who, "THREAT_ASSESSMENT", QUERY_THEN, variables)
    assert "data" in answer.json(), answer.text
    found: dict[str, Any] = answer.json()["data"]["analysis"]
    return found


async def test_an_item_recurs_from_the_day_on_which_its_second_report_came(service: Service) -> None:
    van = service.world.ids["I-bus.POL"]
    before = await _then(service, "u-noor", "2026-03-08T23:59:59.999Z")
    assert van not in ids_of(before)
    after = await _then(service, "u-noor", "2026-03-09T23:59:59.999Z", "NL")
    assert van in ids_of(after)
    assert "AE-412-U" in {record.get("value") for record in after["records"]}
    assert any(one.startswith("Zoals bekend op 2026-03-09 23:59 UTC: ") for one in after["report"])
    assert van not in ids_of(await _then(service, "u-daan", "2026-03-09T23:59:59.999Z"))
    later = await _then(service, "u-noor", "2099-01-01T00:00:00Z")
    assert later["findings"] == (await _found(service, "u-noor"))["findings"]
    assert not any(one.startswith("As known") for one in later["report"])


async def test_the_past_is_told_under_the_rights_of_now(service: Service) -> None:
    service.clock.set(service.clock.now() + timedelta(days=300))
    ended = await _then(service, "u-noor", "2026-03-09T23:59:59.999Z")
    assert (ended["findings"], ended["records"]) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        '@asOf(recorded: "soon") { analysis(kind: CORE) { found } }',
        '@asOf(recorded: "2026-03-09T00:00:00Z") { analysis(kind: CORE) { found } persons(first: 1) { totalCount } }',
        '@asOf(recorded: "2026-03-09T00:00:00Z") { analysis(kind: CORE) { found } analysisRun(id: "x") { state } }',
        "@forExport { analysis(kind: CORE) { found } }",
    ],
)
async def test_what_has_no_past_is_refused_beside_an_analysis_that_has(service: Service, text: str) -> None:
    answer = await service.ask("u-noor", "THREAT_ASSESSMENT", f"query {text}")
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_ARGUMENT"


async def test_whoever_has_one_of_the_files_finds_nothing_of_it(service: Service) -> None:
    daan = await _found(service, "u-daan")
    assert ids_of(daan).isdisjoint({service.world.ids["I-bus.POL"], service.world.ids["R-r10.POL"]})
    assert (await _found(service, "u-tess", "GRANT_ADMINISTRATION"))["findings"] == []


def ids_of(found: dict[str, Any]) -> set[str]:
    return {id_ for one in found["findings"] for id_ in one["records"]}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("kind: SIMILAR", "BAD_ARGUMENT"),
        ('kind: CORE, about: "x"', "BAD_ARGUMENT"),
        ("kind: CORE, first: 0", "BAD_ARGUMENT"),
        ("kind: CORE, first: 21", "BAD_ARGUMENT"),
        ("kind: CORE, days: 3", "BAD_ARGUMENT"),
        ("kind: EVENTS_AHEAD, days: 366", "BAD_ARGUMENT"),
        ('kind: OPEN_THREATS, about: "x", hops: 4', "BAD_ARGUMENT"),
        ("kind: NOTHING", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_a_question_that_is_none_is_refused(service: Service, arguments: str, code: str) -> None:
    answer = await service.ask("u-noor", "THREAT_ASSESSMENT", f"{{ analysis({arguments}) {{ isComplete }} }}")
    assert answer.json()["errors"][0]["extensions"]["code"] == code


async def test_records_stand_in_an_operation_of_their_own(service: Service) -> None:
    answer = await service.ask(
        "u-noor", "THREAT_ASSESSMENT", "{ analysis(kind: CORE) { isComplete } persons(first: 1) { totalCount } }"
    )
    assert answer.json()["errors"][0]["extensions"]["code"] == "MIXED_OPERATION"


ASK = """query($kind: AnalysisKind!, $about: ID, $language: Language) { analysis(kind: $kind, about: $about, language: $language, first: 20) {
  report findings { score reason records } } }"""
RECORD = """mutation($kind: AnalysisKind!, $about: ID, $records: [ID!]!, $marking: MarkingInput) {
  recordFinding(kind: $kind, about: $about, records: $records, marking: $marking) { outcome id userErrors { code field }
    record { id ... on Assessment { kind question scenarios assumptions basedOn(first: 9) { edges { node { id } } }
      assesses(first: 9) { edges { node { id } } } } } } }"""


async def _asked(service: Service, who: str, kind: str, about: str | None = None, language: str = "EN") -> dict[str, Any]:
    answer = await service.ask(who, "THREAT_ASSESSMENT", ASK, {"kind": kind, "about": about, "language": language})
    assert "data" in answer.json(), answer.text
    found: dict[str, Any] = answer.json()["data"]["analysis"]
    return found


async def test_open_threats_reach_the_circle_in_the_language_that_is_asked_for(service: Service) -> None:
    ids = service.world.ids
    noor = await _asked(service, "u-noor", "OPEN_THREATS", ids["P-tegelaar.POL"], "NL")
    distances = {one["records"][0]: one["score"] for one in noor["findings"]}
    assert (distances[ids["T-t08.POL"]], distances[ids["T-t10.POL"]]) == (0, 1)
    assert noor["report"][0] == "Welke dreigingen staan open op deze persoon en de kring?"
    assert (await _asked(service, "u-daan", "OPEN_THREATS", ids["P-zwaluw.POL"]))["findings"] == []


async def test_a_finding_is_recorded_with_the_join_of_all_that_it_depends_on(service: Service, neo4j: Endpoint) -> None:
    ids = service.world.ids
    asked = {"kind": "ORPHAN_REPORTS", "records": [ids["R-r22.POL"]]}
    made = await done(service, "u-saar", RECORD, **asked)
    assert (made["outcome"], made["userErrors"]) == ("CREATED", [])
    assert [edge["node"]["id"] for edge in made["record"]["basedOn"]["edges"]] == [ids["R-r22.POL"]]
    assert made["record"]["question"] == "Which reports has nobody used?"
    assert ids["R-r22.POL"] in made["record"]["scenarios"][0]
    assert parts(neo4j, made["id"]) == parts(neo4j, ids["R-r22.POL"])
    again = await done(service, "u-saar", RECORD, **asked)
    assert [error["code"] for error in again["userErrors"]] == ["NOT_FOUND"]


async def test_what_depends_on_more_than_it_names_is_marked_as_strictly_as_all_of_that(service: Service, neo4j: Endpoint) -> None:
    """A threat is marked STG_C or lower; who is near it and by which relationship counts as well."""
    ids = service.world.ids
    about = ids["P-tegelaar.POL"]
    one = next(
        f for f in (await _asked(service, "u-saar", "OPEN_THREATS", about))["findings"] if f["records"][0] == ids["T-t10.POL"]
    )
    made = await done(service, "u-saar", RECORD, kind="OPEN_THREATS", about=about, records=one["records"])
    assert made["userErrors"] == []
    whole = parts(neo4j, made["id"])
    for id_ in one["records"]:
        part = parts(neo4j, id_)
        assert set(whole["scopes"]) <= set(part["scopes"])
        assert set(whole["purposes"]) <= set(part["purposes"])
    assert ids["T-t10.POL"] in {edge["node"]["id"] for edge in made["record"]["assesses"]["edges"]}


@pytest.mark.parametrize("what", ["link", "near"])
async def test_what_bears_on_a_finding_and_is_not_named_in_it_is_in_the_join(service: Service, neo4j: Endpoint, what: str) -> None:
    """How many are next to a record: then a relationship, or a record, there is of another regime than all the rest."""
    id_, other = service.world.ids["T-t16.POL"], service.world.ids["R-r10.POL"]
    assert parts(neo4j, id_)["regime"] != parts(neo4j, other)["regime"]
    asked = {"kind": "CONNECTED", "records": [id_]}
    assert (await done(service, "u-saar", RECORD, **asked))["outcome"] == "CREATED"
    near = "MATCH (:Statement {id: $id})-[link]-(near:Report) MATCH (other:Statement {id: $other})"
    raw(neo4j, f"{near} WITH {what} AS one, other LIMIT 1 SET one.pc = other.pc", id=id_, other=other)
    refused = await done(service, "u-saar", RECORD, **asked)
    assert [(error["code"], error["field"]) for error in refused["userErrors"]] == [("LOWERED", "marking.regime")]


async def test_a_finding_over_two_legal_regimes_is_not_recorded(service: Service, neo4j: Endpoint) -> None:
    before = raw(neo4j, COUNT)
    van = await done(service, "u-noor", RECORD, kind="RECURRING_ITEMS", records=[service.world.ids["I-bus.POL"]])
    assert [(error["code"], error["field"]) for error in van["userErrors"]] == [("LOWERED", "marking.regime")]
    assert raw(neo4j, COUNT) == before


async def test_a_finding_of_others_a_hidden_one_and_none_are_refused_alike(service: Service, neo4j: Endpoint) -> None:
    before = raw(neo4j, COUNT)
    ids = service.world.ids
    refused = [
        await done(service, "u-daan", RECORD, kind="RECURRING_ITEMS", records=records)
        for records in ([ids["I-bus.POL"]], [ids["R-r10.POL"]], ["0" * 32], [])
    ]
    assert [error["code"] for one in refused for error in one["userErrors"]] == ["NOT_FOUND"] * 4
    assert raw(neo4j, COUNT) == before
