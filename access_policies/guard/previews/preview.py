"""Impact preview: what a grant would open of the asker's own organisation's records, before anybody approves it.

Exactly the statements, fields, protected persons, connections and paths that the grantee's view would gain: the view after, minus
the view before, of what the asker's organisation asserts; and what it tells only together with grants of before. Each originator
previews its own part; numbers about the records of others would tell that they are there. The asker stays blind: numbers, types,
and ids of what the asker may see anyway.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from access_policies.classes import places
from access_policies.desk import Filed
from access_policies.explanation import present
from access_policies.guard.asked import Asked
from access_policies.guard.desks import Desks, Needs, Sitting
from access_policies.guard.grant_rulings import GrantRequest, asked_for, known, require_functionary
from access_policies.guard.outcome import Outcome
from access_policies.guard.previews import opened_paths
from access_policies.guard.previews.connections import Connections, connections
from access_policies.guard.previews.held import asker_of, holdings_of, own_classes
from access_policies.guard.previews.joint_disclosures import SENSITIVE
from access_policies.guard.previews.links import read_links
from access_policies.guard.previews.opened_paths import FIELDS, NAMES, Asker
from access_policies.guard.previews.openers import Holdings
from access_policies.guard.previews.path_kinds import OpenedPaths
from access_policies.reach import Reach, reaches
from graph_model.cypher import control_preview
from graph_model.ontology import ONTOLOGY
from graph_model.store import Store

SAMPLES = 10


@dataclass(frozen=True, slots=True)
class Opened:
    """What opens for users in the same position, for one purpose. Fields are counted by `Type.property`.

    `new_paths` are short paths that open, `joint_disclosures` those that tell of a protected person what neither this grant
    nor the grants of before tell alone.
    """

    purpose: str
    users: tuple[str, ...]
    records: Mapping[str, int]
    relationships: Mapping[str, int]
    fields: Mapping[str, int]
    protected_persons: int
    connections: Connections
    new_paths: OpenedPaths
    joint_disclosures: OpenedPaths


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole; `samples` are (id, type) of newly opened records that the asker may see themselves."""

    grant: str
    parts: tuple[Opened, ...]
    samples: tuple[tuple[str, str], ...]

    @property
    def records(self) -> int:
        """The most that any one user and purpose gains, in records."""
        return max((sum(part.records.values()) for part in self.parts), default=0)


class Previews:
    """Counts for approvers."""

    def __init__(self, store: Store, desks: Desks) -> None:
        self._store, self._desks = store, desks

    async def of_grant(self, asked: Asked, grant_id: str) -> Outcome[Preview]:
        """A grant that waits, or any other, for a functionary of its grantor or of an originator that was asked."""

        async def see(sitting: Sitting) -> Preview:
            filed = known(sitting, grant_id)
            require_functionary(sitting, filed.grant.grantor, *filed.asked)
            return await self._preview(sitting, filed)

        return await self._desks.look_whole(asked, "grant.preview", Needs((grant_id,), everybody=True), see)

    async def of_request(self, asked: Asked, wanted: GrantRequest) -> Outcome[Preview]:
        """What a request would open if it were granted, for a functionary of its grantor."""

        async def see(sitting: Sitting) -> Preview:
            require_functionary(sitting, wanted.grantor)
            return await self._preview(sitting, asked_for(sitting, wanted, "G-previewed"))

        return await self._desks.look_whole(asked, "grant.preview", Needs(everybody=True), see)

    async def _preview(self, sitting: Sitting, filed: Filed) -> Preview:
        index = await self._desks.records.known_classes()
        holdings = await holdings_of(self._desks.records, present(sitting.desk), filed.grant, index, sitting.at)
        reached = reaches(filed.grant, holdings.members, sitting.desk.table, index, sitting.at, own_classes(sitting, index))
        found = [reach for reach in reached if reach.any_opened]
        asker = await asker_of(self._desks.records, sitting, index)
        parts = [await self._opened(reach, asker, holdings) for reach in found]
        return Preview(filed.grant.id, tuple(parts), await self._samples(found, asker))

    async def _opened(self, reach: Reach, asker: Asker, holdings: Holdings) -> Opened:
        of, see = asker.originator, reach.after["see"]
        rows = await self._store.run(control_preview.COUNT_PROPERTIES, classes=list(places(reach.any_opened)), originator=of)
        ties = await self._store.run(control_preview.COUNT_RELATIONSHIPS, classes=list(places(see)), originator=of)
        persons = await self._store.run(control_preview.READ_PROTECTED, classes=list(places(see)), originator=of)
        links = await read_links(self._store, see, of)
        reads = {pc for name in SENSITIVE for pc in places(reach.after[f"read_{name}"])}
        fields = await self._store.run(
            control_preview.READ_FIELDS, classes=sorted(reads), originator=of, names=NAMES, limit=FIELDS + 1
        )
        return Opened(
            purpose=reach.purpose,
            users=tuple(sorted(reach.users)),
            records=_records(rows, reach),
            relationships=_relationships(ties, reach.before["see"]),
            fields=_fields(rows, reach),
            protected_persons=sum(reach.opened("see") >> row["pc"] & 1 for row in persons),
            connections=connections(links, reach.before["see"]),
            new_paths=opened_paths.new(links, reach, asker),
            joint_disclosures=opened_paths.joint(links, reach, asker, opened_paths.subjects(persons, fields), holdings),
        )

    async def _samples(self, found: list[Reach], asker: Asker) -> tuple[tuple[str, str], ...]:
        opened = 0
        for reach in found:
            opened |= reach.opened("see")
        rows = await self._store.run(
            control_preview.READ_SAMPLE, classes=list(places(opened & asker.sees)), originator=asker.originator, limit=SAMPLES
        )
        return tuple((row["id"], row["type"]) for row in rows)


def _records(rows: list[dict[str, Any]], reach: Reach) -> dict[str, int]:
    seen = reach.opened("see")
    counts: Counter[str] = Counter()
    for row in rows:
        if row["name"] == "id" and seen >> row["pc"] & 1:
            counts[row["type"]] += row["number"]
    return dict(sorted(counts.items()))


def _fields(rows: list[dict[str, Any]], reach: Reach) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in rows:
        classes = {p.name: p.field_class for p in ONTOLOGY.types[row["type"]].properties}
        field_class = classes.get(row["name"])
        if field_class and reach.opened(f"read_{field_class}") >> row["pc"] & 1:
            counts[f"{row['type']}.{row['name']}"] += row["number"]
    return dict(sorted(counts.items()))


def _relationships(rows: list[dict[str, Any]], before: int) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in rows:
        if not all(before >> pc & 1 for pc in (row["pc"], row["startPc"], row["endPc"])):
            counts[row["type"]] += row["number"]
    return dict(sorted(counts.items()))
