"""GraphQL over HTTP as the working group's own audit sees it, and what it does not look at: negotiation, types, methods."""

import asyncio
import json
from pathlib import Path

import pytest

from cli.npm import installed, node
from tests.conftest import KRING_HOME
from tests.e2e.conftest import Service

PROJECT = Path(__file__).parents[1] / "npm" / "graphql-http"
GRAPHQL, JSON = "application/graphql-response+json", "application/json"
BY_GET = {"5A70", "D6D5", "6A70"}
"""Checks that a server MAY answer GET; ours does not, since a link could ask then (reliability.md 3.1, CSRF)."""
INTROSPECTING = {"2EA1", "28B9"}


async def test_the_official_audit_finds_nothing_but_that_get_is_not_answered(service: Service) -> None:
    modules = await asyncio.to_thread(installed, PROJECT, KRING_HOME)
    headers = json.dumps(await service.headers("u-noor", "THREAT_ASSESSMENT"))
    process = await asyncio.create_subprocess_exec(
        node(), str(PROJECT / "audit.mjs"), str(modules), f"{service.url}/graphql", headers, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    results = json.loads(out)
    introspects = "errors" not in (await service.ask("u-noor", "THREAT_ASSESSMENT", "{ __schema { queryType { name } } }")).json()
    found = {result["id"] for result in results if result["status"] != "ok"}
    assert len(results) == 61
    assert found == BY_GET | (set() if introspects else INTROSPECTING), [r for r in results if r["status"] != "ok"]
    assert {result["status"] for result in results if result["id"] in BY_GET} == {"notice"}


@pytest.mark.parametrize(
    "accept, expected",
    [
        (None, JSON), ("*/*", JSON), ("application/*", JSON), (JSON, JSON), (GRAPHQL, GRAPHQL), (f"{GRAPHQL}, {JSON}", GRAPHQL),
        (f"{JSON}, {GRAPHQL}", GRAPHQL), (f"{GRAPHQL};q=0.5, {JSON}", JSON), (f"{JSON};q=0.9, */*;q=0.1", JSON),
        (f"{GRAPHQL};charset=utf-8", GRAPHQL), (f"{GRAPHQL.upper()}", GRAPHQL), (f"{JSON};q=0, */*", GRAPHQL),
        ("text/html", None), ("", JSON), ("image/*", None), ("*/*;q=0", None), (f"{GRAPHQL};q=2", None), (f"{GRAPHQL};q=x", None),
        ("application/json" + "," * 2000, None), (";;;,,", None),
    ],
)  # fmt: skip
async def test_the_answer_is_in_the_type_that_was_asked_for(service: Service, accept: str | None, expected: str | None) -> None:
    headers = await service.headers("u-noor", "THREAT_ASSESSMENT")
    request = service.client.build_request("POST", "/graphql", json={"query": "{ __typename }"}, headers=headers)
    request.headers.pop("accept")
    if accept is not None:
        request.headers["accept"] = accept
    answer = await service.client.send(request)
    assert answer.status_code == (200 if expected else 406)
    assert answer.headers["content-type"] == (expected or JSON)


@pytest.mark.parametrize(
    "headers, expected",
    [
        ([("Content-Type", JSON)], 200), ([("Content-Type", f"{JSON}; charset=UTF-8")], 200), ([("Content-Type", f'{JSON};charset="utf-8"')], 200),
        ([("Content-Type", f"{JSON.upper()}")], 200), ([("Content-Type", f"{JSON}; charset=utf-16")], 415), ([("Content-Type", f"{JSON}; charset=latin-1")], 415),
        ([], 415), ([("Content-Type", "")], 415), ([("Content-Type", "text/plain")], 415), ([("Content-Type", "text/json")], 415),
        ([("Content-Type", "application/x-www-form-urlencoded")], 415), ([("Content-Type", "multipart/form-data; boundary=x")], 415),
        ([("Content-Type", "application/graphql")], 415), ([("Content-Type", f"{JSON}, {JSON}")], 415), ([("Content-Type", JSON), ("Content-Type", "text/plain")], 415),
        ([("Content-Type", JSON), ("Content-Encoding", "gzip")], 415), ([("Content-Type", JSON), ("Content-Encoding", "identity")], 200),
    ],
)  # fmt: skip
async def test_a_body_is_json_or_is_not_read(service: Service, headers: list[tuple[str, str]], expected: int) -> None:
    whole = [*(await service.headers("u-noor", "THREAT_ASSESSMENT")).items(), *headers]
    answer = await service.client.post("/graphql", content=b'{"query": "{ __typename }"}', headers=whole)
    assert answer.status_code == expected


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE"])
async def test_only_post_is_answered(service: Service, method: str) -> None:
    headers = await service.headers("u-noor", "THREAT_ASSESSMENT")
    answer = await service.client.request(method, "/graphql", params={"query": "{ __typename }"}, headers=headers)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


async def test_a_list_of_requests_is_no_request(service: Service) -> None:
    headers = await service.headers("u-noor", "THREAT_ASSESSMENT")
    answer = await service.client.post("/graphql", json=[{"query": "{ __typename }"}], headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize("query, code", [("{", "GRAPHQL_PARSE_FAILED"), ("{ nothing }", "GRAPHQL_VALIDATION_FAILED")])
async def test_a_refused_document_is_400_or_for_older_clients_200(service: Service, query: str, code: str) -> None:
    headers = await service.headers("u-noor", "THREAT_ASSESSMENT")
    for accept, status in ((GRAPHQL, 400), (JSON, 200)):
        answer = await service.client.post("/graphql", json={"query": query}, headers=headers | {"Accept": accept})
        assert answer.status_code == status
        assert answer.json()["errors"][0]["extensions"]["code"] == code
        assert "data" not in answer.json()
