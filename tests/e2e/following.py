"""Somebody who follows a subscription over HTTP, as tests listen to it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from api.http.media_type import EVENTS
from tests.e2e.conftest import Service

CHANGES = """subscription($types: [RecordType!], $case: ID, $after: String) { changes(types: $types, case: $case, after: $after)
  { kind cursor id type record { id ... on Person { displayName } } } }"""
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
        name, data = await self.event()
        assert name == "next"
        assert "errors" not in data, data
        return dict(data["data"]["changes"])

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
async def following(
    service: Service, who: str, purpose: str = "THREAT_ASSESSMENT", document: str = CHANGES, **variables: Any
) -> AsyncIterator[Follower]:
    """Somebody who has opened a stream."""
    headers = await service.headers(who, purpose) | {"Accept": EVENTS}
    body = {"query": document, "variables": variables}
    async with service.client.stream("POST", "/graphql", json=body, headers=headers, timeout=PATIENCE) as answer:
        yield Follower(answer)
