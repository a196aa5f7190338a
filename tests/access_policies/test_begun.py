"""A process that is killed between a change and its entry leaves the beginning of it on record, and whoever looks is told."""

import asyncio
import multiprocessing
import os
import signal
from datetime import datetime
from pathlib import Path

from typer.testing import CliRunner

from access_policies.audit import AuditLog
from access_policies.audit.disk import Disk
from access_policies.audit.unfinished import unfinished
from access_policies.clock import SetClock
from access_policies.guard import Guard
from cli.audit import app as audit
from graph_model.local.server import Endpoint
from graph_model.store import Store
from tests.access_policies.conftest import Installation
from tests.access_policies.test_administration import asks


class Deadly(Disk):
    """Kills its own process instead of writing that something is done."""

    def write(self, handle: int, data: bytes, at: int) -> None:
        if b'"outcome":"done"' in data:
            os.kill(os.getpid(), signal.SIGKILL)
        super().write(handle, data, at)


def _add_team(endpoint: Endpoint, folder: Path, now: datetime) -> None:
    async def change() -> None:
        store = Store(endpoint.uri, endpoint.user, endpoint.password)
        guard = Guard(store, SetClock(now), AuditLog(folder, disk=Deadly()))
        await guard.administration.directory.add_team(asks("u-fenna"), "POL-REED")

    asyncio.run(change())


async def test_a_change_whose_process_was_killed_before_its_entry_is_told(shared: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "audit" / "killed"
    context = multiprocessing.get_context("forkserver")
    process = context.Process(target=_add_team, args=(shared.endpoint, folder, shared.clock.now()))
    process.start()
    await asyncio.to_thread(process.join)
    assert process.exitcode == -signal.SIGKILL
    assert "POL-REED" in (await shared.guard.directory.records.desk((), everybody=True)).teams
    AuditLog(folder).close()
    (left,) = unfinished(folder)
    assert (left.subject, left.action, left.about) == ("u-fenna", "directory.add_team", ("team:POL-REED",))
    told = await asyncio.to_thread(CliRunner().invoke, audit, ["unfinished", "--folder", str(tmp_path / "audit")])
    assert (told.exit_code, "u-fenna directory.add_team team:POL-REED killed/" in told.output) == (1, True), told.output


async def test_what_was_done_or_refused_or_only_tried_is_not_told(shared: Installation) -> None:
    desk = shared.guard.administration.directory
    assert (await desk.add_team(asks("u-fenna"), "POL-RIET")).done
    assert not (await desk.add_team(asks("u-fenna"), "POL-RIET")).done
    assert (await desk.add_team(asks("u-fenna"), "POL-ROET", dry_run=True)).done
    assert unfinished(shared.audit.folder) == []
