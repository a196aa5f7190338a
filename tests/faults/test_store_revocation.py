"""Two API processes over one database: what was revoked is never served again by either, not once (access-model.md 5)."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.guard import Asked, Guard
from api.demo.sign_in import access_token
from graph_model.local.server import Endpoint
from graph_model.store import Store
from loaders.scenario.world import World, read_world
from tests.cli.home import Home

ROUNDS = 1_000
SECONDS = float(os.environ.get("REVOCATION_SECONDS", "40"))
"""As many rounds are done as fit in; all of them with more seconds."""
GRANT = "G-hugo-c2"
ADMINISTRATOR = Asked("u-fenna", "GRANT_ADMINISTRATION", "revoke")
REPORTS = {"query": "{ reports(first: 100) { edges { node { id } } } }"}


@pytest.fixture
async def world(store: Store) -> World:
    return read_world()


@pytest.fixture
async def guard(store: Store, world: World, tmp_path: Path) -> AsyncIterator[Guard]:
    audit = AuditLog(tmp_path / "audit" / "third")
    guard = Guard(store, SetClock(world.now), audit)
    await guard.intake.found(world.register, world.nodes, world.relationships)
    yield guard
    audit.close()


class Replica:
    """One API process with a home and an audit log of its own."""

    def __init__(self, folder: Path, neo4j: Endpoint, port: int) -> None:
        folder.mkdir()
        self.folder = folder
        home = Home(folder, {"KRING_NEO4J_URI": neo4j.uri, "KRING_NEO4J_PASSWORD_FILE": str(neo4j.password_file)})
        command = [sys.executable, "-P", "-m", "cli", "demo-api", "--port", str(port), "--mark", "none"]
        self.process = subprocess.Popen(command, env=home.environment, stderr=subprocess.DEVNULL)
        self.client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30)

    async def ready(self) -> None:
        while True:
            assert self.process.poll() is None
            try:
                if (await self.client.get("/readyz")).status_code == 200:
                    break
            except httpx.TransportError:
                await asyncio.sleep(0.1)
        token = await asyncio.to_thread(access_token, self.folder, str(self.client.base_url).rstrip("/"), "u-hugo")
        self.client.headers.update({"Authorization": f"Bearer {token}", "Kring-Purpose": "THREAT_ASSESSMENT"})

    async def reports(self) -> set[str]:
        answer = await self.client.post("/graphql", json=REPORTS)
        assert answer.status_code == 200, answer.text
        return {edge["node"]["id"] for edge in answer.json()["data"]["reports"]["edges"]}

    async def end(self) -> None:
        await self.client.aclose()
        self.process.terminate()
        self.process.wait(30)


@pytest.fixture
async def replicas(guard: Guard, neo4j: Endpoint, tmp_path: Path, unused_tcp_port_factory: Any) -> AsyncIterator[list[Replica]]:
    both = [Replica(tmp_path / name, neo4j, unused_tcp_port_factory()) for name in ("a", "b")]
    try:
        await asyncio.gather(*(replica.ready() for replica in both))
        yield both
    finally:
        for replica in both:
            await replica.end()


@pytest.mark.timeout(1_800)
async def test_no_answer_that_starts_after_a_revocation_holds_what_it_took(
    guard: Guard, replicas: list[Replica], world: World, record_property: Any
) -> None:
    secret = world.ids["R-r22.POL"]
    stale = unseen = rounds = 0
    end = time.monotonic() + SECONDS
    while rounds < ROUNDS and (rounds < 20 or time.monotonic() < end):
        before = await replicas[rounds % 2].reports()
        ended = await guard.administration.revoke(ADMINISTRATOR, GRANT, "another investigation")
        assert ended.done, ended.refusals
        after = await asyncio.gather(*(replica.reports() for replica in replicas))
        unseen += secret not in before
        stale += sum(secret in seen for seen in after)
        await guard.directory.register(world.register)  # all grants as they were
        rounds += 1
    record_property("rounds", rounds)
    record_property("stale", stale)
    print(f"{rounds} rounds, {2 * rounds} reads after a revocation, {stale} stale, {unseen} grants not in force")
    assert (stale, unseen) == (0, 0)
