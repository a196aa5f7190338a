"""`backup`: the graph of our own Neo4j in a folder, with where the audit logs stood. Of secrets and logs it holds nothing."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.settings import Settings, settings
from graph_model.local.errors import SetupError
from graph_model.local.private import sync


def backup(
    folder: Annotated[Path, typer.Argument(help="Folder that is made; it must not be there.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write the graph of a stopped installation to a folder, whole or not at all."""
    from cli.progress import waiting
    from cli.restored import refuse_waiting
    from cli.running import Running

    chosen = settings()
    require_own(chosen)
    if not (chosen.home / "profile").is_file():
        raise SetupError(f"{chosen.home} is no installation: nothing to back up")
    with Running(chosen).standing_still():
        refuse_waiting(chosen.home)
        with _whole(folder) as fresh, waiting("dumping the graph"):
            digest = _fill(fresh, chosen)
    told = {"folder": str(folder), "backup": digest}
    typer.echo(json.dumps(told) if as_json else f"{folder}: backup {digest}")


def require_own(chosen: Settings) -> None:
    """Raise SetupError where there is no Neo4j of our own to speak of."""
    if chosen.neo4j_uri:
        raise SetupError("KRING_NEO4J_URI names another Neo4j, which is backed up and restored by its own means")


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """A folder to fill, which gets its name when it is filled and is gone when it is not. Raises SetupError."""
    if folder.exists():
        raise SetupError(f"{folder} is there already: name another folder")
    fresh = folder.absolute().with_name(f"{folder.name}.{os.getpid()}.new")
    try:
        fresh.mkdir(mode=0o700)
        yield fresh
        for path in (*fresh.iterdir(), fresh):
            sync(path)
        fresh.rename(folder)
        sync(folder.absolute().parent)
    except OSError as fault:
        raise SetupError(f"{folder} cannot be written: {fault.strerror}") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _fill(fresh: Path, chosen: Settings) -> str:
    """Dump, heads, manifest, and the entry that names it; what names the backup."""
    from access_policies.audit import Kind
    from access_policies.audit.since import heads
    from cli.audit import enter
    from cli.database import Database, fetched_jars
    from cli.manifest import NAME, Manifest, described
    from cli.version import versions
    from graph_model.local.dump import DUMP, dump
    from graph_model.local.private import write_private

    fetched_jars(chosen)
    dump(Database(chosen).own, fresh)
    (fresh / DUMP).chmod(0o600)
    logs = audit_of(chosen)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    profile = (chosen.home / "profile").read_text(encoding="utf-8")
    manifest = Manifest(profile, at, versions()["neo4j"], described([fresh / DUMP]), heads(logs))
    write_private(fresh / NAME, manifest.render())
    enter(logs, "backup", {"backup": manifest.digest}, Kind.RECOVERY)
    return manifest.digest


def audit_of(chosen: Settings) -> Path:
    """Where the audit logs of an installation are."""
    return chosen.audit_dir or chosen.home / "audit"
