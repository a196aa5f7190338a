"""What an overseer may know of grants inside the mandate that the overseer's own grants give: requests that wait or were refused,
one by one, and how many were given, as counts that single nobody out.

A mandate is scopes and originators: whoever gave, or consented to, a grant for oversight on a scope is overseen there, and nobody
else. So a refusal by an originator outside it, which would tell that there is something, is not told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from access_policies import suppression
from access_policies.grants import Grant
from access_policies.guard.asked import Asked
from access_policies.guard.desks import Desks, Needs, Sitting
from access_policies.guard.grant_rulings import GrantSeen, seen
from access_policies.guard.outcome import Outcome
from access_policies.refusals import Refused

WAITING = frozenset({"REQUESTED", "CONSENT_PENDING", "REFUSED", "ESCALATED", "UPHELD"})
GIVEN = ("ACTIVE", "EXPIRED", "REVOKED")
PURPOSE = "OVERSIGHT"
"""The one purpose that statistics are told for: mandates for two could be subtracted."""
OTHER = "OTHER"
"""What a register does not name."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """A table of grants by one of their terms; None for a count that would single somebody out."""

    name: str
    counts: Mapping[str, int | None]


class Mandate:
    """The overseer's desk."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    async def consents(self, asked: Asked) -> Outcome[tuple[GrantSeen, ...]]:
        """Requests that wait or were refused, with ground and age, by id; to whoever is no overseer there is no such list."""

        async def see(sitting: Sitting) -> tuple[GrantSeen, ...]:
            found, _ = await self._inside(sitting)
            return tuple(seen(grant, sitting) for grant in found if grant.state_at(sitting.at) in WAITING)

        return await self._desks.look(asked, "oversight.consents", Needs(), see)

    async def statistics(self, asked: Asked) -> Outcome[tuple[Statistic, ...]]:
        """Grants that were given, by state, purpose and basis: without those that the overseer knows one by one."""

        async def see(sitting: Sitting) -> tuple[Statistic, ...]:
            if sitting.purpose != PURPOSE:
                raise Refused("NOT_FOUND")
            found, own = await self._inside(sitting)
            given = [grant for grant in found if grant.state_at(sitting.at) in GIVEN and not grant.break_glass and grant not in own]
            table = sitting.desk.table
            return (
                _table("STATE", GIVEN, (grant.state_at(sitting.at) for grant in given)),
                _table("PURPOSE", table.purposes, (purpose for grant in given for purpose in set(grant.purposes))),
                _table("LEGAL_BASIS", table.legal_bases, (grant.legal_basis for grant in given)),
            )

        return await self._desks.look(asked, "oversight.statistics", Needs(), see)

    async def _inside(self, sitting: Sitting) -> tuple[list[Grant], list[Grant]]:
        """Grants inside the mandate, and those that serve the overseer. Raises Refused for whoever is no overseer."""
        if "OVERSEER" not in sitting.who.roles:
            raise Refused("NOT_FOUND")
        own = [one.grant for one in await self._desks.records.grants_to(sitting.desk.users[sitting.who.key].grantees)]
        overseen = set(_overseen(own, sitting))
        filed = await self._desks.records.grants("", everything=True)
        inside = [one.grant for one in filed if not overseen.isdisjoint((scope, one.grant.grantor) for scope in one.grant.scopes)]
        return inside, own


def _table(name: str, registered: Iterable[str], found: Iterable[str]) -> Statistic:
    """Counts by the words of a register, all of them: that a word is there tells nothing."""
    counts = dict.fromkeys((*registered, OTHER), 0)
    for word, number in Counter(found).items():
        counts[word if word in counts else OTHER] += number
    return Statistic(name, suppression.told(counts))


def _overseen(grants: Iterable[Grant], sitting: Sitting) -> Iterable[tuple[str, str]]:
    """Each scope with each originator that let it be overseen, under grants that are in force for this purpose."""
    for grant in grants:
        if grant.state_at(sitting.at) == "ACTIVE" and grant.not_before <= sitting.at and sitting.purpose in grant.purposes:
            givers = {grant.grantor, *(organisation for organisation, _ in grant.approvals)}
            yield from ((scope, giver) for scope in grant.scopes for giver in givers)
