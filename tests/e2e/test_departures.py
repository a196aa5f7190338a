"""Every answer of the endpoint, and every refusal, leaves at one of the times of answers; a slow sender does not move them."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from api.app import create_app
from api.http.departure import FIRST, Departures, due
from api.http.endpoint import FAULTS, Endpoint
from api.http.request_body import GraphQLRequest
from api.observability.figures import new_figures
from tests.e2e.conftest import Service
from tests.e2e.visit import visit

ASK = {"query": "{ reports(first: 3) { edges { node { id } } } }"}
PURPOSE = {"Kring-Purpose": "THREAT_ASSESSMENT"}


class Watch:
    """A clock that only tests and sleepers move."""

    def __init__(self) -> None:
        self.time, self.left = 100.0, []  # type: float, list[float]

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += seconds
        self.left.append(self.time)


@pytest.mark.parametrize(
    ("known", "headers", "body", "status"),
    [
        (True, PURPOSE, ASK, 200),
        (True, PURPOSE, {"query": "{ nothing }"}, 400),
        (True, PURPOSE, {"query": 1}, 400),
        (True, {}, ASK, 400),
        (True, PURPOSE | {"Content-Type": "text/plain"}, ASK, 415),
        (False, PURPOSE, ASK, 401),
    ],
)
async def test_whatever_is_said_leaves_at_the_first_time(
    service: Service, known: bool, headers: dict[str, str], body: dict[str, Any], status: int
) -> None:
    watch = Watch()
    app = create_app(replace(service.parts, departures=Departures(FIRST, watch.now, watch.sleep)))
    signed = {"Authorization": f"Bearer {await service.token('u-noor')}"} if known else {}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=service.url) as client:
        answer = await client.post(
            "/graphql", json=body, headers=signed | {"Accept": "application/graphql-response+json"} | headers
        )
    assert answer.status_code == status, answer.text
    assert watch.left == pytest.approx([100.0 + due(0)])


async def test_a_client_that_sends_slowly_does_not_choose_the_times(service: Service) -> None:
    watch = Watch()
    app = create_app(replace(service.parts, departures=Departures(FIRST, watch.now, watch.sleep)))

    async def dribble() -> AsyncIterator[bytes]:
        for piece in (b'{"query": "{ reports', b'(first: 3) { edges { node { id } } } }"}'):
            watch.time += 0.02
            yield piece
            await asyncio.sleep(0)

    headers = await service.headers("u-noor", "THREAT_ASSESSMENT") | {"Content-Type": "application/json"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=service.url) as client:
        answer = await client.post("/graphql", content=dribble(), headers=headers)
    assert answer.status_code == 200, answer.text
    assert watch.left == pytest.approx([100.04 + due(0)])


async def test_what_a_socket_asks_and_what_it_is_refused_leaves_at_the_first_time(service: Service) -> None:
    watch, asked = Watch(), GraphQLRequest(ASK["query"], None, {})
    endpoint = Endpoint(replace(service.parts, departures=Departures(FIRST, watch.now, watch.sleep)), new_figures())
    fields = [
        (name.lower().encode(), value.encode()) for name, value in (await service.headers("u-noor", "THREAT_ASSESSMENT")).items()
    ]
    results = await endpoint.operate(Request({"type": "http", "method": "GET", "path": "/graphql", "headers": fields}), asked)
    (answer,) = [json.loads(one) async for one in results.each if one]
    assert answer["data"]["reports"]["edges"]
    assert watch.left == pytest.approx([100.0 + due(0)])
    with pytest.raises(FAULTS):
        await endpoint.operate(Request({"type": "http", "method": "GET", "path": "/graphql", "headers": fields[1:]}), asked)
    assert watch.left == pytest.approx([100.0 + due(0), 100.0 + 2 * due(0)])


async def test_pages_and_what_is_sent_to_them_leave_at_the_first_time(service: Service) -> None:
    watch = Watch()
    app = create_app(replace(service.parts, departures=Departures(FIRST, watch.now, watch.sleep)))
    async with visit(service) as browser:
        facts = await browser.sign_in("u-fenna")
        cookies = httpx.Cookies(browser.client.cookies)
    desk = "/pages/GRANT_ADMINISTRATION"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=service.url, cookies=cookies) as client:
        assert (await client.get(f"{desk}/grants/G-nobody")).status_code == 200
        sent = await client.post(f"{desk}/grants/G-nobody/approve", data={"seal": facts["seal"]})
        assert (sent.status_code, "NOT_FOUND" in sent.text) == (200, True)
    assert watch.left == pytest.approx([100.0 + due(0), 100.0 + 2 * due(0)])
