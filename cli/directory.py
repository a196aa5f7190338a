"""`directory`: who takes part and with what; changed by administrators of the right organisation, every version kept."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from cli.grants import As, Dry, Json
from cli.office import ADMINISTRATION, BAD_INPUT, act, give_up, instant, look, print_json

DIRECTORY = """{ organisations { code name recipient ended } teams { code organisation ended } compartments { code keeper }
  users { key name organisation roles clearances { scheme level } clearedUntil systems compartments teams conflicts
  ended version } }"""

app = typer.Typer(no_args_is_help=True, help=__doc__)
Many = Annotated[list[str] | None, typer.Option(help="May be repeated.")]


@app.command()
def show(user: As, as_json: Json = False) -> None:
    """Show the organisations, and your own people with the version of each record."""
    seen = look(user, ADMINISTRATION, "directory", DIRECTORY)
    if as_json:
        print_json(seen)
        return
    table = Table("user", "organisation", "roles", "teams", "clearances", "version")
    for one in seen["users"]:
        cleared = " ".join(f"{clearance['scheme']}:{clearance['level']}" for clearance in one["clearances"])
        roles, teams = " ".join(one["roles"]), " ".join(one["teams"])
        table.add_row(one["key"], one["organisation"], roles, teams, cleared, one["version"])
    Console(width=160).print(table)


@app.command()
def history(record: str, user: As, as_json: Json = False) -> None:
    """Show every version of a record: user:KEY, team:CODE or organisation:CODE."""
    found = look(user, ADMINISTRATION, "directoryHistory", "{ since until by parts }", record=("ID!", record))
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
    _change(user, as_json, dry_run, {"addOrganisation": {"code": code, "name": name, "recipient": recipient}})


@app.command("end-organisation")
def end_organisation(code: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """End an organisation's part."""
    _change(user, as_json, dry_run, {"endOrganisation": code})


@app.command("add-compartment")
def add_compartment(code: str, keeper: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Name the organisation that keeps a compartment."""
    _change(user, as_json, dry_run, {"addCompartment": {"code": code, "keeper": keeper}})


@app.command("add-team")
def add_team(code: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Make a team of your organisation."""
    _change(user, as_json, dry_run, {"addTeam": code})


@app.command("end-team")
def end_team(code: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """End a team of your organisation."""
    _change(user, as_json, dry_run, {"endTeam": code})


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
    new = {
        "key": key,
        "name": name,
        "organisation": organisation,
        "clearedUntil": _instant(cleared_until),
        "roles": role or [],
        "clearances": _clearances(clearance or []),
        "systems": system or [],
        "teams": team or [],
    }
    _change(user, as_json, dry_run, {"addUser": new})


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
    change = {
        "name": name,
        "roles": _listed(role),
        "clearances": None if clearance is None else _clearances(_listed(clearance) or []),
        "clearedUntil": _instant(cleared_until),
        "systems": _listed(system),
        "compartments": _listed(compartment),
        "teams": _listed(team),
        "conflicts": _listed(conflict),
    }
    named = {part: value for part, value in change.items() if value is not None}
    _change(user, as_json, dry_run, {"changeUser": {"key": key, "version": version, **named}})


@app.command("end-user")
def end_user(key: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """End somebody's account."""
    _change(user, as_json, dry_run, {"endUser": key})


def _change(user: str, as_json: bool, dry_run: bool, change: dict[str, Any]) -> None:
    given = {"change": ("DirectoryChange!", change), "dryRun": ("Boolean!", dry_run)}
    payload = act(user, ADMINISTRATION, "changeDirectory", "record version", as_json, **given)
    if as_json:
        print_json(payload)
    else:
        typer.echo("done")


def _instant(text: str | None) -> str | None:
    found = instant(text)
    return found.isoformat() if found else None


def _listed(values: list[str] | None) -> list[str] | None:
    return [] if values == ["-"] else values


def _clearances(values: list[str]) -> list[dict[str, str]]:
    pairs = [value.partition(":") for value in values]
    if bad := [value for value, (_, colon, _) in zip(values, pairs, strict=True) if not colon]:
        give_up(f"{bad[0][:40]!r}: a clearance is SCHEME:LEVEL", BAD_INPUT)
    return [{"scheme": scheme, "level": level} for scheme, _, level in pairs]
