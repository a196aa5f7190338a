"""A home of its own for the command line as a person runs it: separate processes, real signals."""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.founded import surroundings

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("jars", "npm")
"""What is fetched once for a whole run; that a home without it fetches it is tested from a fresh copy (tests/docs/test_demo.py)."""


@dataclass
class Home:
    """A KRING_HOME and what is run in it."""

    path: Path
    settings: dict[str, str] = field(default_factory=dict)

    def share(self, jars: Path) -> None:
        """Use what the run has fetched already, which lies beside its jars."""
        for name in SHARED:
            jars.with_name(name).mkdir(exist_ok=True)
            (self.path / name).symlink_to(jars.with_name(name))

    @property
    def environment(self) -> dict[str, str]:
        return surroundings(self.path) | {"PYTHONPATH": str(ROOT)} | self.settings

    def run(self, *arguments: str, timeout: float = 200) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(**self._how(arguments), capture_output=True, text=True, check=False, timeout=timeout)

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Run a command and look on."""
        return subprocess.Popen(**self._how(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def _how(self, arguments: tuple[str, ...]) -> dict[str, Any]:
        return {"args": [sys.executable, "-P", "-m", "cli", *arguments], "cwd": ROOT, "env": self.environment}

    def left_running(self) -> list[str]:
        """Command lines of all processes that know this home."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get("KRING_HOME") == str(self.path) and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(" ".join(process.cmdline())[-200:])
            except psutil.Error:
                continue
        return found
