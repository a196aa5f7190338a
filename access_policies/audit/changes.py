"""The changes of a log: each from the entry that says that it began, with how it ended where that is on record. Reads only.

Whether a change was made stands in the graph: an entry names what it is about, never what it would say.
"""

import json
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from access_policies.audit.frames import ENTRY
from access_policies.audit.segments import settled, walk

BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class Change:
    """A change: the entry of its beginning, who, when, which grants and records of the directory it is about, how it ended."""

    log: str
    index: int
    at: str
    subject: str
    action: str
    about: tuple[str, ...]
    outcome: str


def changes(folder: Path, place: int = 0) -> list[Change]:
    """Those of one log that began at this place or after it, in its order. Raises AuditDamaged."""
    return settled(folder, partial(_read, place=place))


def unfinished(folder: Path) -> list[Change]:
    """Those without an end: a process was killed in the middle, or is at it still. Raises AuditDamaged."""
    return [one for one in changes(folder) if one.outcome == BEGUN]


def _read(folder: Path, place: int) -> list[Change]:
    begun: dict[str, Change] = {}
    for frame, _ in walk(folder):
        if frame.magic != ENTRY or frame.index < place:
            continue
        entry = json.loads(frame.body)
        if entry["outcome"] == BEGUN and "about" in entry["detail"]:
            named = folder.name, frame.index, entry["at"], entry["subject"], entry["action"]
            begun[entry["receipt"]] = Change(*named, tuple(entry["detail"]["about"]), entry["outcome"])
        for ended in begun.keys() & set(entry["detail"].get("ends", ())):
            begun[ended] = replace(begun[ended], outcome=entry["outcome"])
    return list(begun.values())
