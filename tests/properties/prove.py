"""`./kring prove`: as many random cases as one likes, in memory or on a real Neo4j, and the hunt for planted faults."""

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from graph_model.local.jars import fetch, pinned
from graph_model.local.repository import repository
from graph_model.local.server import LocalNeo4j
from graph_model.migrations import migrate
from graph_model.store import Store
from tests.api.operations import TIMELINES
from tests.api.prove_graphql import prove
from tests.attacks.judge import judged
from tests.conftest import KRING_HOME
from tests.properties.hunt import hunt, suspects
from tests.properties.installation import Installation, unhurried
from tests.properties.memory import Memory
from tests.properties.operations import Document, documents
from tests.properties.policy_faults import ARGUED, decided_otherwise, mutants, planted
from tests.properties.shrink import shrunk, written
from tests.properties.trial import Product, Tally, trial
from tests.wipe import KEEP_PLANS, probe

QUESTIONS = 30
SHOW = Console(stderr=True)


def main() -> int:
    """0: every law held; 1: one did not, and its world, if it is one of a world, is in `tests/worlds/`."""
    parser = argparse.ArgumentParser(prog="kring prove", description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--neo4j", action="store_true")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--graphql", action="store_true")
    parser.add_argument("--attacks", action="store_true")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    if given.graphql:
        return _graphql(given.cases, given.seed)
    if given.attacks:
        return _attacks(given.cases, given.seed)
    if given.faults:
        return asyncio.run(_faults(given.seed))
    return asyncio.run(_prove(given.cases, given.seed, given.neo4j))


async def _prove(cases: int, seed: int, real: bool) -> int:
    tally, began = Tally(), time.monotonic()
    async with _installation() if real else _memory() as product:
        with _progress() as bar:
            task = bar.add_task("cases", total=cases)
            for number in range(10**9):
                pool = _pool(seed, number, real)
                found = await trial(product, seed + number, pool, QUESTIONS, tally)
                bar.update(task, completed=min(cases, tally.agreement + tally.two_run))
                if found or tally.agreement + tally.two_run >= cases:
                    break
        _report(tally, time.monotonic() - began, seed, real)
        if found is None:
            return 0
        print(f"{found.law} does not hold: {found.detail}", file=sys.stderr)
        path = written(await shrunk(product, found), f"{found.law}-{seed + number}")
        print(f"the smallest world that shows it: {path}", file=sys.stderr)
    return 1


def _pool(seed: int, number: int, real: bool) -> list[Document]:
    """Documents for one world: a database keeps its pool for many worlds, since it plans each new text anew."""
    return documents(seed + number // 60, 14) if real else documents(seed + number // 5, 30)


def _report(tally: Tally, seconds: float, seed: int, real: bool) -> None:
    cases = tally.agreement + tally.two_run
    print(f"seed {seed}, {'Neo4j' if real else 'in memory: compiler and decision, not the Cypher'}")
    print(f"{tally.agreement} agreement and {tally.two_run} two-run cases, {cases / seconds:.0f} cases/s")
    print(f"not empty {tally.share(tally.filled):.0%}, decided by hiding {tally.share(tally.deciding):.0%}")


def _graphql(cases: int, seed: int) -> int:
    """Compiled against ordinary execution; the smallest operation in which they differ is shown. Timelines are drawn apart."""
    began, timelines = time.monotonic(), cases // 10 + 1
    with _progress() as bar:
        task, after = bar.add_task("operations", total=cases), bar.add_task("timelines", total=timelines)
        try:
            outcomes = prove(cases, seed, lambda done: bar.update(task, completed=done))
            outcomes += prove(timelines, seed, lambda done: bar.update(after, completed=done), TIMELINES)
        except AssertionError as fault:
            print(f"compiled and ordinary execution differ: {fault}", file=sys.stderr)
            return 1
    asked = cases + timelines
    print(f"seed {seed}: {cases} operations and {timelines} timelines, {asked / (time.monotonic() - began):.0f} a second")
    print(", ".join(f"{count} {name}" for name, count in outcomes.most_common()))
    return 0


def _attacks(cases: int, seed: int) -> int:
    """Whatever is no plan and no code of the list ends the command with what was raised."""
    with _progress() as bar:
        task = bar.add_task("attacks", total=cases)
        prices = judged(seed, cases, lambda done: bar.update(task, completed=done))
    print(f"seed {seed}: milliseconds of CPU, from the bytes of a body to a checked statement or a refusal")
    for name, price in sorted(prices.items(), key=lambda pair: -pair[1].worst):
        told = ", ".join(f"{count} {code}" for code, count in sorted(price.outcomes.items()))
        print(f"{name:14} worst {price.worst:5.1f}  mean {price.total / sum(price.outcomes.values()):5.2f}  {told}")
    return 0


async def _faults(seed: int) -> int:
    """Plant every fault there is, and say of each whether it was caught, and by what."""
    missed = 0
    async with _installation() as product:
        wanted = suspects()
        await hunt(product, wanted, range(seed, seed + 60), 60)
        for suspect in wanted:
            missed += suspect.at_large
            print(_line(suspect.name, suspect.caught, suspect.argued))
    for mutant in mutants():
        with planted(mutant):
            caught = next((why for why in map(decided_otherwise, range(seed, seed + 100)) if why), "")
        argued = ARGUED.get(str(mutant), "")
        missed += not caught and not argued
        print(_line(str(mutant), caught, argued))
    print(f"{missed} missed")
    return int(missed > 0)


def _line(name: str, caught: str, argued: str) -> str:
    return f"{'caught' if caught else 'argued' if argued else 'MISSED'}  {name}: {caught[:160] or argued}"


@asynccontextmanager
async def _memory() -> AsyncIterator[Product]:
    yield Memory()


@asynccontextmanager
async def _installation() -> AsyncIterator[Installation]:
    """A Neo4j of its own, which ends with the command."""
    home = KRING_HOME / "prove"
    fetch(KRING_HOME / "jars", pinned(), repository())
    server = LocalNeo4j(home, KRING_HOME / "jars", probe, settings=(KEEP_PLANS,), lasts=True)
    endpoint = await asyncio.to_thread(server.start)
    store = Store(endpoint.uri, endpoint.user, endpoint.password)
    try:
        await migrate(store)
        with unhurried(), TemporaryDirectory() as folder:
            yield Installation(store, Path(folder))
    finally:
        await store.close()
        server.stop()


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    return Progress(*columns, console=SHOW)


if __name__ == "__main__":
    sys.exit(main())
