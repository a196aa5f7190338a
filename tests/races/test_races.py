"""Three API processes over one database, their clocks apart: whatever ends a right, and however it meets reads and writes, nothing
that begins afterwards gets through, every write is there once or not at all, and all tell the one state that is legal.
"""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.guard import Guard
from graph_model.local.server import Endpoint
from graph_model.store import Store
from loaders.scenario.world import World, read_world
from tests.races.race import Course, Race
from tests.races.replica import Replica
from tests.wipe import raw

SECONDS = float(os.environ.get("RACES_SECONDS", "8"))
"""As many races are run as fit in; at least LEAST."""
LEAST = 6
SEED = int(os.environ.get("RACES_SEED", "7"))
WRITTEN = "MATCH (n:Statement {sourceSystem: 'races'}) RETURN n.externalId AS name, count(*) AS times"


@pytest.fixture
async def world(store: Store) -> World:
    return read_world()


@pytest.fixture
async def guard(store: Store, world: World, tmp_path: Path) -> AsyncIterator[Guard]:
    audit = AuditLog(tmp_path / "audit" / "fourth")
    guard = Guard(store, SetClock(world.now), audit)
    await guard.intake.found(world.register, world.nodes, world.relationships)
    yield guard
    audit.close()


@pytest.fixture
async def replicas(guard: Guard, neo4j: Endpoint, tmp_path: Path, unused_tcp_port_factory: Any) -> AsyncIterator[list[Replica]]:
    found = [Replica(tmp_path / name, neo4j, unused_tcp_port_factory()) for name in ("a", "b", "c")]
    try:
        await asyncio.gather(*(replica.ready() for replica in found))
        yield found
    finally:
        for replica in found:
            await replica.end()


@pytest.mark.timeout(max(300, 2 * SECONDS))
async def test_nothing_gets_through_after_a_right_has_ended_whatever_ended_it(
    guard: Guard, replicas: list[Replica], world: World, neo4j: Endpoint, record_property: Any
) -> None:
    course, races = Course(replicas, world, random.Random(SEED)), list[Race]()
    end = time.monotonic() + SECONDS
    while len(races) < LEAST or time.monotonic() < end:
        await guard.directory.register(world.register)  # all rights as they were
        race = await course.run()
        races.append(race)
        assert race.done, f"nothing ended the right: {race.ways}"
        assert (race.stale, race.lost) == ([], []), race.ways
        assert race.states == race.legal, (race.ways, race.done, race.states)
    _require_written_once(races, neo4j)
    told = f"{len(races)} races, {sum(len(race.acts) for race in races)} reads and writes, {sum(race.overlapping for race in races)} under way"
    record_property("races", told)
    print(told)


def _require_written_once(races: list[Race], neo4j: Endpoint) -> None:
    """What was accepted is there once; what was refused is not there; what was told to ask again is there once at most."""
    there = {row["name"]: row["times"] for row in raw(neo4j, WRITTEN)}
    for act in (act for race in races for act in race.acts if act.name):
        assert there.get(act.name, 0) in {True: (1,), False: (0,), None: (0, 1)}[act.through], act
