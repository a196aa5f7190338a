"""`explain` and `who-sees`: why somebody may see a record, and who does, now or at a moment of the past."""

from typing import Annotated

import typer

from cli.grants import As, Json
from cli.office import ADMINISTRATION, instant, look, print_json

At = Annotated[str | None, typer.Option(help="A moment of the past, ISO 8601.")]
GRANT = "{ id grantor grantee legalBasis purposes approvals { organisation user } until }"
EXPLANATION = f"""{{ record action user purpose at permit grants {GRANT} rules {{ rule says article }} regime regimeArticle
  marking {{ name values }} policyVersion tableVersion text }}"""


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
    given = {"record": ("ID!", record), "field": ("String", field), "for": ("ID", of), "at": ("Instant", instant(at))}
    said = look(user, purpose, "explain", EXPLANATION, **given)
    print_json(said) if as_json else typer.echo(said["text"])


def who_sees(record: str, user: As, at: At = None, as_json: Json = False) -> None:
    """List everybody who sees a record of your organisation, with the grants of each."""
    selection = f"{{ organisation user purpose until grants {GRANT} }}"
    found = look(user, ADMINISTRATION, "whoSees", selection, record=("ID!", record), at=("Instant", instant(at)))
    if as_json:
        print_json(found)
        return
    for reader in found:
        chain = ", ".join(f"{grant['id']} of {grant['grantor']} to {grant['grantee']}" for grant in reader["grants"])
        typer.echo(f"{reader['organisation']} {reader['user']} for {reader['purpose']} until {reader['until']}: {chain}")
