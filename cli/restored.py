"""What a restore leaves in the home: its last step, which is finished if it was cut off, and what waits until somebody accepts it.

Light on purpose: whoever starts or serves looks here first.
"""

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph_model.local.errors import SetupError
from graph_model.local.private import sync, write_private

CURRENT, BESIDE, REPLACED = "neo4j", "neo4j.restored", "neo4j.replaced"
NOTE = "restore.json"


@dataclass(frozen=True, slots=True)
class Restored:
    """A restore under way or not accepted: which backup, what is on record after it, and why that may not be all.

    `keeps` says whether the store it takes the place of is kept: one that was itself restored and never accepted is not.
    """

    backup: str
    changes: tuple[dict[str, Any], ...]
    doubts: tuple[str, ...]
    is_in_place: bool = False
    keeps: bool = True

    @property
    def waits(self) -> bool:
        """True when the graph may be older than the record."""
        return bool(self.changes or self.doubts)

    def note(self, home: Path) -> None:
        """Put it on disk, before anything that it speaks of is done. Raises SetupError."""
        try:
            write_private(home / NOTE, json.dumps(asdict(self), ensure_ascii=False))
            sync(home)
        except OSError as fault:
            raise SetupError(f"{home / NOTE} cannot be written: {fault.strerror}") from None


def restored(home: Path) -> Restored | None:
    """What is noted. Raises SetupError rather than overlook a note that cannot be read."""
    try:
        noted = json.loads((home / NOTE).read_text(encoding="utf-8"))
        return Restored(**noted | {"changes": tuple(noted["changes"]), "doubts": tuple(noted["doubts"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        raise SetupError(f"{home / NOTE} cannot be read, so nothing is served: restore once more") from None


def finish(home: Path) -> Restored | None:
    """Put a restored store in its place where that was begun, from wherever it was cut off; what waits, if anything does.

    For whoever keeps every start out meanwhile.
    """
    found = restored(home)
    if found is None:
        return None
    if not found.is_in_place:
        _swap(home, found.keeps)
        found = Restored(found.backup, found.changes, found.doubts, is_in_place=True)
        if found.waits:
            found.note(home)
    if not found.waits:
        forget(home)
        return None
    return found


def _swap(home: Path, keeps: bool) -> None:
    current, beside, replaced = home / CURRENT, home / BESIDE, home / REPLACED
    if not beside.is_dir():
        return  # cut off after both had their names
    if current.is_dir() and keeps:
        shutil.rmtree(replaced, ignore_errors=True)
        current.rename(replaced)
    shutil.rmtree(current, ignore_errors=True)
    beside.rename(current)
    sync(home)


def forget(home: Path) -> None:
    """Let it serve."""
    (home / NOTE).unlink(missing_ok=True)
    sync(home)


def refuse_waiting(home: Path) -> None:
    """Raise SetupError when a restore waits for somebody to accept it: what it brought back to life is not served."""
    found = restored(home)
    if found is not None and found.waits:
        raise SetupError(
            f"a restored graph is older than the record ({len(found.changes)} changes, {len(found.doubts)} doubts): "
            './kring restore lists them; ./kring restore --accept "REASON" lets it be served'
        )
