"""`releases`: look at sanitised versions that wait for you, and decide on them for an originator whose restriction they lower."""

from typing import Annotated

import typer

from cli.grants import As, Json, Purpose
from cli.office import ADMINISTRATION, act, look, print_json

RELEASE = "{ id state at replaces says { name value } marking { name value } }"
Release = Annotated[str, typer.Argument(help="Id of a release, as `list` or the one who proposed it says it.")]

app = typer.Typer(no_args_is_help=True, help=__doc__)


@app.command("list")
def list_(user: As, purpose: Purpose = ADMINISTRATION, as_json: Json = False) -> None:
    """List those that you decide on, with what they would say, and those that you proposed; newest first."""
    found = look(user, purpose, "releases", RELEASE)
    if as_json:
        print_json(found)
    for one in () if as_json else found:
        typer.echo(f"{one['id']} {one['state']} since {one['at']}, of {one['replaces']}")
        for part in (*one["says"], *one["marking"]):
            typer.echo(f"   {part['name']}: {part['value']}")


@app.command()
def approve(release: Release, user: As, as_json: Json = False) -> None:
    """Consent for your organisation; the consent that makes it whole releases the version."""
    _decide(user, "approveRelease", release, as_json)


@app.command()
def refuse(release: Release, user: As, as_json: Json = False) -> None:
    """Refuse for your organisation; what was proposed is deleted."""
    _decide(user, "refuseRelease", release, as_json)


def _decide(user: str, name: str, release: str, as_json: bool) -> None:
    payload = act(user, ADMINISTRATION, name, "state", as_json, release=("ID!", release))
    if as_json:
        print_json({"release": release, "state": payload["state"]})
    else:
        typer.echo(f"{release} {payload['state']}")
