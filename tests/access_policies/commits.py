"""Half of a commit, made by hand: what is seen first is committed, and the rest is written by somebody who still holds what a commit holds."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest
from neo4j import AsyncGraphDatabase, AsyncTransaction

from graph_model import store as stores
from graph_model.cypher.control_statements import REPLACE_NODES
from graph_model.cypher.statement_text import ControlStatement
from graph_model.local.server import Endpoint
from tests.wipe import raw

GATE = "MATCH (gate:CommitGate) SET gate._lock = true"
EPOCH = "MATCH (epoch:PolicyEpoch) RETURN epoch.value AS epoch"
RAISED = "MATCH (epoch:PolicyEpoch) SET epoch.value = epoch.value + 1, epoch.raised = coalesce(epoch.raised, 0) + 1"
RAISE = "MATCH (epoch:PolicyEpoch) SET epoch.value = epoch.value + 1"
BLOCKED = "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN count(*) AS number"


@asynccontextmanager
async def holding(place: Endpoint, *texts: str, **parameters: Any) -> AsyncIterator[AsyncTransaction]:
    """A transaction of somebody else that ran these, and commits when the block ends."""
    async with AsyncGraphDatabase.driver(place.uri, auth=(place.user, place.password)) as driver, driver.session() as session:
        async with await session.begin_transaction() as held:
            for text in texts:
                await (await held.run(text, parameters)).consume()
            yield held
            await held.commit()


async def waits(place: Endpoint, task: asyncio.Task[Any]) -> None:
    """Until what is asked waits in the database for somebody else. It must not have ended."""
    while not await asyncio.to_thread(_blocked, place):
        assert not task.done(), f"it waited for nobody: {task}"
        await asyncio.sleep(0.02)
    assert not task.done()


def _blocked(place: Endpoint) -> bool:
    return bool(raw(place, BLOCKED)[0]["number"])


def task_of(asked: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """It, under way."""
    return asyncio.create_task(asked)


class Meanwhile:
    """How often a statement is run; after the first time somebody else changes something that nobody is told of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, place: Endpoint, statement: ControlStatement, change: str = "") -> None:
        self.runs, self._run = 0, stores.Work.run
        self._place, self._statement, self._change = place, statement, change
        monkeypatch.setattr(stores.Work, "run", lambda work, text, given: self._counted(work, text, given))

    async def _counted(self, work: stores.Work, statement: ControlStatement, given: dict[str, Any]) -> list[dict[str, Any]]:
        rows = await self._run(work, statement, given)
        if statement == self._statement:
            self.runs += 1
            if self.runs == 1 and self._change:
                await asyncio.to_thread(raw, self._place, self._change)
        return rows


class Halt:
    """The commit that gives a record its new version waits until it is let go; all others go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.free = asyncio.Event(), asyncio.Event()
        self._run, self._commit = stores.Work.run, stores._commit
        self._replacing: list[AsyncTransaction] = []
        monkeypatch.setattr(stores.Work, "run", lambda work, statement, given: self._noted(work, statement, given))
        monkeypatch.setattr(stores, "_commit", self._halted)

    async def _noted(self, work: stores.Work, statement: ControlStatement, given: dict[str, Any]) -> list[dict[str, Any]]:
        if statement == REPLACE_NODES:
            self._replacing.append(work._begun)
        return await self._run(work, statement, given)

    async def _halted(self, begun: AsyncTransaction, end: float) -> None:
        if begun in self._replacing:
            self.reached.set()
            await self.free.wait()
        await self._commit(begun, end)
