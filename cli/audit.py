"""`audit`: what an overseer does with the logs here: verify, search, export, witness, prove.

Whoever searches, exports or draws a sample reads entries, so that itself is an entry, in a log of its own named `console`.
"""

import asyncio
import getpass
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from access_policies.audit import AuditEntry, AuditLog, Kind
from access_policies.audit.changes import unfinished
from access_policies.audit.frames import ENTRY
from access_policies.audit.keys import load_key, new_key
from access_policies.audit.ledger import Ledger
from access_policies.audit.note import BadNote, parse_verifier
from access_policies.audit.proofs import growth_request, prove_receipt
from access_policies.audit.sample import drawn
from access_policies.audit.segments import logs, verified, walk
from access_policies.audit.witness import Witness
from access_policies.errors import AuditDamaged, PolicyError
from cli.decision_proof import NotADecision, parts_of, proved
from cli.development import ROOT
from graph_model.errors import ModelError
from graph_model.instant import parse, to_text

app = typer.Typer(no_args_is_help=True, help="The audit logs: verify, search, export, witness.")
Folder = Annotated[Path | None, typer.Option("--folder", help="Folder of the logs.", show_default="audit in KRING_HOME")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
BROKEN, USAGE = 1, 2
OUTCOMES = {Kind.AUDIT_VIEW: "released", Kind.RECOVERY: "done"}


def _logs(folder: Path | None) -> list[Path]:
    found = logs(root_of(folder))
    if not found:
        _give_up(f"no audit log in {root_of(folder)}", USAGE)
    return found


def root_of(folder: Path | None) -> Path:
    """Where the logs are."""
    return folder or Path(os.environ.get("KRING_HOME", ROOT / ".kring")).resolve() / "audit"


def _give_up(cause: str, code: int) -> NoReturn:
    typer.echo(f"kring: {cause}", err=True)
    raise typer.Exit(code)


def _show(value: Any, as_json: bool, text: str) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False) if as_json else text)


@app.command()
def verify(folder: Folder = None, as_json: AsJson = False) -> None:
    """Read every log whole: frames, chain, roots, signatures. tools/verify_audit.py does it without Kring."""
    faults = 0
    for path in _logs(folder):
        try:
            chain = verified(path)
            state = {"log": path.name, "origin": chain.origin, "key": str(chain.key), "entries": chain.tree.size, "fault": ""}
            _show(state, as_json, f"{chain.origin}: {chain.tree.size} entries, intact\n  key {chain.key}")
        except AuditDamaged as fault:
            faults += 1
            _show({"log": path.name, "fault": str(fault)}, as_json, str(fault))
    raise typer.Exit(BROKEN if faults else 0)


@app.command("unfinished")
def unfinished_(folder: Folder = None, as_json: AsJson = False) -> None:
    """List changes that began and have no end on record; exit code 1 when there are. Whether they were made, the graph tells."""
    enter(root_of(folder), "unfinished", {})
    try:
        found = [one for path in _logs(folder) for one in unfinished(path)]
    except AuditDamaged as fault:
        _give_up(str(fault), BROKEN)
    for one in found:
        place = f"{one.log}/{one.index}"
        _show(asdict(one), as_json, f"{one.at} {one.subject} {one.action} {' '.join(one.about)} {place}")
    raise typer.Exit(BROKEN if found else 0)


@app.command()
def search(
    record: Annotated[str, typer.Argument(help="Id of a record.")],
    until: Annotated[str, typer.Option(help="Up to this instant.")] = "9999-12-31T00:00:00Z",
    full: Annotated[bool, typer.Option("--full", help="Read the whole log and trust no index.")] = False,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Who was served a record, when, under which grant and purpose."""
    _logs(folder)
    ledger = Ledger(root_of(folder))
    try:
        instant = to_text(parse(until))
        enter(root_of(folder), "search", {"records": [record], "until": instant})
        found = (ledger.without_index if full else ledger.disclosures)(record, instant)
    except ModelError as fault:
        _give_up(str(fault), USAGE)
    except PolicyError as fault:
        _give_up(str(fault), BROKEN)
    for one in found:
        grants, source = ", ".join(one.grants), f" ({one.imported})" if one.imported else ""
        text = f"{one.at} {one.subject} {one.organisation} {one.purpose} {grants} {one.log}/{one.index}{source}"
        _show(asdict(one), as_json, text)


@app.command()
def export(folder: Folder = None) -> None:
    """Print every entry as a line of JSON with its log, index, time and hash."""
    found = _logs(folder)
    try:
        enter(root_of(folder), "export", {})
        for line in (line for path in found for line in _lines(path)):
            typer.echo(line)
    except PolicyError as fault:
        _give_up(str(fault), BROKEN)


@app.command()
def sample(
    log: Annotated[str, typer.Argument(help="Name of a log.")],
    seed: Annotated[str, typer.Option(help="What the draw begins with; named before the head is known.")],
    number: Annotated[int, typer.Option(min=1, help="Entries to draw.")] = 10,
    folder: Folder = None,
) -> None:
    """Draw entries of a log by a seed and its signed head, a line of JSON each: whoever has both draws the same."""
    path = _log(folder, log)
    try:
        enter(root_of(folder), "sample", {"seed": seed})
        tree = verified(path).tree
        places = set(drawn(tree.root(), tree.size, seed, number))
        for line in (line for line in _lines(path) if json.loads(line)["index"] in places):
            typer.echo(line)
    except PolicyError as fault:
        _give_up(str(fault), BROKEN)


def _lines(path: Path) -> Iterator[str]:
    for frame, chain in walk(path):
        if frame.magic == ENTRY:
            place = {"origin": chain.origin, "index": frame.index, "written": frame.written, "clock": frame.clock}
            yield json.dumps(place | {"leaf": frame.hash.hex(), "entry": json.loads(frame.body)}, ensure_ascii=False)


def enter(root: Path, action: str, detail: dict[str, Any], kind: Kind = Kind.AUDIT_VIEW) -> None:
    """Put on record who looks, before anything is shown, or what an operator does. Raises AuditUnavailable."""
    log = AuditLog(root / "console")
    try:
        who = f"os:{getpass.getuser()}"
        entry = AuditEntry(
            kind, to_text(datetime.now(UTC)), who, channel="console", action=action, outcome=OUTCOMES[kind], detail=detail
        )
        asyncio.run(log.append(entry))
    finally:
        log.close()


@app.command()
def key(log: Annotated[str, typer.Argument(help="Name of a log.")], folder: Folder = None) -> None:
    """Print the public key of a log, for whoever verifies it. Take it once, by a way that you trust."""
    try:
        typer.echo(str(verified(_log(folder, log)).key))
    except AuditDamaged as fault:
        _give_up(str(fault), BROKEN)


@app.command()
def checkpoint(
    log: Annotated[str, typer.Argument(help="Name of a log.")],
    since: Annotated[int | None, typer.Option(help="Size that a witness knows: print the request to it.")] = None,
    folder: Folder = None,
) -> None:
    """Print the last signed checkpoint of a log, or with --since what to hand to a witness."""
    path = _log(folder, log)
    try:
        typer.echo(verified(path).checkpoint if since is None else growth_request(path, since), nl=False)
    except AuditDamaged as fault:
        _give_up(str(fault), BROKEN)
    except ValueError:
        _give_up(f"the log has not {since} entries", USAGE)


def _log(folder: Path | None, name: str) -> Path:
    for path in _logs(folder):
        if path.name == name:
            return path
    _give_up(f"no log {name!r}; there are {', '.join(path.name for path in _logs(folder))}", USAGE)


@app.command()
def witness(
    request: Annotated[Path, typer.Argument(help="What `checkpoint --since` printed.")],
    log_key: Annotated[str, typer.Option(help="Key of the log, as `verify` prints it.")],
    state: Annotated[Path, typer.Option(help="Folder of the witness: its key and what it has signed.")],
    name: Annotated[str, typer.Option(help="Name of the witness.")] = "overseer",
) -> None:
    """Sign a checkpoint after checking that it extends the last one signed; prints it with the signature."""
    key_file = state / "witness.pem"
    try:
        own = load_key(key_file) if key_file.exists() else new_key(key_file)
        note = Witness(name, own, state).cosign(request.read_text(), parse_verifier(log_key), int(time.time()))
    except (BadNote, PolicyError) as fault:
        _give_up(str(fault), BROKEN)
    except (OSError, UnicodeDecodeError) as fault:
        _give_up(str(fault), USAGE)
    typer.echo(note, nl=False)
    typer.echo(f"key {own.witness(name)}", err=True)


@app.command("prove-receipt")
def prove(receipt: Annotated[str, typer.Argument(help="The Audit-Receipt of an answer.")], folder: Folder = None) -> None:
    """Print as JSON where the entry of a receipt stands, and the proof; fails when it was left out."""
    _logs(folder)
    try:
        typer.echo(json.dumps(asdict(prove_receipt(root_of(folder), receipt))))
    except (BadNote, AuditDamaged) as fault:
        _give_up(str(fault), BROKEN)


@app.command("prove-decision")
def prove_decision(
    file: Annotated[Path, typer.Argument(help="What `explain --proof` wrote.")],
    held: Annotated[
        Path | None, typer.Option("--checkpoint", help="A signed checkpoint that the proof is to lead to.", show_default="the last")
    ] = None,
    folder: Folder = None,
) -> None:
    """Print the proof of a decision with its entry and the way from there to a checkpoint, for tools/verify_decision.py."""
    _logs(folder)
    try:
        receipt, note = parts_of(file)["receipt"], held.read_text() if held else ""
        enter(root_of(folder), "prove-decision", {"receipt": receipt.partition(":")[0]})
        typer.echo(proved(file, root_of(folder), note), nl=False)
    except (BadNote, PolicyError) as fault:
        _give_up(str(fault), BROKEN)
    except (NotADecision, OSError, UnicodeDecodeError) as fault:
        _give_up(str(fault), USAGE)
