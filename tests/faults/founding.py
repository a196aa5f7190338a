"""A KRING_HOME with a Neo4j of its own that a test may kill, and people and grants in it."""

from pathlib import Path

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.guard import Guard
from graph_model.local.server import Endpoint
from graph_model.migrations import migrate
from graph_model.store import Store
from loaders.stix.open_data import with_open_data
from tests.invented import invented_world
from tests.wipe import wipe


async def found(endpoint: Endpoint, home: Path) -> None:
    """Everybody and every grant of the scenario, and not one record."""
    store = Store(endpoint.uri, endpoint.user, endpoint.password)
    await migrate(store)
    wipe(endpoint)
    world = invented_world()
    audit = AuditLog(home / "audit" / "found")
    await Guard(store, SetClock(world.now), audit).intake.found(with_open_data(world.register), [], [])
    audit.close()
    await store.close()
