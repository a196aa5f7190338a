"""`policies`: check policy texts, and try them against today's data before they are in force."""

import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from access_policies.errors import PolicyBroken
from access_policies.policy_texts import policy_version
from access_policies.trial import FILES, lay_out
from cli.grants import As, Json
from cli.impact import comment, unlike
from cli.office import ADMINISTRATION, BAD_INPUT, REFUSED, give_up, look, print_json

TRIAL = "{ before after asked moved { user organisation purpose gains { name number } loses { name number } } moreAfter }"

app = typer.Typer(no_args_is_help=True, help=__doc__)
Texts = Annotated[Path, typer.Argument(help="A policy file, or a folder of them, that would replace its namesakes.")]


@app.command("test")
def test_(path: Texts) -> None:
    """Check that policies parse and fit the schema; needs no installation."""
    typer.echo(f"version {_require_valid(_read(path))}: valid (in force: {policy_version()})")


@app.command()
def diff(
    path: Texts,
    user: As,
    comment_file: Annotated[Path | None, typer.Option("--comment", help="File to write: the impact as a review comment.")] = None,
    stated: Annotated[Path | None, typer.Option(help="A text that states the impact: exit code 1 where it is another.")] = None,
    as_json: Json = False,
) -> None:
    """Show who would gain or lose what, by class and action; exit code 4 when anybody would and --stated does not say so."""
    texts, said = _read(path), _said(stated)
    _require_valid(texts)
    trial = _tried(user, texts)
    if comment_file:
        _write(comment_file, comment(trial))
    _show(trial, as_json)
    if said is not None:
        _require_stated(said, trial)
    elif trial["moved"]:
        raise typer.Exit(4)


def _show(trial: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(trial)
    else:
        for one in trial["moved"]:
            moves = [f"+{count['number']} {count['name']}" for count in one["gains"]]
            moves += [f"-{count['number']} {count['name']}" for count in one["loses"]]
            typer.echo(f"{one['user']} ({one['organisation']}) for {one['purpose']}: {' '.join(moves)}")
        typer.echo(f"{trial['before']} -> {trial['after']}: {len(trial['moved'])} of {trial['asked']} users and purposes change")


def _require_stated(said: str, trial: dict[str, Any]) -> None:
    """End the command, line by line, when what was stated is not what was computed."""
    if lines := unlike(said, trial):
        give_up("\n".join(["the impact that is stated is not the impact:", *lines]), REFUSED)


def _said(stated: Path | None) -> str | None:
    try:
        return stated.read_text(encoding="utf-8") if stated else None
    except (OSError, UnicodeDecodeError) as fault:
        give_up(f"{stated}: {type(fault).__name__}", BAD_INPUT)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as fault:
        give_up(f"{file}: {fault.strerror}", BAD_INPUT)


def _tried(user: str, texts: dict[str, str]) -> dict[str, Any]:
    """The whole trial, some users at a time: each request is work that the API may do at once."""
    given = ("[PolicyText!]!", [{"name": name, "text": text} for name, text in texts.items()])
    whole = part = look(user, ADMINISTRATION, "policyTrial", TRIAL, texts=given)
    while part["moreAfter"]:
        part = look(user, ADMINISTRATION, "policyTrial", TRIAL, texts=given, after=("String!", part["moreAfter"]))
        whole["asked"] += part["asked"]
        whole["moved"] += part["moved"]
    return {name: value for name, value in whole.items() if name != "moreAfter"}


def _require_valid(texts: dict[str, str]) -> str:
    """The version of these texts. Ends the command, naming the file, when one does not parse or fit."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            lay_out(texts, Path(folder))
            return policy_version(Path(folder))
    except PolicyBroken as fault:
        give_up(str(fault), BAD_INPUT)


def _read(path: Path) -> dict[str, str]:
    try:
        if path.is_dir():
            return {one.name: one.read_text() for one in sorted(path.iterdir()) if one.name in FILES}
        return {path.name: path.read_text()}
    except (OSError, UnicodeDecodeError) as fault:
        give_up(f"{path.name}: {type(fault).__name__}", BAD_INPUT)
