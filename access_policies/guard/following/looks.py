"""Looks at what is followed: places in the order of changes, and a statement that is run under the epoch it brings back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from access_policies.errors import PolicyInFlux, RightsChanged
from access_policies.guard.asked import Asked
from access_policies.guard.standing import Standing, Standings
from access_policies.subject import Subject
from graph_model.cypher.control_changes import READ_LATEST, READ_SETTLED
from graph_model.cypher.statement_text import ControlStatement
from graph_model.store import Store

TRIES = 5
AT_ONCE = 100
"""What one look tells; what is beyond is for the next."""
BEHIND = "~" * 32
"""Behind every id."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order of changes: after `id` among those of the number `order`. Of this installation, and told to nobody."""

    order: int
    id: str = BEHIND


@dataclass(frozen=True, slots=True)
class Told:
    """What one look found: bytes whose audit entry is on disk, none where nothing came; and where to look from next."""

    body: bytes
    place: Place


class Looks:
    """Runs statements for those who follow."""

    def __init__(self, store: Store, standings: Standings) -> None:
        self._store, self._standings = store, standings

    async def who(self, asked: Asked) -> Subject:
        """The caller. Raises PolicyError or StoreError."""
        return (await self._standings.of(asked, self._standings.context(asked))).policy.subject

    async def latest(self, asked: Asked) -> tuple[Standing, Place]:
        """Where the caller stands, and the place behind all that there is. Raises PolicyError or StoreError."""
        standing, row = await self._decided(asked, lambda _: self._store.settled(READ_LATEST))
        return standing, Place(row["latest"])

    async def since(
        self,
        asked: Asked,
        statement: ControlStatement,
        place: Place,
        given: Callable[[Standing], dict[str, Any]],
        under: str | None = None,
    ) -> tuple[Standing, dict[str, Any]]:
        """Where the caller stands, and the one row of a statement about what came since a place.

        Raises RightsChanged, else PolicyError or StoreError. `under` is the digest of the rights that must still be the caller's.
        A number can be seen before all that has it: where there is a new one, it is looked once more, up to one that is settled.
        """
        since = {"order": place.order, "id": place.id}

        async def looked(standing: Standing, until: int | None) -> list[dict[str, Any]]:
            return await self._store.run(statement, **given(standing), **since, until=until)

        standing, row = await self._decided(asked, lambda standing: looked(standing, None), under)
        if row["latest"] == place.order:
            return standing, row
        ((settled,),) = [row.values() for row in await self._store.settled(READ_SETTLED)]
        return await self._decided(asked, lambda standing: looked(standing, settled), under)

    async def _decided(
        self, asked: Asked, look: Callable[[Standing], Awaitable[list[dict[str, Any]]]], under: str | None = None
    ) -> tuple[Standing, dict[str, Any]]:
        for attempt in range(TRIES):
            context = self._standings.context(asked)
            standing = await self._standings.of(asked, context, anew=attempt > 0)
            (row,) = await look(standing)
            if row["epoch"] == standing.classes.epoch:
                if under not in (None, standing.classes.digest):
                    raise RightsChanged("the rights of the caller changed")
                return standing, row
        raise PolicyInFlux("the policies changed during every try; ask again")
