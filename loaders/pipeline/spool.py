"""Objects on their way: read and judged, not yet written. On disk, so that memory does not grow with the file.

One object a name: which of several counts is decided while they come in.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from loaders.pipeline.notes import Place

FRESH, SAME, REPLACED, OUTDATED, CONTESTED = "fresh", "same", "replaced", "outdated", "contested"


@dataclass(frozen=True, slots=True)
class Spooled:
    """One object with its place and the version it states, if any."""

    place: Place
    version: str | None
    raw: dict[str, Any]
    size: int = 0
    """Bytes that it takes as JSON."""


class Spool:
    """A temporary store of objects by name. Use as a context: it is gone afterwards."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kring-load-")
        self._data = sqlite3.connect(Path(self._folder.name) / "spool")
        self._data.execute("PRAGMA journal_mode = OFF")
        self._data.execute("PRAGMA synchronous = OFF")
        columns = "name TEXT PRIMARY KEY, version TEXT, digest BLOB, file TEXT, place INTEGER, body BLOB, number INTEGER"
        self._data.execute(f"CREATE TABLE objects ({columns})")
        self._data.execute("CREATE UNIQUE INDEX in_order ON objects (number)")
        self._number = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._data.close()
        self._folder.cleanup()

    def __len__(self) -> int:
        return int(self._data.execute("SELECT count(*) FROM objects").fetchone()[0])

    def __contains__(self, name: str) -> bool:
        return self._data.execute("SELECT 1 FROM objects WHERE name = ?", (name,)).fetchone() is not None

    def add(self, name: str, object_: Spooled, body: bytes, digest: bytes) -> str:
        """Take an object in; what became of it beside another of its name: the newest version counts, and without one the last."""
        found = self._data.execute("SELECT version, digest FROM objects WHERE name = ?", (name,)).fetchone()
        outcome = FRESH if found is None else _beside(found[0], found[1], object_.version, digest)
        if outcome in (FRESH, REPLACED):
            row = (name, object_.version, digest, object_.place.file, object_.place.index, body, self._number)
            self._data.execute("INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            self._number += 1
        return outcome

    def objects(self) -> Iterator[Spooled]:
        """All of them, in the order in which they came."""
        rows = self._data.execute("SELECT name, version, file, place, body FROM objects ORDER BY number")
        for name, version, file, place, body in rows:
            yield Spooled(Place(file, place, name), version, orjson.loads(body), len(body))


def _beside(version: str | None, digest: bytes, new_version: str | None, new_digest: bytes) -> str:
    if digest == new_digest:
        return SAME
    if new_version == version:
        return CONTESTED if version else REPLACED
    return REPLACED if (new_version or "") > (version or "") else OUTDATED
