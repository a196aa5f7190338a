"""Looking out: whether grants that began since a person is watched open new paths to them; each cause is looked at once, and kept.

It needs no job: whoever of the organisation looks at what it is told has it done first, as with corrections (docs/decisions/0073).
Nobody of another organisation waits for it, so nobody learns from time that somebody is watched.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from access_policies.clock import Clock
from access_policies.desk import Filed
from access_policies.grants import Grant
from access_policies.guard.asked import Asked
from access_policies.guard.desks import Desks, Needs, Sitting
from access_policies.guard.previews.links import Record
from access_policies.guard.previews.toward import Toward
from access_policies.guard.watches.watch import Judged, Watch, alert_id, judged_text, watch_from
from graph_model.cypher import control_watches
from graph_model.instant import to_text
from graph_model.store import Store

GRANT = "GRANT"
AT_ONCE = 20
"""Grants that are judged before what was found is kept: whoever is cut off goes on from there."""
TICK = timedelta(microseconds=1)


class Lookout:
    """Brings what is known of an organisation's watches up to now."""

    def __init__(self, store: Store, desks: Desks, clock: Clock) -> None:
        self._store, self._desks, self._clock = store, desks, clock
        self._toward = Toward(store, desks)

    async def tell(self, asked: Asked, organisation: str) -> None:
        """Look at what began since somebody looked last. Can be done by several at once. Raises PolicyError or StoreError."""
        (row,) = await self._store.run(control_watches.READ_WATCHES, organisation=organisation)
        now = self._clock.now()
        due = [watch for watch in map(watch_from, row["watches"]) if watch.is_due(row["epoch"], now)]
        if not due:
            return
        sitting = await self._desks.sit(asked, Needs(everybody=True))
        filed = await self._desks.records.grants("", everything=True)
        for watch in due:
            await self._look(sitting, watch, filed)

    async def _look(self, sitting: Sitting, watch: Watch, filed: Iterable[Filed]) -> None:
        begun = [(one, at) for one in filed for at in beginnings(one.grant)]
        fresh = await self._fresh(watch, [(one, at) for one, at in begun if watch.begin <= at <= min(watch.end, sitting.at)])
        rows = await self._store.run(control_watches.READ_PERSON, person=watch.person, organisation=watch.organisation)
        for person in (Record(watch.person, "Person", row["pc"]) for row in rows):
            for first in range(0, len(fresh), AT_ONCE):
                some = fresh[first : first + AT_ONCE]
                await self._keep(sitting, watch, [await self._judged(sitting, watch, *one, person) for one in some])
        judged = Judged(sitting.desk.epoch, sitting.at, min((at for _, at in begun if at > sitting.at), default=None))
        await self._write(watch, (control_watches.KEEP_JUDGED, {"judged": judged_text(judged)}))

    async def _fresh(self, watch: Watch, begun: list[tuple[Filed, datetime]]) -> list[tuple[Filed, datetime]]:
        """Those that nobody has looked at."""
        known = {row["cause"]["id"] for row in await self._store.run(control_watches.READ_CAUSES, watch=watch.id)}
        return [(one, at) for one, at in begun if alert_id(watch.id, GRANT, one.grant.id, to_text(at)) not in known]

    async def _judged(self, sitting: Sitting, watch: Watch, filed: Filed, at: datetime, person: Record) -> dict[str, Any]:
        opened = await self._toward.opened(sitting, filed, at, person)
        return {
            "id": alert_id(watch.id, GRANT, filed.grant.id, to_text(at)),
            "watch": watch.id,
            "kind": GRANT,
            "cause": filed.grant.id,
            "originator": filed.grant.grantor,
            "at": to_text(at),
            "opens": bool(opened),
        }

    async def _keep(self, sitting: Sitting, watch: Watch, rows: list[dict[str, Any]]) -> None:
        turn = secrets.token_hex(8)
        steps = [(control_watches.KEEP_CAUSES, {"rows": rows, "turn": turn})]
        if any(row["opens"] for row in rows):
            steps.append((control_watches.TELL_CAUSES, {"turn": turn, "at": to_text(sitting.at)}))
        await self._write(watch, *steps)

    async def _write(self, watch: Watch, *steps: Any) -> None:
        whose = {"watch": watch.id, "organisation": watch.organisation}
        await self._store.write(*((statement, whose | given) for statement, given in steps))


def beginnings(grant: Grant) -> list[datetime]:
    """The instants at which a grant came into force: approved, used as break-glass, begun on its day, or reviewed back to life."""
    found = []
    for step in grant.history:
        at = max(step.at, grant.not_before)
        if step.state == "ACTIVE" and grant.state_at(step.at - TICK) != "ACTIVE" and grant.state_at(at) == "ACTIVE":
            found.append(at)
    return sorted(set(found))
