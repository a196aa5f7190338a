"""The whole scenario in a real database behind a guard whose clock the tests set."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.guard import Guard
from graph_model.store import Store
from loaders.scenario.world import World, read_world


@dataclass
class Installation:
    """A guard over a loaded world."""

    guard: Guard
    clock: SetClock
    world: World
    audit: AuditLog
    store: Store


@pytest.fixture
async def installation(store: Store, tmp_path: Path) -> AsyncIterator[Installation]:
    world = read_world()
    clock = SetClock(world.now)
    audit = AuditLog(tmp_path / "audit" / "one")
    guard = Guard(store, clock, audit)
    await guard.intake.found(world.register, world.nodes, world.relationships)
    await guard.oversight.adopt(world.ledger)
    yield Installation(guard, clock, world, audit, store)
    audit.close()
