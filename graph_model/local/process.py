"""A process that is started here, known again, and ended: never one of somebody else, whatever its number.

Its record is on disk before it runs and holds a random mark that stands in its command line, so that a start which is
killed at any moment leaves nothing that a later one cannot find.
"""

import json
import os
import secrets
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from graph_model.local.private import write_private

STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class OwnedProcess:
    """At most one running process, known by its record."""

    record: Path

    @property
    def facts(self) -> dict[str, Any]:
        """What was noted at its launch: `mark`, `pid` once it ran, and the launcher's own. Empty without a record."""
        with suppress(OSError, ValueError):
            noted = json.loads(self.record.read_text())
            if isinstance(noted, dict):
                return noted
        return {}

    def launch(
        self,
        command: Callable[[str], Sequence[str]],
        log: Path,
        folder: Path,
        environment: Mapping[str, str] = os.environ,
        **facts: Any,
    ) -> subprocess.Popen[bytes]:
        """Start `command(mark)` in a session of its own, its output appended to the log."""
        mark = secrets.token_hex(16)
        self._note(facts | {"mark": mark})
        with log.open("ab") as out:
            child = subprocess.Popen(  # noqa: S603  # a command of ours, never of a caller
                command(mark), stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, cwd=folder, env=environment
            )
        self._note(facts | {"mark": mark, "pid": child.pid})
        return child

    def _note(self, facts: dict[str, Any]) -> None:
        write_private(self.record, json.dumps(facts))

    def find(self) -> psutil.Process | None:
        """The process, if it runs: by its number where that is known, else by its mark among all of this user."""
        facts = self.facts
        mark = str(facts.get("mark", ""))
        if not mark:
            return None
        if "pid" in facts:
            with suppress(psutil.Error):
                process = psutil.Process(facts["pid"])
                return process if _carries(process, mark) else None
            return None
        return next((process for process in psutil.process_iter() if _carries(process, mark)), None)

    def stop(self, seconds: float = STOP_SECONDS) -> bool:
        """End it, by force after so many seconds, and forget it; True when it was running."""
        process = self.find()
        if process is not None:
            with suppress(psutil.NoSuchProcess):
                process.terminate()
                try:
                    process.wait(seconds)
                except psutil.TimeoutExpired:
                    process.kill()  # stopped by a signal, or a Neo4j on a full disk: neither ends by itself
                    process.wait(seconds)
        self.record.unlink(missing_ok=True)
        return process is not None


def _carries(process: psutil.Process, mark: str) -> bool:
    """True when this user's process has the mark as a whole word of its command line; a zombie has none."""
    with suppress(psutil.Error):
        return process.uids().real == os.getuid() and any(mark == word.rpartition("=")[2] for word in process.cmdline())
    return False
