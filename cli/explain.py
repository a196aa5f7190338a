"""`explain` and `who-sees`: why somebody may see a record, and who does, now or at a moment of the past."""

from typing import Annotated

import typer

from access_policies.explanation import as_text
from cli.grants import As, Json
from cli.office import ask, instant, print_json, require_done
from graph_model.instant import to_text

At = Annotated[str | None, typer.Option(help="A moment of the past, ISO 8601.")]


def explain(
    record: str,
    user: As,
    purpose: Annotated[str, typer.Option(help="Purpose for which the record is, or would be, seen.")],
    field: Annotated[str | None, typer.Option(help="A field of the record.")] = None,
    of: Annotated[str | None, typer.Option("--for", help="Another user, asked by the originator's administrators.")] = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Say why a record may be seen, or a field read: grant, rule, article and policy version."""
    when = instant(at)
    said = require_done(
        ask(user, purpose, lambda guard, asked: guard.administration.explaining.explain(asked, record, field, of, when)), as_json
    )
    print_json(said) if as_json else typer.echo(as_text(said))


def who_sees(record: str, user: As, at: At = None, as_json: Json = False) -> None:
    """List everybody who sees a record of your organisation, with the grants of each."""
    when = instant(at)
    found = require_done(
        ask(user, "GRANT_ADMINISTRATION", lambda guard, asked: guard.administration.explaining.who_sees(asked, record, when)),
        as_json,
    )
    if as_json:
        print_json(found)
        return
    for reader in found:
        chain = ", ".join(f"{grant.id} of {grant.grantor} to {grant.grantee}" for grant in reader.grants)
        typer.echo(f"{reader.organisation} {reader.user} for {reader.purpose} until {to_text(reader.until)}: {chain}")
