"""One request to the running API as one of its users: a token, a purpose, a GraphQL document. Nothing here opens a store."""

import json
from datetime import datetime
from typing import Any

import httpx
import typer

from api.demo.sign_in import SignInRefused, SignInUnavailable, access_token
from api.http.request_body import LONGEST
from cli.running import Running
from cli.settings import settings
from graph_model.local.errors import SetupError

SECONDS = 30


class RequestTooLarge(SetupError):
    """What would be asked is more than the API takes in one request; nothing was sent."""

    def __init__(self, size: int) -> None:
        super().__init__(f"{size:,} bytes as a request, of which the API takes {LONGEST:,}; nothing was sent")


def client() -> httpx.Client:
    """A client of the demo. The user's proxy is for the outside: the demo is on this machine."""
    return httpx.Client(base_url=Running(settings()).address, trust_env=False, timeout=SECONDS)


def token_for(asker: httpx.Client, user: str) -> str:
    """An access token for a demo user."""
    try:
        return access_token(settings().home, str(asker.base_url).rstrip("/"), user)
    except SignInRefused as fault:
        raise typer.BadParameter(str(fault), param_hint="--as") from None
    except SignInUnavailable as fault:
        raise SetupError(str(fault)) from None
    except httpx.HTTPError as fault:
        raise SetupError(f"the demo gave no answer ({type(fault).__name__}): ./kring doctor says why") from None


def send(user: str, purpose: str, document: str, variables: dict[str, Any], key: str = "") -> httpx.Response:
    """The answer to a document; `key` is for one that writes. Raises RequestTooLarge, or SetupError when there is none."""
    content = json.dumps({"query": document, "variables": variables}, ensure_ascii=False, separators=(",", ":")).encode()
    if len(content) > LONGEST:
        raise RequestTooLarge(len(content))
    asker = client()
    headers = {"Authorization": f"Bearer {token_for(asker, user)}", "Kring-Purpose": purpose}
    headers["Content-Type"] = "application/json"
    if key:
        headers["Idempotency-Key"] = key
    try:
        return asker.post("/graphql", content=content, headers=headers)
    except httpx.TransportError as fault:
        raise SetupError(f"the demo gave no answer ({type(fault).__name__}): ./kring doctor says why") from None


Given = tuple[str, Any]
"""An argument: its type in the schema, and its value."""


def field_of(name: str, given: dict[str, Given], selection: str) -> tuple[str, str]:
    """The variables that an operation declares for one field, and the field; values never stand in the text."""
    declared = ", ".join(f"${argument}: {kind}" for argument, (kind, _) in given.items())
    passed = ", ".join(f"{argument}: ${argument}" for argument in given)
    return f"({declared})" if given else "", f"found: {name}{f'({passed})' if given else ''} {selection}"


def values_of(given: dict[str, Given]) -> dict[str, Any]:
    """The values of arguments as JSON has them."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, (_, value) in given.items()}
