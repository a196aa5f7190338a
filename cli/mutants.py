"""`mutants`: small slips in the policy core, one at a time, each of which a test must notice (docs/reference/proof.md)."""

import subprocess
import sys
from typing import Annotated

import typer

from cli.development import ROOT


def mutants(
    module: Annotated[list[str] | None, typer.Option(help="A module of the policy core, by its path; else all of them.")] = None,
    sample: Annotated[int | None, typer.Option(help="As many of each module, drawn at random; else every one.")] = None,
    seed: Annotated[int, typer.Option(help="What is drawn; the same seed draws the same.")] = 0,
) -> None:
    """Make every small slip in the policy core, and say which of them no test notices and nobody argues for."""
    command = [sys.executable, "-m", "tests.mutants.run", "--seed", str(seed)]
    command += [] if sample is None else ["--sample", str(sample)]
    command += [part for path in module or () for part in ("--module", path)]
    raise typer.Exit(subprocess.run(command, cwd=ROOT, check=False).returncode)  # noqa: S603  # our own command, paths and numbers
