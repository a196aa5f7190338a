"""`restore`: a backup put in the place of our own Neo4j's graph, whole or not at all, and served only when the record allows it.

A graph older than the record brings back grants that were revoked, records that were withdrawn, people who were dismissed.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cli.backup import audit_of, require_own
from cli.restored import Restored, finish, forget, restored
from cli.settings import Settings, settings
from graph_model.local.errors import SetupError

if TYPE_CHECKING:
    from cli.manifest import Manifest

WAITS, USAGE = 1, 2
LONGEST_REASON = 500
WAITING = 'kring: the graph is older than the record, and not served: ./kring restore --accept "REASON" lets it be'


def restore(
    folder: Annotated[Path | None, typer.Argument(help="A backup; without one, what waits to be accepted is listed.")] = None,
    verify: Annotated[bool, typer.Option("--verify", help="Check the backup and the logs, and touch nothing.")] = False,
    accept: Annotated[str | None, typer.Option(metavar="REASON", help="Let what waits be served, and say why.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Put a backup in place of the graph of a stopped installation; exit code 1 while it waits to be accepted."""
    if accept is not None and (folder or verify or not 0 < len(accept.strip()) <= LONGEST_REASON):
        _misused(f"--accept stands alone, with a reason of at most {LONGEST_REASON} characters")
    if verify and not folder:
        _misused("--verify needs the folder of a backup")
    chosen = settings()
    if accept is not None:
        _accept(chosen, accept.strip())
    elif folder is None:
        _list(chosen, as_json)
    elif verify:
        _verify(chosen, folder, as_json)
    else:
        _restore(chosen, folder, as_json)


def _misused(message: str) -> NoReturn:
    typer.echo(f"kring: {message}", err=True)
    raise typer.Exit(USAGE)


def _verify(chosen: Settings, folder: Path, as_json: bool) -> None:
    """Only how many changes there are: what they are is read on record."""
    from access_policies.audit.since import since

    manifest = _whole(chosen, folder)
    after = since(audit_of(chosen), manifest.logs, manifest.digest)
    told = {"backup": manifest.digest, "at": manifest.at, "changes": len(after.changes), "doubts": list(after.doubts)}
    plain = [f"{folder}: whole, of {manifest.at}", *_doubted(after.doubts), f"{len(after.changes)} changes on record after it"]
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(plain))
    raise typer.Exit(WAITS if after.doubts else 0)


def _whole(chosen: Settings, folder: Path) -> "Manifest":
    """The manifest of a backup that is whole and of this profile. Raises SetupError."""
    from cli.manifest import verified
    from cli.version import versions

    manifest = verified(folder, versions()["neo4j"])
    if manifest.profile != chosen.profile:
        raise SetupError(f"the backup is of a {manifest.profile} installation, this one is {chosen.profile}")
    return manifest


def _restore(chosen: Settings, folder: Path, as_json: bool) -> None:
    from access_policies.audit.since import since
    from cli.home import settle
    from cli.running import Running

    require_own(chosen)
    manifest = _whole(chosen, folder)
    settle(chosen.home, chosen.profile)
    with Running(chosen).standing_still():
        waited = finish(chosen.home)
        after = since(audit_of(chosen), manifest.logs, manifest.digest)
        _load(chosen, folder, manifest.digest)
        changes = tuple(asdict(one) for one in after.changes)
        Restored(manifest.digest, changes, after.doubts, keeps=waited is None).note(chosen.home)
        waits = finish(chosen.home)
    _show(waits, as_json)


def _load(chosen: Settings, folder: Path, digest: str) -> None:
    """A whole store beside the one that is there. Raises SetupError, with nothing left of it but why."""
    from access_policies.audit import Kind
    from cli.audit import enter
    from cli.database import Database, fetched_jars
    from cli.progress import waiting
    from graph_model.local.dump import load

    fetched_jars(chosen)
    enter(audit_of(chosen), "restore", {"backup": digest}, Kind.RECOVERY)
    beside = Database(chosen).beside
    beside.stop()  # what a restore left at work that was killed
    shutil.rmtree(beside.home, ignore_errors=True)
    try:
        with waiting("loading the graph"):
            load(beside, folder.absolute())
    except BaseException:
        shutil.rmtree(beside.home / "data", ignore_errors=True)
        raise


def _list(chosen: Settings, as_json: bool) -> None:
    from access_policies.audit import Kind
    from cli.audit import enter

    found = restored(chosen.home)
    if found is None:
        raise SetupError("nothing waits to be accepted")
    enter(audit_of(chosen), "restore.list", {"backup": found.backup}, Kind.AUDIT_VIEW)
    _show(found, as_json)


def _show(found: Restored | None, as_json: bool) -> None:
    """What waits, or that nothing does. Ends the command with 1 when it is not served."""
    changes, doubts = (found.changes, found.doubts) if found else ((), ())
    if as_json:
        typer.echo(json.dumps({"waits": bool(found), "changes": changes, "doubts": doubts}, ensure_ascii=False))
    else:
        for one in changes:
            place = f"{one['log']}/{one['index']}"
            typer.echo(f"{one['at']} {one['subject']} {one['action']} {' '.join(one['about'])} {one['outcome']} {place}")
        for line in _doubted(doubts):
            typer.echo(line)
        typer.echo(WAITING if found else "nothing is on record after the backup: it may be served", err=bool(found))
    raise typer.Exit(WAITS if found else 0)


def _doubted(doubts: Iterable[str]) -> list[str]:
    return [f"there may be more: {one}" for one in doubts]


def _accept(chosen: Settings, reason: str) -> None:
    from access_policies.audit import Kind
    from cli.audit import enter
    from cli.running import Running

    if restored(chosen.home) is None:
        raise SetupError("nothing waits to be accepted")
    with Running(chosen).standing_still():
        waits = finish(chosen.home)
        if waits is None:
            raise SetupError("nothing waits to be accepted")
        numbers = {"changes": len(waits.changes), "doubts": list(waits.doubts)}
        enter(audit_of(chosen), "restore.accept", {"backup": waits.backup, "reason": reason} | numbers, Kind.RECOVERY)
        forget(chosen.home)
    typer.echo(f"accepted: {len(waits.changes)} changes after the backup are not in the graph")
