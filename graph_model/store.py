"""The store: the only importer of the driver. Constants and checked reads go in, plain values come out.

Every read is one statement with one record; reads are tried again a bounded number of times, writes never are: a commit
that was cut off is reported as an unknown outcome, and whoever wrote looks before trying again (feasibility.md).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from neo4j import READ_ACCESS, AsyncDriver, AsyncGraphDatabase, AsyncTransaction, NotificationMinimumSeverity, Query
from neo4j.exceptions import (
    AuthError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph_model.cypher.checker import check
from graph_model.cypher.control import PING
from graph_model.cypher.statement_text import ControlStatement
from graph_model.errors import LoginRefused, OutcomeUnknown, StoreError, StoreTimeout, StoreUnavailable

READ_TRIES = 3
DEADLINE = 5.0
"""Seconds that one call may take, after which it is given up (reliability.md 2.2)."""
WRITE_DEADLINE = 60.0


def _driver(uri: str, user: str, password: str) -> AsyncDriver:
    return AsyncGraphDatabase.driver(
        uri,
        auth=(user, password),
        max_connection_pool_size=50,
        connection_acquisition_timeout=2.0,
        connection_timeout=2.0,
        max_transaction_retry_time=DEADLINE,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
    )


class Store:
    """One Neo4j database, reached with one login."""

    def __init__(self, uri: str, user: str, password: str, database: str = "neo4j") -> None:
        self._driver = _driver(uri, user, password)
        self._database = database

    async def close(self) -> None:
        """Give all connections back."""
        await self._driver.close()

    async def verify(self) -> None:
        """A real read: after a full disk the server says it is online and answers nothing. Raises StoreError."""
        await self.run(PING)

    async def read(self, text: str, parameters: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Run a built read: (policy epoch it saw, map of the answer).

        Raises UnsafeStatement when a variable lacks its predicate, StoreUnavailable, StoreTimeout or StoreError.
        """
        check(text)
        rows = await self._try_read(text, parameters)
        if len(rows) != 1:
            raise StoreError("a read gave no single record: the store holds no policy epoch")
        return rows[0]["epoch"], rows[0]["data"]

    async def run(self, statement: ControlStatement, **parameters: Any) -> list[dict[str, Any]]:
        """Read control data with a constant statement; one map a row."""
        return await self._try_read(statement, parameters)

    async def _try_read(self, text: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        for left in reversed(range(READ_TRIES)):
            try:
                return await self._read_once(text, parameters)
            except LoginRefused:
                raise
            except StoreUnavailable:
                if not left:
                    raise
                await asyncio.sleep(0.05)
        raise AssertionError("the loop above returns or raises")

    async def _read_once(self, text: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        async with self._guarded(DEADLINE):
            async with self._driver.session(database=self._database, default_access_mode=READ_ACCESS) as session:
                result = await session.run(Query(text, timeout=DEADLINE), parameters)
                return [dict(record) async for record in result]

    async def write(self, *steps: tuple[ControlStatement, dict[str, Any]]) -> list[list[dict[str, Any]]]:
        """Run constants in one transaction; the rows of each.

        Raises OutcomeUnknown when the commit was cut off, else StoreError with nothing written.
        """
        async with self.transaction() as work:
            return [await work.run(text, parameters) for text, parameters in steps]

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["Work"]:
        """One transaction: committed when the block ends, undone when it raises.

        Raises OutcomeUnknown when the commit was cut off or answered an error, else StoreError with nothing written.
        """
        work: Work | None = None
        try:
            async with self._guarded(WRITE_DEADLINE):
                async with self._driver.session(database=self._database) as session:
                    async with await session.begin_transaction() as begun:
                        work = Work(begun)
                        yield work
                        await work.commit()
        except StoreTimeout as fault:
            if work is not None and work.is_committing:
                raise OutcomeUnknown("the commit did not answer in time; look before trying again") from fault
            raise

    async def alter(self, statement: ControlStatement) -> None:
        """Change the schema: constraints and indexes run outside a transaction with data."""
        async with self._guarded(WRITE_DEADLINE):
            async with self._driver.session(database=self._database) as session:
                await (await session.run(statement)).consume()

    @asynccontextmanager
    async def _guarded(self, seconds: float) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError as fault:
            raise StoreTimeout(f"the database did not answer in {seconds:g} s") from fault
        except (Neo4jError, DriverError) as fault:
            raise _translated(fault) from fault


class Work:
    """A transaction that has begun. Only constants run in it."""

    def __init__(self, begun: AsyncTransaction) -> None:
        self._begun = begun
        self.is_committing = False

    async def run(self, statement: ControlStatement, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows of one constant statement."""
        return [dict(record) async for record in await self._begun.run(statement, parameters)]

    async def commit(self) -> None:
        """Commit. Raises OutcomeUnknown for whatever goes wrong: from here on only looking tells what is there."""
        self.is_committing = True
        try:
            await self._begun.commit()
        except Neo4jError as fault:
            # A full disk answers an error although the transaction is there after a restart (feasibility.md).
            raise OutcomeUnknown(f"the commit answered an error ({fault.code}); look before trying again") from fault
        except DriverError as fault:
            raise OutcomeUnknown("the connection was lost at commit; look before trying again") from fault


def _translated(fault: Exception) -> StoreError:
    """Our error for the driver's; codes only, since a message may quote content."""
    code = fault.code if isinstance(fault, Neo4jError) else type(fault).__name__
    if code and ("TransactionTimedOut" in code or "MemoryPool" in code):
        return StoreTimeout("the database stopped the work: it took too long or too much memory")
    if isinstance(fault, AuthError):
        return LoginRefused("the database refuses the login: check user and password file")
    if isinstance(fault, ServiceUnavailable | SessionExpired | TransientError):
        return StoreUnavailable("the database does not answer")
    return StoreError(f"the database refused the work ({code})")


async def answers(uri: str, user: str, password: str) -> bool:
    """True when a server gives a real answer to a read: its port is open before its database is (feasibility.md)."""
    store = Store(uri, user, password)
    try:
        await store.verify()
    except StoreError:
        return False
    finally:
        await store.close()
    return True
