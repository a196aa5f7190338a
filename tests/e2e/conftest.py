"""A real HTTP server over the whole scenario, with a clock that the tests set."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.guard import Guard
from api.app import Parts, create_app
from api.identity.issuer import DemoIssuer
from api.identity.verifier import TokenVerifier
from graph_model.store import Store
from loaders.scenario.world import World, read_world


@dataclass
class Service:
    """A running service: its address, its world and its clock."""

    client: httpx.AsyncClient
    issuer: DemoIssuer
    world: World
    clock: SetClock
    guard: Guard

    async def ask(self, who: str, purpose: str, query: str, variables: dict[str, Any] | None = None) -> httpx.Response:
        """Send a query as a user."""
        headers = {"Authorization": f"Bearer {self.issuer.token(who)}", "Kring-Purpose": purpose}
        return await self.client.post("/graphql", json={"query": query, "variables": variables or {}}, headers=headers)


@pytest.fixture
async def service(store: Store, tmp_path: Path) -> AsyncIterator[Service]:
    world = read_world()
    clock = SetClock(world.now)
    audit = AuditLog(tmp_path / "audit" / "one")
    guard = Guard(store, clock, audit)
    await guard.intake.found(world.register, world.nodes, world.relationships)
    await guard.oversight.adopt(world.ledger)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    issuer = DemoIssuer(tmp_path / "issuer.pem", url, "kring")
    app = create_app(Parts(guard, store, audit, TokenVerifier(url, "kring", issuer.keys), b"k" * 32, issuer))
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_level="error"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    async with httpx.AsyncClient(base_url=url, timeout=20) as client:
        yield Service(client, issuer, world, clock, guard)
    server.should_exit = True
    await task
    audit.close()
