"""`token` and `query`: ask the running demo something as one of its users."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from cli.answer import show
from cli.running import Running
from cli.settings import settings
from cli.sign_in import SignInRefused, SignInUnavailable, access_token
from graph_model.local.errors import SetupError

User = Annotated[str, typer.Option("--as", help="Key of a demo user, for instance u-noor.")]
SECONDS = 30


def token(user: User) -> None:
    """Print an access token for a demo user, and nothing else."""
    typer.echo(_token(_client(), user))


def query(
    file: Annotated[Path, typer.Argument(help="A GraphQL document.")],
    user: User,
    purpose: Annotated[str, typer.Option(help="Purpose, for instance THREAT_ASSESSMENT.")],
    variables: Annotated[Path | None, typer.Option(help="JSON file of variables.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print exactly the answer.")] = False,
) -> None:
    """Send a GraphQL document as a demo user and print the answer."""
    body = {"query": _text(file), "variables": _variables(variables)}
    client = _client()
    headers = {"Authorization": f"Bearer {_token(client, user)}", "Kring-Purpose": purpose}
    try:
        answer = client.post("/graphql", json=body, headers=headers)
    except httpx.TransportError as fault:
        raise SetupError(f"the demo gave no answer ({type(fault).__name__}): ./kring doctor says why") from None
    if as_json:
        sys.stdout.buffer.write(answer.content + b"\n")
    else:
        show(answer.json())
    raise typer.Exit(0 if answer.status_code == 200 and "errors" not in answer.json() else 1)


def _client() -> httpx.Client:
    """A client of the demo. The user's proxy is for the outside: the demo is on this machine."""
    return httpx.Client(base_url=Running(settings()).address, trust_env=False, timeout=SECONDS)


def _token(client: httpx.Client, user: str) -> str:
    try:
        return access_token(settings().home, str(client.base_url).rstrip("/"), user)
    except SignInRefused as fault:
        raise typer.BadParameter(str(fault), param_hint="--as") from None
    except SignInUnavailable as fault:
        raise SetupError(str(fault)) from None
    except httpx.HTTPError as fault:
        raise SetupError(f"the demo gave no answer ({type(fault).__name__}): ./kring doctor says why") from None


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
