"""What organisations may see of the records of the asker's own, side by side and as numbers: never which, and nobody's name.

Numbers of the records of others would tell that they are there, so each originator compares its own part, as with previews.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from access_policies.classes import places
from access_policies.guard.asked import Asked
from access_policies.guard.desks import Desks, Needs, Sitting
from access_policies.guard.outcome import Outcome
from access_policies.register import User
from access_policies.roles import OPERATIONS
from access_policies.subject import Context
from access_policies.visible import permitted_classes
from graph_model.cypher import control_preview
from graph_model.store import Store

Numbers = Mapping[int, Mapping[str, int]]
"""Own records by class and type."""


@dataclass(frozen=True, slots=True)
class SightForPurpose:
    """For one purpose: people who may see anything, the classes that any of them may see, and the records in those, by type."""

    purpose: str
    users: int
    classes: int
    records: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sight:
    """One organisation: grants in force that the asker's organisation gave its people, and what they may see, by purpose."""

    organisation: str
    grants: int
    purposes: tuple[SightForPurpose, ...]


class Sights:
    """Compares organisations."""

    def __init__(self, store: Store, desks: Desks) -> None:
        self._store, self._desks = store, desks

    async def of(self, asked: Asked, organisations: Sequence[str]) -> Outcome[tuple[Sight, ...]]:
        """One for each, in this order, for a functionary. One that is nobody sees nothing, like any other that does not."""

        async def see(sitting: Sitting) -> tuple[Sight, ...]:
            sitting.require_role(*OPERATIONS["partners.compare"])
            return await self._seen(sitting, organisations)

        return await self._desks.look_whole(asked, "partners.compare", Needs(everybody=True), see)

    async def _seen(self, sitting: Sitting, organisations: Sequence[str]) -> tuple[Sight, ...]:
        own = await self._own(sitting)
        return tuple([await self._sight(sitting, organisation, own) for organisation in organisations])

    async def _own(self, sitting: Sitting) -> Numbers:
        index = await self._desks.records.known_classes()
        rows = await self._store.run(
            control_preview.COUNT_PROPERTIES, classes=list(places(index.all)), originator=sitting.who.organisation
        )
        numbers: dict[int, Counter[str]] = {}
        for row in rows:
            if row["name"] == "id":
                numbers.setdefault(row["pc"], Counter())[row["type"]] += row["number"]
        return numbers

    async def _sight(self, sitting: Sitting, organisation: str, own: Numbers) -> Sight:
        index = await self._desks.records.known_classes()
        there = sum(1 << pc for pc in own)
        given: set[str] = set()
        seen: dict[str, list[int]] = {}
        for user in _people(sitting, organisation):
            held = [one.grant for one in await self._desks.records.grants_to(user.grantees)]
            running = [grant for grant in held if grant.state_at(sitting.at) == "ACTIVE" and grant.not_before <= sitting.at]
            given |= {grant.id for grant in running if grant.grantor == sitting.who.organisation}
            for purpose in {purpose for grant in running for purpose in grant.purposes}:
                context = Context(purpose, sitting.at)
                classes = permitted_classes(sitting.desk.subject(user.key), context, held, sitting.desk.table, index)["see"]
                seen.setdefault(purpose, []).append(classes & there)
        purposes = [_for_purpose(purpose, classes, own) for purpose, classes in sorted(seen.items()) if any(classes)]
        return Sight(organisation, len(given), tuple(purposes))


def _people(sitting: Sitting, organisation: str) -> list[User]:
    """Those of an organisation who may ask something; none of one that is not there, or has left."""
    there = sitting.desk.organisation_of(f"org:{organisation}")
    return [user for user in sitting.desk.users.values() if there and user.organisation == organisation and not user.ended]


def _for_purpose(purpose: str, seen: Sequence[int], own: Numbers) -> SightForPurpose:
    together = 0
    for classes in seen:
        together |= classes
    records: Counter[str] = Counter()
    for pc in places(together):
        records.update(own[pc])
    return SightForPurpose(purpose, sum(1 for classes in seen if classes), together.bit_count(), dict(sorted(records.items())))
