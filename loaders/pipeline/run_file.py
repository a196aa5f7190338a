"""The name of a load that has begun, kept until it is done: whoever starts the same load again goes on under that name.

No progress is kept: the graph holds the key of every batch that came to something, and answers a repeat as it did the first time.
"""

import json
import secrets
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path


class RunFile:
    """One file in a folder of begun loads."""

    def __init__(self, folder: Path, what: Iterable[str]) -> None:
        self._path = folder / f"{sha256(json.dumps(list(what)).encode()).hexdigest()[:32]}.json"
        self.resumed = False

    @property
    def has_begun(self) -> bool:
        """True when such a load was begun and not done."""
        return self._path.exists()

    def open(self) -> str:
        """The name of this load; that of one which was cut off, if there is one."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            name = str(json.loads(self._path.read_text())["run"])
        except (OSError, ValueError, KeyError, TypeError):
            name = secrets.token_hex(16)
            half = self._path.with_suffix(".new")
            half.write_text(json.dumps({"run": name}))
            half.replace(self._path)
        else:
            self.resumed = True
        return name

    def close(self) -> None:
        """The load is done."""
        self._path.unlink(missing_ok=True)
