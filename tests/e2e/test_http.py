"""The edges of the API: one 401 for every bad token, one null for everything hidden, no word of the schema in an error."""

import asyncio
import json

import pytest

from tests.e2e.conftest import Service

QUERY = "{ persons(first: 3) { edges { cursor node { id displayName } } pageInfo { hasNextPage endCursor } } }"


@pytest.mark.parametrize("purpose", ["", "CURIOSITY", "threat_assessment"])
async def test_a_purpose_that_is_missing_or_unknown_is_asked_for(service: Service, purpose: str) -> None:
    answer = await service.ask("u-noor", purpose, QUERY)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "PURPOSE_REQUIRED"


@pytest.mark.parametrize(
    "query",
    [
        "{ persoon }", "{ persons { edges { cursor } } }", "{ persons(first: 3) { edgez { cursor } } }", "{ node(id: 3, idd: 4) { id } }",
        "{", "{ a: persons(first: 101) { edges { cursor } } }", "{ persons(first: 0) { edges { cursor } } }", "mutation { x }",
        "{ neighbourhood(id: \"a\", radius: 9) { records { id } } }", "query A { __typename } query B { __typename }",
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }", "{" * 200, "{ " + "a: __typename " * 100 + "}",
        "{ " + " ".join(f"a{n}: __typename" for n in range(100)) + " }", "{ __typename " + "@skip(if: false) " * 3000 + "}", "\ud800",
        "{ persons(first: 100) { edges { node { relatedTo(first: 100) { edges { node { ... on Person { relatedTo(first: 100) { edges { cursor } } } } } } } } } }",
    ],
)  # fmt: skip
async def test_a_document_that_cannot_be_answered_is_refused_without_a_word_of_the_schema(service: Service, query: str) -> None:
    headers = {"Authorization": f"Bearer {await service.token('u-noor')}", "Kring-Purpose": "THREAT_ASSESSMENT"}
    body = json.dumps({"query": query}).encode()
    answer = await service.client.post("/graphql", content=body, headers=headers | {"Content-Type": "application/json"})
    assert answer.status_code == 400
    text = answer.text
    assert not any(word in text for word in ("Did you mean", "persons", "edges", "displayName", "recursion"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"nonsense",
        b"[" * 100_000,
        b'{"query": 3}',
        b'{"query":"{__typename}","variables":[]}',
        b'{"query":"{__typename}","variables":{"a":' + b"[" * 40 + b"]" * 40 + b"}}",
    ],
)
async def test_a_body_that_is_no_request_is_refused(service: Service, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {await service.token('u-noor')}", "Kring-Purpose": "THREAT_ASSESSMENT"}
    answer = await service.client.post("/graphql", content=body, headers=headers | {"Content-Type": "application/json"})
    assert answer.status_code == 400


@pytest.mark.parametrize("cases", [["a", "b"], ["x" * 129]])
async def test_a_case_that_is_said_twice_or_at_length_is_refused_and_not_left_out(service: Service, cases: list[str]) -> None:
    headers = [*(await service.headers("u-noor", "THREAT_ASSESSMENT")).items(), *(("Kring-Case", case) for case in cases)]
    answer = await service.client.post("/graphql", json={"query": QUERY}, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_CASE"


async def test_hidden_missing_and_malformed_ids_give_the_same_bytes(service: Service) -> None:
    hidden = service.world.ids["P-zwaluw.POL"]
    answers = set()
    for id_ in (hidden, "0" * 32, "", "' OR 1=1", "x" * 1000, "\u202e"):
        answer = await service.ask("u-daan", "THREAT_ASSESSMENT", "query($i: ID!) { node(id: $i) { id } }", {"i": id_})
        answers.add((answer.status_code, answer.content))
    assert answers == {(200, b'{"data":{"node":null}}')}


async def test_pages_are_walked_without_loss_and_a_cursor_is_its_callers_own(service: Service) -> None:
    text = "query($a: String) { persons(first: 3, after: $a) { edges { node { id } } pageInfo { hasNextPage endCursor } } }"
    walked: list[str] = []
    after = None
    while True:
        page = (await service.ask("u-noor", "THREAT_ASSESSMENT", text, {"a": after})).json()["data"]["persons"]
        walked += [edge["node"]["id"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        assert len(page["edges"]) == 3
        after = page["pageInfo"]["endCursor"]
    whole = (await service.ask("u-noor", "THREAT_ASSESSMENT", "{ persons(first: 100) { edges { node { id } } } }")).json()
    assert walked == [edge["node"]["id"] for edge in whole["data"]["persons"]["edges"]]
    for who in ("u-daan", "u-liv"):
        answer = await service.ask(who, "THREAT_ASSESSMENT", text, {"a": after})
        assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_CURSOR"


async def test_two_partners_send_one_query_and_get_two_answers(service: Service) -> None:
    query = '{ search(text: "Emmerpad", first: 5) { edges { node { __typename ... on Place { address } } } } }'
    noor, kees = await asyncio.gather(
        service.ask("u-noor", "THREAT_ASSESSMENT", query), service.ask("u-kees", "PROTECTION_EXECUTION", query)
    )
    assert noor.json() == {"data": {"search": {"edges": []}}}
    assert "Emmerpad 14" in kees.text


async def test_the_answer_keeps_the_order_and_the_names_of_the_query(service: Service) -> None:
    query = "{ z: persons(first: 1) { pageInfo { h: hasNextPage } edges { n: node { t: __typename marking { l: level t: __typename } id } } } a: __typename }"
    text = (await service.ask("u-noor", "THREAT_ASSESSMENT", query)).text
    keys = [
        '"z"',
        '"pageInfo"',
        '"h"',
        '"edges"',
        '"n"',
        '"t":"Person"',
        '"marking"',
        '"l"',
        '"t":"Marking"',
        '"id"',
        '"a":"Query"',
    ]
    places = [text.index(key) for key in keys]
    assert places == sorted(places)


async def test_no_hidden_word_of_the_world_is_in_any_answer_to_somebody_without_grants(service: Service) -> None:
    query = (
        "{ " + " ".join(f"{name}(first: 100) {{ edges {{ node {{ id }} }} }}" for name in ("persons", "reports", "places")) + " }"
    )
    answer = await service.ask("u-tess", "GRANT_ADMINISTRATION", query)
    assert answer.json()["data"] == {name: {"edges": []} for name in ("persons", "reports", "places")}
