"""The proof of an exported file: beside it, the answers that it was made of with their receipts; or in its stamp, its own receipt.

Says whether a file is what left.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from access_policies.audit.exported import entries_of, entry_of_file
from access_policies.audit.note import BadNote
from cli.leaving import Kept, statements
from cli.own_names import says_what_it_is
from cli.stamped import Stamped, stamp_in
from graph_model.leaving import Leaving
from loaders.misp.event import event
from loaders.stix.writing.bundle import bundle

FORM = "kring-export-2"
Writer = Callable[[Sequence[Leaving]], bytes]
WRITERS: tuple[Writer, ...] = (bundle, event)
"""What makes a file of answers: each is a form that a file may have left in."""


class NotWhatLeft(Exception):
    """A file or its proof is not as it left Kring; says which and why."""


@dataclass(frozen=True, slots=True)
class Left:
    """What the log says about an export: who, for what, from when until when, and under which grants."""

    subject: str
    organisation: str
    purpose: str
    first: str
    last: str
    grants: tuple[str, ...]


def proof_of(file: Path) -> Path:
    """Where the proof of a file is."""
    return file.with_name(f"{file.name}.proof.json")


def proof(answers: Iterable[Kept], until: str) -> bytes:
    """The proof of what is made of these answers, and until when that may be kept as rights stood then."""
    kept = [one._asdict() for one in answers]
    return json.dumps({"form": FORM, "keepUntil": until, "answers": kept}, ensure_ascii=False, indent=1).encode() + b"\n"


def verified(file: Path, logs: Path) -> Left:
    """What is on record about a file. Raises NotWhatLeft, OSError, AuditDamaged."""
    if not proof_of(file).exists() and (stamped := stamp_in(file.read_bytes())):
        return _left([_entry_of(file, stamped, logs)])
    answers = _answers(proof_of(file))
    try:
        entries = entries_of(logs, [one.receipt for one in answers])
    except BadNote as fault:
        raise NotWhatLeft(f"{proof_of(file).name}: {fault}") from None
    for one, entry in zip(answers, entries, strict=True):
        if entry["action"] != "export" or (entry["answer"], entry["operation"]) != (_hash(one.body), _hash(one.document)):
            raise NotWhatLeft(f"{proof_of(file).name}: an answer in it is not the one that left for export")
        if not says_what_it_is(one.document):
            raise NotWhatLeft(f"{proof_of(file).name}: an answer in it was asked for under other names")
    if len({(entry["subject"], entry["purpose"]) for entry in entries}) != 1:
        raise NotWhatLeft(f"{proof_of(file).name}: its answers were given to several people, or for several purposes")
    if not _is_made_of(file, answers):
        raise NotWhatLeft(f"{file.name}: it is not what is made of the answers in its proof")
    return _left(entries)


def _entry_of(file: Path, stamped: Stamped, logs: Path) -> dict[str, Any]:
    """The entry of a file that is one answer, or that one answer is about."""
    try:
        entry = entry_of_file(logs, *stamped)
    except BadNote as fault:
        raise NotWhatLeft(f"{file.name}: {fault}") from None
    if entry["action"] != "export" or entry["answer"] != sha256(stamped.body).hexdigest():
        raise NotWhatLeft(f"{file.name}: it is not what left under its receipt")
    return entry


def _answers(path: Path) -> list[Kept]:
    try:
        read = json.loads(path.read_bytes())
        found = [Kept(*(str(one[name]) for name in Kept._fields)) for one in read["answers"]]
        is_sound = read["form"] == FORM and bool(found)
    except (ValueError, TypeError, KeyError, RecursionError):
        is_sound = False
    if not is_sound:
        raise NotWhatLeft(f"{path.name}: it is no proof of an export")
    return found


def _is_made_of(file: Path, answers: list[Kept]) -> bool:
    try:
        found, data = statements(one.body for one in answers), file.read_bytes()
        return bool(found) and any(data == made(found) for made in WRITERS)
    except (KeyError, TypeError, AttributeError):
        raise NotWhatLeft(f"{proof_of(file).name}: an answer in it is of another document than an export sends") from None


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _left(entries: list[dict[str, Any]]) -> Left:
    times = [entry["at"] for entry in entries]
    grants = {grant for entry in entries for served in entry["served"] for grant in served["grants"]}
    one = entries[0]
    return Left(one["subject"], one["organisation"], one["purpose"], min(times), max(times), tuple(sorted(grants)))
