"""How every administrative question and change goes: read a desk, decide, write if nobody was first, audit, answer."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from access_policies.clock import Clock
from access_policies.desk import Desk
from access_policies.errors import PolicyError, PolicyInFlux
from access_policies.explanation import Past, as_of, present
from access_policies.guard.asked import Asked
from access_policies.guard.outcome import Outcome
from access_policies.guard.recorder import Begun, Recorder, ends
from access_policies.policy_records import Change, PolicyRecords
from access_policies.refusals import Refusal, Refused
from access_policies.subject import Subject
from graph_model.errors import StoreError

TRIES = 20
ADMINISTRATION = "GRANT_ADMINISTRATION"
T = TypeVar("T")
_UNDER_WAY: set[asyncio.Task[Any]] = set()
"""Changes that are being made. The event loop alone would let go of one that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What is to be read beside whoever asks: grants, users or everybody, the uses of a declaration, what one gives."""

    grants: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    everybody: bool = False
    uses_of: str = ""
    given_by: str = ""


@dataclass(frozen=True, slots=True)
class Ruling(Generic[T]):
    """What was decided: a value, what it changes, and refusals that still leave something to be written."""

    value: T | None
    change: Change = field(default_factory=Change)
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits at which desk, and when."""

    desk: Desk
    who: Subject
    at: datetime
    purpose: str

    def require_purpose(self) -> None:
        """Raise Refused: administration is done for its own purpose and no other."""
        if self.purpose != ADMINISTRATION:
            raise Refused("NOT_FOUND")

    def require_role(self, *roles: str) -> None:
        """Raise Refused when none of the roles is held."""
        self.require_purpose()
        if self.who.roles.isdisjoint(roles):
            raise Refused("NOT_FOUND")


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """What a change gives that is made and put on record even if its asker leaves in the middle: none is without its entry."""
    task = asyncio.create_task(work)
    _UNDER_WAY.add(task)
    task.add_done_callback(_UNDER_WAY.discard)
    return await asyncio.shield(task)


class Desks:
    """The desks of one guard."""

    def __init__(self, records: PolicyRecords, clock: Clock, recorder: Recorder) -> None:
        self.records = records
        self._clock, self._recorder = clock, recorder

    async def rule(
        self, asked: Asked, action: str, needs: Needs, decide: Callable[[Sitting], Ruling[T]], dry_run: bool = False
    ) -> Outcome[T]:
        """Decide and make the change. Refusals are data; UnknownSubject, PolicyInFlux, StoreError are raised after their entry."""
        return await to_the_end(self._on_record(asked, action, needs, decide, dry_run))

    async def _on_record(
        self, asked: Asked, action: str, needs: Needs, decide: Callable[[Sitting], Ruling[T]], dry_run: bool
    ) -> Outcome[T]:
        begun: list[Begun] = []
        try:
            ruling = await self._ruled(asked, action, needs, decide, dry_run, begun)
        except Refused as fault:
            return await self._answer(asked, action, Ruling(None, refusals=fault.refusals), begun)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, action, type(fault).__name__, b"", detail=ends(begun))
            raise
        return await self._answer(asked, action, ruling, begun)

    async def look(self, asked: Asked, action: str, needs: Needs, see: Callable[[Sitting], Awaitable[T]]) -> Outcome[T]:
        """Answer a question that changes nothing."""
        refusals: tuple[Refusal, ...] = ()
        value: T | None = None
        try:
            value = await see(await self.sit(asked, needs))
        except Refused as fault:
            refusals = fault.refusals
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, action, type(fault).__name__, b"")
            raise
        return await self._answer(asked, action, Ruling(value, refusals=refusals))

    async def look_whole(self, asked: Asked, action: str, needs: Needs, see: Callable[[Sitting], Awaitable[T]]) -> Outcome[T]:
        """The same for a question of several readings: all are of the epoch that its desk was read under, or it is asked anew."""

        async def see_whole(sitting: Sitting) -> T:
            return await self.of_one_epoch(asked, sitting, needs, see)

        return await self.look(asked, action, needs, see_whole)

    async def of_one_epoch(self, asked: Asked, sitting: Sitting, needs: Needs, see: Callable[[Sitting], Awaitable[T]]) -> T:
        """What is seen from a desk whose epoch still stands at the end, or from one that is read anew. Raises PolicyInFlux."""
        for _ in range(TRIES):
            value = await see(sitting)
            if await self.records.epoch() == sitting.desk.epoch:
                return value
            sitting = await self.sit(asked, needs)
        raise PolicyInFlux("the policies changed during every try; ask again")

    async def past(self, sitting: Sitting, at: datetime | None) -> Past:
        """Directory and table as they stood at an instant; those of now for none, and for one that is still to come."""
        if at is None or at >= sitting.at:
            return present(sitting.desk)
        return as_of(await self.records.as_of(at), present(sitting.desk))

    async def sit(self, asked: Asked, needs: Needs) -> Sitting:
        """Read a desk. Raises UnknownSubject."""
        users: Collection[str] = {asked.subject, *needs.users}
        desk = await self.records.desk(users, needs.grants, needs.everybody, needs.uses_of, needs.given_by)
        return Sitting(desk, desk.subject(asked.subject), self._clock.now(), asked.purpose)

    async def _ruled(
        self,
        asked: Asked,
        action: str,
        needs: Needs,
        decide: Callable[[Sitting], Ruling[T]],
        dry_run: bool,
        begun: list[Begun],
    ) -> Ruling[T]:
        """What is about to be made is on record before it can be: each try that is about something else begins anew."""
        about: tuple[str, ...] | None = None
        for _ in range(TRIES):
            sitting = await self.sit(asked, needs)
            ruling = decide(sitting)
            if dry_run or ruling.change.is_empty:
                return ruling
            if ruling.change.about != about:
                about = ruling.change.about
                begun.append(await self._recorder.begin(asked, action, about))
            if await self.records.apply(sitting.desk.epoch, ruling.change, sitting.at, asked.subject):
                return ruling
        raise PolicyInFlux("the policies changed during every try; ask again")

    async def _answer(self, asked: Asked, action: str, ruling: Ruling[T], begun: Sequence[Begun] = ()) -> Outcome[T]:
        outcome = ruling.refusals[0].code if ruling.refusals else "done"
        receipt = await self._recorder.note(asked, None, action, outcome, repr(ruling.value).encode(), detail=ends(begun))
        return Outcome(None if ruling.refusals else ruling.value, ruling.refusals, receipt)
