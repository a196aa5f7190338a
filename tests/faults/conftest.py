"""A Neo4j for faults alone: it is stopped, killed and filled up, so nobody else uses it. And a home for each test that kills."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from graph_model.local.server import LocalNeo4j
from graph_model.migrations import migrate
from graph_model.store import Store
from tests.wipe import probe, wipe


class Victim:
    """A server that a test may kill and start again on its port."""

    def __init__(self, server: LocalNeo4j) -> None:
        self.server = server
        self.endpoint = server.start()
        self.port = int(self.endpoint.uri.rpartition(":")[2])

    def back(self) -> None:
        """Start it again where it was."""
        self.server.start(self.port)

    def store(self, uri: str | None = None) -> Store:
        """A store of its own."""
        return Store(uri or self.endpoint.uri, self.endpoint.user, self.endpoint.password)


@pytest.fixture(scope="session")
def victim_server(jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    server = LocalNeo4j(tmp_path_factory.mktemp("victim"), jars, probe)
    yield Victim(server)
    server.stop()


@pytest.fixture
def victim(victim_server: Victim) -> Victim:
    """It runs, and holds nothing."""
    victim_server.back()
    wipe(victim_server.endpoint)
    return victim_server


@pytest.fixture
async def fault_store(victim: Victim) -> AsyncIterator[Store]:
    store = victim.store()
    await migrate(store)
    yield store
    await store.close()


@pytest.fixture
def home(jars: Path, tmp_path: Path) -> Path:
    """A KRING_HOME of its own, with the jars of this run."""
    (tmp_path / "jars").symlink_to(jars)
    return tmp_path


@pytest.fixture
def server(home: Path) -> Iterator[LocalNeo4j]:
    """A Neo4j that the test may kill."""
    server = LocalNeo4j(home / "neo4j", home / "jars", probe)
    server.start()
    yield server
    server.stop()
