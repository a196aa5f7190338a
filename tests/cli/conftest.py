"""A home for each test, with the jars of this run, and nothing left running after it."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_model.local.server import Endpoint
from graph_model.migrations import migrate
from graph_model.store import Store
from tests.cli.home import Home
from tests.wipe import wipe


@pytest.fixture
def home(jars: Path, tmp_path: Path) -> Iterator[Home]:
    path = tmp_path / "home with spaces"
    path.mkdir(mode=0o700)
    home = Home(path)
    home.share(jars)
    yield home
    home.settings.clear()
    if home.left_running():
        assert home.run("stop").returncode == 0
    assert home.left_running() == []


@pytest.fixture
def port() -> str:
    """A port of the loopback address that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@pytest.fixture
def empty(neo4j: Endpoint) -> Endpoint:
    """The run's Neo4j with the current schema and nothing in it."""

    async def migrated() -> None:
        store = Store(neo4j.uri, neo4j.user, neo4j.password)
        await migrate(store)
        await store.close()

    asyncio.run(migrated())
    wipe(neo4j)
    return neo4j
