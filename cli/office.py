"""Where administrative commands ask: at the running API, as the user that they name, one question or step at a time."""

import json
from datetime import datetime
from typing import Any, NoReturn

import httpx
import typer

from cli.calling import Given, field_of, send, values_of
from graph_model.errors import GraphError
from graph_model.instant import parse

ADMINISTRATION = "GRANT_ADMINISTRATION"
REFUSED, BAD_INPUT, NOT_READY = 1, 2, 3
"""Exit codes: an expected refusal, input that cannot be read, an installation that does not answer."""
UNKNOWN = "no such record (NOT_FOUND)"


def look(user: str, purpose: str, name: str, selection: str, **given: Given) -> Any:
    """What a question of administration gives. Ends the command with one line when it gives nothing that may be known."""
    declared, field = field_of(name, given, selection)
    return look_by(user, purpose, f"query{declared} {{ administration {{ {field} }} }}", values_of(given))[0]


def look_by(user: str, purpose: str, document: str, variables: dict[str, Any]) -> tuple[Any, httpx.Response]:
    """The same of a document that asks one thing and names it `found`, with the answer that it came in."""
    answer = _answer(user, purpose, document, variables)
    found = answer.json()["data"]["administration"]["found"]
    if found is None:
        give_up(UNKNOWN, REFUSED)
    return found, answer


def act(user: str, purpose: str, name: str, selection: str, as_json: bool, **given: Given) -> Any:
    """The payload of a step that was taken. Ends the command with one line a refusal."""
    declared, field = field_of(name, given, f"{{ {selection} userErrors {{ code field message }} receipt }}")
    payload = _answer(user, purpose, f"mutation{declared} {{ {field} }}", values_of(given)).json()["data"]["found"]
    if payload["userErrors"]:
        if as_json:
            print_json({"userErrors": payload["userErrors"]})
        for error in () if as_json else payload["userErrors"]:
            place = f"{error['field']}: " if error["field"] else ""
            typer.echo(f"kring: {place}{error['message']} ({error['code']})", err=True)
        raise typer.Exit(REFUSED)
    return payload


def _answer(user: str, purpose: str, document: str, variables: dict[str, Any]) -> httpx.Response:
    answer = send(user, purpose, document, variables)
    for error in answer.json().get("errors", ())[:1]:
        code = error["extensions"]["code"]
        give_up(f"{error['message']} ({code})", NOT_READY if code in ("UNAVAILABLE", "TOO_MUCH_WORK") else REFUSED)
    return answer


def give_up(message: str, code: int) -> NoReturn:
    """End the command."""
    typer.echo(f"kring: {message}", err=True)
    raise typer.Exit(code)


def print_json(value: Any) -> None:
    """Print one JSON document."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def instant(text: str | None) -> datetime | None:
    """An instant given on the command line. Ends the command when it is none."""
    if text is None:
        return None
    try:
        return parse(text)
    except GraphError as fault:
        give_up(f"{text[:40]!r}: {fault}", BAD_INPUT)
