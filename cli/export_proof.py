"""The proof beside an exported file: the answers that it was made of, each with its receipt. Says whether a file is what left."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from access_policies.audit.exported import entries_of
from access_policies.audit.note import BadNote
from cli.leaving import statements
from loaders.stix.writing.bundle import bundle

FORM = "kring-export-1"


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


def proof(answers: Iterable[tuple[str, str]]) -> bytes:
    """The proof of what is made of these answers (body, receipt)."""
    kept = [{"body": body, "receipt": receipt} for body, receipt in answers]
    return json.dumps({"form": FORM, "answers": kept}, ensure_ascii=False, indent=1).encode() + b"\n"


def verified(file: Path, logs: Path) -> Left:
    """What is on record about a file. Raises NotWhatLeft, OSError, AuditDamaged."""
    answers = _answers(proof_of(file))
    try:
        entries = entries_of(logs, [receipt for _, receipt in answers])
    except BadNote as fault:
        raise NotWhatLeft(f"{proof_of(file).name}: {fault}") from None
    for (body, _), entry in zip(answers, entries, strict=True):
        if entry["action"] != "export" or entry["answer"] != sha256(body.encode()).hexdigest():
            raise NotWhatLeft(f"{proof_of(file).name}: an answer in it is not the one that left for export")
    if len({(entry["subject"], entry["purpose"]) for entry in entries}) != 1:
        raise NotWhatLeft(f"{proof_of(file).name}: its answers were given to several people, or for several purposes")
    if file.read_bytes() != bundle(statements(body for body, _ in answers)):
        raise NotWhatLeft(f"{file.name}: it is not what is made of the answers in its proof")
    return _left(entries)


def _answers(path: Path) -> list[tuple[str, str]]:
    try:
        read = json.loads(path.read_bytes())
        found = [(str(one["body"]), str(one["receipt"])) for one in read["answers"]]
        is_sound = read["form"] == FORM and bool(found)
    except (ValueError, TypeError, KeyError, RecursionError):
        is_sound = False
    if not is_sound:
        raise NotWhatLeft(f"{path.name}: it is no proof of an export")
    return found


def _left(entries: list[dict[str, Any]]) -> Left:
    times = [entry["at"] for entry in entries]
    grants = {grant for entry in entries for served in entry["served"] for grant in served["grants"]}
    one = entries[0]
    return Left(one["subject"], one["organisation"], one["purpose"], min(times), max(times), tuple(sorted(grants)))
