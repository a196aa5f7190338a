"""Measuring: interleaved rounds over keep-alive connections, wall time a request, CPU of each process from /proc."""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Send = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who answers: a way to send the question once, and the process that answers (none for the driver itself)."""

    name: str
    send: Send
    process: int


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
        return sorted(self.wall)[int(len(self.wall) * 0.95)]


def rounds(contestants: list[Contestant], database: int, count: int, batch: int) -> dict[str, list[Round]]:
    """`count` rounds; in each one batch of every contestant, the order turning by one."""
    for contestant in contestants:
        for _ in range(batch):
            contestant.send()
    found: dict[str, list[Round]] = {contestant.name: [] for contestant in contestants}
    for number in range(count):
        turn = number % len(contestants)
        for contestant in contestants[turn:] + contestants[:turn]:
            found[contestant.name].append(_round(contestant, database, batch))
    return found


def _round(contestant: Contestant, database: int, batch: int) -> Round:
    own, stored, wall = _cpu(contestant.process), _cpu(database), []
    for _ in range(batch):
        begin = time.perf_counter()
        contestant.send()
        wall.append((time.perf_counter() - begin) * 1e3)
    return Round(wall, (_cpu(contestant.process) - own) / batch, (_cpu(database) - stored) / batch)


def _cpu(process: int) -> float:
    """CPU milliseconds of a process so far, to the nanosecond: the scheduler's count of each of its threads."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def over_http(port: int, body: bytes, headers: dict[str, str]) -> Send:
    """Send one and the same request over a connection that stays open."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send() -> bytes:
        connection.request("POST", "/graphql", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"benchmark: status {answer.status}: {content[:200]!r}")
        return content

    return send
