"""What a large installation costs: 50,000 policy classes, 5,000 users and 20,000 grants in a real store, asked through the guard.

Two worlds that show their asker the same forty records: one of 200 classes, one of 50,000. Ratios between them count.
"""

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from access_policies.audit import AuditLog
from access_policies.clock import SystemClock
from access_policies.grants import Grant, Step
from access_policies.guard import Asked, Guard
from access_policies.register import Organisation, PolicyTable, Register, User
from api.graphql.answering import GraphQL
from graph_model.instant import to_text
from graph_model.local.endpoint import Endpoint
from graph_model.marking import Marking
from graph_model.migrations import migrate
from graph_model.statement import NodeStatement, Provenance
from graph_model.store import Store

PURPOSE = "THREAT_ASSESSMENT"
QUESTION = "{ reports(first: 40) { edges { node { id text } } } }"
VISIBLE, SCOPES = 40, 400
_START = datetime.now(UTC) - timedelta(days=1)
_END = _START + timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Size:
    """How large an installation is; each class has one record, each user four grants for four users in five."""

    classes: int
    users: int
    grants: int


SMALL, LARGE = Size(200, 100, 400), Size(50_000, 5_000, 20_000)


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of one installation: the first question of a process, of a second user, of a known user (median), and
    of a known user after somebody else's rights were changed (median)."""

    size: Size
    process: float
    user: float
    known: float
    changed: float


async def measured(endpoint: Endpoint, folder: Path, size: Size, rounds: int) -> Figures:
    """Found an installation in an empty database and measure it."""
    store, audit = Store(endpoint.uri, endpoint.user, endpoint.password), AuditLog(folder / "audit" / "installation")
    try:
        await migrate(store)
        await Guard(store, SystemClock(), audit).intake.found(register(size), list(_nodes(size)), ())
        guard = Guard(store, SystemClock(), audit)
        room = GraphQL(guard, b"k" * 32)

        async def asked(user: str) -> float:
            started = time.perf_counter()
            body = (await room.answer(Asked(user, PURPOSE, "bench"), QUESTION, None, {})).body
            taken = (time.perf_counter() - started) * 1000
            if body.count(b'"text"') != VISIBLE:
                raise AssertionError(f"{user} was to see {VISIBLE} records")
            return taken

        process, user = await asked("u-0"), await asked("u-1")
        known = [await asked("u-0") for _ in range(rounds)]
        changed = []
        for number in range(rounds):
            done = await guard.administration.revoke(
                Asked("u-admin", "GRANT_ADMINISTRATION", "bench"), f"G-{number + 8}", "measured"
            )
            if done.refusals:
                raise AssertionError(done.refusals)
            changed.append(await asked("u-0"))
        return Figures(size, process, user, statistics.median(known), statistics.median(changed))
    finally:
        await store.close()
        audit.close()


def register(size: Size) -> Register:
    """Users of one organisation, each with grants of another; the first two see the same forty classes."""
    table = PolicyTable(
        (PURPOSE, "GRANT_ADMINISTRATION"), ("PROTECTION",), (), {"OPEN": {"AUTHORITY": [PURPOSE], "POLICE": [PURPOSE]}}
    )
    organisations = (Organisation("NCTV", "NCTV", "AUTHORITY"), Organisation("POL", "Politie", "POLICE"))
    users = (*(_user(f"u-{number}", "NCTV", "ANALYST") for number in range(size.users)), _user("u-admin", "POL", "GRANT_ADMIN"))
    return Register(table, organisations, users, tuple(_grants(size)))


def _user(key: str, organisation: str, role: str) -> User:
    return User(key, key, organisation, (role,), (("VIRBI", "STG_C"),), _END, ("PROTECTION",), (), ())


def _grants(size: Size) -> Iterator[Grant]:
    for number in range(size.grants):
        user = number // 4 % size.users
        scopes = (
            tuple(f"S{scope}" for scope in range(10 * (number % 4), 10 * (number % 4) + 10))
            if user < 2
            else (f"S{40 + number % 360}",)
        )
        yield Grant(
            f"G-{number}", "POL", "u-pol", f"user:u-{user}", scopes, ("see", "read"), ("basic", "identity", "assessment"), "STG_C",
            (PURPOSE,), "WPG-15", "measurement", _START, _END, _END, (("POL", "u-two"),), (Step(_START, "ACTIVE"),),
        )  # fmt: skip


def _nodes(size: Size) -> Iterator[NodeStatement]:
    """A report a class; the first forty are in scopes of their own, the others spread over the rest."""
    chance, none = random.Random(1), frozenset[str]()  # noqa: S311  # a measurement wants the same world again
    recorded = Provenance(to_text(_START))
    for number in range(size.classes):
        scope = number if number < VISIBLE else chance.randrange(VISIBLE, SCOPES)
        marking = Marking(
            "POL", "PROTECTION", "VIRBI", "DEP_V", none, frozenset({"NCTV"}), frozenset({f"S{scope}", f"U{number}"}),
            frozenset({PURPOSE}), "OPEN", none, "MATCH",
        )  # fmt: skip
        yield NodeStatement("Report", marking, recorded, {"kind": "TIP", "text": f"number {number}"})


def table(small: Figures, large: Figures) -> str:
    """What was measured, and the ratio of large to small."""
    head = [
        "",
        f"{small.size.classes:,} classes",
        f"{large.size.classes:,} classes, {large.size.users:,} users, {large.size.grants:,} grants",
        "ratio",
    ]
    words = {
        "process": "first question of a process", "user": "first question of a second user",
        "known": "a known user, median", "changed": "a known user after a revocation elsewhere, median",
    }  # fmt: skip
    rows = [head, ["---"] * 4]
    for name, said in words.items():
        one, other = getattr(small, name), getattr(large, name)
        rows.append([said, f"{one:.1f} ms", f"{other:.1f} ms", f"{other / one:.2f}"])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
