"""The whole scenario in a real database behind a guard whose clock the tests set."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.guard import Guard
from graph_model import migrations
from graph_model.local.server import Endpoint
from graph_model.store import Store
from loaders.scenario.world import World
from tests.invented import invented_world
from tests.wipe import wipe


@dataclass
class Installation:
    """A guard over a loaded world."""

    guard: Guard
    clock: SetClock
    world: World
    audit: AuditLog
    store: Store
    endpoint: Endpoint

    async def store_wiped(self) -> None:
        """Empty the database; what guards know of it is void."""
        wipe(self.endpoint)

    def guard_anew(self) -> Guard:
        """A guard that knows nothing yet, over the same parts."""
        return Guard(self.store, self.clock, self.audit)


@pytest.fixture(scope="module")
async def shared(neo4j: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Installation]:
    """One installation for all tests of a module: for those that do not mind what the others did."""
    store = Store(neo4j.uri, neo4j.user, neo4j.password)
    await migrations.migrate(store)
    wipe(neo4j)
    async for made in _made(store, tmp_path_factory.mktemp("shared"), neo4j):
        yield made
    await store.close()


@pytest.fixture
async def installation(store: Store, neo4j: Endpoint, tmp_path: Path) -> AsyncIterator[Installation]:
    """An installation that nobody has touched."""
    async for made in _made(store, tmp_path, neo4j):
        yield made


async def _made(store: Store, tmp_path: Path, endpoint: Endpoint) -> AsyncIterator[Installation]:
    world = invented_world()
    clock = SetClock(world.now)
    audit = AuditLog(tmp_path / "audit" / "one")
    guard = Guard(store, clock, audit)
    await guard.intake.found(world.register, world.nodes, world.relationships)
    await guard.oversight.adopt(world.ledger)
    yield Installation(guard, clock, world, audit, store, endpoint)
    audit.close()
