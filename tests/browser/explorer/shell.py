"""The page's surroundings for tests: serves the built island with its headers, keeps a session, passes on to a real Kring what is asked.

It can also be the bad weather: a session that has ended, an API that is away or slow, names that nobody would think of.
"""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.explorer.files import file_routes
from tests.e2e.visit import Visit

PASSED = ("content-type", "kring-purpose", "kring-case")
SEAL = "the shell's own seal"
GIVEN = ("content-type", "kring-epoch", "kring-keep-until", "audit-receipt", "kring-file-signature", "retry-after")
KINDS = ("stix", "records", "relationships", "graphml", "picture")
PURPOSES = {
    "u-noor": "THREAT_ASSESSMENT",
    "u-daan": "THREAT_ASSESSMENT",
    "u-hugo": "THREAT_ASSESSMENT",
    "u-kees": "PROTECTION_EXECUTION",
    "u-meike": "PROTECTION_EXECUTION",
    "u-elin": "PROTECTION_DECISION",
    "u-ruben": "PROTECTION_DECISION",
}
NAMES = {
    "u-noor": ("Noor", "NCTV"),
    "u-daan": ("Daan", "POL"),
    "u-hugo": ("Hugo", "DLIO"),
    "u-kees": ("Kees", "DKDB"),
    "u-meike": ("Meike", "DKDB"),
    "u-elin": ("Elin", "OM"),
    "u-ruben": ("Ruben", "POL"),
}


@dataclass(frozen=True)
class Demo:
    """The real Kring, as whoever signs in there names it."""

    url: str


@dataclass
class Shell:
    """A shell over the Kring at `kring`, for whoever `user` is at the moment."""

    kring: str
    token: Callable[[str], str]
    user: str = "u-noor"
    expired: bool = False
    away: bool = False
    delay: float = 0.0
    purpose: str = ""
    """The purpose that is in force whatever the page states; empty: the one that it states."""
    renamed: tuple[str, str] = ("", "")
    """A word of the world, and what is told in its place."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    passed: list[tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    """What was asked, with what it was answered."""
    taken: list[str] = field(default_factory=list)
    """The kinds of file that were asked for; "picture" where one was vouched for."""
    dumb: bool = False
    """Files come without a signature."""
    url: str = ""

    def start(self) -> None:
        """Serve on a free loopback port until `stop`."""
        self._server = uvicorn.Server(uvicorn.Config(self._app(), "127.0.0.1", 0, log_level="error", lifespan="on"))
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            threading.Event().wait(0.01)
        self.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    def stop(self) -> None:
        """End the server."""
        self._server.should_exit = True
        self._thread.join()

    def calm(self, user: str) -> None:
        """Good weather, for this user."""
        self.user, self.expired, self.away, self.delay = user, False, False, 0.0
        self.purpose, self.renamed, self.dumb = "", ("", ""), False
        for heard in (self.asked, self.passed, self.taken):
            heard.clear()

    def _app(self) -> Starlette:
        routes = [
            Route("/explorer/session", self._session),
            Route("/explorer/sign-in", lambda _: Response("sign in", media_type="text/plain")),
            Route("/explorer/graphql", self._graphql, methods=["POST"]),
            *(Route(f"/explorer/{kind}", self._file, methods=["POST"]) for kind in KINDS),
            *file_routes(),
        ]
        return Starlette(routes=routes, lifespan=self._connected)

    @asynccontextmanager
    async def _connected(self, _: Starlette) -> AsyncIterator[None]:
        """One client for all that is passed on: to make one takes longer than most answers. A connection each, which nobody closes meanwhile."""
        each = httpx.Limits(max_keepalive_connections=0)
        async with httpx.AsyncClient(base_url=self.kring, timeout=40, limits=each) as self._client:
            yield

    async def _session(self, _: Request) -> Response:
        if self.expired:
            return JSONResponse({}, 401)
        name, organisation = NAMES.get(self.user, (self.user, ""))
        purposes = [PURPOSES.get(self.user, "THREAT_ASSESSMENT"), "PROTECTION_DECISION"]
        facts = {"user": self.user, "name": name, "organisation": organisation, "roles": [], "purposes": purposes}
        until = datetime.now(UTC) + timedelta(minutes=4)
        return JSONResponse(facts | {"seal": SEAL, "expiresAt": until.isoformat()})

    async def _graphql(self, request: Request) -> Response:
        if self.expired:
            return JSONResponse({"errors": [{"message": "", "extensions": {"code": "UNAUTHENTICATED"}}]}, 401)
        if self.away:
            return JSONResponse({"errors": [{"message": "", "extensions": {"code": "UNAVAILABLE"}}]}, 503)
        await asyncio.sleep(self.delay)
        self.asked.append(await request.json())
        assert request.headers["kring-session"] == SEAL
        headers = {name: request.headers[name] for name in PASSED if name in request.headers}
        headers |= {"kring-purpose": self.purpose} if self.purpose else {}
        headers["Authorization"] = f"Bearer {await asyncio.to_thread(self.token, self.user)}"
        answer = await self._client.post("/graphql", content=await request.body(), headers=headers)
        if answer.is_success:
            self.passed.append((await request.json(), answer.json()))
        return Response(
            self._told(answer.text), answer.status_code, {name: answer.headers[name] for name in GIVEN if name in answer.headers}
        )

    async def _file(self, request: Request) -> Response:
        """What the page gets of a file, in a session of its user's own at the real Kring."""
        if self.away:
            return JSONResponse({"errors": [{"message": "", "extensions": {"code": "UNAVAILABLE"}}]}, 503)
        assert request.headers["kring-session"] == SEAL
        headers = {name: request.headers[name] for name in PASSED if name in request.headers}
        async with httpx.AsyncClient(base_url=self.kring, timeout=40) as client:
            seal = (await Visit(Demo(self.kring), client).sign_in(self.user))["seal"]
            answer = await client.post(request.url.path, content=await request.body(), headers=headers | {"Kring-Session": seal})
        self.taken.append(request.url.path.removeprefix("/explorer/"))
        given = [name for name in GIVEN if name in answer.headers and not (self.dumb and name == "kring-file-signature")]
        return Response(answer.content, answer.status_code, {name: answer.headers[name] for name in given})

    def _told(self, answer: str) -> str:
        word, wild = (json.dumps(one, ensure_ascii=False)[1:-1] for one in self.renamed)
        return answer.replace(word, wild) if word else answer
