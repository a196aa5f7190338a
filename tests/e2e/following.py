"""Somebody who follows a subscription over HTTP, as tests listen to it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import httpx
import uvicorn

from api.app import create_app
from api.http.media_type import EVENTS
from api.http.ticks import TICK
from api.serving import server_config
from tests.e2e.conftest import Service, free_port

CHANGES = """subscription($types: [RecordType!], $case: ID, $after: String) { changes(types: $types, case: $case, after: $after)
  { kind cursor id type record { id ... on Person { displayName } } } }"""
NOTICES = "subscription($after: String) { notices(after: $after) { kind cursor about at } }"
PATIENCE = 20.0
"""Seconds after which a test gives up; what it waits for comes at the next tick."""


class Follower:
    """The events of one stream, as they come; `wire` is every line of them."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.wire: list[str] = []
        self._lines = answer.aiter_lines()

    async def event(self) -> tuple[str, Any]:
        """The next event: its name and its data, None where it has none. Beats are passed over."""
        name = ""
        async with asyncio.timeout(PATIENCE):
            async for line in self._lines:
                self.wire.append(line)
                kind, _, rest = line.partition(": ")
                if kind == "event":
                    name = rest
                elif kind == "data" or line == "data:":
                    return name, json.loads(rest) if rest else None
        raise AssertionError("the stream ended without a last event")

    async def change(self) -> dict[str, Any]:
        """The next change."""
        return await self._result("changes")

    async def notice(self) -> dict[str, Any]:
        """The next notice."""
        return await self._result("notices")

    async def hears_nothing(self) -> None:
        """Listen for longer than two looks take."""
        heard: list[str] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(2.5 * TICK):
                async for line in self._lines:
                    heard += [line] if line else []
        assert heard == []

    async def _result(self, key: str) -> dict[str, Any]:
        name, data = await self.event()
        assert name == "next"
        assert "errors" not in data, data
        return dict(data["data"][key])

    async def changes(self, number: int) -> list[dict[str, Any]]:
        """So many of them."""
        return [await self.change() for _ in range(number)]

    async def end(self) -> str:
        """The code of the error that the stream ends with, after nothing else."""
        name, data = await self.event()
        assert name == "next"
        assert await self.event() == ("complete", None)
        return str(data["errors"][0]["extensions"]["code"])


@asynccontextmanager
async def another_process(service: Service, port: int = 0, **parts: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a second server over the same database, with some parts of its own."""
    port = port or free_port()
    server = uvicorn.Server(server_config(create_app(replace(service.parts, **parts)), "127.0.0.1", port))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        yield client
    server.should_exit = True
    await task


@asynccontextmanager
async def following(
    service: Service,
    who: str,
    purpose: str = "THREAT_ASSESSMENT",
    document: str = CHANGES,
    client: httpx.AsyncClient | None = None,
    accept: str = EVENTS,
    **variables: Any,
) -> AsyncIterator[Follower]:
    """Somebody who has opened a stream, at the service or at another process of it."""
    headers = await service.headers(who, purpose) | {"Accept": accept}
    body = {"query": document, "variables": variables}
    async with (client or service.client).stream("POST", "/graphql", json=body, headers=headers, timeout=PATIENCE) as answer:
        yield Follower(answer)
