"""`oversee`: what an overseer asks the running API, in the own view; the files of the logs are `audit`'s."""

from typing import Annotated

import typer

from cli.answer import show
from cli.grants import GRANT, As, Json
from cli.office import instant, look, print_json

app = typer.Typer(no_args_is_help=True, help=__doc__)

OVERSIGHT = "OVERSIGHT"
DISCLOSURE = "{ record at subject organisation purpose case grants bases log index imported }"
CORRECTION = "{ record kind at told }"
CASE = """{ id __typename originator ... on Case {
  inCaseOf(first: 100) { edges { node { id __typename originator recordedAt } } pageInfo { hasNextPage } } } }"""


@app.command()
def disclosures(
    record: Annotated[list[str], typer.Argument(help="Ids of records: of a person, all that are one.")],
    user: As,
    until: Annotated[str | None, typer.Option(help="Up to this instant.")] = None,
    as_json: Json = False,
) -> None:
    """Say who was served a record, when, for which purpose, under which grant and basis."""
    found = look(user, OVERSIGHT, "disclosures", DISCLOSURE, records=("[ID!]!", record), until=("Instant", instant(until)))
    if as_json:
        print_json(found)
        return
    for one in found:
        source = f" ({one['imported']})" if one["imported"] else ""
        who = f"{one['subject']} {one['organisation']} {one['purpose']} {', '.join(one['grants'])}"
        typer.echo(f"{one['at']} {who} {one['log']}/{one['index']}{source}")


@app.command()
def consents(user: As, as_json: Json = False) -> None:
    """List requests that wait or were refused inside your mandate, with the ground, and since when."""
    found = look(user, OVERSIGHT, "consents", GRANT)
    if as_json:
        print_json(found)
    for one in () if as_json else found:
        last = one["history"][-1]
        due = f" {'overdue since' if one['overdue'] else 'due'} {one['due']}" if one["due"] else ""
        typer.echo(f"{one['id']} {one['state']} since {last['at']} {last['ground']} {one['grantor']} to {one['grantee']}{due}")


@app.command()
def statistics(user: As, as_json: Json = False) -> None:
    """Count the grants that were given inside your mandate; a dash where a count would single somebody out."""
    found = look(user, OVERSIGHT, "statistics", "{ name counts { name number } }")
    if as_json:
        print_json(found)
    for table in () if as_json else found:
        for one in table["counts"]:
            typer.echo(f"{table['name']} {one['name']} {'-' if one['number'] is None else one['number']}")


@app.command()
def corrections(
    user: As, until: Annotated[str | None, typer.Option(help="Up to this instant.")] = None, as_json: Json = False
) -> None:
    """List what was corrected or withdrawn in your view, and which organisations that had been served it were told."""
    found = look(user, OVERSIGHT, "corrections", CORRECTION, until=("Instant", instant(until)))
    if as_json:
        print_json(found)
    for one in () if as_json else found:
        typer.echo(f"{one['at']} {one['record']} {one['kind']} told {', '.join(one['told']) or 'nobody'}")


@app.command()
def verify(user: As, as_json: Json = False) -> None:
    """Have every log read whole; exit code 1 when one is not as it was written, or none may be read."""
    found = look(user, OVERSIGHT, "auditVerification", "{ isIntact logs { log fault } }")
    if as_json:
        print_json(found)
    for one in () if as_json else found["logs"]:
        typer.echo(f"{one['log']}: {one['fault'] or 'intact'}")
    raise typer.Exit(0 if found["isIntact"] else 1)


@app.command("as-known")
def as_known(
    record: Annotated[str, typer.Argument(help="Id of a record, of a case for instance.")],
    user: As,
    to: Annotated[str, typer.Option(help="The organisation that knew it.")],
    at: Annotated[str, typer.Option(help="The moment of the past, ISO 8601.")],
    as_json: Json = False,
) -> None:
    """Show a case as it was known to an organisation then, within your own view."""
    given = {"record": ("ID!", record), "organisation": ("String!", to), "at": ("Instant!", instant(at))}
    found = look(user, OVERSIGHT, "asKnown", CASE, **given)
    print_json(found) if as_json else show({"data": {"asKnown": found}})
