"""`test` and `check`: what CI runs, and what everybody runs before a commit. Caches go to the one folder too."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import typer

ROOT = Path(__file__).resolve().parents[1]
CHECKS = (
    ("ruff", [sys.executable, "-m", "ruff", "check", "."]),
    ("ruff format", [sys.executable, "-m", "ruff", "format", "--check", "."]),
    ("mypy --strict", [sys.executable, "-m", "mypy", "--cache-dir", "/dev/null"]),
    ("import-linter", [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]),
    ("own rules", [sys.executable, "-m", "pytest", "-q", "tests/rules"]),
)

BESIDE = ("-n", str(min(4, max(2, os.cpu_count() or 1))), "--dist", "loadfile", "--no-loadscope-reorder")
"""All tests, file by file in a few processes, each with a Neo4j and a browser of its own."""


def test(context: typer.Context) -> None:
    """Run all tests in a few processes, or what is asked of pytest in one."""
    # pytest takes the place of this process, so that a signal reaches it and it ends what it started.
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *(context.args or BESIDE)], _environment())  # noqa: S606  # pytest with the caller's own arguments


def check() -> None:
    """Run every static check, all at once, and say which failed. What each said comes whole, in one order."""
    begun: list[_Check] = []
    try:
        for name, command in CHECKS:
            begun.append(_Check(name, command))
        failed = [one.name for one in begun if one.has_failed()]
    finally:
        for one in begun:
            one.process.kill()  # does nothing to one that has ended
    if failed:
        typer.echo(f"failed: {', '.join(failed)}")
        raise typer.Exit(1)


@dataclass
class _Check:
    """One that runs. What it says goes to a file: a pipe that nobody reads yet would hold it up."""

    name: str
    command: list[str]
    said: IO[bytes] = field(default_factory=TemporaryFile)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603  # constants above
            self.command, cwd=ROOT, env=_environment(), stdout=self.said, stderr=subprocess.STDOUT
        )

    def has_failed(self) -> bool:
        """Wait for its end and print what it said."""
        failed = self.process.wait() != 0
        self.said.seek(0)
        typer.echo(f"-- {self.name}\n{self.said.read().decode(errors='replace')}", nl=False)
        self.said.close()
        return failed


def _environment() -> dict[str, str]:
    home = Path(os.environ.get("KRING_HOME", ROOT / ".kring")).resolve()
    caches = {"RUFF_CACHE_DIR": str(home / "ruff"), "HYPOTHESIS_STORAGE_DIRECTORY": str(home / "hypothesis")}
    return os.environ | caches
