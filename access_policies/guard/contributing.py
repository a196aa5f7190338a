"""One try to take a contribution in: one transaction that begins with its idempotency key and ends with the policy epoch.

The epoch is read last, at the gate of commits: if it is still the one under which was decided, everything is written before any
later change of policy. Where a record becomes stricter the epoch is raised ahead of it, for whoever is just reading it.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from access_policies.errors import KeyReused, NotAccepted
from access_policies.guard.birth import Birth
from access_policies.guard.citing import cite
from access_policies.guard.epoch import EpochMoved, require_policies, require_policies_to_the_end
from access_policies.guard.standing import Standing
from graph_model.cypher import control, control_statements
from graph_model.errors import EndsMissing, Misfit, ModelError, NotWritable, OutcomeUnknown, StoreTimeout
from graph_model.intake.contribution import Contribution, Effects, effects_from_text, fingerprints
from graph_model.intake.desk import Desk, Frame
from graph_model.intake.order import put_in_order
from graph_model.intake.untold import leave_untold
from graph_model.intake.upsert import upsert
from graph_model.marking import Marking
from graph_model.ontology import FIELD_CLASSES
from graph_model.policy_class import policy_class
from graph_model.store import Store, Work
from graph_model.writer import marking_rows

AT_ONCE = 20
"""Contributions of one process under way: one may need a second connection, which those that wait must leave."""
PATIENCE = 2.0
"""Seconds to wait for the epoch, the order of changes and the gate while others may wait for the same transaction."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A contribution as it is asked: by whom, under which key, with its hashes, and when. Every statement has its marking."""

    subject: str
    key: str
    contribution: Contribution
    prints: list[str]
    body: str
    now: str

    @property
    def applied_key(self) -> str:
        """The name of the key in the store: a key of one subject says nothing about another's."""
        return sha256(f"{self.subject}\0{self.key}".encode()).hexdigest()


class Contributing:
    """Takes offers in, one transaction each."""

    def __init__(self, store: Store) -> None:
        self._store, self._turns = store, asyncio.Semaphore(AT_ONCE)

    async def take(self, offer: Offer, standing: Standing, birth: Birth, write: bytes) -> Effects:
        """What became of it; of one that was taken in before, what became of it then.

        Raises EpochMoved, KeyReused, NotAccepted, EndsMissing, Misfit, ModelError or StoreError with nothing written; or
        OutcomeUnknown.
        """
        try:
            async with self._turns:
                return await self._taken(offer, standing, birth, write)
        except _ClassesFirst as first:
            with suppress(OutcomeUnknown):  # whether it did is seen when it is decided anew
                await self._store.write((control.INTERN_MARKINGS, {"markings": marking_rows(first.markings)}))
            raise EpochMoved from None

    async def _taken(self, offer: Offer, standing: Standing, birth: Birth, write: bytes) -> Effects:
        originator = standing.policy.subject.organisation
        async with self._store.transaction() as work:
            gate = {"originator": originator, "key": offer.applied_key}
            applied = (await work.run(control_statements.OPEN_GATE, gate))[0]
            if applied["body"] is not None:
                return _answered(applied["body"], applied["answer"], offer)
            classes = Classes(work, standing.policy.policies)
            await classes.intern(offer.contribution.markings)
            await require_policies(work, classes.policies)
            frame = _frame(offer, standing, birth, write, classes)
            desk = Desk(work, frame)
            try:
                cited = await cite(work, frame, standing, offer.contribution)
                prints = offer.prints if cited is offer.contribution else fingerprints(cited)
                effects = await upsert(desk, cited, prints)
                await leave_untold(work, frame, cited, effects)
            except (NotWritable, EndsMissing, Misfit, ModelError) as fault:
                await require_policies(work, classes.policies)
                raise NotAccepted("not accepted") if isinstance(fault, NotWritable) else fault from None
            record = {"key": offer.applied_key, "body": offer.body, "answer": effects.to_text(), "now": offer.now}
            await work.run(control_statements.RECORD_APPLIED, record)
            if desk.is_stricter:
                await self._raise_ahead(work, cited, effects, classes)
            else:
                await put_in_order(work, cited, effects)
                await require_policies_to_the_end(work, classes.policies)
        return effects

    async def _raise_ahead(self, work: Work, cited: Contribution, effects: Effects, classes: "Classes") -> None:
        """Raise the epoch before a transaction that makes a record stricter commits, which holds the gate from then to its end.

        Whoever read the class before and a value after meets an epoch that is not theirs, and nobody learns of a newer one but
        behind the gate. Locks are taken in one order: own records, epoch, order of changes, gate. Raises EpochMoved, also where
        somebody else keeps the epoch, who may be waiting for this transaction.
        """
        if classes.fresh:
            raise _ClassesFirst(classes.fresh)
        try:
            async with self._store.transaction(PATIENCE, at_gate=False) as ahead:
                if (await ahead.run(control.RAISE_EPOCH, {}))[0]["policies"] != classes.policies:
                    raise EpochMoved
                await put_in_order(work, cited, effects)
                await work.run(control.ENTER_GATE, {})
        except (StoreTimeout, OutcomeUnknown):
            raise EpochMoved from None


def _frame(offer: Offer, standing: Standing, birth: Birth, write: bytes, classes: "Classes") -> Frame:
    masks = standing.classes.masks
    return Frame(
        originator=standing.policy.subject.organisation,
        source_system=offer.contribution.source_system,
        see=masks["see"],
        write=write,
        cite=masks["cite"],
        read=[masks[name] for name in FIELD_CLASSES],
        markings=standing.policy.markings,
        class_of=classes.of,
        may_write=birth.may_assert,
        now=offer.now,
        by_hand=offer.contribution.by_hand,
        writer=offer.subject,
    )


class _ClassesFirst(Exception):
    """Markings that nobody had, for a record that becomes stricter: a transaction that gave them classes holds the epoch, which has
    to be raised ahead of it. Everything else was judged, and would have been written."""

    def __init__(self, markings: list[Marking]) -> None:
        super().__init__()
        self.markings = markings


class Classes:
    """The classes of markings in one transaction; one that nobody had gets its class now, which raises the epoch by one."""

    def __init__(self, work: Work, policies: int) -> None:
        self._work, self.policies = work, policies
        self._known: dict[Marking, int] = {}
        self.fresh: list[Marking] = []

    async def of(self, marking: Marking) -> int:
        """The class of one."""
        if marking not in self._known:
            await self.intern({marking})
        return self._known[marking]

    async def intern(self, markings: set[Marking]) -> None:
        """Look many up, and give the new ones their classes."""
        by_key = {marking.key: marking for marking in markings - self._known.keys()}
        if not by_key:
            return
        found = await self._find(by_key)
        if missing := [marking for key, marking in by_key.items() if key not in found]:
            await self._work.run(control.INTERN_MARKINGS, {"markings": marking_rows(missing)})
            self.policies += 1
            self.fresh += missing
            found = await self._find(by_key)
        self._known |= {marking: found[key] for key, marking in by_key.items()}

    async def _find(self, by_key: dict[str, Marking]) -> dict[str, int]:
        rows = await self._work.run(control.READ_CLASSES, {"keys": list(by_key)})
        return {row["key"]: policy_class(row["pc"]) for row in rows}


def _answered(body: str, answer: str, offer: Offer) -> Effects:
    if body != offer.body:
        raise KeyReused("this idempotency key was used for something else")
    return effects_from_text(answer)
