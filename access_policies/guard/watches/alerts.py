"""Alerts of one watch, as who asks may have them: grants to those who speak for the organisation, relationships to who sees them.

A functionary administers and sees no record: is told which grant, and the paths by kind, as in its preview. Somebody who sees the
person is told which relationships of their own view brought what near, path by path.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from access_policies.guard.asked import Asked
from access_policies.guard.desks import Desks, Needs
from access_policies.guard.previews.joint_disclosures import HOPS
from access_policies.guard.previews.links import Link, Path, Record
from access_policies.guard.previews.toward import OpenedToward, Toward
from access_policies.guard.reading import Reading
from access_policies.guard.standing import Standing
from access_policies.guard.watches.nearing import Neared, Tie, neared
from access_policies.guard.watches.watch import Watch, alert_id
from graph_model.cypher import control_watches
from graph_model.cypher.ties import MOST
from graph_model.instant import parse, to_text
from graph_model.store import Store

MERGE, RELATIONSHIP = "MERGE", "RELATIONSHIP"


@dataclass(frozen=True, slots=True)
class Alert:
    """One cause: a GRANT by its grantor, or a RELATIONSHIP or a merge (`SAME_AS`) by its originator; and what it led to.

    Of a grant `opened`, by whom it serves; of the others how many `records` came near, and `ways` to the first of them.
    """

    id: str
    kind: str
    cause: str
    originator: str
    at: datetime
    opened: tuple[OpenedToward, ...] = ()
    records: int = 0
    ways: tuple[Path, ...] = ()
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """A watch and its alerts, the newest first; not whole where too much hangs together around the person to look at.

    `person` is the watched record where the asker sees it, for what is told is of their view.
    """

    watch: Watch
    state: str
    alerts: tuple[Alert, ...]
    is_whole: bool = True
    person: Record | None = None

    @property
    def statements(self) -> list[tuple[str, int]]:
        """(id, policy class) of what is told of the asker's view."""
        paths = [path for alert in self.alerts for path in alert.ways]
        named = [one for path in paths for one in (*path.records, *path.links)]
        return [(one.id, one.pc) for one in (*named, *((self.person,) if self.person else ()))]


class Alerts:
    """Finds them."""

    def __init__(self, store: Store, desks: Desks, reading: Reading) -> None:
        self._store, self._desks, self._reading = store, desks, reading
        self._toward = Toward(store, desks)

    async def by_grants(self, asked: Asked, watch: Watch, first: int) -> Alarm:
        """The newest that were found. What a grant opened is told as far as it is still there."""
        rows = await self._store.run(control_watches.READ_OPENING, watch=watch.id, first=first)
        causes = [row["cause"] for row in rows]
        sitting = await self._desks.sit(asked, Needs(tuple(cause["cause"] for cause in causes), everybody=True))
        people = await self._store.run(control_watches.READ_PERSON, person=watch.person, organisation=watch.organisation)
        asker, found = await self._toward.asker(sitting), []
        for cause in causes:
            opened: tuple[OpenedToward, ...] = ()
            for person in (Record(watch.person, "Person", row["pc"]) for row in people):
                reached = await self._toward.reached(sitting, sitting.desk.grants[cause["cause"]], parse(cause["at"]))
                opened = await self._toward.opened(reached or (), asker, person)
            found.append(_alert(cause, cause, opened=opened))
        return Alarm(watch, watch.state_at(sitting.at), tuple(found))

    async def of_grant(self, watch: Watch, alert: str) -> Alert | None:
        """One that was found, without what it opened."""
        rows = await self._store.run(control_watches.READ_CAUSE, id=alert, watch=watch.id)
        return _alert(rows[0]["cause"], rows[0]["cause"]) if rows else None

    async def by_relationships(self, asked: Asked, at: datetime, watch: Watch) -> tuple[Standing, Alarm | None]:
        """Those of the asker's own view, and where the asker stands; None for whoever does not see the person."""
        standing, found = await self._reading.around(asked, watch.person, HOPS)
        if found is None:
            return standing, None
        *parts, rows = found
        state, person = watch.state_at(at), Record(*parts)
        if len(rows) > MOST:
            return standing, Alarm(watch, state, (), is_whole=False, person=person)
        ties = {row[0]: _tie(row) for row in rows}
        causes = await asyncio.to_thread(neared, person, ties.values(), to_text(watch.begin), to_text(watch.end))
        ids = [_id(watch, one) for one in causes]
        noted = {row["cause"]["id"]: row["cause"] for row in await self._store.run(control_watches.READ_NOTED, ids=ids)}
        alerts = [_of_relationship(watch, one, noted) for one in causes]
        return standing, Alarm(watch, state, _newest_first(alerts), person=person)


def _tie(row: list[Any]) -> Tie:
    id_, kind, pc, recorded_at, originator, *ends, starts = row
    near, far = Record(*ends[:3]), Record(*ends[3:])
    link = Link(id_, kind, pc, near, far) if starts else Link(id_, kind, pc, far, near)
    return Tie(link, recorded_at, originator)


def _kind(one: Neared) -> str:
    return MERGE if one.tie.link.type == "SAME_AS" else RELATIONSHIP


def _id(watch: Watch, one: Neared) -> str:
    return alert_id(watch.id, _kind(one), one.tie.link.id, one.tie.recorded_at)


def _of_relationship(watch: Watch, one: Neared, noted: Mapping[str, Mapping[str, Any]]) -> Alert:
    tie, id_ = one.tie, _id(watch, one)
    cause = {"id": id_, "kind": _kind(one), "cause": tie.link.id, "originator": tie.originator, "at": tie.recorded_at}
    return _alert(cause, noted.get(id_, {}), records=one.records, ways=one.ways)


def _alert(cause: Mapping[str, Any], kept: Mapping[str, Any], **found: Any) -> Alert:
    seen_at = kept.get("acknowledgedAt")
    return Alert(
        id=cause["id"],
        kind=cause["kind"],
        cause=cause["cause"],
        originator=cause["originator"],
        at=parse(cause["at"]),
        acknowledged_by=kept.get("acknowledgedBy") or "",
        acknowledged_at=parse(seen_at) if seen_at else None,
        **found,
    )


def _newest_first(alerts: list[Alert]) -> tuple[Alert, ...]:
    return tuple(sorted(sorted(alerts, key=lambda one: one.id), key=lambda one: one.at, reverse=True))
