"""`test` and `check`: what CI runs, and what everybody runs before a commit. Caches go to the one folder too."""

import os
import subprocess
import sys
from pathlib import Path

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
    """Run every static check and say which failed."""
    failed = []
    for name, command in CHECKS:
        typer.echo(f"-- {name}")
        if subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode:  # noqa: S603  # constants above
            failed.append(name)
    if failed:
        typer.echo(f"failed: {', '.join(failed)}")
        raise typer.Exit(1)


def _environment() -> dict[str, str]:
    home = Path(os.environ.get("KRING_HOME", ROOT / ".kring")).resolve()
    caches = {"RUFF_CACHE_DIR": str(home / "ruff"), "HYPOTHESIS_STORAGE_DIRECTORY": str(home / "hypothesis")}
    return os.environ | caches
