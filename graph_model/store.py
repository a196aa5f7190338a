"""The store: the only importer of the driver. Constants and checked reads go in, plain values come out.

Every read is one statement with one record; reads are tried again a bounded number of times within one deadline, writes
never are: a commit that was cut off is reported as an unknown outcome, and whoever wrote looks before trying again
(feasibility.md). What a store wrote, its later reads see, on whichever member of a cluster they are answered (bookmarks).
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncSession,
    AsyncTransaction,
    NotificationMinimumSeverity,
    Query,
    TrustCustomCAs,
)
from neo4j.exceptions import (
    AuthError,
    ConnectionAcquisitionTimeoutError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph_model.cypher.checker import check
from graph_model.cypher.control import ENTER_GATE, LOCK_SCHEMA, PING
from graph_model.cypher.statement_text import ControlStatement
from graph_model.errors import LoginRefused, OutcomeUnknown, StoreBusy, StoreError, StoreTimeout, StoreUnavailable
from graph_model.tracing import span

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # else the driver writes on stderr where nobody set up logs

READ_TRIES = 3
ALTER_TRIES = 20
DEADLINE = 5.0
"""Seconds that one call may take, all its tries together, after which it is given up (reliability.md 2.2)."""
WRITE_DEADLINE = 60.0
FIRST_DEADLINE = 30.0
"""The first question to a server that has just started compiles everything: on a busy machine it takes this long."""
CLOSING = 1.0
"""Seconds more for giving a connection back after a deadline."""
POOL = 50
MOVES_EPOCH = "epoch.value = epoch.value + "
"""What stands in every statement that does."""
LOGIN_PAUSE = 10.0
"""Seconds without another login after one was refused: three wrong ones lock the account for all (feasibility.md)."""


def _driver(uri: str, user: str, password: str, ca_file: Path | None) -> AsyncDriver:
    """A driver. A CA of one's own and the `+s` schemes exclude each other in it, so the scheme is taken apart."""
    trust: dict[str, Any] = {}
    if ca_file is not None:
        uri = uri.replace("+s://", "://", 1)
        trust = {"encrypted": True, "trusted_certificates": TrustCustomCAs(str(ca_file))}
    return AsyncGraphDatabase.driver(
        uri,
        auth=(user, password),
        max_connection_pool_size=POOL,
        connection_acquisition_timeout=2.0,
        connection_timeout=2.0,
        liveness_check_timeout=2.0,  # a server that was restarted leaves dead connections behind
        max_transaction_retry_time=DEADLINE,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        **trust,
    )


class Store:
    """One Neo4j database, reached with one login."""

    def __init__(self, uri: str, user: str, password: str, database: str = "neo4j", *, ca_file: Path | None = None) -> None:
        try:
            self._driver = _driver(uri, user, password, ca_file)
        except (DriverError, ValueError, OSError) as fault:
            raise StoreError(f"no database can be reached like this ({type(fault).__name__}): check address and CA file") from None
        self._database = database
        self._bookmarks = AsyncGraphDatabase.bookmark_manager()
        self._refused_until = 0.0

    def _session(self, access: str = WRITE_ACCESS) -> AsyncSession:
        return self._driver.session(database=self._database, default_access_mode=access, bookmark_manager=self._bookmarks)

    async def close(self) -> None:
        """Give all connections back."""
        await self._driver.close()

    async def verify(self, within: float = DEADLINE) -> None:
        """A real read: after a full disk the server says it is online and answers nothing. Raises StoreError."""
        await self._try_read(PING, {}, within)

    async def read(self, text: str, parameters: dict[str, Any]) -> tuple[int, list[Any]]:
        """Run a built read: (policy epoch it saw, the rows of each root field).

        Raises UnsafeStatement when a variable lacks its predicate, StoreUnavailable, StoreTimeout or StoreError.
        """
        check(text)
        rows = await self._try_read(text, parameters, DEADLINE)
        if len(rows) != 1:
            raise StoreError("a read gave no single record: the store holds no policy epoch")
        return rows[0]["epoch"], rows[0]["data"]

    async def run(self, statement: ControlStatement, **parameters: Any) -> list[dict[str, Any]]:
        """Read control data with a constant statement; one map a row."""
        return await self._try_read(statement, parameters, DEADLINE)

    async def settled(self, statement: ControlStatement, **parameters: Any) -> list[dict[str, Any]]:
        """As `run`, with a statement that takes a lock first, and so waits for commits that are under way. It changes nothing."""
        return await self._try_read(statement, parameters, DEADLINE, WRITE_ACCESS)

    async def _try_read(
        self, text: str, parameters: dict[str, Any], within: float, access: str = READ_ACCESS
    ) -> list[dict[str, Any]]:
        async with self._guarded(within):
            for left in reversed(range(READ_TRIES)):
                try:
                    return await self._read_once(text, parameters, within, access)
                except (Neo4jError, DriverError) as fault:
                    if not left or not _may_pass(_translated(fault)):
                        raise
                    await asyncio.sleep(0.05)
        raise AssertionError("the loop above returns or raises")

    async def _read_once(self, text: str, parameters: dict[str, Any], within: float, access: str) -> list[dict[str, Any]]:
        async with self._session(access) as session:
            result = await session.run(Query(text, timeout=within), parameters)
            return [dict(record) async for record in result]

    async def write(
        self, *steps: tuple[ControlStatement, dict[str, Any]], within: float = WRITE_DEADLINE
    ) -> list[list[dict[str, Any]]]:
        """Run constants in one transaction; the rows of each.

        Raises OutcomeUnknown when the commit was not confirmed, else StoreError with nothing written.
        """
        async with self.transaction(within) as work:
            return [await work.run(text, parameters) for text, parameters in steps]

    @asynccontextmanager
    async def transaction(self, within: float = WRITE_DEADLINE, at_gate: bool = True) -> AsyncIterator["Work"]:
        """One transaction: committed when the block ends, undone when it raises.

        One that moves the epoch commits `at_gate`, so that nobody reads policies while it takes effect; unless another holds the
        gate for it. Raises OutcomeUnknown when the commit was not confirmed, else StoreError with nothing written.
        """
        end = asyncio.get_running_loop().time() + within
        async with self._guarded(within + CLOSING):
            async with self._session() as session:
                async with await session.begin_transaction(timeout=within) as begun:
                    work = Work(begun)
                    async with asyncio.timeout_at(end):
                        yield work
                        if at_gate and work.moves_epoch:
                            await work.run(ENTER_GATE, {})
                    await _commit(begun, end)

    async def alter(self, statement: ControlStatement) -> None:
        """Change the schema: constraints and indexes run outside a transaction with data.

        Two that make the same constraint at once can end in a deadlock, so it is tried again: such statements are repeatable.
        """
        async with self._guarded(WRITE_DEADLINE):
            for left in reversed(range(ALTER_TRIES)):
                try:
                    async with self._session() as session:
                        await (await session.run(statement)).consume()
                    return
                except TransientError:
                    if not left:
                        raise
                    await asyncio.sleep(0.1)

    @asynccontextmanager
    async def one_migrator(self) -> AsyncIterator[None]:
        """Be the only one that migrates; others wait. The lock is a transaction, so it ends with whoever holds it."""
        async with self._session() as session:
            async with self._guarded(WRITE_DEADLINE):
                work = await session.begin_transaction(timeout=2 * WRITE_DEADLINE)
                await (await work.run(LOCK_SCHEMA)).consume()
            try:
                yield
            finally:
                async with self._guarded(WRITE_DEADLINE):
                    await work.close()

    @asynccontextmanager
    async def _guarded(self, seconds: float) -> AsyncIterator[None]:
        """A deadline, and our errors for the driver's."""
        if time.monotonic() < self._refused_until:
            raise LoginRefused("the database refused the login a moment ago: check user and password file")
        try:
            with span("store"):
                async with asyncio.timeout(seconds):
                    yield
        except TimeoutError as fault:
            raise StoreTimeout(f"the database did not answer in {seconds:g} s") from fault
        except (Neo4jError, DriverError) as fault:
            ours = _translated(fault)
            if isinstance(ours, LoginRefused):
                self._refused_until = time.monotonic() + LOGIN_PAUSE
            raise ours from fault


class Work:
    """A transaction that has begun. Only constants run in it."""

    def __init__(self, begun: AsyncTransaction) -> None:
        self._begun, self.moves_epoch = begun, False

    async def run(self, statement: ControlStatement, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows of one constant statement."""
        self.moves_epoch |= MOVES_EPOCH in statement
        return [dict(record) async for record in await self._begun.run(statement, parameters)]


def _may_pass(fault: StoreError) -> bool:
    """True when another try of a read may find a database that answers, and does no harm."""
    return isinstance(fault, StoreUnavailable) and not isinstance(fault, LoginRefused | StoreBusy)


async def _commit(work: AsyncTransaction, end: float) -> None:
    """Commit. Whatever goes wrong from here on leaves the outcome unknown, a deadline that passes too.

    A full disk answers an error although the transaction is there after a restart (feasibility.md).
    """
    try:
        async with asyncio.timeout_at(end):
            await work.commit()
    except (TimeoutError, Neo4jError, DriverError) as fault:
        name = fault.code if isinstance(fault, Neo4jError) else type(fault).__name__
        raise OutcomeUnknown(f"the commit was not confirmed ({name}): look before trying again") from fault


_LIMITS = ("TransactionTimedOut", "MemoryPool", "OutOfMemory", "StackOverFlow", "LockClientStopped", "Terminated")


def _translated(fault: Exception) -> StoreError:
    """Our error for the driver's; by code and kind only, since a message of the server may quote content."""
    code = (fault.code if isinstance(fault, Neo4jError) else None) or type(fault).__name__
    if any(limit in code for limit in _LIMITS):
        return StoreTimeout("the database stopped the work: it took too long or too much memory")
    if isinstance(fault, AuthError) or "AuthenticationRateLimit" in code:
        return LoginRefused("the database refuses the login: check user and password file")
    if isinstance(fault, ConnectionAcquisitionTimeoutError):
        return StoreBusy("all connections to the database are in use")
    if isinstance(fault, ServiceUnavailable | SessionExpired | TransientError):
        return StoreUnavailable("the database does not answer")
    if code.startswith("Neo.DatabaseError"):
        return StoreUnavailable(f"the database cannot work ({code}): look at its log and at its disk")
    return StoreError(f"the database refused the work ({code})")


async def answers(uri: str, user: str, password: str, ca_file: Path | None = None) -> bool:
    """True when a server gives a real answer to a read: its port is open before its database is (feasibility.md).

    Raises LoginRefused: waiting does not help then, and asking again locks the account.
    """
    store = Store(uri, user, password, ca_file=ca_file)
    try:
        await store.verify(FIRST_DEADLINE)
    except LoginRefused:
        raise
    except StoreError:
        return False
    finally:
        await store.close()
    return True
