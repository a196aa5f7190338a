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
from graph_model.local.server import LocalNeo4j
from graph_model.migrations import migrate
from graph_model.store import Store
from tests.wipe import probe, raw

PUT = ControlStatement("CREATE (thing:Thing {key: $key, text: $text})")
MIB = 1 << 20


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


async def test_a_full_disk_leaves_the_outcome_unknown_until_a_restart_with_room(jars: Path, tmp_path: Path) -> None:
    with _small(tmp_path / "volume") as is_volume:
        server = LocalNeo4j(tmp_path / "volume" / "home", jars, probe, needed_disk=0)
        endpoint = await asyncio.to_thread(server.start)
        try:
            store = Store(endpoint.uri, endpoint.user, endpoint.password)
            await migrate(store)
            await store.write((PUT, {"key": 0, "text": ""}))
            assert server.process is not None
            _full(tmp_path / "volume", server.process, is_volume)
            outcomes: list[StoreError | None] = []
            for key in range(1, 60):
                try:
                    await store.write((PUT, {"key": key, "text": "x" * 4 * MIB}))
                    outcomes.append(None)
                except StoreError as fault:
                    outcomes.append(fault)
                    break
            assert isinstance(outcomes[-1], OutcomeUnknown)
            with pytest.raises(StoreError):
                await store.verify()
            (tmp_path / "volume" / "filler").unlink(missing_ok=True)
            await asyncio.to_thread(server.stop)
            endpoint = await asyncio.to_thread(server.start)
            again = Store(endpoint.uri, endpoint.user, endpoint.password)
            assert await again.run(PING) == [{"epochs": 1}]
            there = {row["key"] for row in raw(endpoint, "MATCH (t:Thing) RETURN t.key AS key")}
            assert {0, *(key for key, outcome in enumerate(outcomes, 1) if outcome is None)} <= there
            await again.write((PUT, {"key": 1_000, "text": ""}))
            await again.close()
            await store.close()
        finally:
            await asyncio.to_thread(server.stop)
