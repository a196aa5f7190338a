"""`test` and `check`: what CI runs, and what everybody runs before a commit."""

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


def test(context: typer.Context) -> None:
    """Run the tests; what follows goes to pytest."""
    raise typer.Exit(subprocess.run([sys.executable, "-m", "pytest", *context.args], cwd=ROOT, check=False).returncode)  # noqa: S603  # pytest with the caller's own arguments


def check() -> None:
    """Run every static check and say which failed."""
    failed = []
    for name, command in CHECKS:
        typer.echo(f"-- {name}")
        if subprocess.run(command, cwd=ROOT, check=False).returncode:  # noqa: S603  # constants above
            failed.append(name)
    if failed:
        typer.echo(f"failed: {', '.join(failed)}")
        raise typer.Exit(1)
