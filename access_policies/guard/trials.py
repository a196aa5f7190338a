"""Policies at the door: whoever answers for them may try others before they are in force. Numbers of classes, never content."""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path

from access_policies.guard.asked import Asked
from access_policies.guard.desks import Desks, Needs, Sitting
from access_policies.guard.outcome import Outcome
from access_policies.roles import OPERATIONS
from access_policies.trial import Trial, lay_out, tried


class Trials:
    """Tries policy texts."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    async def trial(self, asked: Asked, texts: Mapping[str, str]) -> Outcome[Trial]:
        """Who would gain or lose what under these texts: an auditor or operator of all, a security officer of the own people.

        Raises PolicyBroken, naming the file, when a text does not parse or does not fit the schema.
        """

        async def see(sitting: Sitting) -> Trial:
            sitting.require_role(*OPERATIONS["policies.trial"])
            everybody = not sitting.who.roles.isdisjoint({"GRANT_AUDITOR", "OPERATOR"})
            index = await self._desks.records.known_classes()
            people = []
            for user in sitting.desk.users.values():
                alive = not user.ended and sitting.desk.organisation_of(f"org:{user.organisation}")
                if alive and (everybody or user.organisation == sitting.who.organisation):
                    held = await self._desks.records.grants_to(user.grantees)
                    people.append((sitting.desk.subject(user.key), [one.grant for one in held]))
            with tempfile.TemporaryDirectory() as name:
                lay_out(texts, Path(name))
                return await asyncio.to_thread(tried, Path(name), people, sitting.desk.table, index, sitting.at)

        return await self._desks.look(asked, "policies.trial", Needs(everybody=True), see)
