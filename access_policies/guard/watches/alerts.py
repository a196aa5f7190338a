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
from access_policies.guard.previews.links import Link, Path, Record
from access_policies.guard.previews.toward import OpenedToward, Toward
from access_policies.guard.reading import Reading
from access_policies.guard.standing import Standing
from access_policies.guard.watches.lookout import GRANT
from access_policies.guard.watches.nearing import HOPS, Neared, Tie, neared
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

    async def by_grants(self, asked: Asked, watch: Watch) -> Alarm:
        """Those that were found. What a grant opened is told as far as it is still there."""
        causes = [cause for cause in (await self._causes(watch)).values() if cause["kind"] == GRANT and cause["opens"]]
        sitting = await self._desks.sit(asked, Needs(tuple(cause["cause"] for cause in causes), everybody=True))
        people = await self._store.run(control_watches.READ_PERSON, person=watch.person, organisation=watch.organisation)
        found = []
        for cause in causes:
            opened: tuple[OpenedToward, ...] = ()
            for person in (Record(watch.person, "Person", row["pc"]) for row in people):
                opened = await self._toward.opened(sitting, sitting.desk.grants[cause["cause"]], parse(cause["at"]), person)
            found.append(_alert(cause, cause, opened=opened))
        return Alarm(watch, watch.state_at(sitting.at), _newest_first(found))

    async def by_relationships(self, asked: Asked, at: datetime, watch: Watch) -> tuple[Standing, Alarm | None]:
        """Those of the asker's own view, and where the asker stands; None for whoever does not see the person."""
        standing, found = await self._reading.around(asked, watch.person, HOPS)
        if found is None:
            return standing, None
        *parts, rows = found
        state, person = watch.state_at(at), Record(*parts)
        if len(rows) > MOST:
            return standing, Alarm(watch, state, (), is_whole=False, person=person)
        known, ties = await self._causes(watch), {row[0]: _tie(row) for row in rows}
        causes = await asyncio.to_thread(neared, person, ties.values(), to_text(watch.begin), to_text(watch.end))
        return standing, Alarm(watch, state, _newest_first([_of_relationship(watch, one, known) for one in causes]), person=person)

    async def _causes(self, watch: Watch) -> dict[str, dict[str, Any]]:
        rows = await self._store.run(control_watches.READ_CAUSES, watch=watch.id)
        return {row["cause"]["id"]: row["cause"] for row in rows}


def _tie(row: list[Any]) -> Tie:
    id_, kind, pc, recorded_at, originator, *ends, starts = row
    near, far = Record(*ends[:3]), Record(*ends[3:])
    link = Link(id_, kind, pc, near, far) if starts else Link(id_, kind, pc, far, near)
    return Tie(link, recorded_at, originator)


def _of_relationship(watch: Watch, one: Neared, known: Mapping[str, Mapping[str, Any]]) -> Alert:
    kind = MERGE if one.tie.link.type == "SAME_AS" else RELATIONSHIP
    id_ = alert_id(watch.id, kind, one.tie.link.id)
    cause = {"id": id_, "kind": kind, "cause": one.tie.link.id, "originator": one.tie.originator, "at": one.tie.recorded_at}
    return _alert(cause, known.get(id_, {}), records=one.records, ways=one.ways)


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
