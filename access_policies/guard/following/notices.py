"""Following notices: what an organisation, or one user of it, is told about grants, and about records it was served.

The same rule as for whoever asks for them (`administration.py`); they are brought up to now at each look.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from access_policies.audit import Kind
from access_policies.errors import PolicyError
from access_policies.grants import life
from access_policies.guard.asked import Asked
from access_policies.guard.corrections import Corrections
from access_policies.guard.following.looks import AT_ONCE, Looks, Place, Told
from access_policies.guard.recorder import Recorder
from access_policies.guard.releases import decidable
from access_policies.guard.standing import Standing
from access_policies.guard.watches.lookout import Lookout
from access_policies.guard.watches.turns import hears
from graph_model.cypher import control_changes
from graph_model.errors import StoreError

SPEAK = frozenset({*life.FUNCTIONARIES, "OVERSEER"})
"""Who is told what the organisation is told; anybody else what they are told by name."""


@dataclass(frozen=True, slots=True)
class Given:
    """A notice at its place."""

    kind: str
    about: str
    at: str
    place: Place


class Notices:
    """The way out for those who follow what they are told."""

    def __init__(self, looks: Looks, corrections: Corrections, lookout: Lookout, recorder: Recorder) -> None:
        self._looks, self._corrections, self._lookout, self._recorder = looks, corrections, lookout, recorder

    async def look(self, asked: Asked, place: Place, under: str, render: Callable[[Sequence[Given]], bytes]) -> Told:
        """What was told since a place. Raises RightsChanged, else PolicyError or StoreError; each after its own audit entry."""
        try:
            await self._bring_up(asked)
            standing, row = await self._looks.since(asked, control_changes.READ_NOTICES_SINCE, place, self._wanted(AT_ONCE), under)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, "follow", type(fault).__name__, b"")
            raise
        notices = [Given(kind, about, at, Place(order, id_)) for id_, kind, about, at, order in row["found"]]
        after = notices[-1].place if len(notices) == AT_ONCE else Place(row["latest"])
        if not notices:
            return Told(b"", after)
        body = render(notices)
        await self._recorder.note(asked, standing, "follow", "released", body, kind=Kind.READ)
        return Told(body, after)

    async def any_since(self, asked: Asked, place: Place) -> tuple[Standing, bool, Place]:
        """Whether a look would tell anything under the rights of now; where the next begins. Raises PolicyError or StoreError."""
        await self._bring_up(asked)
        standing, row = await self._looks.since(asked, control_changes.READ_NOTICES_SINCE, place, self._wanted(1))
        return standing, bool(row["found"]), Place(row["latest"])

    async def _bring_up(self, asked: Asked) -> None:
        """Have the caller told first."""
        await self._corrections.tell()
        await self._lookout.tell(asked, await self._looks.who(asked))

    @staticmethod
    def _wanted(first: int) -> Callable[[Standing], dict[str, Any]]:
        def wanted(standing: Standing) -> dict[str, Any]:
            who = standing.policy.subject
            speaks, watches = not who.roles.isdisjoint(SPEAK), hears(who)
            whose = {"organisation": who.organisation, "user": who.key, "speaks": speaks, "watches": watches}
            decides = decidable(who, standing.context.at, standing.policy.markings)
            return whose | {"decides": decides, "first": first}

        return wanted
