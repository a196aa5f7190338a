"""A process that is killed between a change and its entry leaves the beginning of it on record, and whoever looks is told."""

import asyncio
import multiprocessing
import os
import signal
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from access_policies.audit import AuditLog
from access_policies.audit.changes import unfinished
from access_policies.audit.disk import Disk
from access_policies.clock import SetClock
from access_policies.errors import AuditUnavailable
from access_policies.guard import Asked, Guard
from access_policies.guard.following.webhook import Wanted
from cli.audit import app as audit
from graph_model.intake.contribution import Contribution, OfferedNode, OfferedRelease
from graph_model.local.server import Endpoint
from graph_model.store import Store
from tests.access_policies.audit.disks import FailingDisk
from tests.access_policies.conftest import Installation
from tests.access_policies.test_administration import asks
from tests.wipe import raw

EVERYTHING = "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties ORDER BY id"


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


async def test_what_cannot_be_put_on_record_is_not_made(installation: Installation, tmp_path: Path) -> None:
    """Of each kind of change one: of the policies, of a sanitised version, of records, of webhooks each."""
    ids, saar = installation.world.ids, Asked("u-saar", "THREAT_ASSESSMENT", "test")
    marking = replace(next(node.marking for node in installation.world.nodes if node.id == ids["R-r22.POL"]), level="NONE")
    line = OfferedRelease("Report", ids["R-r22.POL"], {"kind": "TIP", "text": "A line."}, marking)
    proposal = Contribution("test", releases=(line,))
    (made,) = (await installation.guard.intake.contribute(saar, proposal, "proposal")).effects.releases
    wanted = Wanted("https://hooks.example/", "CHANGES", "THREAT_ASSESSMENT", None)
    kept = (await installation.guard.webhooks.register(saar, wanted, "kept", lambda *_: True, lambda *_: ("", ""))).value
    assert kept is not None
    disk = FailingDisk()
    guard = Guard(installation.store, installation.clock, AuditLog(tmp_path / "audit" / "failing", disk=disk))
    await guard.reading.seen(saar, [ids["R-r22.POL"]])
    disk.fails_at = "sync"
    before = raw(installation.endpoint, EVERYTHING)
    for change in (
        guard.administration.directory.add_team(asks("u-fenna"), "POL-REED"),
        guard.releases.refuse(asks("u-fenna"), made.id),
        guard.intake.contribute(saar, replace(proposal, releases=(), nodes=(OfferedNode("Person", "A", {}, marking),)), "record"),
        guard.webhooks.register(saar, wanted, "hook", lambda *_: True, lambda *_: ("", "")),
        guard.webhooks.resume(saar, kept.webhook.id),
        guard.webhooks.delete(saar, kept.webhook.id),
    ):
        with pytest.raises(AuditUnavailable):
            await change
    assert raw(installation.endpoint, EVERYTHING) == before
