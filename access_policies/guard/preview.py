"""Impact preview: what a grant would open of the asker's own organisation's records, before anybody approves it.

Exactly the statements, fields, protected persons and new connections that the grantee's view would gain: the view after, minus the
view before, of what the asker's organisation asserts. Each originator previews its own part; numbers about the records of
others would tell that they are there. The asker stays blind: numbers, and ids of what the asker may see anyway.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from access_policies.classes import ClassIndex, places
from access_policies.desk import Filed
from access_policies.errors import PolicyInFlux
from access_policies.guard.asked import Asked
from access_policies.guard.connections import Connections, connections
from access_policies.guard.desks import Desks, Needs, Sitting
from access_policies.guard.grant_rulings import GrantRequest, asked_for, known, require_functionary
from access_policies.guard.outcome import Outcome
from access_policies.reach import Reach, reaches
from access_policies.subject import Context
from access_policies.visible import permitted_classes
from graph_model.cypher import control, control_preview
from graph_model.ontology import ONTOLOGY
from graph_model.store import Store

SAMPLES = 10
TRIES = 5
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opened:
    """What opens for users in the same position, for one purpose. Fields are counted by `Type.property`."""

    purpose: str
    users: tuple[str, ...]
    records: Mapping[str, int]
    relationships: Mapping[str, int]
    fields: Mapping[str, int]
    protected_persons: int
    connections: Connections


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


async def of_one_epoch(store: Store, count: Callable[[], Awaitable[T]]) -> T:
    """Counts of one epoch: if the policies change while they are counted, they are counted anew. Raises PolicyInFlux."""
    for _ in range(TRIES):
        epoch = (await store.run(control.READ_EPOCH))[0]["value"]
        counted = await count()
        if (await store.run(control.READ_EPOCH))[0]["value"] == epoch:
            return counted
    raise PolicyInFlux("the policies changed during every try; ask again")


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

        return await self._desks.look(asked, "grant.preview", Needs((grant_id,), everybody=True), see)

    async def of_request(self, asked: Asked, wanted: GrantRequest) -> Outcome[Preview]:
        """What a request would open if it were granted, for a functionary of its grantor."""

        async def see(sitting: Sitting) -> Preview:
            require_functionary(sitting, wanted.grantor)
            return await self._preview(sitting, asked_for(sitting, wanted, "G-previewed"))

        return await self._desks.look(asked, "grant.preview", Needs(everybody=True), see)

    async def _preview(self, sitting: Sitting, filed: Filed) -> Preview:
        return await of_one_epoch(self._store, lambda: self._counted(sitting, filed))

    async def _counted(self, sitting: Sitting, filed: Filed) -> Preview:
        index = await self._desks.records.known_classes()
        users = [user for user in sitting.desk.users.values() if filed.grant.grantee in user.grantees]
        members = []
        for user in users:
            held = await self._desks.records.grants_to(user.grantees)
            members.append((sitting.desk.subject(user.key), [one.grant for one in held]))
        found = [reach for reach in reaches(filed.grant, members, sitting.desk.table, index, sitting.at) if reach.any_opened]
        parts = [await self._opened(reach, sitting.who.organisation) for reach in found]
        return Preview(filed.grant.id, tuple(parts), await self._samples(sitting, found, index))

    async def _opened(self, reach: Reach, originator: str) -> Opened:
        anything, after, before = reach.any_opened, reach.after["see"], reach.before["see"]
        rows = await self._store.run(control_preview.COUNT_PROPERTIES, classes=list(places(anything)), originator=originator)
        links = await self._store.run(control_preview.COUNT_RELATIONSHIPS, classes=list(places(after)), originator=originator)
        persons = await self._store.run(
            control_preview.COUNT_PROTECTED, classes=list(places(reach.opened("see"))), originator=originator
        )
        return Opened(
            purpose=reach.purpose,
            users=tuple(sorted(reach.users)),
            records=_records(rows, reach),
            relationships=_relationships(links, before),
            fields=_fields(rows, reach),
            protected_persons=persons[0]["number"],
            connections=await connections(self._store, before, after, originator),
        )

    async def _samples(self, sitting: Sitting, found: list[Reach], index: ClassIndex) -> tuple[tuple[str, str], ...]:
        grants = await self._desks.records.grants_to(sitting.desk.users[sitting.who.key].grantees)
        context = Context(sitting.purpose, sitting.at)
        own = permitted_classes(sitting.who, context, [one.grant for one in grants], sitting.desk.table, index)["see"]
        opened = 0
        for reach in found:
            opened |= reach.opened("see")
        rows = await self._store.run(
            control_preview.READ_SAMPLE, classes=list(places(opened & own)), originator=sitting.who.organisation, limit=SAMPLES
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
