"""`explain` and `who-sees`: why somebody may see a record, and who does, now or at a moment of the past."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.calling import Given, values_of
from cli.decision_proof import QUERY, proof
from cli.grants import As, Json
from cli.office import ADMINISTRATION, BAD_INPUT, REFUSED, give_up, instant, look, look_by, print_json

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
    proof_file: Annotated[
        Path | None, typer.Option("--proof", help="File to write: the decision can be worked out from it.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say why a record may be seen, or a field read: grant, rule, article and policy version."""
    given = {"record": ("ID!", record), "field": ("String", field), "for": ("ID", of), "at": ("Instant", instant(at))}
    if proof_file is None:
        said = look(user, purpose, "explain", EXPLANATION, **given)
    elif of is not None:
        give_up("a decision about another has no proof", BAD_INPUT)
    else:
        del given["for"]
        said = _proved(proof_file, user, purpose, given)
    print_json(said) if as_json else typer.echo(said["text"])


def _proved(file: Path, user: str, purpose: str, given: dict[str, Given]) -> Any:
    """The explanation, after its proof is on disk. Ends the command where none can be given."""
    said, answer = look_by(user, purpose, QUERY, values_of(given))
    if said["inputs"] is None:
        give_up("what you may know of this decision does not suffice to work it out", REFUSED)
    try:
        file.write_text(proof(said["inputs"], answer.text, answer.headers["Audit-Receipt"]), encoding="utf-8")
    except OSError as fault:
        give_up(f"{file}: {fault.strerror}", BAD_INPUT)
    return {name: value for name, value in said.items() if not name.startswith("inputs")}


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
