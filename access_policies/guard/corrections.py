"""Telling of corrections and withdrawals: to whom the former version was served, and whose assessments rest on it.

It needs no job: whoever looks at what is told has it told first, from the ledger as it stands. So the writer waits for nobody
and learns of nobody, and nobody looks before being told (access-model.md 7, W9).
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from access_policies.audit import Kind
from access_policies.audit.ledger import Ledger
from access_policies.clock import Clock
from access_policies.errors import PolicyError, PolicyInFlux
from access_policies.guard.asked import Asked
from access_policies.guard.recorder import Recorder
from access_policies.guard.standing import Standing, Standings
from graph_model.cypher import control_corrections
from graph_model.errors import StoreError
from graph_model.instant import parse, to_text
from graph_model.store import Store

AT_ONCE = 500
"""Changes that are told in one go."""
UNDER_WAY = timedelta(seconds=30)
"""Longer than a read takes: what read the former version is in the ledger by then."""
TRIES = 5
PERSONS = "PERS"
"""Its members are told each by name: it has no functionaries, and none of them is told what another was served."""


@dataclass(frozen=True, slots=True)
class Correction:
    """That a record was corrected or withdrawn, when, and which organisations that had been served it were told."""

    record: str
    kind: str
    at: str
    told: tuple[str, ...]


class Corrections:
    """The desk where changes of statements become notices."""

    def __init__(self, store: Store, ledger: Ledger, clock: Clock, standings: Standings, recorder: Recorder) -> None:
        self._store, self._ledger, self._clock = store, ledger, clock
        self._standings, self._recorder = standings, recorder

    async def tell(self) -> None:
        """Bring the notices up to now. Can be done by several at once, and cut off: the next one goes on.

        Raises AuditDamaged or StoreError.
        """
        now = self._clock.now()
        settled = to_text(now - UNDER_WAY)
        while len(await self._tell(before=settled, for_good=True)) == AT_ONCE:
            pass
        await self._tell(before=to_text(now + UNDER_WAY), for_good=False)

    async def told(self, asked: Asked, until: datetime, first: int) -> tuple[Correction, ...] | None:
        """The newest corrections up to an instant of what is in the overseer's view; None for whoever is no overseer.

        Raises PolicyError or StoreError, both after their own audit entry; AuditUnavailable without.
        """
        try:
            standing, rows = await self._read(asked, until, first)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, "corrections", type(fault).__name__, b"")
            raise
        found = tuple(Correction(record, kind, at, tuple(told)) for record, kind, at, told in rows or ())
        outcome, kind = ("NotAnOverseer", Kind.REFUSE) if rows is None else ("released", Kind.AUDIT_VIEW)
        detail = {"records": [one.record for one in found], "until": to_text(until)}
        await self._recorder.note(asked, standing, "corrections", outcome, repr(found).encode(), kind=kind, detail=detail)
        return None if rows is None else found

    async def _read(self, asked: Asked, until: datetime, first: int) -> tuple[Standing, list[Any] | None]:
        for attempt in range(TRIES):
            context = self._standings.context(asked)
            standing = await self._standings.of(asked, context, anew=attempt > 0)
            if "OVERSEER" not in standing.policy.subject.roles:
                return standing, None
            await self.tell()
            mask = {"see": standing.classes.masks["see"], "now": to_text(context.at)}
            (row,) = await self._store.run(control_corrections.READ_TOLD, until=to_text(until), first=first, **mask)
            if row["epoch"] == standing.classes.epoch:
                return standing, row["found"]
        raise PolicyInFlux("the policies changed during every try; ask again")

    async def _tell(self, before: str, for_good: bool) -> list[str]:
        changes = await self._store.run(control_corrections.READ_UNTOLD, before=before, first=AT_ONCE)
        rows = await self._notices(changes) if changes else []
        ids = [change["id"] for change in changes]
        steps = [(control_corrections.TELL, {"rows": rows})] if rows else []
        if for_good and ids:
            steps.append((control_corrections.SETTLE, {"ids": ids}))
        if steps:
            await self._store.write(*steps)
        return ids

    async def _notices(self, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Of many changes at once, as a load makes them, most concern nobody: those are dropped by one look at each side."""
        records = {change["record"] for change in changes}
        served = await asyncio.to_thread(self._ledger.served, records)
        cited = {row["id"] for row in await self._store.run(control_corrections.READ_CITED, ids=sorted(records))}
        found: list[dict[str, Any]] = []
        for change in changes:
            if change["record"] in served:
                found += await asyncio.to_thread(self._to_recipients, change)
            if change["record"] in cited:
                found += [one async for one in self._to_whose_rests(change)]
        return found

    def _to_recipients(self, change: dict[str, Any]) -> list[dict[str, Any]]:
        """To others who were served the version that a correction replaced; of what is taken back, any version."""
        since = (change["earlier"] or [""])[0] if change["kind"] == "CORRECTED" else ""
        until = to_text(parse(change["at"]) + UNDER_WAY)
        found = [one for one in self._ledger.disclosures(change["record"], until) if one.at >= since]
        told = {(one.organisation, one.subject if one.organisation == PERSONS else "") for one in found}
        others = sorted(pair for pair in told if pair[0] not in ("", change["originator"]))
        return [_notice(change, change["kind"], change["record"], *pair) for pair in others]

    async def _to_whose_rests(self, change: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """To the originator of each that stands and rests on it, directly or through others, as far as a sanitised version.

        What rests on that is told when its own originator changes it: its readers do not know of what is behind it.
        """
        found, edge = {change["record"]}, [change["record"]]
        while edge:
            rows = await self._store.run(control_corrections.READ_RESTING, ids=edge, at=change["at"])
            fresh = {row["id"]: row for row in rows if row["id"] not in found}
            found |= fresh.keys()
            edge = sorted(id_ for id_, row in fresh.items() if row["isOpen"])
            for id_ in sorted(fresh):
                if fresh[id_]["stands"]:
                    yield _notice(change, f"BASIS_{change['kind']}", id_, fresh[id_]["originator"])


def _notice(change: dict[str, Any], kind: str, about: str, organisation: str, user: str = "") -> dict[str, Any]:
    return {"change": change["id"], "kind": kind, "about": about, "organisation": organisation, "user": user}
