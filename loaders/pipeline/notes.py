"""What is told about single objects: one JSON line each, with place and reason. No line quotes content."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

REJECTED = "rejected"
"""Not taken in: it breaks a rule of the format or of the ontology."""
HELD_BACK = "held-back"
"""Not taken in, or not whole, because its own markings do not say enough or say: named recipients only."""
PENDING = "pending"
"""A reference to something that is neither in the files nor in the graph; loading again when it is there makes the link."""
LEFT_OUT = "left-out"
"""Properties for which there is no place that is as closed as it should be."""
REPEATED = "repeated"
"""There more than once; told which one counts."""
CONTESTED = "contested"
"""The graph holds the same version with other content, or as another type: that stays."""
VANISHED = "vanished"
"""In the graph from an earlier load of this source, and not in the files."""
KINDS = (REJECTED, HELD_BACK, PENDING, LEFT_OUT, REPEATED, CONTESTED, VANISHED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object stands: file, position among its objects from 0, and its own id if it has one."""

    file: str
    index: int | None
    id: str | None


class Notes:
    """Counts notes, and writes them to a file when there is one. Use as a context."""

    def __init__(self, path: Path | None) -> None:
        self.counts: Counter[str] = Counter()
        self._path = path
        self._file: IO[str] | None = None

    def __enter__(self) -> "Notes":
        if self._path is not None:
            self._file = self._path.open("w", encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, kind: str, place: Place, reason: str) -> None:
        """Tell about one object."""
        self.counts[kind] += 1
        if self._file is not None:
            self._file.write(json.dumps({"kind": kind, **asdict(place), "reason": reason}, ensure_ascii=False) + "\n")
