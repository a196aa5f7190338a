"""A database that dies, hangs, is full or out of reach: an honest error in good time, and work again when it is back."""

import asyncio
import os
import random
import signal

import pytest

from graph_model.cypher.control import PING
from graph_model.cypher.statement_text import ControlStatement
from graph_model.errors import LoginRefused, OutcomeUnknown, StoreBusy, StoreError, StoreTimeout, StoreUnavailable
from graph_model.store import DEADLINE, POOL, Store
from tests.faults.conftest import Victim
from tests.faults.proxy import COMMIT, proxied
from tests.wipe import raw

PUT = ControlStatement("MERGE (thing:Thing {key: $key}) RETURN thing.key AS key")
COUNT = ControlStatement("MATCH (thing:Thing) RETURN count(thing) AS things")
LONG = ControlStatement("UNWIND range(1, 100000000000) AS x WITH x WHERE x < 0 RETURN count(x) AS n")
GREEDY = ControlStatement("UNWIND range(1, 20000000) AS x WITH collect(toString(x)) AS xs RETURN size(xs) AS n")
HANG = 4 * DEADLINE
"""Seconds after which a call is held to hang for ever."""


async def _settled(victim: Victim) -> None:
    """Wait until the server runs nothing but our own look at it."""
    while len(raw(victim.endpoint, "SHOW TRANSACTIONS YIELD currentQuery AS q RETURN q")) > 1:
        await asyncio.sleep(0.2)


def _things(victim: Victim) -> int:
    return int(raw(victim.endpoint, "MATCH (t:Thing) RETURN count(t) AS n")[0]["n"])


async def test_a_database_killed_in_mid_query_is_unavailable_and_the_store_recovers_by_itself(
    victim: Victim, fault_store: Store
) -> None:
    reads = [asyncio.create_task(fault_store.run(LONG)) for _ in range(3)]
    await asyncio.sleep(1)
    process = victim.server.process
    assert process is not None
    process.kill()
    async with asyncio.timeout(HANG):
        outcomes = await asyncio.gather(*reads, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} <= {StoreUnavailable, StoreTimeout}
    with pytest.raises(StoreUnavailable):
        await fault_store.run(PING)
    await asyncio.to_thread(victim.back)
    assert await fault_store.run(PING) == [{"epochs": 1}]
    assert await fault_store.write((PUT, {"key": 1})) == [[{"key": 1}]]


async def test_connections_left_from_before_a_restart_harm_no_read_and_no_write(victim: Victim, fault_store: Store) -> None:
    await asyncio.gather(*(fault_store.run(PING) for _ in range(20)))
    await asyncio.to_thread(victim.server.stop)
    await asyncio.to_thread(victim.back)
    await fault_store.write((PUT, {"key": 1}))
    await asyncio.gather(*(fault_store.run(PING) for _ in range(20)))


async def test_a_database_that_hangs_is_given_up_and_leaves_the_pool_clean(victim: Victim, fault_store: Store) -> None:
    process = victim.server.process
    assert process is not None
    await asyncio.gather(*(fault_store.run(PING) for _ in range(POOL)))
    process.send_signal(signal.SIGSTOP)
    try:
        async with asyncio.timeout(HANG):
            calls = [*(fault_store.run(PING) for _ in range(POOL + 10)), fault_store.write((PUT, {"key": 1}), within=DEADLINE)]
            outcomes = await asyncio.gather(*calls, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} <= {StoreTimeout, StoreBusy, StoreUnavailable}
    finally:
        process.send_signal(signal.SIGCONT)
    await asyncio.gather(*(fault_store.run(PING) for _ in range(POOL)))
    assert fault_store._driver._pool.in_use_connection_count(next(iter(fault_store._driver._pool.connections))) == 0


async def test_a_pool_that_is_exhausted_says_so_and_recovers(victim: Victim, fault_store: Store) -> None:
    await fault_store.write((PUT, {"key": 0}))
    holder = victim.store()
    lock = ControlStatement("MATCH (thing:Thing {key: 0}) SET thing.held = true")
    async with holder.one_migrator():
        wait = ControlStatement("MERGE (lock:SchemaLock {number: 1}) SET lock.waited = true")
        writes = [asyncio.create_task(fault_store.write((wait, {}))) for _ in range(POOL)]
        await asyncio.sleep(1)
        with pytest.raises(StoreBusy):
            await fault_store.run(PING)
    await asyncio.gather(*writes)
    assert await fault_store.run(PING) == [{"epochs": 1}]
    await fault_store.write((lock, {}))
    await holder.close()


@pytest.mark.parametrize("statement", [LONG, GREEDY])
async def test_work_over_a_limit_is_an_ordinary_answer_and_goes_on_nowhere(
    victim: Victim, fault_store: Store, statement: ControlStatement
) -> None:
    with pytest.raises(StoreTimeout):
        await fault_store.run(statement)
    assert await fault_store.run(PING) == [{"epochs": 1}]
    await _settled(victim)


@pytest.mark.parametrize(("deliver", "things"), [(False, 0), (True, 1)])
async def test_a_connection_lost_at_commit_is_an_unknown_outcome(
    victim: Victim, fault_store: Store, deliver: bool, things: int
) -> None:
    async with proxied(victim.endpoint.uri) as proxy:
        store = victim.store(proxy.uri)
        proxy.cut_on, proxy.deliver = COMMIT, deliver
        with pytest.raises(OutcomeUnknown):
            await store.write((PUT, {"key": 1}))
        proxy.cut_on = None
        await _settled(victim)
        assert await store.run(COUNT) == [{"things": things}]
        await store.write((PUT, {"key": 1}))
        assert _things(victim) == 1
        await store.close()


async def test_of_writes_cut_at_any_byte_none_is_lost_none_doubled_and_none_called_failed_that_is_there(
    victim: Victim, fault_store: Store
) -> None:
    async with proxied(victim.endpoint.uri) as proxy:
        whole = victim.store(proxy.uri)
        await whole.write((PUT, {"key": -1}))
        await whole.close()
        length = proxy.passed
        draw = random.Random(os.environ.get("PYTEST_SEED"))
        outcomes: dict[int, str] = {}
        for key in range(40):
            proxy.passed, proxy.cut_at = 0, draw.randrange(int(length * 1.3))
            store = victim.store(proxy.uri)
            try:
                await store.write((PUT, {"key": key}))
                outcomes[key] = "done"
            except OutcomeUnknown:
                outcomes[key] = "unknown"
            except StoreError:
                outcomes[key] = "failed"
            await store.close()
    await _settled(victim)
    there = [row["key"] for row in raw(victim.endpoint, "MATCH (t:Thing) RETURN t.key AS key")]
    assert len(there) == len(set(there))
    assert {key for key, outcome in outcomes.items() if outcome == "done"} <= set(there)
    assert not {key for key, outcome in outcomes.items() if outcome == "failed"} & set(there)
    assert {"failed", "done"} <= set(outcomes.values())


async def test_a_refused_login_is_not_tried_again_at_once(victim: Victim, fault_store: Store) -> None:
    async with proxied(victim.endpoint.uri) as proxy:
        store = Store(proxy.uri, victim.endpoint.user, "not the password")
        for _ in range(10):
            with pytest.raises(LoginRefused):
                await store.run(PING)
        await store.close()
        assert proxy.sent.count(b"not the password") == 1
    assert await fault_store.run(PING) == [{"epochs": 1}]


async def test_what_a_store_wrote_its_later_reads_wait_for(victim: Victim, fault_store: Store) -> None:
    async with proxied(victim.endpoint.uri) as proxy:
        store = victim.store(proxy.uri)
        await store.write((PUT, {"key": 1}))
        (bookmark,) = await store._bookmarks.get_bookmarks()
        proxy.sent = b""
        await store.run(COUNT)
        assert bookmark.encode() in proxy.sent
        await store.close()


@pytest.mark.parametrize("uri", ["bolt://127.0.0.1:1", "bolt://nowhere.invalid:7687", "neo4j://127.0.0.1:1"])
async def test_a_server_out_of_reach_is_unavailable(uri: str) -> None:
    store = Store(uri, "neo4j", "x")
    async with asyncio.timeout(HANG):
        with pytest.raises(StoreUnavailable):
            await store.run(PING)
        with pytest.raises(StoreUnavailable):
            await store.write((PUT, {"key": 1}))
    await store.close()
