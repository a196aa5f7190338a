"""Measuring: interleaved rounds over keep-alive connections, wall time a request, CPU of each process from /proc."""

import http.client
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

Send = Callable[[], bytes]
OF_ALL_THREADS = 2
"""Beside a process's number, the clock of the CPU of it as a whole (clock_getcpuclockid(3), as Linux numbers it)."""
ERRORS = b'"errors":['
"""What stands in a GraphQL answer that is none, as of a peer whose database had too much to do."""


class Refused(RuntimeError):
    """The contestant had too much to do (503) and said so."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who answers: a way to open a connection that sends the question, and the process that answers.

    `database` is the process of a database of its own, whose children count with it; without one it asks the one of all.
    """

    name: str
    connect: Callable[[], Send]
    process: int
    database: int | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One batch: milliseconds of wall time by request, and of CPU a request in the answering process and the database."""

    wall: list[float]
    own_cpu: float
    database_cpu: float

    @property
    def p50(self) -> float:
        """Median of the batch, ms."""
        return median(self.wall)

    @property
    def p95(self) -> float:
        """95th percentile of the batch, ms."""
        return self._percentile(0.95)

    @property
    def p99(self) -> float:
        """99th percentile of the batch, ms."""
        return self._percentile(0.99)

    def _percentile(self, share: float) -> float:
        return sorted(self.wall)[int(len(self.wall) * share)]


@dataclass(slots=True)
class Rate:
    """Answered requests a second over several connections, round by round, and how many of all were refused."""

    answered: list[float] = field(default_factory=list)
    refused: int = 0
    sent: int = 0


def rounds(contestants: list[Contestant], database: int, count: int, batch: int) -> dict[str, list[Round]]:
    """`count` rounds on one connection each; in each one batch of every contestant, the order turning by one."""
    sends = {contestant.name: contestant.connect() for contestant in contestants}
    for send in sends.values():
        for _ in range(batch):
            send()
    found: dict[str, list[Round]] = {contestant.name: [] for contestant in contestants}
    for contestant in _in_turn(contestants, count):
        found[contestant.name].append(_round(contestant, sends[contestant.name], database, batch))
    return found


def throughput(contestants: list[Contestant], count: int, batch: int, connections: int = 8) -> dict[str, Rate]:
    """What each contestant answers over several connections at once. What it refuses counts as sent, and not as answered."""
    sends = {contestant.name: [contestant.connect() for _ in range(connections)] for contestant in contestants}
    found = {contestant.name: Rate() for contestant in contestants}
    with ThreadPoolExecutor(connections) as pool:
        for contestant in _in_turn(contestants, count):
            rate, begin = found[contestant.name], time.perf_counter()
            answered = sum(pool.map(partial(_answered, batch=batch), sends[contestant.name]))
            rate.answered.append(answered / (time.perf_counter() - begin))
            rate.sent += connections * batch
            rate.refused += connections * batch - answered
    return found


def _answered(send: Send, batch: int) -> int:
    """How many of a batch were answered."""
    answered = 0
    for _ in range(batch):
        with suppress(Refused):
            answered += ERRORS not in send()
    return answered


def _in_turn(contestants: list[Contestant], count: int) -> list[Contestant]:
    """Everybody, `count` times, the order turning by one each time."""
    turns = (number % len(contestants) for number in range(count))
    return [contestant for turn in turns for contestant in contestants[turn:] + contestants[:turn]]


def _round(contestant: Contestant, send: Send, database: int, batch: int) -> Round:
    database = contestant.database or database
    own, stored, wall = _cpu(contestant.process), _cpu(database, of_children=True), []
    for _ in range(batch):
        begin = time.perf_counter()
        send()
        wall.append((time.perf_counter() - begin) * 1e3)
    return Round(wall, (_cpu(contestant.process) - own) / batch, (_cpu(database, of_children=True) - stored) / batch)


def _cpu(process: int, of_children: bool = False) -> float:
    """CPU milliseconds of a process so far, to the nanosecond, by its own clock: threads that have ended count too."""
    own = time.clock_gettime_ns(~process << 3 | OF_ALL_THREADS) / 1e6
    return own + (sum(_cpu(child) for child in _children(process)) if of_children else 0)


def _children(process: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has ended since
            found += map(int, (task / "children").read_text().split())
    return found


def over_http(port: int, body: bytes, headers: dict[str, str]) -> Send:
    """Send one and the same request over a connection that stays open. Raises Refused, and RuntimeError for other answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send() -> bytes:
        connection.request("POST", "/graphql", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status == 503:
            raise Refused("benchmark: status 503")
        if answer.status != 200:
            raise RuntimeError(f"benchmark: status {answer.status}: {content[:200]!r}")
        return content

    return send
