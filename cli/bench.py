"""`bench`: the benchmark suite on this machine, with a Neo4j of its own."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.api import run
from benchmarks.hidden_work import measured
from benchmarks.hidden_work import table as table_of_timings
from benchmarks.report import as_json, table
from cli.database import fetched_jars, probe
from cli.development import ROOT
from cli.settings import settings
from graph_model.local.server import LocalNeo4j

app = typer.Typer(no_args_is_help=True, help=__doc__)


@app.callback()
def benches() -> None:
    """Measure. Figures are reported and never judged."""


@app.command()
def api(
    size: Annotated[int, typer.Option(help="Nodes; there are four relationships a node.")] = 10_000,
    count: Annotated[int, typer.Option("--rounds", help="Rounds, each with a batch of every contestant.")] = 7,
    batch: Annotated[int, typer.Option(help="Requests in a batch.")] = 60,
    page: Annotated[Path, typer.Option(help="Where the table goes.")] = ROOT / "docs" / "reference" / "benchmarks.md",
    as_text: Annotated[bool, typer.Option("--json", help="Print every figure as JSON.")] = False,
) -> None:
    """The API against the bare driver with the same statements, and what the policy costs."""
    home = settings().home / "bench"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, mode=0o700)
    server = LocalNeo4j(home / "neo4j", fetched_jars(settings()), probe)
    try:
        endpoint = server.start()
        process = server.process
        assert process is not None
        figures = run(home, endpoint, process.pid, size, count, batch)
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
    page.write_text(table(figures, size, count, batch))
    if as_text:
        typer.echo(json.dumps(as_json(figures)))
    else:
        typer.echo(page.read_text())


@app.command()
def timing(rounds: Annotated[int, typer.Option(help="How often each question is asked.")] = 60) -> None:
    """What the time of an answer tells about hidden data: 0, 1, 100 and 10,000 hidden things, with a null control."""
    home = settings().home / "bench-timing"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, mode=0o700)
    server = LocalNeo4j(home / "neo4j", fetched_jars(settings()), probe)
    try:
        typer.echo(table_of_timings(asyncio.run(measured(server.start(), home, rounds))), nl=False)
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
