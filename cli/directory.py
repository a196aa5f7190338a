"""`directory`: who takes part and with what; changed by administrators of the right organisation, every version kept."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from access_policies.guard import Asked, Guard
from access_policies.guard.desks import ADMINISTRATION
from access_policies.guard.directory_rulings import UserChange
from access_policies.guard.outcome import Outcome
from access_policies.policy_records import Record
from access_policies.register import User
from cli.grants import As, Dry, Json
from cli.office import BAD_INPUT, ask, give_up, instant, print_json, require_done

app = typer.Typer(no_args_is_help=True, help=__doc__)
Many = Annotated[list[str] | None, typer.Option(help="May be repeated.")]


@app.command()
def show(user: As, as_json: Json = False) -> None:
    """Show the organisations, and your own people with the version of each record."""
    seen = require_done(ask(user, ADMINISTRATION, lambda guard, asked: guard.administration.directory.show(asked)), as_json)
    if as_json:
        print_json(seen)
        return
    table = Table("user", "organisation", "roles", "teams", "clearances", "version")
    for one in seen.users:
        cleared = " ".join(f"{scheme}:{level}" for scheme, level in one.clearances)
        table.add_row(one.key, one.organisation, " ".join(one.roles), " ".join(one.teams), cleared, seen.versions[one.key])
    Console(width=160).print(table)


@app.command()
def history(record: str, user: As, as_json: Json = False) -> None:
    """Show every version of a record: user:KEY, team:CODE or organisation:CODE."""
    found = require_done(
        ask(user, ADMINISTRATION, lambda guard, asked: guard.administration.directory.history(asked, record)), as_json
    )
    if as_json:
        print_json(found)
        return
    for version in found:
        typer.echo(
            f"{version['since'] or 'from the start'} to {version['until'] or 'now'} by {version['by'] or '-'}: {version['parts']}"
        )


@app.command("add-organisation")
def add_organisation(code: str, name: str, recipient: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Let an organisation take part."""
    _change(
        user, as_json, lambda guard, asked: guard.administration.directory.add_organisation(asked, code, name, recipient, dry_run)
    )


@app.command("end-organisation")
def end_organisation(code: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """End an organisation's part."""
    _change(user, as_json, lambda guard, asked: guard.administration.directory.end_organisation(asked, code, dry_run))


@app.command("add-compartment")
def add_compartment(code: str, keeper: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Name the organisation that keeps a compartment."""
    _change(user, as_json, lambda guard, asked: guard.administration.directory.add_compartment(asked, code, keeper, dry_run))


@app.command("add-team")
def add_team(code: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Make a team of your organisation."""
    _change(user, as_json, lambda guard, asked: guard.administration.directory.add_team(asked, code, dry_run))


@app.command("end-team")
def end_team(code: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """End a team of your organisation."""
    _change(user, as_json, lambda guard, asked: guard.administration.directory.end_team(asked, code, dry_run))


@app.command("add-user")
def add_user(
    key: str,
    name: str,
    organisation: str,
    user: As,
    cleared_until: Annotated[str, typer.Option(help="ISO 8601 instant.")],
    role: Many = None,
    team: Many = None,
    clearance: Many = None,
    system: Many = None,
    dry_run: Dry = False,
    as_json: Json = False,
) -> None:
    """Add somebody of your organisation."""
    until = instant(cleared_until)
    assert until is not None
    new = User(
        key, name, organisation, tuple(role or ()), _clearances(clearance or []), until, tuple(system or ()), (), tuple(team or ())
    )
    _change(user, as_json, lambda guard, asked: guard.administration.directory.add_user(asked, new, dry_run))


@app.command("change-user")
def change_user(
    key: str,
    user: As,
    version: Annotated[str, typer.Option(help="The version that `directory show` gave.")],
    name: Annotated[str | None, typer.Option()] = None,
    role: Many = None,
    team: Many = None,
    clearance: Many = None,
    compartment: Many = None,
    system: Many = None,
    conflict: Many = None,
    cleared_until: Annotated[str | None, typer.Option()] = None,
    dry_run: Dry = False,
    as_json: Json = False,
) -> None:
    """Change what you name; a list replaces the one that was there, and `-` alone empties it."""
    change = UserChange(
        version=version,
        name=name,
        roles=_listed(role),
        clearances=None if clearance is None else _clearances(list(_listed(clearance) or ())),
        cleared_until=instant(cleared_until),
        systems=_listed(system),
        compartments=_listed(compartment),
        teams=_listed(team),
        conflicts=_listed(conflict),
    )
    _change(user, as_json, lambda guard, asked: guard.administration.directory.change_user(asked, key, change, dry_run))


@app.command("end-user")
def end_user(key: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """End somebody's account."""
    _change(user, as_json, lambda guard, asked: guard.administration.directory.end_user(asked, key, dry_run))


def _change(user: str, as_json: bool, work: Callable[[Guard, Asked], Awaitable[Outcome[Record]]]) -> None:
    record = require_done(ask(user, ADMINISTRATION, work), as_json)
    if as_json:
        print_json(record)
    else:
        typer.echo("done")


def _listed(values: list[str] | None) -> tuple[str, ...] | None:
    return () if values == ["-"] else None if values is None else tuple(values)


def _clearances(values: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = [value.partition(":") for value in values]
    if bad := [value for value, (_, colon, _) in zip(values, pairs, strict=True) if not colon]:
        give_up(f"{bad[0][:40]!r}: a clearance is SCHEME:LEVEL", BAD_INPUT)
    return tuple((scheme, level) for scheme, _, level in pairs)
