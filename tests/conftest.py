"""The real parts that tests share: one Neo4j for the whole run, emptied for each test that asks for a store."""

import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from graph_model import migrations
from graph_model.local.jars import fetch, pinned
from graph_model.local.process import OwnedProcess
from graph_model.local.repository import repository
from graph_model.local.server import Endpoint, LocalNeo4j
from graph_model.store import Store
from tests.wipe import probe, wipe

KRING_HOME = Path(os.environ.get("KRING_HOME", Path(__file__).parent.parent / ".kring")).resolve()


def pytest_configure() -> None:
    """Let a plain kill end a run as Ctrl-C does, so that no Neo4j of it is left running."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the servers of a process of this run that was killed in mid-test: their records lie below the run's own folder."""
    if not hasattr(config, "workerinput") and (folders := getattr(config, "_tmp_path_factory", None)):
        for record in [path for name in ("process.json", "api.json") for path in folders.getbasetemp().rglob(name)]:
            OwnedProcess(record).stop()


@pytest.fixture(scope="session")
def jars() -> Path:
    """The folder of Neo4j's jars, fetched when they are not there."""
    folder = KRING_HOME / "jars"
    fetch(folder, pinned(), repository())
    return folder


@pytest.fixture(scope="session")
def neo4j(jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A real server with a home of its own."""
    server = LocalNeo4j(tmp_path_factory.mktemp("neo4j"), jars, probe, lasts=True)
    yield server.start()
    server.stop()


@pytest.fixture
async def store(neo4j: Endpoint) -> AsyncIterator[Store]:
    """A store with the current schema and nothing in it."""
    store = Store(neo4j.uri, neo4j.user, neo4j.password)
    await migrations.migrate(store)
    wipe(neo4j)
    yield store
    await store.close()
