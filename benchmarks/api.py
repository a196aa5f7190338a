"""`bench api`: HTTP answers of the product against the bare driver with the very same statement, and what the policy costs."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from neo4j import READ_ACCESS, GraphDatabase, Session

from access_policies.audit import AuditLog
from access_policies.clock import SystemClock
from access_policies.directory import Directory
from access_policies.guard import Asked, Guard
from api.demo.sign_in import access_token
from api.graphql.answering import GraphQL
from api.graphql.cursors import CursorSeal
from api.graphql.plan import Bound
from api.http.media_type import GRAPHQL
from benchmarks.loading import load
from benchmarks.measure import Contestant, Round, over_http, rounds
from benchmarks.need2know import PURPOSE, need2know
from benchmarks.questions import Question, questions
from benchmarks.services import KEY
from graph_model.cypher.builder import build, required
from graph_model.local.server import Endpoint
from graph_model.migrations import migrate
from graph_model.store import Store

CALLER = "u-all"
_PREDICATE = re.compile(r"(\$\w+|i\d+\[1\])\[\w+\.pc\] = 1")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question as it is asked in this run: its plan, its statement, the caller's parameters and visible markings."""

    question: Question
    bound: Bound
    text: str
    parameters: dict[str, Any]
    masks: dict[str, bytes]
    markings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured for one question."""

    question: Question
    records: int
    size: int
    rounds: dict[str, list[Round]]
    hits: tuple[int, int]
    tax: list[tuple[float, float]]


async def _asked(store: Store, folder: Path, start: str) -> list[Prepared]:
    """The statements the product will send, with the masks that its guard makes for the caller."""
    guard = Guard(store, SystemClock(), AuditLog(folder / "audit" / "plan"))
    room = GraphQL(guard, KEY)
    found: list[Prepared] = []
    for question in questions(start):
        bound = room.plan_of(question.document, None, question.variables, CursorSeal(KEY, f"{CALLER} {PURPOSE}"))
        asked = Asked(CALLER, PURPOSE, sha256(question.document.encode()).hexdigest())
        context = guard.reading._standings.context(asked)
        standing = await guard.reading._standings.of(asked, context)
        masks = standing.masks(required(bound.query, False), context.at)
        found.append(Prepared(question, bound, build(bound.query, False), bound.parameters, masks, standing.classes.markings))
    return found


def run(folder: Path, neo4j: Endpoint, database: int, size: int, count: int, batch: int) -> list[Figures]:
    """Load, start the contestants, compare their answers, measure."""
    (folder / "endpoint.json").touch(0o600)
    known = {"uri": neo4j.uri, "user": neo4j.user, "password": neo4j.password}
    (folder / "endpoint.json").write_text(json.dumps(known))
    data = need2know(size)

    async def prepare(session: Session) -> list[Prepared]:
        store = Store(neo4j.uri, neo4j.user, neo4j.password)
        await migrate(store)
        load(session, data)
        await Directory(store).register(data.register)
        found = await _asked(store, folder, data.start)
        await store.close()
        return found

    with ExitStack() as stack:
        driver = stack.enter_context(
            GraphDatabase.driver(neo4j.uri, auth=(neo4j.user, neo4j.password), notifications_min_severity="OFF")
        )
        with driver.session() as writing:
            asked = asyncio.run(prepare(writing))
        _write_statements(folder, asked)
        ports = {name: stack.enter_context(_service(name, folder)) for name in ("kring", "bare")}
        session = stack.enter_context(driver.session(default_access_mode=READ_ACCESS))
        return [_figures(one, ports, session, folder, database, count, batch) for one in asked]


def _write_statements(folder: Path, asked: list[Prepared]) -> None:
    statements = [
        {
            "name": one.question.name,
            "text": one.text,
            "parameters": one.parameters,
            "masks": {k: v.hex() for k, v in one.masks.items()},
        }
        for one in asked
    ]
    (folder / "statements.json").write_text(json.dumps(statements))


@contextmanager
def _service(name: str, folder: Path) -> Iterator[tuple[int, int]]:
    """A contestant's process while it is needed: (port, process id)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / f"{name}.log").open("ab") as log:
        child = subprocess.Popen(  # noqa: S603  # our own constant command
            [sys.executable, "-m", "benchmarks.services", name, str(port), str(folder)], stdout=log, stderr=log
        )
    try:
        _await_port(port, child)
        yield port, child.pid
    finally:
        child.terminate()
        child.wait(10)


def _await_port(port: int, child: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and child.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("benchmark: a contestant did not start")


def _figures(
    one: Prepared, ports: dict[str, tuple[int, int]], session: Session, folder: Path, database: int, count: int, batch: int
) -> Figures:
    contestants = _contestants(one, ports, session, folder)
    ours, bare, driven = (contestant.send() for contestant in contestants)
    if bare != driven or one.bound.render(orjson.loads(bare), one.markings).body != ours:
        raise RuntimeError(f"benchmark: the answers to {one.question.name} differ")
    records = sum(1 for _ in one.bound.render(orjson.loads(bare), one.markings).served)
    measured = rounds(contestants, database, count, batch)
    without = _PREDICATE.sub("true", one.text)
    hits = _hits(session, one.text, one), _hits(session, without, one)
    return Figures(one.question, records, len(ours), measured, hits, _tax(one, without, session, database, count, batch))


def _contestants(one: Prepared, ports: dict[str, tuple[int, int]], session: Session, folder: Path) -> list[Contestant]:
    body = orjson.dumps({"query": one.question.document, "variables": one.question.variables})
    (port, process), (bare, bare_process) = ports["kring"], ports["bare"]
    token = access_token(folder, f"http://127.0.0.1:{port}", CALLER)
    headers = {"Authorization": f"Bearer {token}", "Kring-Purpose": PURPOSE, "Content-Type": "application/json", "Accept": GRAPHQL}
    parameters = one.parameters | one.masks

    def drive() -> bytes:
        record = session.run(one.text, parameters).single()
        return orjson.dumps(record["data"] if record else None)

    return [
        Contestant("kring", over_http(port, body, headers), process),
        Contestant("bare", over_http(bare, orjson.dumps({"name": one.question.name}), {}), bare_process),
        Contestant("driver", drive, os.getpid()),
    ]


def _tax(one: Prepared, without: str, session: Session, database: int, count: int, batch: int) -> list[tuple[float, float]]:
    """(wall, database CPU) of the statement with its predicates over that without them, round by round."""

    def sender(text: str) -> Any:
        return lambda: session.run(text, one.parameters | one.masks).consume()

    sides = [Contestant(name, sender(text), os.getpid()) for name, text in (("with", one.text), ("without", without))]
    found = rounds(sides, database, count, batch)
    pairs = zip(found["with"], found["without"], strict=True)
    return [(a.p50 / b.p50, a.database_cpu / (b.database_cpu or 1e-9)) for a, b in pairs]


def _hits(session: Session, text: str, one: Prepared) -> int:
    """Database hits of one execution: exact, the same in every run."""
    profile = session.run(text.replace("CYPHER 5\n", "CYPHER 5 PROFILE\n", 1), one.parameters | one.masks).consume().profile

    def total(plan: Any) -> int:
        return int(plan.get("dbHits", 0)) + sum(total(child) for child in plan.get("children", ()))

    return total(profile)
