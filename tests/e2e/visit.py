"""A browser without a window: it keeps cookies, follows the way through sign-in step by step, and sends what the page would."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.e2e.conftest import Service


class Served(Protocol):
    """What is served somewhere."""

    @property
    def url(self) -> str:
        """Its address."""


class Visit:
    """One browser at one service."""

    def __init__(self, service: Served, client: httpx.AsyncClient) -> None:
        self.service, self.client = service, client

    async def begin(self) -> dict[str, str]:
        """Go to sign in; what the issuer is asked."""
        answer = await self.client.get("/explorer/sign-in")
        assert answer.status_code == 303
        return dict(parse_qsl(urlsplit(answer.headers["location"]).query))

    async def choose(self, asked: dict[str, str], user: str) -> str:
        """Choose somebody at the issuer; the address of the way back."""
        answer = await self.client.post("/demo/issuer/authorize", data=asked | {"user": user}, headers={"Origin": self.service.url})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"]).removeprefix(self.service.url)

    async def sign_in(self, user: str) -> dict[str, Any]:
        """All of it; what the page is told then."""
        answer = await self.client.get(await self.choose(await self.begin(), user))
        assert (answer.status_code, answer.headers["location"]) == (303, "/explorer/"), answer.headers
        return await self.facts()

    async def facts(self) -> dict[str, Any]:
        """What the page is told of its session."""
        answer = await self.client.get("/explorer/session")
        return dict(answer.json()) if answer.status_code == 200 else {"status": answer.status_code}

    async def ask(self, seal: str, query: str, purpose: str = "THREAT_ASSESSMENT", **options: Any) -> httpx.Response:
        """Ask as the page does."""
        headers = {"Kring-Session": seal, "Kring-Purpose": purpose}
        return await self.client.post("/explorer/graphql", json={"query": query}, headers=headers, **options)

    async def sign_out(self, seal: str) -> httpx.Response:
        """Sign out as the page does."""
        return await self.client.post("/explorer/sign-out", headers={"Kring-Session": seal})

    @property
    def cookies(self) -> dict[str, str]:
        """By name."""
        return {cookie.name: cookie.value or "" for cookie in self.client.cookies.jar}


@asynccontextmanager
async def visit(service: Service) -> AsyncIterator[Visit]:
    """A browser of its own."""
    async with httpx.AsyncClient(base_url=service.url, timeout=20) as client:
        yield Visit(service, client)
