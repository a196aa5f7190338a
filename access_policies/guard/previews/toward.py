"""What a grant opened towards one person: as a preview tells it to the person's originator, at the instant at which it began."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from access_policies.classes import places
from access_policies.desk import Filed
from access_policies.guard.desks import Desks, Sitting
from access_policies.guard.previews import opened_paths
from access_policies.guard.previews.held import asker_of, holdings_of, own_classes
from access_policies.guard.previews.joint_disclosures import HOPS
from access_policies.guard.previews.links import Record, read_links_near
from access_policies.guard.previews.opened_paths import Asker
from access_policies.guard.previews.path_kinds import OpenedPaths
from access_policies.reach import Reach, reaches
from graph_model.store import Store


@dataclass(frozen=True, slots=True)
class OpenedToward:
    """For users in the same position and one purpose: the paths from the person, by kind, each pair by the record at its end."""

    purpose: str
    users: tuple[str, ...]
    paths: OpenedPaths


class Toward:
    """Looks at grants as they began."""

    def __init__(self, store: Store, desks: Desks) -> None:
        self._store, self._desks = store, desks

    async def asker(self, sitting: Sitting) -> Asker:
        """Who sits there: what they may read of an example is what they see now."""
        return await asker_of(self._desks.records, sitting, await self._desks.records.known_classes())

    async def reached(self, sitting: Sitting, filed: Filed, at: datetime) -> list[Reach] | None:
        """How far a grant that began at an instant reached into what the asker's organisation asserts, whoever is looked at.

        None where it covers nothing of that. Directory, table and grants are those of that instant, records those of now.
        """
        index = await self._desks.records.known_classes()
        own = own_classes(sitting, index)
        if not any(filed.grant.covers(index[pc].scopes, sitting.who.organisation) for pc in places(own)):
            return None
        past = await self._desks.past(sitting, at)
        holdings = await holdings_of(self._desks.records, past, filed.grant, index, at)
        reached = reaches(filed.grant, holdings.members, past.table, index, at, own)
        return [reach for reach in reached if reach.opened("see")]

    async def opened(self, reached: Sequence[Reach], asker: Asker, person: Record) -> tuple[OpenedToward, ...]:
        """What it opened towards a person of the asker's organisation: nothing where it is empty."""
        found = [await self._part(reach, asker, person) for reach in reached]
        return tuple(part for part in found if part.paths.pairs or not part.paths.is_whole)

    async def _part(self, reach: Reach, asker: Asker, person: Record) -> OpenedToward:
        links = await read_links_near(self._store, reach.after["see"], asker.originator, person.id)
        paths = opened_paths.toward(links, reach, asker, person, HOPS)
        return OpenedToward(reach.purpose, tuple(sorted(reach.users)), paths)
