"""Traces: one from a page to the store, of somebody known; nothing of content in any span; and no answer that waits for a collector."""

import asyncio
import json
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import copy_context
from dataclasses import replace

import httpx
import pytest
from structlog.contextvars import get_contextvars

from access_policies.guard import Guard
from api.app import create_app
from api.http.media_type import GRAPHQL
from api.observability import collector as sending
from api.observability.collector import AT_ONCE, WAITING, sending_to
from api.observability.traces import METHODS, OFF, Traces
from graph_model.tracing import span
from tests.e2e.collecting import collecting
from tests.e2e.conftest import Service, free_port
from tests.e2e.test_operations import WORLD_TEXT, _texts
from tests.e2e.test_stories import document
from tests.e2e.visit import Visit

PURPOSE = "THREAT_ASSESSMENT"
QUERY = "{ reports(first: 100) { edges { node { id text } } } }"
PARTS = {"plan", "decision", "store", "audit"}
TOLD = {"http.route", "http.request.method", "http.response.status_code", "kring.code", "error.type"}


@asynccontextmanager
async def traced(service: Service, traces: Traces) -> AsyncIterator[httpx.AsyncClient]:
    """The same service with traces, and a guard that has decided nothing yet; what waits is sent at the end."""
    guard = Guard(service.parts.store, service.clock, service.parts.audit)
    transport = httpx.ASGITransport(create_app(replace(service.parts, guard=guard, traces=traces)))
    async with httpx.AsyncClient(transport=transport, base_url=service.url, headers={"Accept": GRAPHQL}) as client:
        yield client
    await asyncio.to_thread(traces.end)


async def ask(service: Service, client: httpx.AsyncClient, query: str = QUERY, **headers: str) -> httpx.Response:
    """Ask as somebody."""
    return await client.post("/graphql", json={"query": query}, headers=await service.headers("u-noor", PURPOSE) | headers)


def parent(trace: str = "") -> tuple[str, str, str]:
    """Ids of a trace and of a span in it, and the header that says them; of a caller who would rather not be traced."""
    trace, span = trace or secrets.token_hex(16), secrets.token_hex(8)
    return trace, span, f"00-{trace}-{span}-00"


def test_a_request_that_begins_inside_another_has_no_part_in_its_trace() -> None:
    """A server starts the next request of a connection from within the one before, with all that is in its context."""
    with collecting() as collector:
        traces = sending_to(collector.url)

        def requests() -> None:
            one = traces.request({"type": "http", "method": "POST", "headers": []})
            assert one is not None
            one.begin(is_known=True)
            with span("plan"):
                pass
            copy_context().run(begin_another)
            one.end("/graphql", 200, "")

        def begin_another() -> None:
            assert traces.request({"type": "http", "method": "POST", "headers": []}) is not None
            assert "trace_id" not in get_contextvars()
            with span("audit"):
                pass

        copy_context().run(requests)
        traces.end()
        assert {one.name for one in collector.spans} == {"request", "plan"}


async def test_what_goes_on_after_a_request_is_in_no_trace_of_it(service: Service) -> None:
    with collecting() as collector:
        trace = parent()
        async with traced(service, sending_to(collector.url)) as client:
            query = "mutation { startAnalysis(kind: BROKERS) { id state } }"
            answer = await ask(service, client, query, traceparent=trace[2])
            assert '"id":' in answer.text, answer.text
            for _ in range(200):
                again = await ask(
                    service, client, f'{{ analysisRun(id: "{answer.json()["data"]["startAnalysis"]["id"]}") {{ state }} }}'
                )
                if again.json()["data"]["analysisRun"]["state"] == "DONE":
                    break
                await asyncio.sleep(0.05)
        (ended,) = (one.end_time_unix_nano for one in collector.of(trace[0]) if one.name == "request")
        assert [one.name for one in collector.of(trace[0]) if one.end_time_unix_nano > ended] == []


async def test_one_trace_goes_from_a_page_over_graphql_to_the_store(service: Service) -> None:
    of_page, of_explorer, of_partner = parent(), parent(), parent()
    record = next(iter(service.world.ids.values()))
    with collecting() as collector:
        async with traced(service, sending_to(collector.url)) as client:
            browser = Visit(service, client)
            seal = (await browser.sign_in("u-noor"))["seal"]
            page = await client.get(f"/pages/{PURPOSE}/record?record={record}", headers={"traceparent": of_page[2]})
            asked = {"Kring-Session": seal, "Kring-Purpose": PURPOSE, "traceparent": of_explorer[2]}
            explorer = await client.post("/explorer/graphql", json={"query": QUERY}, headers=asked)
            partner = await ask(service, client, traceparent=of_partner[2])
        assert [one.status_code for one in (page, explorer, partner)] == [200, 200, 200]
        for (trace, span, _), parts in ((of_page, PARTS), (of_explorer, PARTS - {"decision"}), (of_partner, PARTS - {"decision"})):
            spans = collector.of(trace)
            assert {one.name for one in spans} == {"request", *parts}
            assert [one.parent_span_id.hex() for one in spans if one.name == "request"] == [span]
            assert {one.parent_span_id for one in spans if one.name != "request"} <= {one.span_id for one in spans}
            lines = [json.loads(line) for line in service.log.getvalue().splitlines() if trace in line]
            assert [(line["event"], line["trace_id"]) for line in lines] == [("request", trace)]


async def test_nobody_unknown_writes_into_a_trace_and_no_answer_tells_of_one(service: Service) -> None:
    trace, _, header = parent()
    other, _, twice = parent()
    malformed = [f"00-{'0' * 32}-{'1' * 16}-01", f"ff-{trace}-{'1' * 16}-01", f"00-{trace.upper()}x-1", "é", "x" * 5000]
    with collecting() as collector:
        async with traced(service, sending_to(collector.url)) as client:
            headers = {"traceparent": header, "Kring-Purpose": PURPOSE}
            refused = await client.post("/graphql", json={"query": QUERY}, headers=headers | {"Authorization": "Bearer x"})
            nowhere = await client.get("/no/such/path", headers=headers)
            given = [(name, value) for name, value in (await service.headers("u-noor", PURPOSE)).items()]
            doubled = [*given, ("traceparent", twice), ("traceparent", header)]
            answers = [await client.post("/graphql", json={"query": QUERY}, headers=doubled)]
            for text in malformed:
                bad = [(name.encode(), value.encode()) for name, value in given] + [(b"traceparent", text.encode())]
                answers.append(await client.post("/graphql", json={"query": QUERY}, headers=bad))
        assert (refused.status_code, nowhere.status_code) == (401, 404)
        assert {one.status_code for one in answers} == {200}
        assert not collector.of(trace)
        assert not collector.of(other)
        roots = [one for one in collector.spans if one.name == "request"]
        assert len(roots) == 2 + len(answers)
        assert not any(one.parent_span_id for one in roots)
        assert len({one.trace_id for one in roots}) == len(roots)
        answers += [refused, nowhere]
        assert not [one for one in answers for name in one.headers if name.startswith("trace")]
        assert not [span for span in collector.spans for one in answers if span.trace_id.hex() in f"{one.headers}{one.text}"]


async def test_no_text_of_the_world_no_id_no_user_and_no_token_is_in_any_span(service: Service) -> None:
    canaries = {text for part in ("nodes", "relationships", "cases") for text in _texts(WORLD_TEXT.get(part)) if len(text) > 6}
    canaries |= {user[name] for user in WORLD_TEXT["users"] for name in ("name", "key")} | set(service.world.ids.values())
    with collecting() as collector:
        async with traced(service, sending_to(collector.url)) as client:
            for story in WORLD_TEXT["stories"][:6]:
                for step in story["steps"]:
                    if step["query"]["op"] in ("fields", "search", "node", "paths", "neighbourhood"):
                        query, variables = document(step["query"], service.world.ids)
                        headers = await service.headers(step["who"], step["purpose"])
                        await client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
            names = sorted(name for name in canaries if name.isascii())
            for name in names[:40]:
                await ask(
                    service, client, f"{{ {json.dumps(name)} }}", tracestate=f"kring={secrets.token_hex(4)}", baggage="user=u-noor"
                )
                await client.get(f"/{name}", params={"query": name})
            await client.request("PROPFIND", "/graphql")
        shown, raw = collector.text, b"".join(collector.bodies)
        spans = collector.spans
        assert len(spans) > 100
        assert {one.name for one in spans} == {"request", *PARTS}
        assert {part.key for one in spans for part in one.attributes} <= TOLD
        assert collector.resources == {"service.name"}
        methods = {part.value.string_value for one in spans for part in one.attributes if part.key == "http.request.method"}
        assert methods <= {*METHODS, "other"}
        assert not [one for one in spans if one.events or one.links or one.trace_state or one.status.message]
        texts = {*canaries, *service.tokens.values(), PURPOSE, "u-noor", "PROPFIND"}
        found = [text for text in texts if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", shown)]
        assert not found
        assert not [id_ for id_ in service.world.ids.values() if bytes.fromhex(id_) in raw]


@pytest.mark.parametrize("collector_is", ["slow", "gone"])
async def test_a_collector_that_is_slow_or_gone_changes_no_answer(
    service: Service, monkeypatch: pytest.MonkeyPatch, collector_is: str
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 30.0 if collector_is == "slow" else sending.SECONDS)
    async with traced(service, OFF) as client:
        usual = [await ask(service, client), await ask(service, client, "{ nothing }")]
    with collecting() as collector:
        address = collector.url if collector_is == "slow" else f"http://127.0.0.1:{free_port()}/v1/traces"
        collector.free.clear()
        traces = sending_to(address, every=1)
        async with traced(service, traces) as client:
            answers = [await ask(service, client), await ask(service, client, "{ nothing }")]
            if collector_is == "slow":
                async with asyncio.timeout(20):
                    while not collector.bodies:
                        await asyncio.sleep(0.01)
            answers += [await ask(service, client), await ask(service, client, "{ nothing }")]
            assert not collector.answered, "an answer waited for the collector"
            collector.free.set()
    left_out = {"audit-receipt", "x-request-id"}
    told = [
        (one.status_code, one.content, {k: v for k, v in one.headers.items() if k not in left_out}) for one in (*usual, *answers)
    ]
    assert told[2:4] == told[4:6] == told[:2]


def test_no_more_spans_wait_than_may() -> None:
    with collecting() as collector:
        collector.free.clear()
        traces = sending_to(collector.url, every=1)
        assert traces.tracer is not None
        for _ in range(5 * WAITING):
            traces.tracer.start_span("store").end()
        collector.free.set()
        traces.end()
        assert AT_ONCE <= len(collector.spans) <= WAITING + 2 * AT_ONCE


def test_a_collector_that_answers_a_byte_at_a_time_is_left_while_it_does() -> None:
    with collecting(drips=True) as collector:
        traces = sending_to(collector.url)
        assert traces.tracer is not None
        traces.tracer.start_span("store").end()
        traces.end()
        assert collector.is_left.wait(20), "whoever sends spans waits for as long as a collector likes"
        assert not collector.is_over
