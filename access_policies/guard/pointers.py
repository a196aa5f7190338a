"""Pointer statements as they are sensed, and asking for what they refer to. Published and taken back like every statement.

Who senses a pointer gets what it says: not what it refers to, not when it was published, not how many others there are.
"""

from dataclasses import dataclass, replace
from typing import Any

from access_policies.audit import Kind
from access_policies.errors import PolicyError, PolicyInFlux
from access_policies.guard.administration import Administration
from access_policies.guard.asked import Asked
from access_policies.guard.batch import LONGEST_KEY
from access_policies.guard.grant_rulings import GrantRequest, GrantSeen
from access_policies.guard.outcome import Outcome
from access_policies.guard.recorder import Recorder
from access_policies.guard.single_records import POINTER
from access_policies.guard.standing import Standing, Standings
from access_policies.refusals import Refusal
from graph_model.cypher.control_pointers import READ_POINTER, READ_POINTERS
from graph_model.cypher.statement_text import ControlStatement
from graph_model.errors import StoreError
from graph_model.instant import to_text
from graph_model.store import Store

TRIES = 5


@dataclass(frozen=True, slots=True)
class Pointer:
    """What a pointer statement says, and the organisation that says it."""

    id: str
    originator: str
    matched: str
    ask: str
    reference: str
    match: str


class Pointers:
    """The pointers of whoever asks."""

    def __init__(self, store: Store, standings: Standings, recorder: Recorder, administration: Administration) -> None:
        self._store, self._standings, self._recorder = store, standings, recorder
        self._administration = administration

    async def sensed(self, asked: Asked, first: int, after: str = "") -> tuple[Pointer, ...]:
        """The first of those that come after an id, in the order of their ids. Raises PolicyError or StoreError."""
        return await self._told(asked, READ_POINTERS, first=first, after=after)

    async def request(self, asked: Asked, pointer: str, wanted: GrantRequest, key: str) -> Outcome[GrantSeen]:
        """Ask the originator of a pointer for the record that it refers to; `wanted` says all but from whom and what.

        With the same key and request there is one grant and one answer. Raises PolicyError or StoreError.
        """
        if not 0 < len(key) <= LONGEST_KEY:
            return await self._refused(asked, "INVALID", "idempotencyKey")
        found = await self._told(asked, READ_POINTER, id=pointer)
        if not found:
            return await self._refused(asked, "NOT_FOUND", "pointer")
        wanted = replace(wanted, grantor=found[0].originator, scopes=(POINTER + pointer,))
        return await self._administration.request(asked, wanted, key=key)

    async def _refused(self, asked: Asked, code: str, field: str) -> Outcome[GrantSeen]:
        receipt = await self._recorder.note(asked, None, "pointer.request", code, b"")
        return Outcome(None, (Refusal(code, field),), receipt)

    async def _told(self, asked: Asked, text: ControlStatement, **parameters: Any) -> tuple[Pointer, ...]:
        try:
            standing, rows = await self._read(asked, text, parameters)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, "pointers", type(fault).__name__, b"")
            raise
        found = tuple(Pointer(row[0], *row[2:]) for row in rows)
        served = [(row[0], row[1]) for row in rows]
        await self._recorder.note(asked, standing, "pointers", "released", repr(found).encode(), served=served, kind=Kind.READ)
        return found

    async def _read(self, asked: Asked, text: ControlStatement, parameters: dict[str, Any]) -> tuple[Standing, list[Any]]:
        for attempt in range(TRIES):
            context = self._standings.context(asked)
            standing = await self._standings.of(asked, context, anew=attempt > 0)
            masks = {"sense": standing.classes.masks["sense"], "now": to_text(context.at)}
            (row,) = await self._store.run(text, **masks, **parameters)
            if row["epoch"] == standing.classes.epoch:
                return standing, row["found"]
        raise PolicyInFlux("the policies changed during every try; ask again")
