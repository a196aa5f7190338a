"""The processes of the contestants: how each is started, and that each ends."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.documents import NEO4J_GRAPHQL, STRAWBERRY

PEER = Path(__file__).parent / "peers" / "neo4j-graphql"
PEER_OF_ROWS = PEER.with_name("postgraphile")
Command = list[str]
"""What starts a contestant; its port is put where `PORT` stands."""


@dataclass(frozen=True, slots=True)
class Process:
    """A contestant that answers, and the process of its own database, if it has one."""

    port: int
    id: int
    database: int | None = None


def peer_command(node: str, peer: Path, packages: Path) -> Command:
    """What starts a peer from npm: its program stands beside its packages, where Node looks for them."""
    program = packages.parent / "server.mjs"
    shutil.copyfile(peer / program.name, program)
    return [node, str(program)]


def commands_of(folder: Path, see: bytes, peer: Command) -> dict[str, Command]:
    """How to start everybody. `see` is the caller's mask: the peer from npm is told its classes, as a token would."""
    visible = json.dumps([place for place, bit in enumerate(see) if bit])
    services = {"kring": "kring", "bare": "bare", STRAWBERRY: "strawberry"}
    ours = {name: [sys.executable, "-m", "benchmarks.services", one, "PORT", str(folder)] for name, one in services.items()}
    return {**ours, NEO4J_GRAPHQL: [*peer, "PORT", str(folder), visible]}


@contextmanager
def started(name: str, command: Command, folder: Path) -> Iterator[Process]:
    """A contestant's process while it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / f"{name.replace('/', '-')}.log").open("ab") as log:
        words = [str(port) if word == "PORT" else word for word in command]
        child = subprocess.Popen(words, stdout=log, stderr=log)  # noqa: S603  # our own constant command
    try:
        _await_port(port, child)
        yield Process(port, child.pid)
    finally:
        child.terminate()
        child.wait(10)


def _await_port(port: int, child: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and child.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("benchmark: a contestant did not start")
