"""`migrate status` and `migrate up`: where the store's schema stands, and bringing it up to this version."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from cli.database import Database, store_of
from cli.production import faults
from cli.settings import Settings, settings
from graph_model.installation import claim, finish, installation
from graph_model.local.errors import SetupError
from graph_model.migrations import MIGRATIONS, MigrationStatus, migrate, status
from graph_model.store import Store

app = typer.Typer(no_args_is_help=True, help=__doc__)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
PENDING = 1
"""Exit code of `status` and of a dry run when something is to be done."""


@app.command(name="status")
def show_status(as_json: AsJson = False) -> None:
    """Say which migrations the store has and which are to come."""
    found = asyncio.run(_over_store(settings(), status))
    _show(found, as_json)
    raise typer.Exit(0 if found.is_current else PENDING)


@app.command()
def up(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and do nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the store up to this version. Repeated or run by two at once, it has one effect."""
    if dry_run:
        return show_status(as_json)
    chosen = settings()
    if chosen.profile == "production" and (wrong := list(faults(chosen))):
        raise SetupError("; ".join(wrong))
    before = asyncio.run(_over_store(chosen, status))
    after = asyncio.run(_over_store(chosen, _for_production if chosen.profile == "production" else migrate))
    _show(after, as_json, applied=range(before.current + 1, after.current + 1))
    return None


async def _for_production(store: Store) -> MigrationStatus:
    """Migrate, and claim the store for production where nobody has."""
    found = await migrate(store)
    if await installation(store) is None:
        await claim(store, "production", "migrate up")
        await finish(store)
    return found


async def _over_store(chosen: Settings, work: Callable[[Store], Awaitable[MigrationStatus]]) -> MigrationStatus:
    store = store_of(Database(chosen).find())
    try:
        return await work(store)
    finally:
        await store.close()


def _show(found: MigrationStatus, as_json: bool, applied: range = range(0)) -> None:
    pending = [{"number": number, "name": name} for number, name, _ in MIGRATIONS if number > found.current]
    if as_json:
        answer = {"current": found.current, "latest": found.latest, "applied": list(applied), "pending": pending}
        typer.echo(json.dumps(answer))
        return
    typer.echo(f"the store has schema {found.current}; this version knows {found.latest}")
    for number, name, _ in MIGRATIONS:
        state = "applied now" if number in applied else "applied" if number <= found.current else "to come"
        typer.echo(f"  {number:04} {name}: {state}")
