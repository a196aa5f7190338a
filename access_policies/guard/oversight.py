"""Oversight: who was served what, what an organisation knew, and whether the log of it is whole.

For overseers, in their own view; each look is audited.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import orjson

from access_policies.audit import Kind
from access_policies.audit.historic import Historic, missing
from access_policies.audit.ledger import Disclosure, Ledger
from access_policies.audit.segments import logs, verified
from access_policies.errors import AuditDamaged, PolicyError
from access_policies.guard.asked import Asked
from access_policies.guard.reading import Reading
from access_policies.guard.recorder import Recorder
from access_policies.guard.replay import Lens, lens_of
from access_policies.guard.standing import Standing
from access_policies.policy_records import PolicyRecords
from graph_model.errors import StoreError
from graph_model.instant import to_text

ROLE = "OVERSEER"


@dataclass(frozen=True, slots=True)
class Disclosures:
    """Who was served, in order of time; to whoever is no overseer, and of records outside the view, nobody."""

    found: tuple[Disclosure, ...]
    receipt: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What is wrong, by log; empty texts where nothing is. No log at all for whoever is no overseer."""

    faults: dict[str, str]
    receipt: str

    @property
    def is_intact(self) -> bool:
        """True when there are logs and nothing is wrong with any."""
        return bool(self.faults) and not any(self.faults.values())


class Oversight:
    """What overseers do."""

    def __init__(self, reading: Reading, records: PolicyRecords, recorder: Recorder, root: Path, ledger: Ledger) -> None:
        self._reading, self._records, self._recorder, self._root = reading, records, recorder, root
        self._ledger = ledger

    async def disclosures(self, asked: Asked, records: Sequence[str], until: datetime) -> Disclosures:
        """Who was served any of these records up to an instant. For a person, ask with the records of the entity.

        Raises PolicyError or StoreError, both after their own audit entry; AuditUnavailable without.
        """
        standing, seen = await self._standing(asked, records, "disclosures")
        found: list[Disclosure] = []
        if _oversees(standing):
            for record in seen:
                found += await asyncio.to_thread(self._ledger.disclosures, record, to_text(until))
        found.sort(key=lambda one: (one.at, one.log, one.index))
        body = orjson.dumps([asdict(one) for one in found])
        receipt = await self._note(asked, standing, "disclosures", body, records=seen, until=to_text(until))
        return Disclosures(tuple(found), receipt)

    async def verify(self, asked: Asked) -> Verification:
        """Read every log whole. Raises as `disclosures` does."""
        standing, _ = await self._standing(asked, [], "verify")
        faults: dict[str, str] = {}
        if _oversees(standing):
            faults = {folder.name: await asyncio.to_thread(_fault, folder) for folder in logs(self._root)}
        receipt = await self._note(asked, standing, "verify", orjson.dumps(faults))
        return Verification(faults, receipt)

    async def lens(self, asked: Asked, organisation: str, at: datetime) -> Lens | None:
        """What an organisation knew, to look through; None for whoever is no overseer. Raises as `disclosures` does."""
        standing, _ = await self._standing(asked, [], "as_known")
        lens = await lens_of(self._records, organisation, min(at, standing.context.at)) if _oversees(standing) else None
        await self._note(asked, standing, "as_known", b"", organisation=organisation, at=to_text(at))
        return lens

    async def adopt(self, historic: Sequence[Historic]) -> int:
        """Put on record what an earlier system disclosed, each once; how many were new. For whoever founds an installation."""
        fresh = await asyncio.to_thread(missing, self._ledger, historic)
        for one in fresh:
            await self._recorder.enter(one.entry())
        return len(fresh)

    async def keep_up(self) -> None:
        """Bring the index of the ledger up to the logs; the shell of a service calls it now and then. Raises AuditDamaged."""
        await asyncio.to_thread(self._ledger.keep_up)

    async def _standing(self, asked: Asked, records: Sequence[str], action: str) -> tuple[Standing, list[str]]:
        try:
            return await self._reading.seen(asked, records)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, action, type(fault).__name__, b"")
            raise

    async def _note(self, asked: Asked, standing: Standing, action: str, body: bytes, **detail: str | list[str]) -> str:
        outcome, kind = ("released", Kind.AUDIT_VIEW) if _oversees(standing) else ("NotAnOverseer", Kind.REFUSE)
        return await self._recorder.note(asked, standing, action, outcome, body, kind=kind, detail=detail)


def _oversees(standing: Standing) -> bool:
    return ROLE in standing.policy.subject.roles


def _fault(folder: Path) -> str:
    try:
        verified(folder)
    except AuditDamaged as fault:
        return str(fault)
    return ""
