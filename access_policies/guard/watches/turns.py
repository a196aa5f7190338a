"""How every question about watches and every change of them goes: sit, decide, write in a turn of one's own, audit, answer."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from access_policies.audit import Kind
from access_policies.errors import PolicyError, PolicyInFlux
from access_policies.guard.asked import Asked, Served
from access_policies.guard.desks import ADMINISTRATION, Desks, Needs, Sitting, to_the_end
from access_policies.guard.epoch import EpochMoved, require_epoch_to_the_end
from access_policies.guard.outcome import Outcome
from access_policies.guard.recorder import Begun, Recorder
from access_policies.guard.standing import Standing
from access_policies.guard.watches.watch import KEPT, Watch, watch_from
from access_policies.refusals import Refused
from access_policies.roles import OPERATIONS
from access_policies.subject import Subject
from graph_model.cypher import control_watches
from graph_model.errors import StoreError
from graph_model.store import Store, Work

TRIES = 5
T = TypeVar("T")
Seen = tuple[T, Standing | None, Served]
"""What somebody is shown, where they stand if it is of their view, and the statements of that which are in it."""


class Turns:
    """The turns of one guard."""

    def __init__(self, store: Store, desks: Desks, recorder: Recorder) -> None:
        self._store, self._desks, self._recorder = store, desks, recorder

    async def look(self, asked: Asked, action: str, see: Callable[[Sitting], Awaitable[Seen[T]]]) -> Outcome[T]:
        """Answer a question. Raises PolicyError or StoreError, both after their own audit entry."""
        try:
            sitting = await self._desks.sit(asked, Needs())
            value, standing, served = await self._desks.of_one_epoch(asked, sitting, Needs(), see)
        except Refused as fault:
            receipt = await self._recorder.note(asked, None, action, fault.refusals[0].code, b"")
            return Outcome(None, fault.refusals, receipt)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, action, type(fault).__name__, b"")
            raise
        body = repr(value).encode()
        return Outcome(value, (), await self._recorder.note(asked, standing, action, "done", body, served=served, kind=Kind.READ))

    async def change(self, asked: Asked, action: str, act: Callable[[Sitting, list[Begun]], Awaitable[T]]) -> Outcome[T]:
        """Make a change, on record before and after, or refuse it. Raises as `look` does."""
        return await to_the_end(self._recorder.on_record(asked, action, lambda begun: self._decided(asked, act, begun)))

    @asynccontextmanager
    async def turn(self, sitting: Sitting) -> AsyncIterator[Work]:
        """A transaction. The watches of the asker's organisation, read in it, stay so until its end.

        Raises PolicyInFlux where the policies are others by now: then `change` decides anew.
        """
        async with self._store.transaction() as work:
            (row,) = await work.run(control_watches.LOCK_WATCHES, {"organisation": sitting.who.organisation})
            if row["epoch"] != sitting.desk.epoch:
                raise PolicyInFlux("the policies changed during every try; ask again")
            yield work
            try:
                await require_epoch_to_the_end(work, sitting.desk.epoch)
            except EpochMoved:
                raise PolicyInFlux("the policies changed during every try; ask again") from None

    async def own(self, sitting: Sitting) -> list[Watch]:
        """The watches of the asker's organisation, the newest first: those that run, and as many as are kept in mind of others."""
        (row,) = await self._store.run(control_watches.READ_WATCHES, organisation=sitting.who.organisation, most=KEPT)
        return sorted(map(watch_from, row["watches"]), key=lambda one: one.since, reverse=True)

    async def one(self, sitting: Sitting, watch: str) -> Watch | None:
        """One of the asker's organisation by its id."""
        rows = await self._store.run(control_watches.READ_WATCH, id=watch, organisation=sitting.who.organisation)
        return watch_from(rows[0]["watch"]) if rows else None

    async def sit(self, asked: Asked, grant: str) -> Sitting:
        """A desk with a grant on it."""
        return await self._desks.sit(asked, Needs((grant,)))

    async def begin(self, asked: Asked, action: str, *about: str) -> Begun:
        """Put on record that a change begins."""
        return await self._recorder.begin(asked, action, about)

    async def _decided(self, asked: Asked, act: Callable[[Sitting, list[Begun]], Awaitable[T]], begun: list[Begun]) -> T:
        for left in reversed(range(TRIES)):
            try:
                return await act(await self._desks.sit(asked, Needs()), begun)
            except PolicyInFlux:
                if not left:
                    raise
        raise AssertionError("the loop above returns or raises")


def hears(who: Subject) -> bool:
    """True for somebody whom `NEW_PATH` is told: who speaks for the organisation."""
    return not who.roles.isdisjoint(OPERATIONS["watch.begin"])


def speaks(sitting: Sitting) -> bool:
    """True for somebody who speaks for the organisation, and does so now."""
    return sitting.purpose == ADMINISTRATION and hears(sitting.who)
