"""`export stix|misp|verify`: one's own view as a file, with the proof of what it was made of beside it.

Answers alone make the file, so whoever has the log can tell that not one byte of it is another.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from access_policies.errors import PolicyError
from cli.asking import User
from cli.audit import Folder, enter, root_of
from cli.calling import client, token_for
from cli.export_proof import NotWhatLeft, Writer, proof, proof_of, verified
from cli.leaving import Answered, Ask, Exchange, collect, statements
from graph_model.leaving import Leaving
from graph_model.local.errors import SetupError
from graph_model.marking import LEVELS
from loaders.misp.event import event
from loaders.stix.writing.bundle import bundle

Purpose = Annotated[str, typer.Option(help="Purpose, for instance THREAT_ASSESSMENT.")]
Out = Annotated[Path, typer.Option(help="The file; one that is there is left as it is.")]
Records = Annotated[list[str] | None, typer.Option(help="Id of a record, for instance of a case; may be repeated.")]
Find = Annotated[str | None, typer.Option(help="Words: records that hold them all, at most 100.")]
Radius = Annotated[int, typer.Option(min=0, max=3, help="Hops around each; 1 around a case is what is in the case.")]

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@app.callback()
def formats() -> None:
    """Take what you may export out of Kring in a file, and verify such a file."""


@app.command()
def stix(user: User, purpose: Purpose, out: Out, record: Records = None, find: Find = None, radius: Radius = 0) -> None:
    """Write what you may export as a STIX 2.1 bundle. What may not go is not in it, as if it had never been recorded."""
    _export(user, purpose, out, record or [], find, radius, bundle)


@app.command()
def misp(user: User, purpose: Purpose, out: Out, record: Records = None, find: Find = None, radius: Radius = 0) -> None:
    """Write the same as an event in MISP core JSON."""
    _export(user, purpose, out, record or [], find, radius, event)


def _export(user: str, purpose: str, out: Path, record: list[str], find: str | None, radius: int, made: Writer) -> None:
    if not record and not find:
        raise typer.BadParameter("name a record, or words to find", param_hint="--record or --find")
    with client() as asker:
        exchange = Exchange(asking(asker, token_for(asker, user), purpose))
        named = [*record, *(_holding(exchange, find) if find else ())]
        collect(exchange, named, radius)
    found = statements(one.body for one in exchange.answers)
    _write(out, made(found), proof(exchange.answers, exchange.until))
    typer.echo(_summary(out, found, exchange.until))


def asking(asker: httpx.Client, token: str, purpose: str) -> Ask:
    """How one asks for an export."""
    headers = {"Authorization": f"Bearer {token}", "Kring-Purpose": purpose}

    def ask(document: str, variables: dict[str, Any]) -> Answered:
        try:
            answer = asker.post("/graphql", json={"query": document, "variables": variables}, headers=headers)
        except httpx.TransportError as fault:
            raise SetupError(f"Kring gave no answer ({type(fault).__name__}); no file was written") from None
        told = (answer.headers.get(name, "") for name in ("Audit-Receipt", "Kring-Epoch", "Kring-Keep-Until"))
        return Answered(answer.text, *told)

    return ask


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A file that was exported; its proof is beside it.")],
    folder: Folder = None,
) -> None:
    """Say from the log who exported a file and under which grants; fails when one byte of it is another."""
    try:
        enter(root_of(folder), "verify-export", {"file": sha256(file.read_bytes()).hexdigest()})
        left = verified(file, root_of(folder))
    except (NotWhatLeft, OSError, PolicyError) as fault:
        typer.echo(f"kring: {fault}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{file.name}: as it left; {left.subject} of {left.organisation} for {left.purpose}, {left.first} to {left.last}")
    typer.echo(f"under {', '.join(left.grants)}")


def _holding(exchange: Exchange, words: str) -> list[str]:
    """Ids of the records that hold every word."""
    document = "query Find($words: String!) @forExport { found: search(text: $words, first: 100) { edges { node { id } } } }"
    return [edge["node"]["id"] for edge in exchange.found(document, words=words)["found"]["edges"]]


def _write(out: Path, content: bytes, proof_: bytes) -> None:
    """Both files or none, for nobody else to read."""
    written: list[Path] = []
    try:
        for path, data in ((proof_of(out), proof_), (out, content)):
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                written.append(path)
                file.write(data)
    except OSError as fault:
        for path in written:
            path.unlink()
        raise SetupError(f"{fault.filename or out}: {fault.strerror}; nothing was written") from None


def _summary(out: Path, found: list[Leaving], until: str) -> str:
    """What is in the file, and what whoever gets it is obliged to."""
    records = sum(not one.start for one in found)
    levels = [one.marking["level"] for one in found]
    codes = sorted({code for one in found for code in one.marking["handling"]})
    return "\n".join(
        [
            f"{out}: {records} records and {len(found) - records} relationships that could be exported",
            f"asserted by {', '.join(sorted({one.originator for one in found}))}; highest level {max(levels, key=LEVELS.index)}",
            f"obligations: {', '.join(codes) or 'none'}; to be kept until {until}",
            f"{proof_of(out)}: the answers and their receipts; keep it as closed as the file",
        ]
    )
