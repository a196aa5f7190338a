"""Pointer statements over HTTP: story j from its publication to the record, and nothing told beyond what a pointer says."""

import json
from typing import Any

import pytest

from graph_model.instant import parse
from graph_model.local.server import Endpoint
from tests.e2e.conftest import Service
from tests.e2e.test_writes import COUNT, done, mutate
from tests.wipe import raw

PUBLISH = "mutation($p: PointerInput!) { publishPointer(pointer: $p) { outcome id record { id } userErrors { code field } } }"
TAKE_BACK = "mutation($id: ID!) { withdrawPointer(id: $id) { outcome userErrors { code field } } }"
POINTERS = "{ pointers(first: 100) { matched ask reference match originator } }"
REQUEST = "mutation($r: PointerRequest!) { requestByPointer(request: $r) { grant { id state grantor grantee scopes } userErrors { code field } } }"
CONSENT = "mutation($id: ID!) { consentToGrant(grant: $id) { grant { state } userErrors { code } } }"
APPROVE = "mutation($id: ID!) { approveGrant(grant: $id) { grant { state } userErrors { code } } }"
FOR_POL = {
    "level": "DEP_V",
    "releasableTo": ["POL", "NCTV"],
    "scopes": ["PTR-DLIO"],
    "regime": "WPG10",
    "match": "PARTIAL",
    "handling": [],
}
PHONE = {"matched": "PHONE +44 7700 900187", "ask": "DLIO consent desk", "reference": "PW-7Q2", "match": "PARTIAL"}
PERSON = {"matched": "PERSON by name and birth year", "ask": "DLIO consent desk", "reference": "PW-9M4", "match": "MATCH"}
TERMS = {
    "actions": ["see", "read"],
    "fieldClasses": ["basic", "identity"],
    "levelCeiling": "STG_C",
    "legalBasis": "WPG-15",
    "necessity": "same number in two cases",
    "notBefore": "2026-03-16T00:00:00Z",
    "expires": "2026-04-16T00:00:00Z",
}


def pointer(service: Service, to: str, says: dict[str, str], **others: Any) -> dict[str, Any]:
    """A pointer to a handle or id, for the police."""
    return says | {"refersTo": service.world.ids.get(to, to), "marking": FOR_POL} | others


async def published(service: Service) -> list[str]:
    """The two pointers of the scenario."""
    one = await done(service, "u-hugo", PUBLISH, p=pointer(service, "I-tel2.DLIO", PHONE))
    two = await done(service, "u-hugo", PUBLISH, p=pointer(service, "A-milan.DLIO", PERSON))
    assert [(made["outcome"], made["record"]) for made in (one, two)] == [("CREATED", None)] * 2
    return [one["id"], two["id"]]


async def test_the_story_of_the_number_that_somebody_holds(service: Service) -> None:
    ids = service.world.ids
    (phone, _), search = await published(service), '{ search(text: "900187", first: 9) { edges { node { id } } } }'
    service.clock.set(parse("2026-03-16T10:00:00Z"))

    async def found() -> set[str]:
        edges = (await service.ask("u-daan", "THREAT_ASSESSMENT", search)).json()["data"]["search"]["edges"]
        return {edge["node"]["id"] for edge in edges}

    own = {ids["I-tel3.POL"], ids["R-r24.POL"]}
    assert await found() == own
    told = (await service.ask("u-daan", "THREAT_ASSESSMENT", POINTERS)).json()["data"]["pointers"]
    by_reference = sorted(told, key=lambda one: one["reference"])
    assert by_reference == [PHONE | {"originator": "DLIO"}, PERSON | {"originator": "DLIO"}]
    for who, purpose in (("u-kees", "PROTECTION_EXECUTION"), ("u-daan", "PROTECTION_DECISION"), ("u-hugo", "THREAT_ASSESSMENT")):
        assert (await service.ask(who, purpose, POINTERS)).json() == {"data": {"pointers": []}}
    asked = await done(service, "u-daan", REQUEST, key="ask", r=TERMS | {"pointer": phone})
    assert asked["userErrors"] == []
    assert {name: asked["grant"][name] for name in ("state", "grantor", "grantee", "scopes")} == {
        "state": "REQUESTED", "grantor": "DLIO", "grantee": "user:u-daan", "scopes": [f"pointer:{phone}"],
    }  # fmt: skip
    again = await done(service, "u-daan", REQUEST, key="ask", r=TERMS | {"pointer": phone})
    assert again == asked
    other = await done(service, "u-daan", REQUEST, key="ask", r=TERMS | {"pointer": phone, "necessity": "another"})
    assert [error["code"] for error in other["userErrors"]] == ["KEY_REUSED"]
    grant = asked["grant"]["id"]
    taken = await done(service, "u-willemijn", CONSENT, purpose="GRANT_ADMINISTRATION", id=grant)
    assert (taken["grant"], await found()) == ({"state": "CONSENT_PENDING"}, own)
    approved = await done(service, "u-bart", APPROVE, purpose="GRANT_ADMINISTRATION", id=grant)
    assert approved == {"grant": {"state": "ACTIVE"}, "userErrors": []}
    assert await found() == own | {ids["I-tel2.DLIO"]}


async def test_a_pointer_that_is_not_sensed_is_none_and_none_tells_what_it_refers_to(service: Service, neo4j: Endpoint) -> None:
    phone, _ = await published(service)
    strange = ["0" * 32, "no id", "", service.world.ids["I-tel2.DLIO"]]
    bodies = {(await mutate(service, "u-daan", REQUEST, r=TERMS | {"pointer": one})).content for one in strange}
    bodies.add((await mutate(service, "u-kees", REQUEST, purpose="PROTECTION_EXECUTION", r=TERMS | {"pointer": phone})).content)
    assert [json.loads(body)["data"]["requestByPointer"]["userErrors"] for body in bodies] == [
        [{"code": "NOT_FOUND", "field": "pointer"}]
    ]
    answer = await service.ask("u-daan", "THREAT_ASSESSMENT", POINTERS)
    assert service.world.ids["I-tel2.DLIO"] not in answer.text
    assert "2026" not in answer.text
    refused = await service.ask(
        "u-daan", "THREAT_ASSESSMENT", "{ pointers(first: 1) { id } persons(first: 1) { edges { cursor } } }"
    )
    assert refused.json()["errors"][0]["extensions"]["code"] == "MIXED_OPERATION"


@pytest.mark.parametrize(
    ("who", "to", "changes", "told"),
    [
        ("u-hugo", "R-r22.POL", {}, ("NOT_FOUND", None)),
        ("u-hugo", "P-zwaluw.AIVD", {}, ("NOT_FOUND", None)),
        ("u-hugo", "no id", {}, ("NOT_FOUND", None)),
        ("u-saar", "I-tel2.DLIO", {"marking": FOR_POL | {"regime": "WPG8"}}, ("NOT_FOUND", None)),
        ("u-hugo", "I-tel2.DLIO", {"match": "SILENT"}, ("INVALID", "match")),
        ("u-hugo", "I-tel2.DLIO", {"ask": ""}, ("INVALID", "ask")),
        ("u-hugo", "I-tel2.DLIO", {"marking": FOR_POL | {"regime": "WPG12"}}, ("NOT_ACCEPTED", None)),
        ("u-hugo", "I-tel2.DLIO", {"marking": FOR_POL | {"compartments": ["BAKEN"]}}, ("NOT_ACCEPTED", None)),
    ],
)
async def test_a_pointer_is_to_an_own_record_and_within_the_law(
    service: Service, neo4j: Endpoint, who: str, to: str, changes: dict[str, Any], told: tuple[str, str | None]
) -> None:
    before = raw(neo4j, COUNT)
    made = await done(service, who, PUBLISH, p=pointer(service, to, PHONE, **changes))
    assert [(error["code"], error["field"]) for error in made["userErrors"]] == [told]
    assert raw(neo4j, COUNT) == before


async def test_nobody_is_told_of_what_is_silent(service: Service) -> None:
    create = "mutation($s: CreateInput!) { create(statement: $s) { id } }"
    made = await done(service, "u-hugo", create, s={"record": {"person": {"displayName": "Tijs"}}})
    refused = await done(service, "u-hugo", PUBLISH, p=pointer(service, made["id"], PERSON))
    assert [error["code"] for error in refused["userErrors"]] == ["SILENT"]


async def test_a_pointer_is_taken_back_by_its_originator_only_and_opens_nothing_any_more(service: Service) -> None:
    phone, _ = await published(service)
    for who in ("u-daan", "u-saar"):
        refused = await done(service, who, TAKE_BACK, id=phone)
        assert [error["code"] for error in refused["userErrors"]] == ["NOT_FOUND"]
    assert (await done(service, "u-hugo", TAKE_BACK, id=phone))["outcome"] == "WITHDRAWN"
    told = (await service.ask("u-daan", "THREAT_ASSESSMENT", POINTERS)).json()["data"]["pointers"]
    assert [one["reference"] for one in told] == ["PW-9M4"]
    refused = await done(service, "u-daan", REQUEST, r=TERMS | {"pointer": phone})
    assert [error["code"] for error in refused["userErrors"]] == ["NOT_FOUND"]
