"""`emergencies`: break-glass, declared by two people in quiet times, used by one in need, reviewed by others."""

from typing import Annotated

import typer

from cli.grants import GRANT, As, Dry, Json
from cli.office import ADMINISTRATION, act, instant, look, print_json

DECLARATION = """{ id grantor organisation roles scopes fieldClasses levelCeiling purposes legalBasis hours expires
  declaredAt declaredBy approvedBy ended }"""
Declared = Annotated[str, typer.Argument(help="Id of a declaration.")]

app = typer.Typer(no_args_is_help=True, help=__doc__)


@app.command("list")
def list_(
    user: As, purpose: Annotated[str, typer.Option(help="Purpose for which it is asked.")] = ADMINISTRATION, as_json: Json = False
) -> None:
    """List the declarations that your organisation made or may use."""
    found = look(user, purpose, "emergencies", DECLARATION)
    if as_json:
        print_json(found)
    for one in () if as_json else found:
        state = "ended" if one["ended"] else "in force" if one["approvedBy"] else "waits for a second person"
        opens = f"{' '.join(one['roles'])} of {one['organisation']} open {' '.join(one['scopes'])}"
        typer.echo(f"{one['id']} ({one['grantor']}): {opens} for {one['hours']} h, until {one['expires']}; {state}")


@app.command()
def declare(
    declaration: Annotated[str, typer.Argument(help="Its id: BG-, your organisation, a hyphen, a name.")],
    user: As,
    organisation: Annotated[str, typer.Option(help="Organisation that may use it.")],
    role: Annotated[list[str], typer.Option(help="Role of who may use it; may be repeated.")],
    scope: Annotated[list[str], typer.Option(help="Case or collection that it opens; may be repeated.")],
    field_class: Annotated[list[str], typer.Option(help="Field class that it opens; may be repeated.")],
    purpose: Annotated[list[str], typer.Option(help="Purpose that it serves; may be repeated.")],
    ceiling: Annotated[str, typer.Option(help="Highest level that it opens.")],
    basis: Annotated[str, typer.Option(help="Legal basis.")],
    until: Annotated[str, typer.Option(help="Its end; at most a year from now.")],
    hours: Annotated[int, typer.Option(help="Hours that one use lasts; at most four.")] = 4,
    dry_run: Dry = False,
    as_json: Json = False,
) -> None:
    """Say what may be opened in an emergency; in force once a second person approved."""
    draft = {
        "id": declaration,
        "organisation": organisation,
        "roles": role,
        "scopes": scope,
        "fieldClasses": field_class,
        "levelCeiling": ceiling,
        "purposes": purpose,
        "legalBasis": basis,
        "hours": hours,
        "expires": (end := instant(until)) and end.isoformat(),
    }
    given = {"declaration": ("EmergencyDraft!", draft), "dryRun": ("Boolean!", dry_run)}
    _told(act(user, ADMINISTRATION, "declareEmergency", f"declaration {DECLARATION}", as_json, **given), as_json)


@app.command()
def approve(declaration: Declared, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Put a declaration in force, as the second person."""
    _change(user, "approveEmergency", declaration, dry_run, as_json)


@app.command()
def end(declaration: Declared, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Let a declaration be used no more."""
    _change(user, "endEmergency", declaration, dry_run, as_json)


@app.command()
def use(
    declaration: Declared,
    user: As,
    purpose: Annotated[str, typer.Option(help="Purpose for which it is used.")],
    reason: Annotated[str, typer.Option(help="Why: it is told at once to those who review it.")],
    case: Annotated[str, typer.Option(help="The case, one of the declared scopes.")],
    dry_run: Dry = False,
    as_json: Json = False,
) -> None:
    """Break the glass: open what was declared, for at most four hours; it is told at once and reviewed within 72 hours."""
    given = {"declaration": ("ID!", declaration), "reason": ("String!", reason), "case": ("String!", case)}
    _granted(act(user, purpose, "useEmergency", f"grant {GRANT}", as_json, **given, dryRun=("Boolean!", dry_run)), as_json)


@app.command()
def review(
    grant: Annotated[str, typer.Argument(help="Id of the grant that the use made.")],
    user: As,
    outcome: Annotated[str, typer.Option(help="JUSTIFIED or NOT_JUSTIFIED; the latter ends a use that still runs.")],
    purpose: Annotated[str, typer.Option(help="Purpose for which it is asked.")] = ADMINISTRATION,
    dry_run: Dry = False,
    as_json: Json = False,
) -> None:
    """Judge a use: for the grantor, or as an overseer who was told of it."""
    given = {"grant": ("ID!", grant), "outcome": ("String!", outcome), "dryRun": ("Boolean!", dry_run)}
    _granted(act(user, purpose, "reviewEmergency", f"grant {GRANT}", as_json, **given), as_json)


def _change(user: str, name: str, declaration: str, dry_run: bool, as_json: bool) -> None:
    given = {"declaration": ("ID!", declaration), "dryRun": ("Boolean!", dry_run)}
    _told(act(user, ADMINISTRATION, name, f"declaration {DECLARATION}", as_json, **given), as_json)


def _told(payload: dict[str, dict[str, str]], as_json: bool) -> None:
    one = payload["declaration"]
    if as_json:
        print_json(one)
    else:
        typer.echo(f"{one['id']} {'ended' if one['ended'] else 'in force' if one['approvedBy'] else 'waits for a second person'}")


def _granted(payload: dict[str, dict[str, str]], as_json: bool) -> None:
    if as_json:
        print_json(payload["grant"])
    else:
        typer.echo(f"{payload['grant']['id']} {payload['grant']['state']} until {payload['grant']['expires']}")
