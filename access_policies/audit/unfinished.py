"""What a log says to have begun and does not say to have ended: a process was killed in the middle, or is at it still.

Whether the change was made stands in the graph: an entry names what it is about, never what it would say.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from access_policies.audit.frames import ENTRY
from access_policies.audit.segments import settled, walk


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A beginning without an end: who began what, when, and which grants and records of the directory it is about."""

    log: str
    index: int
    at: str
    subject: str
    action: str
    about: tuple[str, ...]


def unfinished(folder: Path) -> list[Unfinished]:
    """Those of one log, in its order. Raises AuditDamaged."""
    return settled(folder, _read)


def _read(folder: Path) -> list[Unfinished]:
    open_: dict[str, Unfinished] = {}
    for frame, _ in walk(folder):
        if frame.magic != ENTRY:
            continue
        entry = json.loads(frame.body)
        if entry["outcome"] == "begun" and "about" in entry["detail"]:
            named = folder.name, frame.index, entry["at"], entry["subject"], entry["action"]
            open_[entry["receipt"]] = Unfinished(*named, tuple(entry["detail"]["about"]))
        for ended in entry["detail"].get("ends", ()):
            open_.pop(ended, None)
    return list(open_.values())
