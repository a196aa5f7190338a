"""Looking out: whether grants that began since a person is watched open new paths to them; each cause is looked at once, and kept.

It needs no job: whoever is told of watches has it done first when they look at what they are told, as with corrections
(docs/decisions/0073). Nobody else, of the organisation or another, has it done: their answers do not wait for it or fail with it.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from access_policies.clock import Clock
from access_policies.desk import Filed
from access_policies.errors import PolicyInFlux
from access_policies.grants import Grant
from access_policies.guard.asked import Asked
from access_policies.guard.desks import TRIES, Desks, Needs, Sitting
from access_policies.guard.previews.links import Record
from access_policies.guard.previews.opened_paths import Asker
from access_policies.guard.previews.toward import Toward
from access_policies.guard.watches.turns import hears
from access_policies.guard.watches.watch import KEPT, Judged, Watch, alert_id, judged_text, watch_from
from access_policies.subject import Subject
from graph_model.cypher import control_watches
from graph_model.instant import to_text
from graph_model.store import Store

GRANT = "GRANT"
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Watched:
    """A watch that is due, the watched record (none when it is gone), and the causes from when on nobody may have looked."""

    watch: Watch
    persons: tuple[Record, ...]
    known: frozenset[str]

    def is_fresh(self, grant: Grant, at: datetime, now: datetime) -> bool:
        """True for a grant that began while it ran and that nobody looked at."""
        began = self.watch.looked_from <= at <= min(self.watch.end, now)
        return began and alert_id(self.watch.id, GRANT, grant.id, to_text(at)) not in self.known


class Lookout:
    """Brings what is known of an organisation's watches up to now."""

    def __init__(self, store: Store, desks: Desks, clock: Clock) -> None:
        self._store, self._desks, self._clock = store, desks, clock
        self._toward = Toward(store, desks)

    async def tell(self, asked: Asked, who: Subject) -> None:
        """Look at what began since somebody looked last, for somebody who is told. Raises PolicyError or StoreError.

        Can be done by several at once. What was judged is kept if the policies are still those it was judged by; else anew.
        """
        if not hears(who):
            return
        for _ in range(TRIES):
            (row,) = await self._store.run(control_watches.READ_WATCHES, organisation=who.organisation, most=KEPT)
            now = self._clock.now()
            due = [watch for watch in map(watch_from, row["watches"]) if watch.is_due(row["epoch"], now)]
            if not due or await self._look(await self._desks.sit(asked, Needs(everybody=True)), due):
                return
        raise PolicyInFlux("the policies changed during every try; ask again")

    async def _look(self, sitting: Sitting, due: Sequence[Watch]) -> bool:
        """False when the policies changed meanwhile. What was kept until then stands: whoever is cut off goes on from there."""
        watched = [await self._watched(watch) for watch in due]
        filed = await self._desks.records.grants("", everything=True)
        begun = [(one, at) for one in filed for at in beginnings(one.grant)]
        asker = await self._toward.asker(sitting)
        for one, at in begun:
            toward = [each for each in watched if each.is_fresh(one.grant, at, sitting.at)]
            rows = await self._judged(sitting, asker, one, at, toward) if toward else []
            if rows and not await self._keep(sitting, rows):
                return False
        judged = Judged(sitting.desk.epoch, sitting.at, min((at for _, at in begun if at > sitting.at), default=None))
        given = {"watches": [watch.id for watch in due], "judged": judged_text(judged)}
        return await self._write(sitting, (control_watches.KEEP_JUDGED, given))

    async def _watched(self, watch: Watch) -> _Watched:
        known = await self._store.run(control_watches.READ_KNOWN, watch=watch.id, since=to_text(watch.looked_from))
        rows = await self._store.run(control_watches.READ_PERSON, person=watch.person, organisation=watch.organisation)
        persons = tuple(Record(watch.person, "Person", row["pc"]) for row in rows)
        return _Watched(watch, persons, frozenset(row["id"] for row in known))

    async def _judged(
        self, sitting: Sitting, asker: Asker, filed: Filed, at: datetime, toward: Iterable[_Watched]
    ) -> list[dict[str, Any]]:
        """Whether a grant opened paths to each: nothing to keep of one that covers nothing of the organisation's own."""
        reached = await self._toward.reached(sitting, filed, at)
        if reached is None:
            return []
        found = []
        for one in toward:
            opens = [person for person in one.persons if await self._toward.opened(reached, asker, person)]
            found.append(_cause(one.watch, filed.grant, at) | {"opens": bool(opens)})
        return found

    async def _keep(self, sitting: Sitting, rows: list[dict[str, Any]]) -> bool:
        given = {"rows": rows, "turn": secrets.token_hex(8), "at": to_text(sitting.at)}
        telling = [(control_watches.TELL_CAUSES, given)] if any(row["opens"] for row in rows) else []
        return await self._write(sitting, (control_watches.KEEP_CAUSES, given), *telling)

    async def _write(self, sitting: Sitting, *steps: Any) -> bool:
        """Write if the epoch still stands, and tell whether it did."""
        common = {"organisation": sitting.who.organisation, "epoch": sitting.desk.epoch}
        answers = await self._store.write(*((statement, common | given) for statement, given in steps))
        return bool(answers[0])


def _cause(watch: Watch, grant: Grant, at: datetime) -> dict[str, Any]:
    id_ = alert_id(watch.id, GRANT, grant.id, to_text(at))
    return {"id": id_, "watch": watch.id, "kind": GRANT, "cause": grant.id, "originator": grant.grantor, "at": to_text(at)}


def beginnings(grant: Grant) -> list[datetime]:
    """The instants at which a grant came into force: approved, used as break-glass, begun on its day, or reviewed back to life."""
    found = []
    for step in grant.history:
        at = max(step.at, grant.not_before)
        if step.state == "ACTIVE" and grant.state_at(step.at - TICK) != "ACTIVE" and grant.state_at(at) == "ACTIVE":
            found.append(at)
    return sorted(set(found))
