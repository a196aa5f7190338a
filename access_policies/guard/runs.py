"""Analyses longer than a request: begun, looked at, ended. They are one caller's, live in this process, and die with the rights.

Every second it is decided anew whether the caller still stands where the work began; what is found is told to nobody else. There is
no number of runs for all together: it would tell people of one another.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from anyio import CapacityLimiter

from access_policies.errors import PolicyError
from access_policies.guard.analyses import Analysed, Analyses, Worked
from access_policies.guard.asked import Asked
from access_policies.guard.reading import Reading
from access_policies.guard.standing import Standing
from graph_model.analysis import Network, Terms
from graph_model.statement import new_id
from graph_model.tracing import untraced

MOST = 4
"""Runs of one person that are kept; the oldest of those that have ended makes room."""
SECONDS = 600.0
"""How long one may be read, and how long it may be worked on. Waiting for one's turn, which comes before, is neither."""
EVERY = 1.0
"""Seconds between two decisions about one that works."""
SHOWN = 20
"""Findings that are kept."""
State = Literal["READING", "WORKING", "DONE", "CANCELLED", "RIGHTS_CHANGED", "TOO_MUCH_WORK", "UNAVAILABLE"]


@dataclass(slots=True)
class Run:
    """One analysis of one caller, of an instant where one is named; `digest` says under which rights, `result` what may be told."""

    kind: str
    terms: Terms
    asker: tuple[str, str, str | None]
    as_known: datetime | None = None
    id: str = field(default_factory=new_id)
    state: State = "READING"
    digest: str = ""
    result: Analysed | None = None
    task: "asyncio.Task[None] | None" = None

    @property
    def is_over(self) -> bool:
        """True when nothing works on it any more."""
        return self.state not in ("READING", "WORKING")

    def end(self, state: State) -> None:
        """Once: what was found before is thrown away unless it is done."""
        self.state = state
        if state != "DONE":
            self.result = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person's runs wait for. A process that is left while it starts keeps its place among processes, but no turn."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    processes: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))


class Runs:
    """The way of the guard for analyses that take their time; each may work for `seconds`."""

    def __init__(self, analyses: Analyses, reading: Reading, seconds: float = SECONDS) -> None:
        self._analyses, self._reading, self._seconds = analyses, reading, seconds
        self._runs: dict[str, dict[str, Run]] = {}
        self._turns: dict[str, Turn] = {}

    def turn(self, subject: str) -> Turn:
        """Whose it is, one run works at a time."""
        return self._turns.setdefault(subject, Turn())

    async def start(self, asked: Asked, kind: str, terms: Terms) -> Run | None:
        """Begin one; None when the caller has too many that are not over."""
        own = self._runs.setdefault(asked.subject, {})
        if len(own) >= MOST:
            over = next((id_ for id_, run in own.items() if run.is_over), None)
            if over is None:
                return None
            del own[over]
        run = own.setdefault((new := Run(kind, terms, _asker(asked), asked.as_known)).id, new)
        run.task = asyncio.create_task(self._do(asked, run))
        return run

    async def look(self, asked: Asked, id_: str) -> Run | None:
        """How it stands with a run of the caller's for this purpose and case; None for any other, and for none.

        Raises PolicyError or StoreError.
        """
        run = self._runs.get(asked.subject, {}).get(id_)
        if run is None or run.asker != _asker(asked):
            return None
        if run.state == "DONE" and not await self._may_be_told(asked, run):
            run.end("RIGHTS_CHANGED")
        return run

    async def cancel(self, asked: Asked, id_: str) -> Run | None:
        """End one, if it is the caller's; what was found is thrown away."""
        run = await self.look(asked, id_)
        if run is not None and not run.is_over:
            run.end("CANCELLED")
            if run.task:
                run.task.cancel()
        return run

    async def _do(self, asked: Asked, run: Run) -> None:
        untraced()
        turn = self.turn(asked.subject)
        try:
            async with turn.lock:
                run.end(await self._in_turn(asked, run, turn))
        except asyncio.CancelledError:
            run.end("CANCELLED")
            raise
        except (MemoryError, TimeoutError):
            run.end("TOO_MUCH_WORK")
        except PolicyError:
            run.end("RIGHTS_CHANGED")
        except Exception:  # whatever a library does there, its asker waits for an end
            run.end("UNAVAILABLE")

    async def _in_turn(self, asked: Asked, run: Run, turn: Turn) -> State:
        """Read and work; nothing is read before, since who waits would keep a whole view meanwhile. Gives how it ended.

        Raises PolicyError or StoreError, TimeoutError or MemoryError.
        """
        async with asyncio.timeout(SECONDS):
            standing, network, classes = await self._analyses.read(asked, run.kind, run.terms)
        run.state, run.digest = "WORKING", standing.classes.digest
        run.as_known = run.as_known if network.is_past else None  # an instant still to come was now, also when it has come
        working = asyncio.create_task(self._work(run, standing, network, classes, turn))
        try:
            while not (await asyncio.wait({working}, timeout=EVERY))[0]:
                if not self._holds(await self._standing(asked), run):
                    return "RIGHTS_CHANGED"
            run.result = working.result().told(SHOWN)
        finally:
            working.cancel()
        return "DONE"

    async def _work(self, run: Run, standing: Standing, network: Network, classes: Mapping[str, int], turn: Turn) -> Worked:
        """Raises TimeoutError or MemoryError."""
        async with asyncio.timeout(self._seconds):
            return await self._analyses.work(standing, network, classes, run.kind, run.terms, turn.processes)

    async def _standing(self, asked: Asked) -> Standing:
        return (await self._reading.seen(asked, []))[0]

    def _holds(self, standing: Standing, run: Run) -> bool:
        return standing.classes.digest == run.digest

    async def _may_be_told(self, asked: Asked, run: Run) -> bool:
        """True while rights are what they were and every record that is named is still in the view, now or as known then."""
        assert run.result is not None
        named = sorted({id_ for finding in run.result.findings for id_ in finding.records})
        standing, seen = await self._reading.all_seen(replace(asked, as_known=run.as_known), named)
        return self._holds(standing, run) and seen


def _asker(asked: Asked) -> tuple[str, str, str | None]:
    return asked.subject, asked.purpose, asked.case
