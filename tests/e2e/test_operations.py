"""What operators see: health with its causes as words, figures, one line a request; and no content in any of it."""

import asyncio
import dataclasses
import json
import re
from pathlib import Path

import httpx
import pytest
import uvicorn

from access_policies.audit import AuditLog
from access_policies.guard import Guard
from api.app import create_app
from api.identity.issuers import IssuerSettings, trusted
from api.identity.verifier import TokenVerifier
from api.parts import NotFitForProduction, Parts
from api.serving import server_config
from graph_model.local.server import Endpoint
from graph_model.store import Store
from tests.e2e.conftest import Service, free_port
from tests.e2e.test_stories import document
from tests.invented import invented_raw
from tests.wipe import raw

QUERY = "{ reports(first: 100) { edges { node { id text } } } }"
ELSEWHERE = {"issuer": "https://id.example", "jwks": "https://id.example/certs", "algorithm": "ES256", "accounts": "directory-keys"}
WORLD_TEXT = invented_raw()


def _texts(value: object) -> set[str]:
    """Every text of a piece of YAML."""
    if isinstance(value, dict):
        return {text for part in value.values() for text in _texts(part)}
    if isinstance(value, list):
        return {text for part in value for text in _texts(part)}
    return {value} if isinstance(value, str) else set()


async def test_health_says_what_it_must(service: Service) -> None:
    assert (await service.client.get("/livez")).json() == {"status": "ok"}
    assert (await service.client.get("/readyz")).json() == {"status": "ready", "causes": []}
    assert (await service.client.get("/version")).json()["name"] == "kring"


async def test_a_class_that_no_mask_hides_makes_it_not_ready(service: Service, neo4j: Endpoint) -> None:
    parts = dataclasses.replace(service.parts)
    one = next(iter(service.world.ids.values()))
    was = raw(neo4j, "MATCH (n:Statement {id: $id}) SET n.kept = n.pc, n.pc = -1 RETURN n.kept AS pc", id=one)[0]["pc"]
    try:
        async with _Served(parts) as client:
            assert (await client.get("/readyz")).json() == {"status": "not ready", "causes": ["classes"]}
            raw(neo4j, "MATCH (n:Statement {id: $id}) SET n.pc = $pc REMOVE n.kept", id=one, pc=was)
            assert (await client.get("/readyz")).status_code == 200
    finally:
        raw(neo4j, "MATCH (n:Statement {id: $id}) SET n.pc = $pc REMOVE n.kept", id=one, pc=was)


async def test_an_unreachable_store_and_a_broken_audit_are_named(service: Service, tmp_path: Path) -> None:
    store, audit = Store(f"bolt://127.0.0.1:{free_port()}", "neo4j", "x"), AuditLog(tmp_path / "audit" / "audit")
    parts = dataclasses.replace(service.parts, store=store, audit=audit, guard=Guard(store, service.clock, audit))
    async with _Served(parts) as client:
        assert (await client.get("/readyz")).json() == {"status": "not ready", "causes": ["store"]}
        answer = await client.post("/graphql", json={"query": QUERY}, headers=await service.headers("u-noor", "THREAT_ASSESSMENT"))
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
        assert 'kring_store_failures_total{kind="StoreUnavailable"} 1.0' in (await client.get("/metrics")).text
    await store.close()
    audit.close()


async def test_figures_are_kept_from_whoever_has_no_key_in_production(service: Service) -> None:
    verifier = TokenVerifier(service.url, [trusted(IssuerSettings(**ELSEWHERE))])
    parts = dataclasses.replace(service.parts, demo=None, verifier=verifier, figures_key="f" * 32, production=True)
    app = create_app(parts)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        assert (await client.get("/metrics")).status_code == 404
        assert (await client.get("/metrics", headers={"Authorization": "Bearer " + "g" * 32})).status_code == 404
        assert (await client.get("/metrics", headers={"Authorization": "Bearer " + "f" * 32})).status_code == 200
        for path in ("/", "/graphiql", "/demo/people.json", "/demo/issuer/token", "/demo/issuer/jwks.json", "/static/kring.css"):
            assert (await client.get(path)).status_code == 404


async def test_production_does_not_start_with_anything_of_the_demos(service: Service) -> None:
    elsewhere = TokenVerifier(service.url, [trusted(IssuerSettings(**ELSEWHERE))])
    plain = trusted(IssuerSettings(**(ELSEWHERE | {"issuer": "https://id.example"})))
    for changes, why in (
        ({"verifier": elsewhere}, "must not have it"),
        ({"demo": None}, "must not trust one"),
        ({"demo": None, "verifier": TokenVerifier(service.url, [dataclasses.replace(plain, name="http://id.example")])}, "https"),
    ):
        with pytest.raises(NotFitForProduction, match=why):
            create_app(dataclasses.replace(service.parts, production=True, **changes))


async def test_figures_count_by_route_and_outcome(service: Service) -> None:
    await service.ask("u-noor", "THREAT_ASSESSMENT", QUERY)
    await service.ask("u-noor", "THREAT_ASSESSMENT", "{ nothing }")
    await service.client.get("/no/such/path")
    text = (await service.client.get("/metrics")).text
    for line in (
        '{outcome="ok",route="/graphql"}',
        '{outcome="GRAPHQL_VALIDATION_FAILED",route="/graphql"}',
        '{outcome="NO_SUCH_PATH",route="other"}',
    ):
        assert f"kring_requests_total{line}" in text
    assert 'kring_request_seconds_bucket{le="0.1",route="/graphql"}' in text


async def test_a_request_has_one_id_in_all_that_is_logged_of_it(service: Service) -> None:
    headers = await service.headers("u-noor", "THREAT_ASSESSMENT") | {"X-Request-Id": "my-own-request-1"}
    answer = await service.client.post("/graphql", json={"query": QUERY}, headers=headers)
    lines = [json.loads(line) for line in service.log.getvalue().splitlines() if "my-own-request-1" in line]
    assert len(lines) == 1
    assert lines[0]["receipt"] == answer.headers["audit-receipt"]
    assert set(lines[0]) == {"event", "route", "status", "ms", "receipt", "request_id", "level", "at"}


async def test_no_text_of_the_world_no_token_and_no_query_is_in_any_log_or_figure(service: Service) -> None:
    canaries = {text for part in ("nodes", "relationships", "cases") for text in _texts(WORLD_TEXT.get(part)) if len(text) > 6}
    canaries |= (
        {user["name"] for user in WORLD_TEXT["users"]}
        | {user["key"] for user in WORLD_TEXT["users"]}
        | set(service.world.ids.values())
    )
    served = 0
    for story in WORLD_TEXT["stories"]:
        for step in story["steps"]:
            if step["query"]["op"] in ("fields", "search", "node", "paths", "neighbourhood"):
                answer = await service.ask(step["who"], step["purpose"], *document(step["query"], service.world.ids))
                served += len(answer.content)
    for name in sorted(canaries)[:200]:
        await service.ask("u-noor", "THREAT_ASSESSMENT", f"{{ {json.dumps(name)} }}")
        await service.client.get("/graphql", params={"query": name})
    await service.client.get("/" + "/".join(sorted(name for name in canaries if name.isascii())[:20]))
    shown = service.log.getvalue() + (await service.client.get("/metrics")).text
    served += len((await service.ask("u-noor", "THREAT_ASSESSMENT", QUERY)).content)
    assert served > 5_000
    assert "THREAT_ASSESSMENT" not in shown
    assert not [token for token in service.tokens.values() if token in shown]
    assert not [text for text in canaries if len(text) > 6 and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", shown)]
    assert "persons(" not in shown


async def test_a_fault_that_nobody_foresaw_is_counted_and_logged_without_its_message(service: Service) -> None:
    app = create_app(dataclasses.replace(service.parts, trusted=None, taxii=None))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        headers = await service.headers("u-noor", "THREAT_ASSESSMENT") | {"X-Request-Id": "unforeseen-1"}
        text = "{ persons(first: 1) { edges { cursor node { id } } pageInfo { endCursor hasNextPage } } }"
        answer = await client.post("/graphql", json={"query": text}, headers=headers)
        assert answer.status_code == 503
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
        assert "kring_unforeseen_errors_total 1.0" in (await client.get("/metrics")).text
    lines = [json.loads(line) for line in service.log.getvalue().splitlines() if "unforeseen-1" in line]
    assert [line["event"] for line in lines] == ["unforeseen", "request"]
    assert lines[0]["error"]
    assert any(re.match(r"endpoint\.py:\d+ ", place) for place in lines[0]["went_through"])
    assert "message" not in lines[0]


class _Served:
    """A second service over other parts, as long as a test needs it."""

    def __init__(self, parts: Parts) -> None:
        port = free_port()
        self._server = uvicorn.Server(server_config(create_app(parts), "127.0.0.1", port))
        self._client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20)

    async def __aenter__(self) -> httpx.AsyncClient:
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:
            await asyncio.sleep(0.01)
        return self._client

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()
        self._server.should_exit = True
        await self._task
