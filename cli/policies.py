"""`policies`: check policy texts, and try them against today's data before they are in force."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from access_policies.errors import PolicyBroken
from access_policies.guard.desks import ADMINISTRATION
from access_policies.policy_texts import policy_version
from access_policies.trial import FILES, lay_out
from cli.grants import As, Json
from cli.office import BAD_INPUT, ask, give_up, print_json, require_done

app = typer.Typer(no_args_is_help=True, help=__doc__)
Texts = Annotated[Path, typer.Argument(help="A policy file, or a folder of them, that would replace its namesakes.")]


@app.command("test")
def test_(path: Texts) -> None:
    """Check that policies parse and fit the schema; needs no installation."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            lay_out(_read(path), Path(folder))
            typer.echo(f"version {policy_version(Path(folder))}: valid (in force: {policy_version()})")
    except PolicyBroken as fault:
        give_up(str(fault), BAD_INPUT)


@app.command()
def diff(path: Texts, user: As, as_json: Json = False) -> None:
    """Show who would gain or lose what, by class and action; exit code 4 when anybody would."""
    texts = _read(path)
    trial = require_done(ask(user, ADMINISTRATION, lambda guard, asked: guard.administration.trials.trial(asked, texts)), as_json)
    if as_json:
        print_json(trial)
    else:
        for one in trial.moved:
            gains = " ".join(f"+{n} {action}" for action, n in one.gains.items())
            loses = " ".join(f"-{n} {action}" for action, n in one.loses.items())
            typer.echo(f"{one.user} ({one.organisation}) for {one.purpose}: {gains} {loses}".rstrip())
        typer.echo(f"{trial.before} -> {trial.after}: {len(trial.moved)} of {trial.asked} users and purposes change")
    if trial.moved:
        raise typer.Exit(4)


def _read(path: Path) -> dict[str, str]:
    try:
        if path.is_dir():
            return {one.name: one.read_text() for one in sorted(path.iterdir()) if one.name in FILES}
        return {path.name: path.read_text()}
    except (OSError, UnicodeDecodeError) as fault:
        give_up(f"{path.name}: {type(fault).__name__}", BAD_INPUT)
