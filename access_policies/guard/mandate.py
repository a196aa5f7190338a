"""What an overseer may know of grants: requests that wait or were refused, inside the mandate that the overseer's own grants give.

A mandate is scopes and originators: whoever gave, or consented to, a grant for oversight on a scope is overseen there, and nobody
else. So a refusal by an originator outside it, which would tell that there is something, is not told.
"""

from collections.abc import Iterable

from access_policies.grants import Grant
from access_policies.guard.asked import Asked
from access_policies.guard.desks import Desks, Needs, Sitting
from access_policies.guard.grant_rulings import GrantSeen, seen
from access_policies.guard.outcome import Outcome
from access_policies.refusals import Refused

WAITING = frozenset({"REQUESTED", "CONSENT_PENDING", "REFUSED", "ESCALATED", "UPHELD"})


class Mandate:
    """The overseer's desk."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    async def consents(self, asked: Asked) -> Outcome[tuple[GrantSeen, ...]]:
        """Requests that wait or were refused, with ground and age, by id; to whoever is no overseer there is no such list."""

        async def see(sitting: Sitting) -> tuple[GrantSeen, ...]:
            if "OVERSEER" not in sitting.who.roles:
                raise Refused("NOT_FOUND")
            own = await self._desks.records.grants_to(sitting.desk.users[asked.subject].grantees)
            overseen = set(_overseen((one.grant for one in own), sitting))
            filed = await self._desks.records.grants("", everything=True)
            return tuple(
                seen(one.grant, sitting)
                for one in filed
                if one.grant.state_at(sitting.at) in WAITING
                and not overseen.isdisjoint((scope, one.grant.grantor) for scope in one.grant.scopes)
            )

        return await self._desks.look(asked, "oversight.consents", Needs(), see)


def _overseen(grants: Iterable[Grant], sitting: Sitting) -> Iterable[tuple[str, str]]:
    """Each scope with each originator that let it be overseen, under grants that are in force for this purpose."""
    for grant in grants:
        if grant.state_at(sitting.at) == "ACTIVE" and grant.not_before <= sitting.at and sitting.purpose in grant.purposes:
            givers = {grant.grantor, *(organisation for organisation, _ in grant.approvals)}
            yield from ((scope, giver) for scope in grant.scopes for giver in givers)
