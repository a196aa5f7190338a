"""Policies at the door: whoever answers for them may try others before they are in force. Numbers of classes, never content."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from access_policies.desk import Desk
from access_policies.guard.asked import Asked
from access_policies.guard.desks import Desks, Needs, Sitting
from access_policies.guard.outcome import Outcome
from access_policies.register import User
from access_policies.roles import OPERATIONS
from access_policies.trial import Trial, lay_out, tried


class Trials:
    """Tries policy texts."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    async def trial(self, asked: Asked, texts: Mapping[str, str], most: int | None = None, after: str = "") -> Outcome[Trial]:
        """Who would gain or lose what under these texts: an auditor or operator of all, a security officer of the own people.

        Of the users in the order of their keys, `most` after one; every user is some work.

        Raises PolicyBroken, naming the file, when a text does not parse or does not fit the schema.
        """

        async def see(sitting: Sitting) -> Trial:
            sitting.require_role(*OPERATIONS["policies.trial"])
            everybody = not sitting.who.roles.isdisjoint({"GRANT_AUDITOR", "OPERATOR"})
            index = await self._desks.records.known_classes()
            own = None if everybody else sitting.who.organisation
            users = [user for user in _alive(sitting.desk, own) if user.key > after]
            people = []
            for user in users[:most]:
                held = await self._desks.records.grants_to(user.grantees)
                people.append((sitting.desk.subject(user.key), [one.grant for one in held]))
            more_after = people[-1][0].key if len(people) < len(users) else ""
            with tempfile.TemporaryDirectory() as name:
                lay_out(texts, Path(name))
                found = await asyncio.to_thread(tried, Path(name), people, sitting.desk.table, index, sitting.at)
                return replace(found, more_after=more_after)

        return await self._desks.look(asked, "policies.trial", Needs(everybody=True), see)


def _alive(desk: Desk, organisation: str | None) -> list[User]:
    """Users who may ask something, by their keys: of one organisation, or everybody."""
    users = sorted(desk.users.values(), key=lambda user: user.key)
    alive = [user for user in users if not user.ended and desk.organisation_of(f"org:{user.organisation}")]
    return [user for user in alive if organisation in (None, user.organisation)]
