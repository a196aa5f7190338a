"""A Neo4j for faults alone: it is stopped, killed and filled up, so nobody else uses it. And a home for each test that loads."""

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
def home(jars: Path, victim_server: Victim, tmp_path: Path) -> Path:
    """A KRING_HOME of its own, with the jars of this run, whose database is the one for faults."""
    (tmp_path / "jars").symlink_to(jars)
    (tmp_path / "neo4j").symlink_to(victim_server.server.home)
    return tmp_path


@pytest.fixture
def server(victim_server: Victim) -> Iterator[LocalNeo4j]:
    """The same database for a test that starts it again wherever there is room."""
    victim_server.back()
    yield victim_server.server
    if victim_server.server.endpoint != victim_server.endpoint:
        victim_server.server.stop()
