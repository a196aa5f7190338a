"""A local Neo4j: its home made ready, started, found again, stopped. Which process is ours is process.py's business."""

import os
import secrets
import shutil
import socket
import subprocess
import time
from pathlib import Path

import psutil

from graph_model.local.class_archive import JAVA, ClassArchive
from graph_model.local.conf import HASTE, HEAP, JAVA_FLAGS, configuration
from graph_model.local.endpoint import Endpoint, Probe
from graph_model.local.errors import SetupError
from graph_model.local.private import write_private
from graph_model.local.process import OwnedProcess
from graph_model.local.turn import turn

__all__ = ["Endpoint", "LocalNeo4j", "Probe"]

NEEDED_DISK = 1 << 30
NEEDED_MEMORY = 700 << 20
START_SECONDS = 180
PORT_TRIES = 3
ERRORS, DETAILS = "neo4j.log", "debug.log"
"""Where Neo4j says what went wrong; stdout has nothing of it (feasibility.md)."""
Said = dict[str, int]


class _PortTaken(Exception):
    """Somebody took the free port between our choice and the server's start."""


class LocalNeo4j:
    """One server with one home folder. `settings` are further lines of its neo4j.conf, `flags` further ones of its JVM.

    One that is to last may compile longer.
    """

    def __init__(
        self,
        home: Path,
        jars: Path,
        probe: Probe,
        needed_disk: int = NEEDED_DISK,
        settings: tuple[str, ...] = (),
        lasts: bool = False,
        flags: tuple[str, ...] = (),
    ) -> None:
        self.home, self._classes, self._probe = home, ClassArchive(jars), probe
        self._flags = flags if lasts else (HASTE, *flags)
        self._needed_disk, self._settings = needed_disk, settings
        self._server = OwnedProcess(home / "process.json")
        self._tool = OwnedProcess(home / "admin.json")

    @property
    def process(self) -> psutil.Process | None:
        """The server that was started here and still runs."""
        return self._server.find()

    @property
    def endpoint(self) -> Endpoint | None:
        """Where the running server answers, or will."""
        return self._endpoint(int(self._server.facts["port"])) if self.process else None

    def start(self, port: int | None = None) -> Endpoint:
        """Start it, or find it running, and wait for a real answer. Raises SetupError in one line."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with turn(self.home / "lock", "another start of the same Neo4j is under way"):
            if (running := self.endpoint) and self._probe(running):
                return running
            self.stop()
            self._check_room()
            if port and not _is_free(port):
                raise SetupError(f"port {port} is in use: stop what uses it, or choose another")
            for left in reversed(range(PORT_TRIES)):
                try:
                    return self._start_on(port or _free_port())
                except _PortTaken:
                    if port or not left:
                        raise SetupError("the port was taken while Neo4j started: try again") from None
            raise AssertionError("the loop above returns or raises")

    def _start_on(self, port: int) -> Endpoint:
        endpoint = self._endpoint(port)
        try:
            self._prepare(port, endpoint)
            said = self._said()
            command = (*self._java(*HEAP, *self._flags), "org.neo4j.server.CommunityEntryPoint")
            command += (f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}")
            child = self._launch(self._server, command, port=port)
            self._await_answer(endpoint, child, said)
        except BaseException:
            self.stop()
            raise
        return endpoint

    def _endpoint(self, port: int) -> Endpoint:
        return Endpoint(f"bolt://127.0.0.1:{port}", "neo4j", self.home / "password")

    def _check_room(self) -> None:
        if (free := shutil.disk_usage(self.home).free) < self._needed_disk:
            raise SetupError(f"too little disk: {free >> 20} MiB free, {self._needed_disk >> 20} MiB needed")
        if (memory := psutil.virtual_memory().available) < NEEDED_MEMORY:
            raise SetupError(f"too little memory: {memory >> 20} MiB free, {NEEDED_MEMORY >> 20} MiB needed")

    def _prepare(self, port: int, endpoint: Endpoint) -> None:
        for name in ("conf", "plugins", "logs", "import", "tmp"):
            (self.home / name).mkdir(exist_ok=True)
        (self.home / "conf" / "neo4j.conf").write_text(configuration(port, self._settings))
        if not endpoint.password_file.exists():
            # A home whose password was never kept is of no use to anybody: it is made anew.
            shutil.rmtree(self.home / "data", ignore_errors=True)
            self._set_first_password(endpoint)

    def _set_first_password(self, endpoint: Endpoint) -> None:
        """The password goes in by a file: an argument would stand in the machine's list of processes."""
        password = secrets.token_hex(24)
        argument = self.home / "first-password"
        write_private(argument, password)
        try:
            self.administer("dbms", "set-initial-password", f"@{argument}")
        finally:
            argument.unlink(missing_ok=True)
        write_private(endpoint.password_file, password)

    def make_ready(self) -> None:
        """Make a home with a login of its own, and start nothing: what a dump is loaded into. Raises SetupError."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        port = _free_port()
        self._prepare(port, self._endpoint(port))

    def administer(self, *words: str) -> None:
        """Run a command of Neo4j's admin tool to its end, while the server stands still. Raises SetupError."""
        try:
            command = (*self._java("-Xmx256m", HASTE), "org.neo4j.cli.AdminTool", *words)
            if self._launch(self._tool, command).wait():
                raise SetupError(f"Neo4j's admin tool refused {' '.join(words[:2])}: see {self.home}/logs/console.log")
        finally:
            self._tool.stop()

    def _java(self, *flags: str) -> tuple[str, ...]:
        paths = (f"-Djava.io.tmpdir={self.home / 'tmp'}", "-cp", f"{self._classes.class_path}:{self.home}/plugins/*")
        return (str(JAVA), *flags, *self._classes.flags, *JAVA_FLAGS, *paths)

    def _launch(self, process: OwnedProcess, command: tuple[str, ...], **facts: int) -> subprocess.Popen[bytes]:
        java, *rest = command
        places = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        log = self.home / "logs" / "console.log"
        return process.launch(lambda mark: (java, f"-Dkring.mark={mark}", *rest), log, self.home, os.environ | places, **facts)

    def _await_answer(self, endpoint: Endpoint, child: subprocess.Popen[bytes], said: Said) -> None:
        """The port opens before the database answers, so only an answer counts."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if child.poll() is not None:
                raise self._ended(said)
            if self._has_torn_log(said):
                break  # it opens its port half a minute later, with no database behind it
            if _is_listening(endpoint) and self._probe(endpoint):
                return
            time.sleep(0.1)
        raise SetupError(f"Neo4j runs and gives no answer: {self._last_error(said)}")

    def _ended(self, said: Said) -> Exception:
        error = self._last_error(said)
        return _PortTaken() if "already in use" in error else SetupError(f"Neo4j ended while it started: {error}")

    def _said(self) -> Said:
        """How long each log is before a start: what stands there is of an earlier one."""
        logs = {name: self.home / "logs" / name for name in (ERRORS, DETAILS)}
        return {name: log.stat().st_size if log.exists() else 0 for name, log in logs.items()}

    def _new_lines(self, name: str, said: Said) -> list[str]:
        log = self.home / "logs" / name
        if not log.exists():
            return []
        with log.open("rb") as lines:
            lines.seek(said[name])
            return lines.read().decode(errors="replace").splitlines()

    def _last_error(self, said: Said) -> str:
        if self._has_torn_log(said):
            return "its transaction log ends in a torn write, as after a full disk: docs/how-to/operate.md says how to go on"
        errors = [line for line in self._new_lines(ERRORS, said) if "ERROR" in line or "Caused by" in line]
        return (errors or [f"see {self.home}/logs"])[-1][:300]

    def _has_torn_log(self, said: Said) -> bool:
        """The server itself runs on then, with no database in it."""
        return any("recovery not possible" in line for line in self._new_lines(DETAILS, said))

    def stop(self) -> bool:
        """End exactly what was started here; True when something was running."""
        tool, server = self._tool.stop(), self._server.stop()
        (self.home / "first-password").unlink(missing_ok=True)
        return tool or server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _is_listening(endpoint: Endpoint) -> bool:
    return not _is_free(int(endpoint.uri.rpartition(":")[2]))
