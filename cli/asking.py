"""`token` and `query`: ask the running demo something as one of its users."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.answer import show
from cli.calling import client, send, token_for

User = Annotated[str, typer.Option("--as", help="Key of a demo user, for instance u-noor.")]


def token(user: User) -> None:
    """Print an access token for a demo user, and nothing else."""
    typer.echo(token_for(client(), user))


def query(
    file: Annotated[Path, typer.Argument(help="A GraphQL document.")],
    user: User,
    purpose: Annotated[str, typer.Option(help="Purpose, for instance THREAT_ASSESSMENT.")],
    variables: Annotated[Path | None, typer.Option(help="JSON file of variables.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print exactly the answer.")] = False,
) -> None:
    """Send a GraphQL document as a demo user and print the answer."""
    answer = send(user, purpose, _text(file), _variables(variables))
    if as_json:
        sys.stdout.buffer.write(answer.content + b"\n")
    else:
        show(answer.json())
    raise typer.Exit(0 if answer.status_code == 200 and "errors" not in answer.json() else 1)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "not UTF-8"
        raise typer.BadParameter(f"{file}: {why}", param_hint="FILE") from None


def _variables(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        read = json.loads(_text(file))
    except (ValueError, RecursionError) as fault:
        raise typer.BadParameter(f"{file}: {fault}", param_hint="--variables") from None
    if not isinstance(read, dict):
        raise typer.BadParameter(f"{file}: not a JSON object", param_hint="--variables")
    return read
