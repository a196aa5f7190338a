"""The schema changes while people read: every answer is the one that it was, and a store of a later version is told at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from graph_model.errors import SchemaMismatch
from graph_model.local.server import Endpoint
from graph_model.migrations import migrate
from tests.e2e.conftest import Service
from tests.wipe import raw

REPORTS = '{ reports(first: 100) { edges { node { id } } } search(text: "van", first: 20) { edges { node { id } } } }'


@asynccontextmanager
async def _read_all_the_while(service: Service) -> AsyncIterator[set[bytes]]:
    """Four readers; the answers they got are there at the end."""
    answers, over = set[bytes](), asyncio.Event()

    async def go_on() -> None:
        while not over.is_set():
            answer = await service.ask("u-noor", "THREAT_ASSESSMENT", REPORTS)
            answers.add(str(answer.status_code).encode() + answer.content)

    readers = [asyncio.create_task(go_on()) for _ in range(4)]
    yield answers
    over.set()
    await asyncio.gather(*readers)


async def test_migrations_that_run_again_under_load_change_no_answer(service: Service, neo4j: Endpoint) -> None:
    before = await service.ask("u-noor", "THREAT_ASSESSMENT", REPORTS)
    assert before.json()["data"]["reports"]["edges"]
    async with _read_all_the_while(service) as answers:
        for _ in range(3):
            raw(neo4j, "MATCH (v:SchemaVersion) WHERE v.number > 1 DELETE v")
            assert (await migrate(service.parts.store)).is_current
    assert answers == {b"200" + before.content}


async def test_a_store_of_a_later_version_is_told_by_readiness_and_touched_by_nobody(service: Service, neo4j: Endpoint) -> None:
    before = await service.ask("u-noor", "THREAT_ASSESSMENT", REPORTS)
    raw(neo4j, "CREATE (:SchemaVersion {number: 99})")
    try:
        async with _read_all_the_while(service) as answers:
            ready = await service.client.get("/readyz")
            with pytest.raises(SchemaMismatch, match="schema 99"):
                await migrate(service.parts.store)
    finally:
        raw(neo4j, "MATCH (v:SchemaVersion {number: 99}) DELETE v")
    assert (ready.status_code, ready.json()["causes"]) == (503, ["migrations"])
    assert answers == {b"200" + before.content}
