"""A database that can write no more: the commit's outcome is unknown, readiness says so, and a restart with room heals."""

import asyncio
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from graph_model.cypher.control import PING
from graph_model.cypher.statement_text import ControlStatement
from graph_model.errors import OutcomeUnknown, StoreError
from graph_model.local.errors import SetupError
from graph_model.local.server import LocalNeo4j
from graph_model.migrations import migrate
from graph_model.store import Store
from tests.wipe import probe, raw

PUT = ControlStatement("CREATE (thing:Thing {key: $key, text: $text})")
MIB = 1 << 20
CUT = "internal.dbms.tx_log.fail_on_corrupted_log_files=false"
"""What operate.md says to start with once, when a large write was torn: it cuts off what was never acknowledged."""


@contextmanager
def _small(folder: Path) -> Iterator[bool]:
    """A volume of 80 MiB at the folder where this machine lets us mount one; else False."""
    folder.mkdir()
    mounted = (
        os.geteuid() == 0
        and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", folder], check=False).returncode == 0
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", folder], check=True)


def _full(folder: Path, process: psutil.Process, is_volume: bool) -> None:
    """No more room: the volume is filled up, or the process may not let any file grow."""
    if not is_volume:
        log = max((folder / "home/data/transactions/neo4j").iterdir(), key=lambda path: path.stat().st_size)
        process.rlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, log.stat().st_size))
        return
    with (folder / "filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError:
            pass


async def _write_until_refused(store: Store, size: int) -> list[int]:
    """Keys of the writes that were acknowledged before the first that was not, which must be of an unknown outcome."""
    for key in range(1, 3_000):
        try:
            await store.write((PUT, {"key": key, "text": "x" * size}))
        except OutcomeUnknown:
            with pytest.raises(StoreError):
                await store.verify()
            return list(range(1, key))
    raise AssertionError("the disk was never full")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("size", [1_000, 4 * MIB])
async def test_a_full_disk_leaves_the_outcome_unknown_and_loses_nothing(jars: Path, tmp_path: Path, size: int) -> None:
    """Whether the log ends in a torn write depends on where in a page the disk was full; then it is cut as the how-to says."""
    with _small(tmp_path / "volume") as is_volume:
        home = tmp_path / "volume" / "home"
        server = LocalNeo4j(home, jars, probe, needed_disk=0)
        endpoint = await asyncio.to_thread(server.start)
        try:
            store = Store(endpoint.uri, endpoint.user, endpoint.password)
            await migrate(store)
            await store.write((PUT, {"key": 0, "text": ""}))
            assert server.process is not None
            _full(tmp_path / "volume", server.process, is_volume)
            kept = await _write_until_refused(store, size)
            (tmp_path / "volume" / "filler").unlink(missing_ok=True)
            await asyncio.to_thread(server.stop)
            try:
                endpoint = await asyncio.to_thread(server.start)
            except SetupError as fault:
                if "torn write, as after a full disk" not in str(fault):
                    raise
                server = LocalNeo4j(home, jars, probe, needed_disk=0, settings=(CUT,))
                endpoint = await asyncio.to_thread(server.start)
            again = Store(endpoint.uri, endpoint.user, endpoint.password)
            assert await again.run(PING) == [{"epochs": 1}]
            assert {0, *kept} <= {row["key"] for row in raw(endpoint, "MATCH (t:Thing) RETURN t.key AS key")}
            await again.write((PUT, {"key": 5_000, "text": ""}))
            await again.close()
            await store.close()
        finally:
            await asyncio.to_thread(server.stop)
