"""`load stix`: files into the running graph, as a subject like any other."""

import asyncio
import fcntl
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from access_policies.errors import NotAccepted, PolicyError
from access_policies.guard import Asked
from cli.database import Database
from cli.parts import open_parts
from cli.settings import settings
from graph_model.errors import GraphError, StoreError
from graph_model.local.errors import SetupError
from graph_model.local.server import Endpoint
from loaders.pipeline.load import BATCH, Load, Order, Watch
from loaders.pipeline.markings import MarkingUnknown, marking_named
from loaders.pipeline.notes import REJECTED, Notes
from loaders.pipeline.summary import Summary
from loaders.stix.format import StixFormat, Unreadable
from loaders.stix.reader import digest_of

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
SOME_REJECTED, UNREADABLE, UNAVAILABLE, REFUSED = 1, 2, 3, 4
"""Exit codes. Where the graph does not answer, the same command goes on later."""


@app.callback()
def formats() -> None:
    """Load files of a format into the graph of the demo, as a subject like any other."""


@app.command()
def stix(
    files: Annotated[list[Path], typer.Argument(help="STIX 2.1 files, .json or .json.gz.")],
    user: Annotated[str, typer.Option("--as", help="Key of the subject who loads.")],
    purpose: Annotated[str, typer.Option(help="Purpose, for instance THREAT_ASSESSMENT.")],
    marking: Annotated[str, typer.Option(help="Name or YAML file of the marking at birth; `own` is the strictest.")],
    rejects: Annotated[
        Path | None, typer.Option(help="File for a JSON line about each object that was not taken in whole.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Name of the source system of which the files are all there is.")] = None,
    batch: Annotated[int, typer.Option(min=1, max=20_000, help="Statements in one transaction, about.")] = BATCH,
    dry_run: Annotated[bool, typer.Option(help="Read and judge everything, write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Load STIX 2.1. Started again after it was cut off, it goes on: nothing lost, nothing doubled."""
    try:
        plan = Plan(tuple(files), Asked(user, purpose, "load stix"), marking, rejects, source, dry_run, batch)
        summary = asyncio.run(_load(plan, Database(settings()).find()))
    except (Unreadable, MarkingUnknown, OSError) as fault:
        _give_up(f"nothing was loaded: {fault}", UNREADABLE)
    except NotAccepted:
        _give_up("not accepted", REFUSED)
    except (StoreError, SetupError) as fault:
        _give_up(f"{fault}; the same command goes on where this one stopped", UNAVAILABLE)
    except (PolicyError, GraphError) as fault:
        _give_up(str(fault), REFUSED)
    _show(summary, as_json)
    raise typer.Exit(SOME_REJECTED if summary.told[REJECTED] else 0)


def _give_up(reason: str, code: int) -> NoReturn:
    typer.echo(f"kring: {reason}", err=True)
    raise typer.Exit(code)


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for on the command line."""

    files: tuple[Path, ...]
    asked: Asked
    marking: str
    rejects: Path | None
    source: str | None
    dry_run: bool
    batch: int


async def _load(plan: Plan, endpoint: Endpoint) -> Summary:
    with _only_load():
        parts = await open_parts(settings().home, endpoint, "", "load")
        try:
            organisation = (await parts.guard.directory.policy_of(plan.asked.subject)).subject.organisation
            given = marking_named(plan.marking, organisation)
            digests = tuple(map(digest_of, plan.files))
            order = Order(plan.files, plan.asked, given, digests, plan.source, plan.dry_run, plan.batch)
            with Notes(plan.rejects) as notes, _bar() as bar:
                return await Load(parts.guard, StixFormat(given), order, notes, _watch(bar)).run(_loads())
        finally:
            await parts.store.close()
            parts.audit.close()


@contextmanager
def _only_load() -> Iterator[None]:
    """One load at a time: it has one audit log. Raises SetupError."""
    _loads().mkdir(parents=True, exist_ok=True, mode=0o700)
    with (_loads() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SetupError("another load is under way") from None
        yield


def _loads() -> Path:
    """Where loads keep how far they came."""
    return settings().home / "loads"


def _bar() -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[speed]}")
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), disable=not sys.stderr.isatty())


def _watch(bar: Progress) -> Watch:
    tasks: dict[str, TaskID] = {}

    def watch(phase: str, done: int, total: int) -> None:
        if phase not in tasks:
            tasks[phase] = bar.add_task(phase, total=total or None, speed="")
        speed = bar.tasks[tasks[phase]].speed
        bar.update(tasks[phase], completed=done, speed=f"{speed:,.0f} rows/s" if speed else "")

    return watch


def _show(summary: Summary, as_json: bool) -> None:
    facts = summary.to_json()
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    for name, value in facts.items():
        if value or name in ("objects", "created", "updated", "unchanged", "withdrawn", "deprecated", "rejected"):
            typer.echo(f"{name.replace('_', ' '):14} {value}")
