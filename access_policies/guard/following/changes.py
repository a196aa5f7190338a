"""Following changes of one's own view: what was recorded, corrected or withdrawn since a place in the order of changes.

Every look decides anew. What it tells is decided, read and put on record under one epoch, or thrown away.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from access_policies.audit import Kind
from access_policies.clock import Clock
from access_policies.errors import PolicyError, PolicyInFlux
from access_policies.guard.asked import Asked, Rendered
from access_policies.guard.following.looks import AT_ONCE, TRIES, Looks, Place, Told
from access_policies.guard.reading import Markings, Reading
from access_policies.guard.recorder import Recorder
from access_policies.guard.standing import Standing
from graph_model.cypher import control_changes
from graph_model.errors import StoreError
from graph_model.instant import to_text
from graph_model.query import ReadQuery


@dataclass(frozen=True, slots=True)
class Following:
    """What is followed: records of these types, of this case by a relationship in the view; None for all."""

    types: tuple[str, ...] | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a record, as far as the caller saw it before: CREATED, CORRECTED or WITHDRAWN; and its class."""

    id: str
    policy_class: int
    type: str
    at: str
    kind: str
    place: Place


@dataclass(frozen=True, slots=True)
class Followed:
    """A subscription that may begin: the rights it is opened under, where it begins, and the receipt of its entry."""

    policy_digest: str
    place: Place
    receipt: str


Render = Callable[[Sequence[Change], list[Any], Markings], Rendered]
"""Makes bytes of changes and of the rows of their records."""


class Changes:
    """The way out for those who follow."""

    def __init__(self, looks: Looks, reading: Reading, clock: Clock, recorder: Recorder) -> None:
        self._looks, self._reading, self._clock, self._recorder = looks, reading, clock, recorder

    async def follow(self, asked: Asked) -> Followed:
        """Begin behind everything that there is. Raises PolicyError or StoreError, both after their own audit entry."""
        try:
            standing, place = await self._looks.latest(asked)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, "follow", type(fault).__name__, b"")
            raise
        receipt = await self._recorder.note(asked, standing, "follow", "done", b"", kind=Kind.READ)
        return Followed(standing.classes.digest, place, receipt)

    async def look(
        self,
        asked: Asked,
        following: Following,
        place: Place,
        under: str,
        query: ReadQuery,
        parameters: Mapping[str, Any],
        render: Render,
    ) -> Told:
        """What changed since a place; `query` reads the records whose ids are the parameter `ids`.

        Raises RightsChanged when the rights are not those of the digest `under`, else PolicyError or StoreError; each after
        its own audit entry.
        """
        try:
            standing, changes, after, data = await self._looked(asked, following, place, under, query, parameters)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, "follow", type(fault).__name__, b"")
            raise
        if not changes:
            return Told(b"", after)
        rendered = render(changes, data, standing.markings())
        await self._recorder.note(asked, standing, "follow", "released", rendered.body, served=rendered.served, kind=Kind.READ)
        return Told(rendered.body, after)

    async def any_since(self, asked: Asked, following: Following, place: Place) -> tuple[Standing, bool, Place]:
        """Whether a look would tell anything under the rights of now; where the next begins. Raises PolicyError or StoreError."""
        standing, row = await self._looks.since(asked, control_changes.READ_CHANGED, place, self._wanted(following, 1))
        return standing, bool(row["found"]), Place(row["latest"])

    def _wanted(self, following: Following, first: int) -> Callable[[Standing], dict[str, Any]]:
        types = None if following.types is None else list(following.types)
        known = to_text(self._clock.now()) if self._clock.by_hand else None
        wanted = {"types": types, "case": following.case, "first": first, "known": known}
        return lambda standing: wanted | {"see": standing.classes.masks["see"]}

    async def _looked(
        self, asked: Asked, following: Following, place: Place, under: str, query: ReadQuery, parameters: Mapping[str, Any]
    ) -> tuple[Standing, list[Change], Place, list[Any]]:
        wanted = self._wanted(following, AT_ONCE)
        for _ in range(TRIES):
            standing, row = await self._looks.since(asked, control_changes.READ_CHANGED, place, wanted, under)
            changes = [Change(id_, pc, type_, at, kind, Place(order, id_)) for id_, pc, type_, at, kind, order in row["found"]]
            after = changes[-1].place if len(changes) == AT_ONCE else Place(row["latest"])
            if not changes:
                return standing, [], after, []
            then, data = await self._reading.records(asked, query, {**parameters, "ids": [one.id for one in changes]})
            if then.classes.epoch == standing.classes.epoch:
                return then, changes, after, data
        raise PolicyInFlux("the policies changed during every try; ask again")
