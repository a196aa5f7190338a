"""What is on record since a moment of the logs: whether they go on from there, and which changes began after it. Reads only.

A change is an entry `begun`, whatever came of it: one too many is told rather than one too few.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from access_policies.audit.changes import Change, changes
from access_policies.audit.entry import Kind
from access_policies.audit.frames import ENTRY
from access_policies.audit.segments import logs, settled, verified, walk


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log stood: its origin, how many entries it had, the root over them."""

    origin: str
    entries: int
    root: str


@dataclass(frozen=True, slots=True)
class Since:
    """The changes after a moment, and why there may be more of which these logs say nothing."""

    changes: tuple[Change, ...]
    doubts: tuple[str, ...]


def heads(root: Path) -> dict[str, Head]:
    """Where every log of a folder stands now. Raises AuditDamaged."""
    chains = {folder.name: verified(folder) for folder in logs(root)}
    return {name: Head(chain.origin, chain.tree.size, chain.tree.root().hex()) for name, chain in chains.items()}


def since(root: Path, then: Mapping[str, Head], backup: str) -> Since:
    """What the logs of a folder say after these heads, at which a backup was made. Raises AuditDamaged.

    A log that is not among them is read from its start.
    """
    now = heads(root)
    doubts = [f"the log {name} is not here" for name in then if name not in now]
    if not any(settled(folder, partial(_names, backup=backup)) for folder in logs(root)):
        doubts.append("no log here has this backup on record")
    found: list[Change] = []
    for folder in logs(root):
        known = then.get(folder.name)
        place = known.entries if known else 0
        if known and now[folder.name].entries < place:
            doubts.append(f"the log {folder.name} is older than the backup: {now[folder.name].entries} entries of {place}")
        elif known and not settled(folder, partial(_goes_on, known=known)):
            doubts.append(f"the log {folder.name} is another one than at the backup")
            place = 0
        found += changes(folder, place)
    return Since(tuple(sorted(found, key=lambda one: (one.at, one.log, one.index))), tuple(doubts))


def _goes_on(folder: Path, known: Head) -> bool:
    """True when the log had this root when it had so many entries."""
    for frame, chain in walk(folder):
        if frame.magic == ENTRY and chain.tree.size == known.entries:
            return (chain.origin, chain.tree.root().hex()) == (known.origin, known.root)
    return False


def _names(folder: Path, backup: str) -> bool:
    """True when the making of the backup is an entry of this log: its heads are then those that were."""
    needle = backup.encode()
    return any(
        frame.magic == ENTRY and needle in frame.body and _is_made(json.loads(frame.body), backup) for frame, _ in walk(folder)
    )


def _is_made(entry: Mapping[str, Any], backup: str) -> bool:
    return (entry["kind"], entry["action"], entry["detail"].get("backup")) == (Kind.RECOVERY, "backup", backup)
