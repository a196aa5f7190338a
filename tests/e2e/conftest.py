"""A real HTTP server over the whole scenario, with a clock that the tests set."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.guard import Guard
from api.app import Demo, Parts, create_app
from api.demo.issuer import DemoIssuer
from api.demo.sign_in import access_token
from api.explorer.door import SignIn
from api.explorer.sessions import Sessions
from api.http.departure import Departures
from api.http.media_type import GRAPHQL
from api.identity.verifier import TokenVerifier
from api.observability import logs
from api.serving import server_config
from cli.npm import GRAPHIQL, installed
from graph_model import migrations
from graph_model.local.server import Endpoint
from graph_model.store import Store
from loaders.files import FILES
from loaders.scenario.world import World
from loaders.stix.writing.collection import STIX
from tests.conftest import KRING_HOME
from tests.invented import invented_world
from tests.wipe import raw, wipe


@dataclass
class Service:
    """A running service: its address, its world and its clock."""

    client: httpx.AsyncClient
    url: str
    home: Path
    parts: Parts
    issuer: DemoIssuer
    world: World
    clock: SetClock
    guard: Guard
    log: io.StringIO
    tokens: dict[str, str] = field(default_factory=dict)

    async def token(self, who: str) -> str:
        """A token of the service's own issuer, got as the command line gets it."""
        if who not in self.tokens:
            self.tokens[who] = await asyncio.to_thread(access_token, self.home, self.url, who)
        return self.tokens[who]

    async def headers(self, who: str, purpose: str) -> dict[str, str]:
        """The headers of a request by a user."""
        return {"Authorization": f"Bearer {await self.token(who)}", "Kring-Purpose": purpose}

    async def ask(self, who: str, purpose: str, query: str, variables: dict[str, Any] | None = None) -> httpx.Response:
        """Send a query as a user."""
        body = {"query": query, "variables": variables or {}}
        return await self.client.post("/graphql", json=body, headers=await self.headers(who, purpose))


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator["Running"]:
    """At most one service, kept from test to test while its world is untouched."""
    running = Running(tmp_path_factory)
    yield running
    await running.stop()


@pytest.fixture
async def service(neo4j: Endpoint, running: "Running") -> Service:
    """The service over the scenario as it was read, at the scenario's own time."""
    return await running.untouched(neo4j)


class Running:
    """Starts and stops one service. Loading the world for every test would take most of the time of all of them."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self._folders = folders
        self.service: Service | None = None
        self._ends: list[Callable[[], Awaitable[None]]] = []
        self._state: list[dict[str, Any]] = []

    async def untouched(self, neo4j: Endpoint) -> Service:
        """The service over its world as it was read, at the scenario's own time."""
        if self.service is None or not self.is_untouched(neo4j):
            await self.stop()
            await self.start(neo4j)
        assert self.service is not None
        self.service.clock.set(self.service.world.now)
        return self.service

    def is_untouched(self, neo4j: Endpoint) -> bool:
        """True while the database holds this service's own world, with nothing added, taken away or granted."""
        return self._look(neo4j) == self._state

    def _look(self, neo4j: Endpoint) -> list[dict[str, Any]]:
        assert self.service is not None
        text = """MATCH (p:PolicyEpoch) RETURN p.value AS epoch, COUNT { () } AS nodes, COUNT { ()-->() } AS links,
                  COUNT { (:Statement {id: $one}) } AS own"""
        return raw(neo4j, text, one=next(iter(self.service.world.ids.values())))

    async def start(self, neo4j: Endpoint) -> None:
        """Empty the database, load the world, serve it."""
        store = Store(neo4j.uri, neo4j.user, neo4j.password)
        await migrations.migrate(store)
        wipe(neo4j)
        home, world, port = self._folders.mktemp("home"), invented_world(), free_port()
        clock, audit, url = SetClock(world.now), AuditLog(home / "audit" / "one"), f"http://127.0.0.1:{port}"
        guard = Guard(store, clock, audit)
        await guard.intake.found(world.register, world.nodes, world.relationships)
        await guard.oversight.adopt(world.ledger)
        issuer = DemoIssuer(home / "issuer", url)
        demo = Demo(issuer, await asyncio.to_thread(installed, GRAPHIQL, KRING_HOME))
        parts = Parts(
            guard,
            store,
            audit,
            TokenVerifier(url, [issuer.trusted()]),
            b"k" * 32,
            demo,
            production=False,
            sign_in=SignIn(issuer.explorer(), Sessions()),
            departures=Departures(first=0),
            taxii=STIX,
            files=FILES,
        )
        client = await self._serve(create_app(parts), port)
        self._ends += [store.close]
        log = io.StringIO()
        logs.configure(log)
        self.service = Service(client, url, home, parts, issuer, world, clock, guard, log)
        self._state = self._look(neo4j)

    async def _serve(self, app: Any, port: int) -> httpx.AsyncClient:
        server = uvicorn.Server(server_config(app, "127.0.0.1", port))
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20, headers={"Accept": GRAPHQL})

        async def end() -> None:
            await client.aclose()
            server.should_exit = True
            await task

        self._ends.append(end)
        return client

    async def stop(self) -> None:
        """End what was started."""
        for end in self._ends:
            await end()
        if self.service is not None:
            self.service.parts.audit.close()
        self._ends.clear()
        self.service = None
