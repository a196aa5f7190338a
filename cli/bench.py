"""`bench`: the benchmark suite on this machine, with a Neo4j of its own.

Each command imports what it measures itself: every other command of `./kring` would wait a second for it.
"""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from cli.browser import chromium
from cli.database import fetched_jars, probe
from cli.development import ROOT
from cli.npm import installed, node
from cli.settings import settings
from graph_model.local.endpoint import Endpoint
from graph_model.local.server import LocalNeo4j

app = typer.Typer(no_args_is_help=True, help=__doc__)


@app.callback()
def benches() -> None:
    """Measure. Figures are reported and never judged."""


@app.command()
def api(
    size: Annotated[int, typer.Option(help="Nodes, 10000 or 100000; there are four relationships a node.")] = 10_000,
    count: Annotated[int, typer.Option("--rounds", help="Rounds, each with a batch of every contestant.")] = 7,
    batch: Annotated[int, typer.Option(help="Requests in a batch.")] = 60,
    page: Annotated[Path, typer.Option(help="Where the table goes.")] = ROOT / "docs" / "reference" / "benchmarks.md",
    as_text: Annotated[bool, typer.Option("--json", help="Print every figure as JSON.")] = False,
) -> None:
    """The API against the bare driver with the same statements, and what the policy costs."""
    from benchmarks.api import run
    from benchmarks.page import write_api
    from benchmarks.plot import plot
    from benchmarks.postgres import PostgresPeer, programs
    from benchmarks.processes import PEER, PEER_OF_ROWS, peer_command
    from benchmarks.report import as_json, table

    with _database("api") as (home, server, endpoint):
        process = server.process
        assert process is not None
        peers = {of: peer_command(node(), of, installed(of, settings().home)) for of in (PEER, PEER_OF_ROWS)}
        found = programs()
        of_rows = PostgresPeer(found, peers[PEER_OF_ROWS]) if found else None
        measured = run(home, endpoint, process.pid, size, count, batch, peers[PEER], of_rows)
    write_api(page, table(measured, size, count, batch))
    plot(measured.figures, page.with_suffix(".svg"))
    if as_text:
        typer.echo(json.dumps(as_json(measured)))
    else:
        typer.echo(page.read_text())


@app.command()
def analysis(
    sizes: Annotated[list[int] | None, typer.Option("--nodes", help="Nodes; more than once. 1,000, 10,000 and 100,000.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds of both sides; one from 50,000 nodes on.")] = 3,
    page: Annotated[Path, typer.Option(help="Where the table goes.")] = ROOT / "docs" / "reference" / "benchmarks.md",
) -> None:
    """The measures of a network against plain NetworkX, which must find the same."""
    from benchmarks.analysis import SIZES, bench_analysis, section
    from benchmarks.page import write_analyses

    found = section(bench_analysis(sizes or SIZES, rounds))
    write_analyses(page, found)
    typer.echo(found, nl=False)


@app.command()
def timing(rounds: Annotated[int, typer.Option(help="How often each question is asked.")] = 60) -> None:
    """What the time of an answer tells about hidden data: 0, 1, 100 and 10,000 hidden things, with a null control."""
    from benchmarks.hidden_work import measured, table

    with _database("timing") as (home, _, endpoint):
        typer.echo(table(asyncio.run(measured(endpoint, home, rounds))), nl=False)


@app.command()
def decision(
    rounds: Annotated[int, typer.Option(help="How often each is measured.")] = 7,
    openfga: Annotated[Path | None, typer.Option(help="Program of OpenFGA, to be asked the part that it can answer.")] = None,
) -> None:
    """What a decision costs: visible classes cold and warm, against asking Cedar a class and a record at a time."""
    from benchmarks.decision import bench_decision, table
    from benchmarks.openfga import bench_openfga

    figures = bench_decision(rounds)
    if openfga:
        home = _empty("openfga")
        figures += bench_openfga(openfga.resolve(), home, rounds)
        shutil.rmtree(home)
    typer.echo(table(figures), nl=False)


@app.command()
def installation(rounds: Annotated[int, typer.Option(help="Questions of each kind.")] = 20) -> None:
    """What 50,000 policy classes, 5,000 users and 20,000 grants cost a question, against 200 classes."""
    from benchmarks.installation import LARGE, SMALL, measured, table

    found = []
    for size in (SMALL, LARGE):
        with _database("installation") as (home, _, endpoint):
            found.append(asyncio.run(measured(endpoint, home, size, rounds)))
    typer.echo(table(*found), nl=False)


@app.command()
def audit(entries: Annotated[int, typer.Option(help="Entries of the large log.")] = 1_000_000) -> None:
    """Entries a second against the raw rate of the same disk, verification, and the ledger, as JSON."""
    from benchmarks.audit import bench_audit

    typer.echo(json.dumps(bench_audit(_empty("audit"), entries), indent=1))


@app.command()
def load() -> None:
    """Loading against a bare UNWIND of the same rows, interleaved."""
    from benchmarks.load import bench_load

    with _database("load") as (_, _, endpoint):
        for name, figure in bench_load(endpoint).items():
            typer.echo(f"{name:12} {figure:,.2f}")


@app.command()
def web(nodes: Annotated[int, typer.Option(min=1, help="Records of the larger graph.")] = 2000) -> None:
    """The explorer in a headless Chromium over a made-up graph: first picture, frames a second, a hub of 10,000; as JSON."""
    environment = os.environ | {"KRING_CHROMIUM": chromium(settings().home).program}
    command = [node(), str(ROOT / "web" / "explorer" / "bench" / "bench.mjs"), str(nodes)]
    raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603  # our own script


@contextmanager
def _database(name: str) -> Iterator[tuple[Path, LocalNeo4j, Endpoint]]:
    """An empty folder with a running Neo4j in it; both are gone in the end."""
    home = _empty(name)
    server = LocalNeo4j(home / "neo4j", fetched_jars(settings()), probe)
    try:
        yield home, server, server.start()
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def _empty(name: str) -> Path:
    home = settings().home / f"bench-{name}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, mode=0o700)
    return home
