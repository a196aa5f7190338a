"""What a decision costs: visible classes cold and warm, against asking Cedar a class and a record at a time.

Ratios within one run count; the times of two runs do not compare.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from access_policies.classes import ClassIndex
from access_policies.decision import Decider
from access_policies.grants import Grant, Step
from access_policies.legal import standard
from access_policies.subject import Context, Subject
from access_policies.visible import visible_classes
from graph_model.marking import LEVELS, MATCHES, Marking

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
DAY = timedelta(days=1)
ORGANISATIONS = [f"ORG{n}" for n in range(40)]
PURPOSES = ("THREAT_ASSESSMENT", "PROTECTION_DECISION", "OVERSIGHT")
SHAPES = (("see", "read"), ("see", "read", "cite"), ("see", "read", "cite", "write", "export"), ("sense",))
FIELDS = (("basic",), ("basic", "identity"), ("basic", "identity", "assessment"), ("basic", "operational"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result: what was measured, how large, and the middle of the times in milliseconds."""

    what: str
    classes: int
    grants: int
    milliseconds: float


def bench_decision(rounds: int = 7) -> list[Figure]:
    """Measure; the figures in the order of the table."""
    figures = []
    for classes, grants in ((100, 30), (1_000, 300), (50_000, 300), (50_000, 2_000)):
        figures += _size(classes, grants, rounds)
    return figures


def _size(classes: int, grants: int, rounds: int) -> list[Figure]:
    chance = random.Random(7)  # noqa: S311  # invented worlds, nothing secret
    markings = [_marking(chance, n) for n in range(classes)]
    subject, rights, table = _subject(), [_grant(chance, n) for n in range(grants)], standard().to_policy_table()
    context = Context("THREAT_ASSESSMENT", NOW)
    index = ClassIndex(markings)
    index_ms = middle(lambda: ClassIndex(markings), 3)
    cold = middle(lambda: visible_classes(0, subject, context, rights, table, index), rounds)
    known = {("u", "p", None): visible_classes(0, subject, context, rights, table, index)}
    warm = middle(lambda: known[("u", "p", None)].masks["see"], rounds)
    sample = markings[:200]
    decider = Decider(subject, context, rights, table)
    plain = middle(lambda: decider.decide("see", sample), 3) / len(sample) * classes * 13
    each = middle(lambda: [Decider(subject, context, rights, table).decide("see", [one]) for one in sample[:10]], 3) / 10
    return [
        Figure("index of all classes, once a process", classes, grants, index_ms),
        Figure("visible classes, cold, 13 actions", classes, grants, cold),
        Figure("visible classes, warm", classes, grants, warm),
        Figure("cedarpy a class (200 asked, scaled)", classes, grants, plain),
        Figure("cedarpy one record, one action, nothing kept", 1, grants, each),
    ]


def middle(work: Callable[[], object], rounds: int) -> float:
    """The middle time of some rounds, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1_000)
    return sorted(times)[len(times) // 2]


def _subject() -> Subject:
    return Subject(
        "u-1", "One", "ORG0", "AUTHORITY", frozenset({"DESK"}), frozenset({"ANALYST"}), (("VIRBI", "STG_C"),), NOW + 90 * DAY,
        frozenset({"PROTECTION"}), frozenset({"BAKEN"}), frozenset({"S3"}),
    )  # fmt: skip


def _marking(chance: random.Random, number: int) -> Marking:
    return Marking(
        originator=chance.choice(ORGANISATIONS),
        system="PROTECTION",
        scheme="VIRBI",
        level=chance.choices(LEVELS, (3, 5, 2, 1, 1))[0],
        compartments=frozenset({chance.choice(("BAKEN", "GLAS", "KOMPAS"))} if chance.random() < 0.2 else ()),
        releasable_to=frozenset(chance.sample(ORGANISATIONS, 12)) | ({"ORG0"} if chance.random() < 0.7 else frozenset()),
        scopes=frozenset({f"S{chance.randrange(400)}", f"U{number}"}),
        purposes=frozenset(chance.sample(PURPOSES, 2)),
        regime=chance.choice(("OPEN", "AVG", "WPG8", "WPG9", "WPG10", "WIV")),
        handling=frozenset({"NO_ONWARD"} if chance.random() < 0.3 else ()),
        match=chance.choice(MATCHES),
    )


def _grant(chance: random.Random, number: int) -> Grant:
    return Grant(
        f"G-{number}", "ORG1", "u-2", "team:DESK", (f"S{chance.randrange(400)}",), chance.choice(SHAPES), chance.choice(FIELDS),
        chance.choice(("DEP_V", "STG_C")), ("THREAT_ASSESSMENT",), "WPG-15", "measured", NOW - DAY,
        NOW + chance.randrange(1, 90) * DAY, NOW + 90 * DAY, (("ORG1", "u-3"),), (Step(NOW - DAY, "ACTIVE"),),
    )  # fmt: skip


def table(figures: Sequence[Figure]) -> str:
    """What was measured, a row each."""
    rows = [f"| {figure.what} | {figure.classes:,} | {figure.grants:,} | {figure.milliseconds:,.3f} |" for figure in figures]
    return "\n".join(["| what | classes | grants | ms |", "|---|---|---|---|", *rows]) + "\n"
