"""Deriving over HTTP: at least as strict as what is cited, citations that hang on it, and no word about what readers are not told."""

import json
from typing import Any

import pytest

from graph_model.local.server import Endpoint
from tests.e2e.conftest import Service
from tests.e2e.test_writes import COUNT, done, mutate
from tests.wipe import raw

DERIVE = """mutation($s: DeriveInput!) { derive(statement: $s) { outcome id record { id marking { level regime handling match }
  ... on Assessment { question basedOn(first: 9) { edges { node { id } } } } } userErrors { code field message } } }"""
PARTS = "MATCH (s:Statement {id: $id}) MATCH (m:Marking {pc: s.pc}) RETURN m.parts AS parts, m.pc AS pc"


def assessed(service: Service, *cited: str, **others: Any) -> dict[str, Any]:
    """An assessment that cites these handles or ids."""
    ids = [service.world.ids.get(one, one) for one in cited]
    return {"record": {"assessment": {"kind": "DA", "question": "Een Kanarie?"}}, "cites": ids} | others


def parts(neo4j: Endpoint, id_: str) -> dict[str, Any]:
    """The whole marking of a record, as no reader is told it."""
    found: dict[str, Any] = json.loads(raw(neo4j, PARTS, id=id_)[0]["parts"])
    return found


async def test_without_a_marking_it_gets_the_join_of_what_it_cites(service: Service, neo4j: Endpoint) -> None:
    made = await done(service, "u-saar", DERIVE, s=assessed(service, "R-r21.POL", "R-r22.POL"))
    assert (made["outcome"], made["userErrors"]) == ("CREATED", [])
    cited = {edge["node"]["id"] for edge in made["record"]["basedOn"]["edges"]}
    assert cited == {service.world.ids["R-r21.POL"], service.world.ids["R-r22.POL"]}
    assert parts(neo4j, made["id"]) == parts(neo4j, service.world.ids["R-r22.POL"])
    text = "query($id: ID!) { node(id: $id) { id } }"
    assert (await service.ask("u-noor", "THREAT_ASSESSMENT", text, {"id": made["id"]})).json()["data"]["node"] is not None


async def test_on_anothers_record_it_is_for_those_who_may_hold_both_and_names_whose_consent_a_lowering_takes(
    service: Service, neo4j: Endpoint
) -> None:
    made = await done(service, "u-noor", DERIVE, s=assessed(service, "R-r22.POL"))
    whole, cited = parts(neo4j, made["id"]), parts(neo4j, service.world.ids["R-r22.POL"])
    assert (whole["originator"], whole["originators"]) == ("NCTV", ["NCTV", "POL"])
    assert {"NCTV", *whole["releasable_to"]} == {"POL", *cited["releasable_to"]}
    assert {name: whole[name] for name in ("level", "scopes", "purposes", "regime")} == {
        name: cited[name] for name in ("level", "scopes", "purposes", "regime")
    }


async def test_two_legal_regimes_are_not_mixed(service: Service) -> None:
    answer = await done(service, "u-noor", DERIVE, s=assessed(service, "R-r22.POL", "R-r10.POL"))
    assert [(error["code"], error["field"]) for error in answer["userErrors"]] == [("LOWERED", "marking.regime")]


@pytest.mark.parametrize(
    ("lower", "part"),
    [({"level": "NONE"}, "level"), ({"match": "FULL"}, "match"), ({"regime": "OPEN"}, "regime"), ({"scheme": "EU"}, "scheme")],
)
async def test_below_the_join_in_a_told_part_it_is_refused_by_the_name_of_the_part(
    service: Service, neo4j: Endpoint, lower: dict[str, Any], part: str
) -> None:
    marking = {"level": "DEP_V", "scopes": ["C2"], "regime": "WPG8", "match": "MATCH", "handling": []} | lower
    before = raw(neo4j, COUNT)
    answer = await done(service, "u-saar", DERIVE, s=assessed(service, "R-r22.POL", marking=marking))
    refused = [(error["code"], error["field"]) for error in answer["userErrors"]]
    assert refused == ([("NOT_ACCEPTED", None)] if part == "scheme" else [("LOWERED", f"marking.{part}")])
    assert raw(neo4j, COUNT) == before


async def test_what_cannot_be_cited_is_as_if_it_were_not_there(service: Service, neo4j: Endpoint) -> None:
    before = raw(neo4j, COUNT)
    bodies = {
        (await mutate(service, "u-daan", DERIVE, s=assessed(service, "R-r22.POL", end))).content
        for end in ("R-r10.POL", "R-r17.AIVD", "P-tegelaar.POL", "0" * 32, "no id")
    }
    assert [json.loads(body)["data"]["derive"]["userErrors"][0]["code"] for body in bodies] == ["NOT_FOUND"]
    assert raw(neo4j, COUNT) == before


async def test_what_may_be_seen_and_not_cited_is_not_accepted(service: Service) -> None:
    answer = await done(service, "u-hugo", DERIVE, s=assessed(service, "R-r22.POL"))
    assert [error["code"] for error in answer["userErrors"]] == ["NOT_ACCEPTED"]


async def test_nothing_tells_to_whom_else_what_is_cited_is_released(service: Service, neo4j: Endpoint) -> None:
    """The answer is the same, whether the other organisation may hold what is cited or not; and it never gets to see more."""
    wide = {"level": "DEP_V", "scopes": ["C2"], "regime": "WPG8", "match": "MATCH", "handling": []}
    texts = []
    for others in (["OM"], ["GEMH"], ["OM", "GEMH"], []):
        marking = wide | {"releasableTo": others}
        made = await done(service, "u-saar", DERIVE, s=assessed(service, "R-r22.POL", marking=marking))
        assert "GEMH" not in parts(neo4j, made["id"])["releasable_to"]
        texts.append(json.dumps(made).replace(made["id"], "ID"))
    assert len(set(texts)) == 1


async def test_a_derived_record_is_not_lowered_afterwards(service: Service) -> None:
    made = await done(service, "u-saar", DERIVE, s=assessed(service, "R-r22.POL"))
    lower = {"level": "NONE", "scopes": ["C2"], "regime": "WPG8", "match": "MATCH", "handling": []}
    correct = "mutation($s: CorrectInput!) { correct(statement: $s) { outcome userErrors { code field } } }"
    change = {"id": made["id"], "record": {"assessment": {}}, "marking": lower}
    answer = await done(service, "u-saar", correct, s=change)
    assert [(error["code"], error["field"]) for error in answer["userErrors"]] == [("LOWERED", "marking.level")]
