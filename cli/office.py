"""Where administrative commands sit down: the demo's guard on this machine, as one of its users. A composition root.

Each command asks the guard as the user that it names; nothing goes past it, and each leaves an entry in the audit log.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, NoReturn, TypeVar

import typer

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.errors import PolicyBroken, PolicyError
from access_policies.guard import Asked, Guard
from access_policies.guard.outcome import Outcome
from cli.database import Database, store_of
from cli.parts import NOW
from cli.settings import Settings, settings
from graph_model.errors import GraphError
from graph_model.instant import parse, to_text
from graph_model.local.endpoint import Endpoint
from graph_model.local.errors import SetupError
from graph_model.migrations import migrate

T = TypeVar("T")
REFUSED, BAD_INPUT, NOT_READY = 1, 2, 3
"""Exit codes: an expected refusal, input that cannot be read, an installation that does not answer."""


def ask(user: str, purpose: str, work: Callable[[Guard, Asked], Awaitable[Outcome[T]]]) -> Outcome[T]:
    """Sit down as a user and do one piece of work. Ends the command with a message when that cannot be."""
    try:
        chosen = settings()
        return asyncio.run(_asked(chosen, Database(chosen).find(), user, purpose, work))
    except PolicyBroken as fault:
        give_up(str(fault), BAD_INPUT)
    except (PolicyError, GraphError, SetupError) as fault:
        give_up(str(fault), NOT_READY)


async def _asked(
    chosen: Settings, endpoint: Endpoint, user: str, purpose: str, work: Callable[[Guard, Asked], Awaitable[Outcome[T]]]
) -> Outcome[T]:
    store = store_of(endpoint)
    audit = AuditLog(chosen.home / "audit" / "office")
    try:
        await migrate(store)
        return await work(Guard(store, SetClock(parse(NOW)), audit), Asked(user, purpose, "office"))
    finally:
        audit.close()
        await store.close()


def give_up(message: str, code: int) -> NoReturn:
    """End the command."""
    typer.echo(f"kring: {message}", err=True)
    raise typer.Exit(code)


def require_done(outcome: Outcome[T], as_json: bool = False) -> T:
    """The value of an outcome. Ends the command with one line a refusal."""
    if outcome.refusals:
        if as_json:
            typer.echo(
                json.dumps({"userErrors": [{"code": r.code, "field": r.field, "message": r.message} for r in outcome.refusals]})
            )
        else:
            for refusal in outcome.refusals:
                place = f"{refusal.field}: " if refusal.field else ""
                typer.echo(f"kring: {place}{refusal.message} ({refusal.code})", err=True)
        raise typer.Exit(REFUSED)
    assert outcome.value is not None
    return outcome.value


def plain(value: Any) -> Any:
    """A value of the guard as plain JSON values."""
    if isinstance(value, datetime):
        return to_text(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    return value


def print_json(value: Any) -> None:
    """Print one JSON document."""
    typer.echo(json.dumps(plain(value), indent=2, ensure_ascii=False))


def instant(text: str | None) -> datetime | None:
    """An instant given on the command line. Ends the command when it is none."""
    if text is None:
        return None
    try:
        return parse(text)
    except GraphError as fault:
        give_up(f"{text[:40]!r}: {fault}", BAD_INPUT)
