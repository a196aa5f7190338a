"""What runs of a demo in one home: its starter, its API, its Neo4j; found whatever state a start was left in, and ended."""

import fcntl
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from cli.database import Database
from cli.settings import Settings
from graph_model.local.errors import SetupError
from graph_model.local.private import write_private
from graph_model.local.process import OwnedProcess
from graph_model.local.turn import turn

STARTER_SECONDS = 30
"""How long a starter may take to end what it started."""


class Running:
    """The processes of one home's demo."""

    def __init__(self, settings: Settings) -> None:
        self.home = settings.home
        self.database = Database(settings)
        self.api = OwnedProcess(self.home / "api.json")
        self._lock = self.home / "demo.lock"
        self._starter = self.home / "demo.json"

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Be the one that starts, or watches, this home's demo. Raises SetupError when another is."""
        with turn(self._lock, "the demo is running already, or is being started: ./kring stop ends it"):
            me = psutil.Process()
            write_private(self._starter, json.dumps({"pid": me.pid, "created": me.create_time()}))
            try:
                yield
            finally:
                self._starter.unlink(missing_ok=True)

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Keep every start out while nothing runs. Raises SetupError when something does."""
        told = "something of this installation runs: ./kring stop ends it"
        with turn(self._lock, told):
            if self.api.find() is not None or self.database.own.process is not None:
                raise SetupError(told)
            yield

    @property
    def is_left_running(self) -> bool:
        """True when a demo was left running on purpose and is whole; what a killed starter left is not."""
        database = not self.database.is_ours or self.database.own.process is not None
        return self.api.find() is not None and bool(self.api.facts.get("detached")) and database

    @property
    def address(self) -> str:
        """Where the API answers. Raises SetupError when there is none."""
        facts = self.api.facts
        if self.api.find() is None:
            raise SetupError("the demo is not running: start it with ./kring demo --detach")
        return f"http://{facts['host']}:{facts['port']}"

    def start_api(self, host: str, port: int, detached: bool) -> None:
        """Start the API's process; it is not ready yet."""
        self.api.launch(
            lambda mark: (sys.executable, "-P", "-m", "cli", "demo-api", "--port", str(port), "--mark", mark),
            log=self.home / "api.log", folder=Path.cwd(), host=host, port=port, detached=detached,
        )  # fmt: skip

    def require_life(self) -> None:
        """Raise SetupError when a process of a started demo has ended."""
        if self.api.find() is None:
            raise SetupError(f"the API ended: {self.last_words()}")
        if self.database.is_ours and self.database.own.process is None:
            raise SetupError(f"Neo4j ended: see {self.home}/neo4j/logs")

    def last_words(self) -> str:
        """The last line that the API's log holds."""
        with suppress(OSError):
            if lines := (self.home / "api.log").read_text(errors="replace").strip().splitlines():
                return lines[-1][:300]
        return f"see {self.home}/api.log"

    def end(self) -> bool:
        """End API and Neo4j, and what a killed restore left at work; True when one of them ran."""
        ended = (self.api.stop(), self.database.own.stop(), self.database.beside.stop())
        return any(ended)

    def end_all(self) -> bool:
        """End the starter, if one is at work, and all that it started; True when anything ran."""
        if not self.home.is_dir():
            return False
        starter = self._end_starter()
        return self.end() or starter

    def _end_starter(self) -> bool:
        end = time.monotonic() + STARTER_SECONDS
        told: psutil.Process | None = None
        while self._is_held():
            if (process := self._find_starter()) is not None:
                with suppress(psutil.NoSuchProcess):
                    process.kill() if time.monotonic() > end else None if told else process.terminate()
                    told = process
            elif time.monotonic() > end:
                raise SetupError("somebody holds the demo's lock and is not a starter of this home: it is left alone")
            time.sleep(0.05)
        while told is not None and not _has_ended(told) and time.monotonic() < end:
            time.sleep(0.05)  # it holds nothing any more, but it is still there
        return told is not None

    def _is_held(self) -> bool:
        with self._lock.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _find_starter(self) -> psutil.Process | None:
        with suppress(OSError, ValueError, KeyError, psutil.Error):
            known = json.loads(self._starter.read_text())
            process = psutil.Process(known["pid"])
            same = process.create_time() == known["created"] and process.uids().real == os.getuid()
            return process if same and "demo" in process.cmdline() else None
        return None


def _has_ended(process: psutil.Process) -> bool:
    """True when a process is gone, or waits for nothing but that its parent looks."""
    with suppress(psutil.Error):
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    return True
