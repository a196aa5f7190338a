"""A load: read and judge everything first, then records, then relationships, in batches through the guard.

Nothing is written before every file was read whole. A batch is written whole or not at all, under a key of its own.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from access_policies.guard import Asked, Guard
from graph_model.errors import EndsMissing
from graph_model.intake.contribution import Asserter, Contribution, OfferedLink, OfferedNode, Own
from graph_model.marking import Marking
from loaders.pipeline.notes import CONTESTED, PENDING, VANISHED, Notes, Place
from loaders.pipeline.run_file import RunFile
from loaders.pipeline.spool import Spool, Spooled
from loaders.pipeline.summary import Summary

BATCH = 2_000
"""Statements in one transaction, about."""
HEAVY = 8 << 20
"""Bytes of objects in one transaction, about: the database holds a transaction in memory."""


class Format(Protocol):
    """What a reader of a format gives to the pipeline."""

    @property
    def asserted_types(self) -> tuple[str, ...]:
        """Types of relationships that objects assert by their content."""

    @property
    def source_system(self) -> str:
        """Name under which its external ids are unique."""

    @property
    def is_whole_source(self) -> bool:
        """True when the files are all that the source says."""

    def spool(self, path: Path, spool: Spool, notes: Notes) -> Iterator[int]:
        """Keep the sound objects of a file."""

    def records(self, spooled: Spooled, notes: Notes) -> list[OfferedNode]:
        """The records of an object."""

    def is_deprecated(self, spooled: Spooled) -> bool:
        """True when its author advises against using it any more."""

    def links(self, spooled: Spooled, notes: Notes) -> tuple[list[OfferedLink], list[Asserter]]:
        """The relationships of an object."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be loaded, by whom, under which marking (None: the strictest)."""

    files: tuple[Path, ...]
    asked: Asked
    marking: Marking | None
    digests: tuple[bytes, ...]
    source_system: str | None = None
    dry_run: bool = False
    batch: int = BATCH

    @property
    def name(self) -> list[str]:
        """What makes it the same load again."""
        marking = self.marking.key if self.marking else ""
        who = [self.asked.subject, self.asked.purpose, self.asked.case or "", self.source_system or ""]
        return [*who, marking, str(self.batch), *(digest.hex() for digest in self.digests)]


Watch = Callable[[str, int, int], None]
"""Told the phase, what is done and what there is to do."""


class Load:
    """One load on its way."""

    def __init__(self, guard: Guard, format_: Format, order: Order, notes: Notes, watch: Watch) -> None:
        self._guard, self._format, self._order, self._notes, self._watch = guard, format_, order, notes, watch
        self._summary = Summary(dry_run=order.dry_run)
        self._run = ""
        self._source = ""

    async def run(self, folder: Path) -> Summary:
        """Do it; `folder` holds the names of loads that have begun. Raises what reading and the guard raise: the same load can
        then be started again, and goes on.
        """
        began = time.monotonic()
        with Spool() as spool:
            self._read(spool)
            self._source = self._summary.source_system = self._order.source_system or self._format.source_system
            run_file = RunFile(folder, self._order.name)
            if not self._order.dry_run:
                self._run = run_file.open()
            self._summary.resumed = run_file.resumed
            await self._records(spool)
            await self._links(spool)
            if (self._order.source_system or self._format.is_whole_source) and not self._order.dry_run:
                await self._tell_vanished(spool)
            if not self._order.dry_run:
                run_file.close()
        self._summary.told = self._notes.counts
        self._summary.seconds = time.monotonic() - began
        return self._summary

    def _read(self, spool: Spool) -> None:
        for path in self._order.files:
            count = 0
            for count in self._format.spool(path, spool, self._notes):
                self._watch(f"reading {path.name}", count, 0)
            self._summary.objects += count

    async def _records(self, spool: Spool) -> None:
        batch: list[tuple[OfferedNode, Place]] = []
        total, weight = len(spool), 0
        for done, spooled in enumerate(spool.objects(), 1):
            weight += spooled.size
            batch += [(node, spooled.place) for node in self._format.records(spooled, self._notes)]
            self._summary.deprecated += self._format.is_deprecated(spooled)
            if len(batch) >= self._order.batch or weight >= HEAVY or done == total:
                nodes = Contribution(self._source, tuple(node for node, _ in batch))
                await self._give(nodes, [place for _, place in batch], f"records {done}")
                self._watch("records", done, total)
                batch, weight = [], 0

    async def _links(self, spool: Spool) -> None:
        batch: list[tuple[OfferedLink, Place]] = []
        complete: list[Asserter] = []
        total, weight = len(spool), 0
        for done, spooled in enumerate(spool.objects(), 1):
            weight += spooled.size
            links, asserters = self._format.links(spooled, self._notes)
            batch += [(link, spooled.place) for link in links]
            complete += asserters
            if len(batch) + len(complete) >= self._order.batch or weight >= HEAVY or done == total:
                await self._give_links(batch, complete, spool, f"links {done}")
                self._watch("relationships", done, total)
                batch, complete, weight = [], [], 0

    async def _give_links(self, batch: list[tuple[OfferedLink, Place]], complete: list[Asserter], spool: Spool, key: str) -> None:
        """Give what can be given; tell the rest as pending."""
        if self._order.dry_run:
            self._tell_pending([(link, place) for link, place in batch if not _ends_in(link, spool)])
            return
        left: list[tuple[OfferedLink, Place]] = []
        while True:
            key_now = f"{key} without {sha256(repr([link.external_id for link, _ in left]).encode()).hexdigest()}" if left else key
            links = tuple(link for link, _ in batch)
            whole = Contribution(self._source, (), links, tuple(complete), self._format.asserted_types)
            try:
                await self._give(whole, [place for _, place in batch], key_now)
                break
            except EndsMissing as fault:
                missing = set(fault.places)
                left += [one for place, one in enumerate(batch) if place in missing]
                batch = [one for place, one in enumerate(batch) if place not in missing]
        self._tell_pending(left)

    def _tell_pending(self, left: list[tuple[OfferedLink, Place]]) -> None:
        for link, place in left:
            ends = [end.external_id for end in (link.start, link.end) if isinstance(end, Own) and end.external_id != place.id]
            reason = f"{link.type} to {' or '.join(ends)}: not taken in, or neither in the files nor in the graph"
            self._notes.add(PENDING, place, reason)

    async def _give(self, contribution: Contribution, places: list[Place], key: str) -> None:
        if self._order.dry_run or not (contribution.statements or contribution.complete):
            return
        accepted = await self._guard.intake.contribute(self._order.asked, contribution, f"{self._run} {key}")
        effects = accepted.effects
        self._summary.count(effects)
        for effect, place in zip((*effects.nodes, *effects.links), places, strict=True):
            if effect.outcome == CONTESTED:
                self._notes.add(CONTESTED, place, "the graph holds this version with other content, or as another type: it stays")

    async def _tell_vanished(self, spool: Spool) -> None:
        for of in ("records", "LINKED_TO"):
            after = ""
            while page := await self._guard.intake.held(self._order.asked, self._source, of, after):
                for name in page:
                    if "#" not in name and name not in spool:
                        self._notes.add(VANISHED, Place("", None, name), "in the graph and not in the files; it stays as it was")
                after = page[-1]


def _ends_in(link: OfferedLink, spool: Spool) -> bool:
    return all(end.external_id.partition("#")[0] in spool for end in (link.start, link.end) if isinstance(end, Own))
