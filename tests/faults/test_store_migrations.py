"""Migrations that are cut off or run by several at once: one schema, one epoch, nothing twice."""

import asyncio
import random
from contextlib import suppress
from typing import Any

import pytest

from graph_model.errors import SchemaMismatch, StoreError
from graph_model.migrations import MIGRATIONS, MigrationStatus, migrate, status
from graph_model.store import Store
from tests.faults.conftest import Victim
from tests.faults.proxy import proxied
from tests.wipe import raw


def _schema(victim: Victim) -> list[list[str]]:
    kinds = (
        "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name",
        "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name ORDER BY name",
    )
    return [[row["name"] for row in raw(victim.endpoint, kind)] for kind in kinds]


@pytest.fixture
async def bare(victim: Victim, fault_store: Store) -> list[Any]:
    """The database as it is before the first migration; the schema that migrating is to give."""
    schema = _schema(victim)
    for name in schema[0]:
        raw(victim.endpoint, f"DROP CONSTRAINT {name}")
    for name in set(schema[1]) - set(schema[0]):
        raw(victim.endpoint, f"DROP INDEX {name}")
    raw(victim.endpoint, "MATCH (n) DETACH DELETE n")
    return schema


async def test_several_that_migrate_at_once_make_one_schema_and_one_epoch(victim: Victim, bare: list[Any]) -> None:
    stores = [victim.store() for _ in range(4)]
    found = await asyncio.gather(*(migrate(store) for store in stores))
    assert found == [MigrationStatus(MIGRATIONS[-1][0], MIGRATIONS[-1][0])] * 4
    assert _schema(victim) == bare
    assert raw(victim.endpoint, "MATCH (e:PolicyEpoch) RETURN count(e) AS n") == [{"n": 1}]
    assert raw(victim.endpoint, "MATCH (v:SchemaVersion) RETURN count(v) AS n") == [{"n": len(MIGRATIONS)}]
    for store in stores:
        await store.close()


async def test_a_migration_cut_off_anywhere_is_run_again(victim: Victim, bare: list[Any]) -> None:
    draw = random.Random(4)
    async with proxied(victim.endpoint.uri) as proxy:
        for _ in range(6):
            proxy.passed, proxy.cut_at = 0, draw.randrange(500, 9_000)
            store = victim.store(proxy.uri)
            with suppress(StoreError):
                await migrate(store)
            await store.close()
    store = victim.store()
    assert (await migrate(store)).is_current
    assert _schema(victim) == bare
    assert raw(victim.endpoint, "MATCH (e:PolicyEpoch) RETURN count(e) AS n") == [{"n": 1}]
    await store.close()


async def test_a_newer_store_is_refused_and_not_touched(victim: Victim, fault_store: Store) -> None:
    raw(victim.endpoint, "CREATE (:SchemaVersion {number: 99})")
    for refuses in (status, migrate):
        with pytest.raises(SchemaMismatch, match="the store has schema 99"):
            await refuses(fault_store)
    raw(victim.endpoint, "MATCH (v:SchemaVersion {number: 99}) DELETE v")
