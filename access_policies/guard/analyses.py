"""Analyses of one's own view: the network is read like everything else, and worked on in a process that can be ended.

What is found is a function of the view (leaks.md L11). Which records it names is on record when the answer leaves.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from anyio import CapacityLimiter, to_process

from access_policies.errors import PolicyError
from access_policies.guard.asked import Asked
from access_policies.guard.reading import Reading
from access_policies.guard.recorder import Recorder
from access_policies.guard.standing import Standing
from graph_model.analysis import ANALYSES, Finding, Network, Terms
from graph_model.analysis.network import Extent
from graph_model.analysis.work import load, work
from graph_model.cypher.whole_view import LONG, SHORT, Most
from graph_model.errors import StoreError
from graph_model.marking import LEVELS, Marking


@dataclass(frozen=True, slots=True)
class Highest:
    """What a page that shows some findings is to be marked with: the highest level, all compartments and handling codes."""

    level: str
    compartments: tuple[str, ...]
    handling: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysed:
    """What is told of an analysis: its first findings, how many there are, in how large a view, and how a page of it is marked."""

    findings: tuple[Finding, ...]
    found: int
    extent: Extent
    highest: Highest

    def first(self, count: int) -> "Analysed":
        """The same with fewer findings, marked as before."""
        return replace(self, findings=self.findings[:count])


@dataclass(frozen=True, slots=True)
class Worked:
    """All that was found, the best first, in which network, the policy class of each statement of that, and markings by class."""

    kind: str
    findings: tuple[Finding, ...]
    network: Network
    classes: Mapping[str, int]
    markings: Sequence[Marking]

    def inputs(self, *findings: Finding) -> tuple[frozenset[str], frozenset[str]]:
        """The records and the relationships that findings depend on."""
        named = tuple(id_ for finding in findings for id_ in finding.records)
        return self.network.around(named, ANALYSES[self.kind].reach)

    def told(self, first: int) -> Analysed:
        """The first so many of it."""
        shown = self.findings[:first]
        records, links = self.inputs(*shown)
        found = [self.markings[pc] for pc in sorted({self.classes[id_] for id_ in (*records, *links)})]
        highest = Highest(
            max((one.level for one in found), key=LEVELS.index, default=LEVELS[0]),
            tuple(sorted({name for one in found for name in one.compartments})),
            tuple(sorted({name for one in found for name in one.handling})),
        )
        return Analysed(shown, len(self.findings), self.network.extent, highest)


class Analyses:
    """The way of the guard for analyses."""

    def __init__(self, reading: Reading, recorder: Recorder) -> None:
        self._reading, self._recorder = reading, recorder
        self._turns: dict[str, CapacityLimiter] = {}
        self._starting: set[asyncio.Task[None]] = set()

    async def analyse(self, asked: Asked, kind: str, terms: Terms, first: int) -> Analysed:
        """The first findings of an analysis in the caller's view. A record that is not seen has nothing around it.

        When the caller leaves or the time is over, the process that works on it is ended. Raises PolicyError or StoreError.
        """
        return (await self.worked(asked, kind, terms)).told(first)

    async def worked(self, asked: Asked, kind: str, terms: Terms) -> Worked:
        """All of it, one at a time for each person: a queue for all would tell of one another. Raises PolicyError or StoreError."""
        turn = self._turns.setdefault(asked.subject, CapacityLimiter(1))
        return await self.work(*await self.read(asked, kind, terms, SHORT), kind, terms, turn)

    async def read(self, asked: Asked, kind: str, terms: Terms, most: Most = LONG) -> tuple[Standing, Network, Mapping[str, int]]:
        """What an analysis works on, on record. Raises PolicyError or StoreError, both after their own audit entry."""
        try:
            standing, network, classes = await self._reading.network(asked, most)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, f"analysis {kind}", type(fault).__name__, b"")
            raise
        await self._recorder.note(asked, standing, f"analysis {kind}", "released", terms.about.encode("utf-8", "surrogatepass"))
        return standing, network, classes

    async def work(
        self,
        standing: Standing,
        network: Network,
        classes: Mapping[str, int],
        kind: str,
        terms: Terms,
        turn: CapacityLimiter,
    ) -> Worked:
        """The work on it, in its turn. Raises MemoryError when it is more than a process may hold."""
        await asyncio.shield(self._process(turn))
        findings = await to_process.run_sync(work, kind, network, terms, cancellable=True, limiter=turn)
        return Worked(kind, tuple(findings), network, classes, standing.policy.markings)

    def _process(self, turn: CapacityLimiter) -> "asyncio.Task[None]":
        """A process that has loaded what it needs. A caller who leaves meanwhile does not end it: the next one finds it there."""
        task = asyncio.create_task(to_process.run_sync(load, limiter=turn))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)
        return task
