"""`bench api`: HTTP answers of the product against the bare driver with the very same statement, and what the policy costs."""

import asyncio
import json
import os
import re
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from neo4j import READ_ACCESS, GraphDatabase, Session

from access_policies.directory import Directory
from api.demo.sign_in import access_token
from api.http.media_type import GRAPHQL
from benchmarks.loading import load
from benchmarks.measure import Contestant, Rate, Refused, Round, over_http, rounds, throughput
from benchmarks.need2know import CALLER, PURPOSE, need2know
from benchmarks.peers.documents import PEERS, POSTGRAPHILE, asked_of_peers, is_answered, normal
from benchmarks.postgres import PostgresPeer, filled
from benchmarks.prepared import Prepared, prepared
from benchmarks.processes import Command, Process, commands_of, started
from benchmarks.questions import Question, questions
from benchmarks.writes import DriverWriter, KringWriter, read_back, write_rounds
from graph_model.local.server import Endpoint
from graph_model.migrations import migrate
from graph_model.store import Store

PATIENCE = 5
"""How often a question is asked anew of who had too much to do at its first time."""
JSON = {"Content-Type": "application/json"}
_PREDICATE = re.compile(r"(\$\w+|i\d+\[1\])\[\w+\.pc\] = 1")


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured for one question. `rates` are over eight connections."""

    question: Question
    records: int
    size: int
    rounds: dict[str, list[Round]]
    rates: dict[str, Rate]
    hits: tuple[int, int]
    tax: list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run found: the questions, and the rounds of Q10 by contestant."""

    figures: list[Figures]
    writes: dict[str, list[Round]]


def run(
    folder: Path, neo4j: Endpoint, database: int, size: int, count: int, batch: int, peer: Command, of_rows: PostgresPeer | None
) -> Measured:
    """Load, start the contestants, compare their answers, measure.

    `peer` starts the one from npm over Neo4j, `of_rows` the one over PostgreSQL, where the machine has that.
    """
    (folder / "endpoint.json").touch(0o600)
    known = {"uri": neo4j.uri, "user": neo4j.user, "password": neo4j.password}
    (folder / "endpoint.json").write_text(json.dumps(known))
    data = need2know(size)

    async def prepare(session: Session) -> list[Prepared]:
        store = Store(neo4j.uri, neo4j.user, neo4j.password)
        await migrate(store)
        load(session, data)
        await Directory(store).register(data.register)
        found = await prepared(store, folder, [*questions(data), read_back(data.start)])
        await store.close()
        return found

    with ExitStack() as stack:
        driver = stack.enter_context(
            GraphDatabase.driver(neo4j.uri, auth=(neo4j.user, neo4j.password), notifications_min_severity="OFF")
        )
        with driver.session() as writing:
            asked = asyncio.run(prepare(writing))
        _write_statements(folder, asked)
        commands = commands_of(folder, asked[0].own["see"], peer)
        ports = {name: stack.enter_context(started(name, command, folder)) for name, command in commands.items()}
        if of_rows:
            ports[POSTGRAPHILE] = stack.enter_context(filled(of_rows, folder, data, asked[0].own["see"]))
        session = stack.enter_context(driver.session(default_access_mode=READ_ACCESS))
        *reads, back = asked
        figures = [_figures(one, ports, session, folder, database, count, batch) for one in reads]
        with driver.session() as writing:
            kring = ports["kring"]
            writer = KringWriter(kring.port, _headers(kring, folder), data.start, kring.id)
            return Measured(figures, write_rounds((writer, DriverWriter(writing, back, data.start)), database, count, batch))


def _write_statements(folder: Path, asked: list[Prepared]) -> None:
    statements = [
        {
            "name": one.question.name,
            "text": one.text,
            "parameters": one.parameters,
            "masks": {k: v.hex() for k, v in one.own.items() if isinstance(v, bytes)},
            "lists": {k: v for k, v in one.own.items() if not isinstance(v, bytes)},
        }
        for one in asked
    ]
    (folder / "statements.json").write_text(json.dumps(statements))


def _figures(
    one: Prepared, ports: dict[str, Process], session: Session, folder: Path, database: int, count: int, batch: int
) -> Figures:
    contestants = [*_contestants(one, ports, session, folder), *_peers(one, ports)]
    answers = {contestant.name: _first(contestant, one.question.name) for contestant in contestants}
    contestants = [each for each in contestants if each.name not in PEERS or is_answered(answers[each.name])]
    records = _compared(one, {contestant.name: answers[contestant.name] for contestant in contestants})
    measured = rounds(contestants, database, count, batch)
    rates = throughput([each for each in contestants if each.name != "driver"], count, max(1, batch // 4))
    without = _PREDICATE.sub("true", one.text)
    hits = _hits(session, one.text, one), _hits(session, without, one)
    size = len(contestants[0].connect()())
    return Figures(one.question, records, size, measured, rates, hits, _tax(one, without, session, database, count, batch))


def _first(contestant: Contestant, question: str) -> bytes:
    """The first answer, for which a database plans, reads from its disk and compiles. Raises RuntimeError when there is none."""
    send = contestant.connect()
    for _ in range(PATIENCE):
        with suppress(Refused):
            return send()
    raise RuntimeError(f"benchmark: {contestant.name} refuses {question}")


def _compared(one: Prepared, answers: dict[str, bytes]) -> int:
    """How many statements the answer holds. Raises RuntimeError when somebody answers otherwise."""
    rendered = one.bound.render(orjson.loads(answers["bare"]), one.markings)
    if answers["bare"] != answers["driver"] or rendered.body != answers["kring"]:
        raise RuntimeError(f"benchmark: the answers to {one.question.name} differ")
    for peer in answers.keys() & set(PEERS):
        if normal(answers[peer]) != normal(answers["kring"]):
            raise RuntimeError(f"benchmark: {peer} answers {one.question.name} otherwise")
    return sum(1 for _ in rendered.served)


def _contestants(one: Prepared, ports: dict[str, Process], session: Session, folder: Path) -> list[Contestant]:
    """Kring, the bare route, and the driver in this process."""
    body = orjson.dumps({"query": one.question.document, "variables": one.question.variables})
    kring, bare = ports["kring"], ports["bare"]
    headers = _headers(kring, folder)
    parameters = one.parameters | one.own

    def drive() -> bytes:
        record = session.run(one.text, parameters).single()
        return orjson.dumps(record["data"] if record else None)

    return [
        Contestant("kring", partial(over_http, kring.port, body, headers), kring.id),
        Contestant("bare", partial(over_http, bare.port, orjson.dumps({"name": one.question.name}), {}), bare.id),
        Contestant("driver", lambda: drive, os.getpid()),
    ]


def _headers(kring: Process, folder: Path) -> dict[str, str]:
    """Those of the caller's requests."""
    token = access_token(folder, f"http://127.0.0.1:{kring.port}", CALLER)
    return JSON | {"Authorization": f"Bearer {token}", "Kring-Purpose": PURPOSE, "Accept": GRAPHQL}


def _peers(one: Prepared, ports: dict[str, Process]) -> list[Contestant]:
    """The peers that have such a question."""
    return [
        Contestant(
            peer.peer,
            partial(over_http, ports[peer.peer].port, orjson.dumps({"query": peer.document, "variables": peer.variables}), JSON),
            ports[peer.peer].id,
            ports[peer.peer].database,
        )
        for peer in asked_of_peers(one.question)
        if peer.peer in ports
    ]


def _tax(one: Prepared, without: str, session: Session, database: int, count: int, batch: int) -> list[tuple[float, float]]:
    """(wall, database CPU) of the statement with its predicates over that without them, round by round."""

    def sender(text: str) -> Any:
        return lambda: session.run(text, one.parameters | one.own).consume()

    sides = [Contestant(name, partial(sender, text), os.getpid()) for name, text in (("with", one.text), ("without", without))]
    found = rounds(sides, database, count, batch)
    pairs = zip(found["with"], found["without"], strict=True)
    return [(a.p50 / b.p50, a.database_cpu / (b.database_cpu or 1e-9)) for a, b in pairs]


def _hits(session: Session, text: str, one: Prepared) -> int:
    """Database hits of one execution: exact, the same in every run."""
    profile = session.run(text.replace("CYPHER 5\n", "CYPHER 5 PROFILE\n", 1), one.parameters | one.own).consume().profile

    def total(plan: Any) -> int:
        return int(plan.get("dbHits", 0)) + sum(total(child) for child in plan.get("children", ()))

    return total(profile)
