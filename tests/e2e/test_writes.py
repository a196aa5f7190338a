"""Writing over HTTP: one effect a key, refusals as data, own statements only, and nothing learnt about what the writer does not see."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from access_policies.guard import Asked
from graph_model.local.server import Endpoint
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Service
from tests.wipe import raw

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "contribute.md"
CREATE = """mutation($s: CreateInput!, $of: String! = "kring") { create(statement: $s, sourceSystem: $of)
  { outcome id record { __typename id externalId marking { level scheme match } ... on Person { displayName birthDate aliases } }
    userErrors { code field message } } }"""
CORRECT = "mutation($s: CorrectInput!) { correct(statement: $s) { outcome id record { id ... on Person { displayName aliases } } userErrors { code field } } }"
WITHDRAW = "mutation($s: WithdrawInput!) { withdraw(statement: $s) { outcome id record { id } userErrors { code field message } } }"
RELATE = "mutation($s: RelateInput!) { relate(statement: $s) { outcome id record { id } userErrors { code field message } } }"
SAME = "mutation($a: ID!, $b: ID!, $m: MarkingInput) { sameAs(one: $a, other: $b, marking: $m) { outcome id record { id } userErrors { code field message } } }"
WRITE = """mutation($all: [StatementInput!]!, $m: MarkingInput) { write(statements: $all, marking: $m)
  { statements { outcome id } userErrors { code field message } } }"""
OPEN_C2 = {"level": "DEP_V", "scopes": ["C2"], "regime": "WPG8", "match": "MATCH", "handling": []}
COUNT = "MATCH (n) WHERE NOT n:PolicyEpoch RETURN count(n) AS nodes, COUNT { ()-->() } AS links"


async def mutate(
    service: Service, who: str, document: str, key: str | None = "", purpose: str = "THREAT_ASSESSMENT", **variables: Any
) -> httpx.Response:
    """Send a mutation under a key: a new one where it is empty, none where it is None."""
    headers = await service.headers(who, purpose)
    if key is not None:
        headers["Idempotency-Key"] = key or uuid4().hex
    return await service.client.post("/graphql", json={"query": document, "variables": variables}, headers=headers)


async def done(service: Service, who: str, document: str, **variables: Any) -> dict[str, Any]:
    """The payload of a mutation."""
    answer = await mutate(service, who, document, **variables)
    assert answer.status_code == 200, answer.text
    assert "errors" not in answer.json(), answer.text
    (payload,) = answer.json()["data"].values()
    return dict(payload)


def person(name: str, **others: Any) -> dict[str, Any]:
    """A person to be recorded."""
    return {"record": {"person": {"displayName": name}}} | others


async def sees(service: Service, who: str, id_: str) -> dict[str, Any] | None:
    """The record as somebody sees it."""
    text = "query($id: ID!) { node(id: $id) { id marking { level } ... on Person { displayName birthDate aliases } } }"
    found: dict[str, Any] | None = (await service.ask(who, "THREAT_ASSESSMENT", text, {"id": id_})).json()["data"]["node"]
    return found


async def test_what_is_recorded_is_read_back_and_seen_by_whom_its_marking_allows(service: Service) -> None:
    made = await done(service, "u-saar", CREATE, s=person("Tijs Proefkonijn", marking=OPEN_C2, externalId="T-1"))
    assert (made["outcome"], made["userErrors"]) == ("CREATED", [])
    assert made["record"]["displayName"] == "Tijs Proefkonijn"
    assert made["record"]["id"] == made["id"]
    assert (await sees(service, "u-daan", made["id"])) is not None
    assert (await sees(service, "u-hugo", made["id"])) is None


async def test_what_would_read_back_too_much_is_refused_and_nothing_is_written(service: Service, neo4j: Endpoint) -> None:
    deeper = "... on Person { linkedTo(first: 100) { edges { node { %s } } } }"
    document = CREATE.replace("displayName birthDate aliases", f"displayName {deeper % (deeper % (deeper % 'id'))}")
    before, key = raw(neo4j, COUNT), uuid4().hex
    answer = await mutate(service, "u-saar", document, key=key, s=person("Tijs Proefkonijn"))
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "DOCUMENT_TOO_LARGE")
    assert raw(neo4j, COUNT) == before
    again = await mutate(service, "u-saar", CREATE, key=key, s=person("Tijs Proefkonijn"))
    assert again.json()["data"]["create"]["outcome"] == "CREATED"


async def test_dates_are_kept_in_one_form_so_that_their_order_as_text_is_their_order_in_time(service: Service) -> None:
    """Half past eight in Amsterdam is before eight in London: as they were given, no window would have found it."""
    born = {"record": {"person": {"displayName": "Tijs Proefkonijn", "birthDate": "1970-W01-4"}}}
    made = await done(service, "u-saar", CREATE, s=born | {"validFrom": "2026-03-16T08:30:00+01:00"})
    text = "query($id: ID!) { node(id: $id) { ... on Person { birthDate validFrom validTo } } }"

    async def kept() -> Any:
        return (await service.ask("u-saar", "THREAT_ASSESSMENT", text, {"id": made["id"]})).json()["data"]["node"]

    assert await kept() == {"birthDate": "1970-01-01", "validFrom": "2026-03-16T07:30:00.000Z", "validTo": None}
    change = {
        "id": made["id"],
        "record": {"person": {"birthDate": "1970-02-01T00:30:00+01:00"}},
        "validTo": "2026-03-17T00:00:00.1234+00:00",
    }
    assert (await done(service, "u-saar", CORRECT, s=change))["userErrors"] == []
    assert await kept() == {
        "birthDate": "1970-01-31T23:30:00.000Z", "validFrom": "2026-03-16T07:30:00.000Z", "validTo": "2026-03-17T00:00:00.123Z",
    }  # fmt: skip
    listed = 'query($at: String!) { persons(first: 9, where: {displayName: {eq: "Tijs Proefkonijn"}}, validAt: $at) { edges { node { id } } } }'
    answer = await service.ask("u-saar", "THREAT_ASSESSMENT", listed, {"at": "2026-03-16T08:00:00Z"})
    assert answer.json()["data"]["persons"]["edges"] == [{"node": {"id": made["id"]}}]


async def test_a_record_and_a_relationship_are_graded_by_whoever_states_them(service: Service) -> None:
    one, other = [
        (
            await done(
                service, "u-saar", CREATE, s=person(name, marking=OPEN_C2) | {"record": {"person": {"displayName": name, **graded}}}
            )
        )["id"]
        for name, graded in (("Tijs Proefkonijn", {"reliability": "B", "credibility": "2"}), ("Tijs Zonder", {}))
    ]
    ends = {"type": "RELATED_TO", "from": {"id": one}, "to": {"id": other}, "marking": OPEN_C2}
    assert (await done(service, "u-saar", RELATE, s=ends | {"properties": {"reliability": "E"}}))["userErrors"] == []
    assert (await done(service, "u-saar", RELATE, s=ends | {"properties": {"credibility": "7"}}))["userErrors"] == [
        {"code": "INVALID", "field": "properties.credibility", "message": "a value breaks a law of the model"}
    ]
    text = """query($id: ID!) { node(id: $id) { ... on Person { reliability credibility
      relatedTo(first: 2) { edges { reliability credibility } } } } }"""
    found = (await service.ask("u-saar", "THREAT_ASSESSMENT", text, {"id": one})).json()["data"]["node"]
    tied = {"edges": [{"reliability": "E", "credibility": None}]}
    assert found == {"reliability": "B", "credibility": "2", "relatedTo": tied}


async def test_the_example_of_the_documentation_does_what_it_says(service: Service) -> None:
    (example,) = re.findall(r"```graphql\n(.*?)```", PAGE.read_text(), re.DOTALL)
    made = await done(service, "u-saar", example)
    assert (made["outcome"], made["record"]["marking"]) == ("CREATED", {"level": "DEP_V"})


async def test_without_a_marking_it_is_the_strictest(service: Service) -> None:
    made = await done(service, "u-saar", CREATE, s=person("Tijs Zonder"))
    assert made["record"]["marking"] == {"level": "STG_C", "scheme": "VIRBI", "match": "SILENT"}
    assert (await sees(service, "u-daan", made["id"])) is None


async def test_the_story_of_the_system_that_is_not_ours(service: Service, neo4j: Endpoint) -> None:
    before = raw(neo4j, COUNT)
    secret = "Mirjam Duinroos-Kaag"
    markings = [
        OPEN_C2 | {"system": "GETUIGENBESCHERMING", "regime": "WPG12"},
        OPEN_C2 | {"regime": "WPG12"},
        OPEN_C2 | {"regime": "UNHEARD"},
        OPEN_C2 | {"compartments": ["BAKEN"]},
        OPEN_C2 | {"level": "STG_ZG"},
    ]
    bodies = {(await mutate(service, "u-saar", CREATE, s=person(secret, marking=one))).content for one in markings}
    refused = {"outcome": None, "id": None, "record": None}
    refused |= {"userErrors": [{"code": "NOT_ACCEPTED", "field": None, "message": "not accepted"}]}
    assert [json.loads(body) for body in bodies] == [{"data": {"create": refused}}]
    assert raw(neo4j, COUNT) == before
    assert secret not in json.dumps(read_entries(service.parts.audit.folder), ensure_ascii=False)
    accepted = await done(service, "u-saar", CREATE, s=person("Tijs Proefkonijn", marking=OPEN_C2))
    assert accepted["outcome"] == "CREATED"
    searches = {
        (
            await service.ask(
                who, "THREAT_ASSESSMENT", "query($t: String!) { search(text: $t, first: 9) { edges { node { id } } } }", {"t": text}
            )
        ).content
        for who, text in (("u-noor", "Duinroos"), ("u-noor", "Bestaatniet"), ("u-liv", "Duinroos"))
    }
    assert len(searches) == 1


async def test_the_story_of_two_partners_with_one_number(service: Service) -> None:
    ids = service.world.ids

    async def create(who: str, key: str) -> dict[str, Any]:
        return await done(service, who, CREATE, s=person("Tegelaar, Ç.", externalId=key), of="scenario")

    kmar, pol, dlio, nobody = [
        await create(who, key)
        for who, key in (("u-jort", "REG-5512"), ("u-saar", "REG-5512"), ("u-hugo", "REG-5512"), ("u-hugo", "REG-0000"))
    ]
    assert (kmar["outcome"], kmar["id"]) == ("UPDATED", ids["P-tegelaar.KMAR"])
    assert (pol["outcome"], pol["id"]) == ("UPDATED", ids["P-tegelaar.POL"])
    masked = [{**one, "id": "", "record": {**one["record"], "id": "", "externalId": ""}} for one in (dlio, nobody)]
    assert masked[0] == masked[1]
    assert dlio["outcome"] == "CREATED"
    entity = "query($id: ID!) { entity(id: $id) { records { id } } }"
    found = (await service.ask("u-noor", "THREAT_ASSESSMENT", entity, {"id": ids["P-tegelaar.POL"]})).json()["data"]["entity"]
    assert {one["id"] for one in found["records"]} == {ids["P-tegelaar.OM"], ids["P-tegelaar.POL"]}
    search = '{ search(text: "Tegelaar", first: 9) { edges { node { id } } } }'
    hits = (await service.ask("u-jort", "THREAT_ASSESSMENT", search)).json()["data"]["search"]["edges"]
    assert [hit["node"]["id"] for hit in hits] == [ids["P-tegelaar.KMAR"]]


async def test_a_repeat_has_one_effect_and_one_answer_and_a_key_serves_one_body(service: Service, neo4j: Endpoint) -> None:
    first = await mutate(service, "u-saar", CREATE, key="k1", s=person("Tijs"))
    after = raw(neo4j, COUNT)
    again = await mutate(service, "u-saar", CREATE, key="k1", s=person("Tijs"))
    assert again.content == first.content
    other = (await mutate(service, "u-saar", CREATE, key="k1", s=person("Thijs"))).json()["data"]["create"]
    assert [error["code"] for error in other["userErrors"]] == ["KEY_REUSED"]
    other = (await mutate(service, "u-saar", CREATE, key="k1", purpose="PROTECTION_DECISION", s=person("Tijs"))).json()
    assert [error["code"] for error in other["data"]["create"]["userErrors"]] == ["KEY_REUSED"]
    assert raw(neo4j, COUNT) == after
    twice = "mutation($s: CreateInput!) { a: create(statement: $s) { id outcome } b: create(statement: $s) { id outcome } }"
    both = (await mutate(service, "u-saar", twice, s=person("Teun"))).json()["data"]
    assert both["a"] == both["b"]


@pytest.mark.parametrize("key", [None, "k" * 201], ids=["none", "long"])
async def test_without_a_key_nothing_is_written(service: Service, neo4j: Endpoint, key: str | None) -> None:
    before = raw(neo4j, COUNT)
    answer = (await mutate(service, "u-saar", CREATE, key=key, s=person("Tijs"))).json()["data"]["create"]
    assert [(error["code"], error["field"]) for error in answer["userErrors"]] == [("INVALID", "idempotencyKey")]
    assert raw(neo4j, COUNT) == before


async def test_of_many_with_one_key_or_one_name_one_creates(service: Service) -> None:
    same = await asyncio.gather(*(mutate(service, "u-saar", CREATE, key="k2", s=person("Tijs")) for _ in range(5)))
    assert len({answer.content for answer in same}) == 1
    named = await asyncio.gather(*(done(service, "u-saar", CREATE, s=person("Teun", externalId="N-1")) for _ in range(5)))
    assert sorted(one["outcome"] for one in named) == ["CREATED", *["UPDATED"] * 4]
    assert len({one["id"] for one in named}) == 1


async def test_a_correction_keeps_what_it_does_not_name_and_the_former_version(service: Service, neo4j: Endpoint) -> None:
    given = {"displayName": "Tijs", "aliases": ["Tys"], "birthDate": "1990-01-01"}
    made = await done(service, "u-saar", CREATE, s={"record": {"person": given}, "marking": OPEN_C2})
    change = {
        "id": made["id"],
        "record": {"person": {"displayName": "Thijs", "birthDate": None}},
        "validTo": "2026-04-01T00:00:00Z",
    }
    corrected = await done(service, "u-saar", CORRECT, s=change)
    assert (corrected["outcome"], corrected["record"]["displayName"]) == ("UPDATED", "Thijs")
    seen = await sees(service, "u-daan", made["id"])
    assert seen == {"id": made["id"], "marking": {"level": "DEP_V"}, "displayName": "Thijs", "birthDate": None, "aliases": ["Tys"]}
    former = raw(neo4j, "MATCH (f:FormerStatement {of: $id}) RETURN f.displayName AS name, f.birthDate AS born", id=made["id"])
    assert former == [{"name": "Tijs", "born": "1990-01-01"}]


async def test_hidden_missing_anothers_and_other_types_get_one_answer(service: Service, neo4j: Endpoint) -> None:
    ids = service.world.ids
    strange = [
        ids["P-zwaluw.AIVD"], ids["P-zwaluw.OM"], ids["R-r22.POL"], ids["P-zwaluw.POL"], "0" * 32, "no id", "", "é" * 500,
    ]  # fmt: skip
    before = raw(neo4j, COUNT)
    for document, make in (
        (CORRECT, lambda id_: {"id": id_, "record": {"person": {"displayName": "X"}}}),
        (WITHDRAW, lambda id_: {"id": id_}),
    ):
        wanted = [id_ for id_ in strange if document == CORRECT or id_ != ids["R-r22.POL"]]
        bodies = {(await mutate(service, "u-daan", document, s=make(id_))).content for id_ in wanted}
        assert len(bodies) == 1, bodies
        (payload,) = json.loads(bodies.pop())["data"].values()
        assert [error["code"] for error in payload["userErrors"]] == ["NOT_FOUND"]
    assert raw(neo4j, COUNT) == before


async def test_a_withdrawal_heeds_no_neighbour_and_touches_none(service: Service, neo4j: Endpoint) -> None:
    ids = service.world.ids
    bus = ids["I-bus.POL"]
    text = "MATCH (:Statement {id: $id})-[r]-(other) RETURN r.id AS id, r.pc AS pc, other.pc AS otherPc ORDER BY id"
    before = raw(neo4j, text, id=bus)
    gone = await done(service, "u-saar", WITHDRAW, s={"id": bus})
    assert gone == {"outcome": "WITHDRAWN", "id": bus, "record": None, "userErrors": []}
    assert raw(neo4j, text, id=bus) == before
    assert await sees(service, "u-noor", bus) is None
    again = await done(service, "u-saar", WITHDRAW, s={"id": bus})
    assert [error["code"] for error in again["userErrors"]] == ["NOT_FOUND"]


async def test_a_relationship_takes_both_ends_in_view_and_can_be_taken_back(service: Service, neo4j: Endpoint) -> None:
    ids = service.world.ids
    mine = await done(service, "u-saar", CREATE, s=person("Tijs", marking=OPEN_C2, externalId="T-9"))
    hidden = [ids["P-zwaluw.AIVD"], "0" * 32, "no id"]

    def related(end: dict[str, str], **others: Any) -> dict[str, Any]:
        return {"type": "RELATED_TO", "from": {"id": mine["id"]}, "to": end, "marking": OPEN_C2} | others

    bodies = {(await mutate(service, "u-saar", RELATE, s=related({"id": end}))).content for end in hidden}
    bodies.add((await mutate(service, "u-saar", RELATE, s=related({"externalId": "T-nobody"}))).content)
    assert [json.loads(body)["data"]["relate"]["userErrors"][0]["code"] for body in bodies] == ["NOT_FOUND"]
    other = await done(service, "u-saar", CREATE, s=person("Teun", marking=OPEN_C2))
    link = await done(service, "u-saar", RELATE, s=related({"id": other["id"]}, properties={"kind": "FAMILY"}))
    assert (link["outcome"], link["record"]["id"]) == ("CREATED", mine["id"])
    there = "query($id: ID!) { node(id: $id) { ... on Person { relatedTo(first: 9) { edges { id kind node { id } } } } } }"
    found = (await service.ask("u-daan", "THREAT_ASSESSMENT", there, {"id": mine["id"]})).json()["data"]["node"]["relatedTo"]
    assert found == {"edges": [{"id": link["id"], "kind": "FAMILY", "node": {"id": other["id"]}}]}
    for who, start in (("u-hugo", mine["id"]), ("u-saar", other["id"])):
        wrong = await done(service, who, WITHDRAW, s={"id": link["id"], "type": "RELATED_TO", "from": start})
        assert [error["code"] for error in wrong["userErrors"]] == ["NOT_FOUND"]
    gone = await done(service, "u-saar", WITHDRAW, s={"id": link["id"], "type": "RELATED_TO", "from": mine["id"]})
    assert gone["outcome"] == "WITHDRAWN"
    found = (await service.ask("u-daan", "THREAT_ASSESSMENT", there, {"id": mine["id"]})).json()["data"]["node"]["relatedTo"]
    assert found == {"edges": []}


async def test_two_records_are_one_to_whom_sees_that_somebody_says_so(service: Service) -> None:
    ids = service.world.ids
    one, other = ids["P-tegelaar.POL"], ids["P-tegelaar.KMAR"]
    said = await done(service, "u-noor", SAME, a=one, b=other, m={"level": "DEP_V", "regime": "AVG", "releasableTo": ["POL"]})
    assert (said["outcome"], said["record"]) == ("CREATED", {"id": one})
    text = "query($id: ID!) { entity(id: $id) { records { id } } }"

    async def entity(who: str) -> set[str]:
        found = (await service.ask(who, "THREAT_ASSESSMENT", text, {"id": one})).json()["data"]["entity"]
        return {record["id"] for record in found["records"]}

    assert other in await entity("u-noor")
    assert other not in await entity("u-saar")


async def test_nothing_comes_to_supersede_itself_as_far_as_its_writer_sees(service: Service, neo4j: Endpoint) -> None:
    """What another says and the writer does not see hinders nothing: a refusal would tell of it."""
    given = {"record": {"assessment": {"kind": "DA"}}, "marking": OPEN_C2 | {"releasableTo": ["NCTV"]}}
    one, two, three, four = [(await done(service, "u-saar", CREATE, s=given))["id"] for _ in range(4)]

    def superseding(start: str, end: str, marking: dict[str, Any] = OPEN_C2) -> dict[str, Any]:
        return {"type": "SUPERSEDES", "from": {"id": start}, "to": {"id": end}, "marking": marking}

    for start, end in ((one, two), (two, three)):
        assert (await done(service, "u-saar", RELATE, s=superseding(start, end)))["outcome"] == "CREATED"
    before = raw(neo4j, COUNT)
    for start, end in ((three, one), (two, one), (one, one)):
        refused = await done(service, "u-saar", RELATE, s=superseding(start, end))
        assert [(error["code"], error["message"]) for error in refused["userErrors"]] == [
            ("CIRCULAR", "a record would come to supersede itself")
        ]
    both = [{"relate": superseding(start, end)} for start, end in ((one, four), (four, one))]
    refused = await done(service, "u-saar", WRITE, all=both)
    assert [(error["code"], error["field"]) for error in refused["userErrors"]] == [("CIRCULAR", "statements[1].relate")]
    assert raw(neo4j, COUNT) == before
    own = {"level": "DEP_V", "regime": "AVG", "releasableTo": []}
    said = await done(service, "u-noor", RELATE, s=superseding(three, four, own))
    assert (said["outcome"], said["userErrors"]) == ("CREATED", [])
    assert (await done(service, "u-saar", RELATE, s=superseding(four, three)))["outcome"] == "CREATED"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"record": {"person": {"birthDate": "2026-02-30"}}}, "record.birthDate"),
        ({"record": {"person": {"publicFunction": "DRAAK"}}}, "record.publicFunction"),
        ({"record": {"person": {"reliability": "G"}}}, "record.reliability"),
        ({"record": {"person": {"displayName": "x" * 60_000}}, "validFrom": "yesterday"}, "validFrom"),
        ({"record": {"person": {}}, "externalId": "x" * 1_001}, "externalId"),
        ({"record": {"person": {}}, "marking": {"level": "HIGH"}}, "marking"),
        ({"record": {"person": {}}, "marking": {"level": "DEP_V", "match": "SOME"}}, "marking"),
    ],
)
async def test_what_breaks_the_model_is_refused_with_its_place(
    service: Service, neo4j: Endpoint, given: dict[str, Any], field: str
) -> None:
    before = raw(neo4j, COUNT)
    answer = await done(service, "u-saar", CREATE, s=given)
    assert [(error["code"], error["field"]) for error in answer["userErrors"]] == [("INVALID", field)]
    assert raw(neo4j, COUNT) == before


@pytest.mark.parametrize("given", [{"record": {}}, {"record": {"person": {}, "case": {}}}, {"record": {"ghost": {}}}, {}, None, 7])
async def test_what_does_not_fit_the_schema_is_refused_before_anything_runs(service: Service, given: Any) -> None:
    answer = await mutate(service, "u-saar", CREATE, s=given)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_VARIABLES")


async def test_a_marking_is_raised_by_one_and_lowered_by_nobody_alone(service: Service) -> None:
    made = await done(service, "u-saar", CREATE, s=person("Tijs", marking=OPEN_C2, externalId="T-3"))

    def marked(**parts: Any) -> dict[str, Any]:
        return {"id": made["id"], "record": {"person": {}}, "marking": OPEN_C2 | parts}

    raised = await done(service, "u-saar", CORRECT, s=marked(level="STG_C", handling=["NO_EXPORT"], match="SILENT"))
    assert raised["outcome"] == "UPDATED"
    for part, value in {"level": "DEP_V", "handling": [], "match": "MATCH", "regime": "OPEN"}.items():
        lower = {"level": "STG_C", "handling": ["NO_EXPORT"], "match": "SILENT"} | {part: value}
        answer = await done(service, "u-saar", CORRECT, s=marked(**lower))
        assert [(e["code"], e["field"]) for e in answer["userErrors"]] == [("LOWERED", f"marking.{part}")], part
        answer = await done(service, "u-saar", CREATE, s=person("Tijs", marking=OPEN_C2 | lower, externalId="T-3"))
        assert [(e["code"], e["field"]) for e in answer["userErrors"]] == [("LOWERED", f"marking.{part}")], part
    assert (await sees(service, "u-daan", made["id"]) or {})["marking"] == {"level": "STG_C"}


async def test_whom_a_record_is_released_to_is_not_widened_by_a_correction_and_not_told(service: Service) -> None:
    made = await done(service, "u-saar", CREATE, s=person("Tijs", marking=OPEN_C2))
    wider = OPEN_C2 | {"releasableTo": ["NCTV"], "scopes": ["C1", "C2"]}
    answer = await done(
        service, "u-saar", CORRECT, s={"id": made["id"], "record": {"person": {"displayName": "Thijs"}}, "marking": wider}
    )
    assert (answer["outcome"], answer["userErrors"]) == ("UPDATED", [])
    assert await sees(service, "u-noor", made["id"]) is None
    assert (await sees(service, "u-daan", made["id"]) or {})["displayName"] == "Thijs"


async def test_a_batch_is_written_whole_with_its_own_records_as_ends(service: Service) -> None:
    people = [{"create": person(f"Lid {n}", externalId=f"B-{n}")} for n in range(500)]
    links = [
        {"relate": {"type": "RELATED_TO", "from": {"externalId": "B-0"}, "to": {"externalId": f"B-{n}"}}} for n in range(1, 500)
    ]
    made = await done(service, "u-saar", WRITE, all=[*people, *links], m=OPEN_C2)
    assert made["userErrors"] == []
    assert [one["outcome"] for one in made["statements"]] == ["CREATED"] * 999
    assert await sees(service, "u-daan", made["statements"][0]["id"]) is not None


async def test_a_batch_with_a_fault_leaves_nothing_and_names_every_place(service: Service, neo4j: Endpoint) -> None:
    before = raw(neo4j, COUNT)
    first = {"create": person("Tijs", externalId="B-1")}
    far = {"relate": {"type": "RELATED_TO", "from": {"externalId": "B-1"}, "to": {"id": "0" * 32}}}
    for batch, told in (
        ([first, far, first | {}], [("INVALID", "statements[2].create.externalId")]),
        ([first, far], [("NOT_FOUND", "statements[1].relate")]),
        ([first, {"withdraw": {"id": "0" * 32}}], [("NOT_FOUND", "statements[1].withdraw")]),
        ([first, {"relate": far["relate"] | {"type": "BASED_ON"}}], [("INVALID", "statements[1].relate.type")]),
        ([], [("INVALID", "statements")]),
        ([{"create": {"record": {"person": {}}}}] * 1_001, [("INVALID", "statements")]),
    ):
        answer = await done(service, "u-saar", WRITE, all=batch, m=OPEN_C2)
        assert [(error["code"], error["field"]) for error in answer["userErrors"]] == told
        assert answer["statements"] == []
    assert raw(neo4j, COUNT) == before


async def test_every_write_has_its_entries_with_who_asked_over_what_and_no_content(service: Service) -> None:
    await done(service, "u-saar", CREATE, s=person("Een Kanarie"))
    await mutate(service, "u-saar", CREATE, key=None, s=person("Een Kanarie"))
    entries = read_entries(service.parts.audit.folder)
    assert [(e["action"], e["outcome"]) for e in entries][-6:] == [
        ("contribute", "begun"), ("contribute", "accepted"), ("read", "released"), ("read", "released"),
        ("contribute", "INVALID"), ("read", "released"),
    ]  # fmt: skip
    assert {(e["channel"], bool(e["variables"]), bool(e["token"])) for e in entries[-6:]} == {("graphql", True, True)}
    assert "Kanarie" not in json.dumps(entries)


async def test_a_correction_and_a_withdrawal_at_once_end_as_one_after_the_other(service: Service) -> None:
    """The gate of the originator lets one through at a time: a record that is withdrawn is never corrected back to life."""
    for _ in range(4):
        made = await done(service, "u-saar", CREATE, s=person("Tijs", marking=OPEN_C2))
        change = {"id": made["id"], "record": {"person": {"displayName": "Thijs"}}}
        both = [done(service, "u-saar", CORRECT, s=change), done(service, "u-saar", WITHDRAW, s={"id": made["id"]})]
        corrected, withdrawn = await asyncio.gather(*both)
        assert withdrawn["outcome"] == "WITHDRAWN"
        assert corrected["outcome"] == "UPDATED" or [e["code"] for e in corrected["userErrors"]] == ["NOT_FOUND"]
        assert await sees(service, "u-saar", made["id"]) is None


async def test_a_write_that_starts_after_a_revocation_is_refused_and_so_is_its_repeat(service: Service) -> None:
    first = await done(service, "u-daan", CREATE, key="r1", s=person("Tijs", marking=OPEN_C2))
    assert first["outcome"] == "CREATED"
    asked = Asked("u-fenna", "GRANT_ADMINISTRATION", "revoke")
    await service.guard.administration.revoke(asked, "G-pol-c2", "moved")
    for key in ("r1", "r2"):
        refused = await done(service, "u-daan", CREATE, key=key, s=person("Tijs", marking=OPEN_C2))
        assert [error["code"] for error in refused["userErrors"]] == ["NOT_ACCEPTED"]
