"""`prove`: noninterference tried on as many random cases as one likes (docs/reference/proof.md)."""

import subprocess
import sys
from typing import Annotated

import typer

from cli.development import ROOT


def prove(
    cases: Annotated[int, typer.Option(help="How many cases, agreement and two-run together.")] = 20_000,
    seed: Annotated[int | None, typer.Option(help="Where to begin; the same seed tries the same.")] = None,
    neo4j: Annotated[bool, typer.Option("--neo4j", help="On a real Neo4j over HTTP, instead of in memory.")] = False,
    faults: Annotated[bool, typer.Option("--faults", help="Plant every fault there is and say whether it is caught.")] = False,
    graphql: Annotated[
        bool, typer.Option("--graphql", help="Compiled answers against ordinary execution of random operations.")
    ] = False,
    attacks: Annotated[
        bool, typer.Option("--attacks", help="Adversarial documents: what becomes of them, and what they cost.")
    ] = False,
) -> None:
    """Try to prove noninterference wrong; what fails is shrunk to a world file that the tests keep."""
    command = [sys.executable, "-m", "tests.properties.prove", "--cases", str(cases)]
    command += [] if seed is None else ["--seed", str(seed)]
    command += [
        flag for flag, given in (("--neo4j", neo4j), ("--faults", faults), ("--graphql", graphql), ("--attacks", attacks)) if given
    ]
    raise typer.Exit(subprocess.run(command, cwd=ROOT, check=False).returncode)  # noqa: S603  # our own command, numbers and flags
