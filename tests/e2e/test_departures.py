"""Every answer of the endpoint, and every refusal, leaves at one of the times of answers; a slow sender does not move them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.http.departure import FIRST, Departures, due
from tests.e2e.conftest import Service

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
