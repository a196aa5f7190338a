"""`watches`: be told when something new leads to a person of your organisation's own, and take note of it."""

from typing import Annotated, Any

import typer

from cli.grants import As, Json
from cli.office import ADMINISTRATION, act, instant, look, print_json

WATCH = "{ id person reason watchedBy since until endedAt endedBy state }"
PATHS = "{ pairs isWhole kinds { number level example steps { type forwards by } } }"
ALERT = f"""{{ id kind cause originator at acknowledgedBy acknowledgedAt records
  opened {{ purpose users paths {PATHS} }} ways {{ steps {{ id type forwards }} }} }}"""
ARROWS = {None: "", True: "->", False: "<-"}
Purpose = Annotated[
    str, typer.Option(help="Purpose: that of administration tells of grants, another of relationships in your view.")
]
Watched = Annotated[str, typer.Argument(help="Id of a watch, as `list` says it.")]

app = typer.Typer(no_args_is_help=True, help=__doc__)


@app.command("list")
def list_(user: As, purpose: Purpose = ADMINISTRATION, as_json: Json = False) -> None:
    """List your organisation's watches, newest first; to who does not administer, those of persons in view."""
    found = look(user, purpose, "watches", WATCH)
    if as_json:
        print_json(found)
    for one in () if as_json else found:
        _print(one)


@app.command()
def begin(
    person: Annotated[str, typer.Argument(help="Id of a Person record of your own organisation.")],
    user: As,
    reason: Annotated[str, typer.Option(help="Why, on record.")],
    until: Annotated[str, typer.Option(help="Its end; at most a year from now.")],
    as_json: Json = False,
) -> None:
    """Watch a person."""
    end_ = instant(until)
    given = {"person": ("ID!", person), "reason": ("String!", reason), "until": ("Instant!", end_ and end_.isoformat())}
    _changed(act(user, ADMINISTRATION, "watchPerson", f"watch {WATCH}", as_json, **given), as_json)


@app.command()
def end(watch: Watched, user: As, as_json: Json = False) -> None:
    """Watch a person no more; what was found stays."""
    _changed(act(user, ADMINISTRATION, "endWatch", f"watch {WATCH}", as_json, watch=("ID!", watch)), as_json)


@app.command()
def alerts(watch: Watched, user: As, purpose: Purpose = ADMINISTRATION, as_json: Json = False) -> None:
    """Show what newly leads to a watched person, newest first: grants as a preview tells them, relationships step by step."""
    found = look(user, purpose, "alarm", f"{{ isWhole alerts {ALERT} }}", watch=("ID!", watch))
    if as_json:
        print_json(found)
        return
    if not found["isWhole"]:
        typer.echo("too much hangs together around this person to look at")
    for one in found["alerts"]:
        seen = f"acknowledged by {one['acknowledgedBy']}" if one["acknowledgedAt"] else "open"
        typer.echo(f"{one['id']} {one['kind']} {one['cause']} ({one['originator']}) at {one['at']}; {seen}")
        for line in _lines(one):
            typer.echo(f"   {line}")


@app.command()
def acknowledge(
    watch: Watched,
    alert: Annotated[str, typer.Argument(help="Id of an alert, as `alerts` says it.")],
    user: As,
    purpose: Purpose = ADMINISTRATION,
    as_json: Json = False,
) -> None:
    """Take note of an alert, for your organisation."""
    given = {"watch": ("ID!", watch), "alert": ("ID!", alert)}
    payload = act(user, purpose, "acknowledgeAlert", "alert", as_json, **given)
    if as_json:
        print_json({"alert": payload["alert"]})
    else:
        typer.echo(f"{payload['alert']} acknowledged")


def _lines(alert: dict[str, Any]) -> list[str]:
    opened = [
        f"{kind['number']} for {part['purpose']} to {' '.join(part['users'])}: {_steps(kind['steps'], 'type')}"
        for part in alert["opened"]
        for kind in part["paths"]["kinds"]
    ]
    return opened + [_steps(way["steps"], "id") for way in alert["ways"]]


def _steps(steps: list[dict[str, Any]], named: str) -> str:
    """A path in one line: types, or types with ids."""
    said = [(one, one["type"] if named == "type" else f"{one['type']} {one['id']}") for one in steps]
    return " ".join(f"{ARROWS[one['forwards']]} {words} {ARROWS[one['forwards']]}".strip() for one, words in said)


def _changed(payload: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(payload["watch"])
    else:
        _print(payload["watch"])


def _print(one: dict[str, Any]) -> None:
    typer.echo(f"{one['id']} {one['state']} {one['person']} since {one['since']} until {one['until']}: {one['reason']}")
