"""A founded home: once a run a demo is started from nothing, as the README says, and ended; who is not about that takes a copy."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import pytest

from graph_model.local.private import write_private
from graph_model.local.turn import turn

ROOT = Path(__file__).resolve().parents[1]
START, STOP = "./kring demo --detach", "./kring stop"
FETCHED = ("env", "jars", "npm")
"""What a home has of the outside, and a copy gets from the run."""


@dataclass(frozen=True)
class Founded:
    """Where that home is; what its start printed, and how many seconds it took."""

    home: Path
    told: str
    seconds: float

    def copy_to(self, home: Path) -> None:
        """Put its world into a home, with the ids and keys that it has."""
        shutil.copytree(self.home, home, symlinks=True, ignore=shutil.ignore_patterns(*FETCHED), dirs_exist_ok=True)


def surroundings(home: Path) -> dict[str, str]:
    """The environment of a command in a home: the settings of whoever runs the tests are none of its own, and it refuses unknown ones."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KRING_")} | {"KRING_HOME": str(home)}


def founded_home(jars: Path, folders: pytest.TempPathFactory) -> Founded:
    """That of this run: made by whoever of its processes asks first, while the others wait."""
    base = folders.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with turn(shared / "founded.lock"):
        kept = shared / "founded.json"
        if not kept.exists():
            made = _found(Path(mkdtemp(prefix="founded-", dir=shared)), jars)
            write_private(kept, json.dumps([str(made.home), made.told, made.seconds]))
        home, told, seconds = json.loads(kept.read_text())
        return Founded(Path(home), told, seconds)


def _found(home: Path, jars: Path) -> Founded:
    """With the packages and jars of this run, and nothing of npm: a first start fetches what its pages are made of."""
    (home / "jars").symlink_to(jars)
    (home / "env").symlink_to(sys.prefix)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.monotonic()
    told = _typed(f"{START} --port {port}", home)
    made = Founded(home, told, time.monotonic() - began)
    assert _typed(STOP, home) == "stopped\n"
    return made


def _typed(command: str, home: Path) -> str:
    given = surroundings(home)
    done = subprocess.run(["sh", "-ec", command], cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    if done.returncode:
        subprocess.run(["sh", "-ec", STOP], cwd=ROOT, env=given, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout
