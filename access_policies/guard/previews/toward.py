"""What a grant opened towards one person: as a preview tells it to the person's originator, at the instant at which it began."""

from dataclasses import dataclass, replace
from datetime import datetime

from access_policies.classes import places
from access_policies.desk import Filed
from access_policies.guard.desks import Desks, Sitting
from access_policies.guard.previews import opened_paths
from access_policies.guard.previews.held import asker_of, holdings_of, own_classes
from access_policies.guard.previews.links import Record, read_links_near
from access_policies.guard.previews.opened_paths import Asker
from access_policies.guard.previews.path_kinds import OpenedPaths
from access_policies.reach import Reach, reaches
from graph_model.store import Store

HOPS = 3
"""How near a record comes before it is told: as far as a field tells of somebody (`joint_disclosures.HOPS`)."""


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

    async def opened(self, sitting: Sitting, filed: Filed, at: datetime, person: Record) -> tuple[OpenedToward, ...]:
        """What a grant that began at an instant opened towards a person of the asker's organisation: nothing where it is empty.

        Rights are those of that instant, records those of now; what the asker may read of an example is what they see now.
        """
        index = await self._desks.records.known_classes()
        own = own_classes(sitting, index)
        if not any(filed.grant.covers(index[pc].scopes, sitting.who.organisation) for pc in places(own)):
            return ()
        asker = await asker_of(self._desks.records, sitting, index)
        then = replace(sitting, at=at)
        holdings = await holdings_of(self._desks.records, then, filed.grant, index)
        reached = reaches(filed.grant, holdings.members, sitting.desk.table, index, at, own)
        found = [await self._part(reach, asker, person) for reach in reached if reach.opened("see")]
        return tuple(part for part in found if part.paths.pairs or not part.paths.is_whole)

    async def _part(self, reach: Reach, asker: Asker, person: Record) -> OpenedToward:
        links = await read_links_near(self._store, reach.after["see"], asker.originator, person.id)
        paths = opened_paths.toward(links, reach, asker, person, HOPS)
        return OpenedToward(reach.purpose, tuple(sorted(reach.users)), paths)
