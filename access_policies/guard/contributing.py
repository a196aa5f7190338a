"""One try to take a contribution in: one transaction that begins with its idempotency key and ends with the policy epoch.

The epoch is read last: if it is still the one under which was decided, everything was written before any later change of policy.
"""

from dataclasses import dataclass
from hashlib import sha256

from access_policies.errors import KeyReused, NotAccepted
from access_policies.guard.birth import Birth
from access_policies.guard.citing import cite
from access_policies.guard.standing import Standing
from graph_model.cypher import control, control_statements
from graph_model.errors import EndsMissing, Misfit, ModelError, NotWritable
from graph_model.intake.contribution import Contribution, Effects, effects_from_text, fingerprints
from graph_model.intake.desk import Frame
from graph_model.intake.order import put_in_order
from graph_model.intake.untold import leave_untold
from graph_model.intake.upsert import upsert
from graph_model.marking import Marking
from graph_model.ontology import FIELD_CLASSES
from graph_model.policy_class import policy_class
from graph_model.store import Store, Work
from graph_model.writer import marking_rows


class EpochMoved(Exception):
    """The policies changed while the contribution was taken in: nothing was written, and it is decided anew."""


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
        self._store = store

    async def take(self, offer: Offer, standing: Standing, birth: Birth, write: bytes) -> Effects:
        """What became of it; of one that was taken in before, what became of it then.

        Raises EpochMoved, KeyReused, NotAccepted, EndsMissing, Misfit, ModelError or StoreError with nothing written; or
        OutcomeUnknown.
        """
        originator = standing.policy.subject.organisation
        async with self._store.transaction() as work:
            gate = {"originator": originator, "key": offer.applied_key}
            applied = (await work.run(control_statements.OPEN_GATE, gate))[0]
            if applied["body"] is not None:
                return _answered(applied["body"], applied["answer"], offer)
            classes = Classes(work)
            await classes.intern(offer.contribution.markings)
            await _require_epoch(work, standing, classes)
            frame = _frame(offer, standing, birth, write, classes)
            try:
                cited = await cite(work, frame, standing, offer.contribution)
                prints = offer.prints if cited is offer.contribution else fingerprints(cited)
                effects = await upsert(work, frame, cited, prints)
                await leave_untold(work, frame, cited, effects)
            except (NotWritable, EndsMissing, Misfit, ModelError) as fault:
                await _require_epoch(work, standing, classes)
                raise NotAccepted("not accepted") if isinstance(fault, NotWritable) else fault from None
            record = {"key": offer.applied_key, "body": offer.body, "answer": effects.to_text(), "now": offer.now}
            await work.run(control_statements.RECORD_APPLIED, record)
            await put_in_order(work, cited, effects)
            await _require_epoch(work, standing, classes)
        return effects


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


class Classes:
    """The classes of markings in one transaction; one that nobody had gets its class now, which raises the epoch by one."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._known: dict[Marking, int] = {}
        self.raised = 0

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
            self.raised += 1
            found = await self._find(by_key)
        self._known |= {marking: found[key] for key, marking in by_key.items()}

    async def _find(self, by_key: dict[str, Marking]) -> dict[str, int]:
        rows = await self._work.run(control.READ_CLASSES, {"keys": list(by_key)})
        return {row["key"]: policy_class(row["pc"]) for row in rows}


async def _require_epoch(work: Work, standing: Standing, classes: Classes) -> None:
    """Raise EpochMoved when the policies are not those that were decided under: neither an effect nor a refusal would be right."""
    if (await work.run(control.READ_EPOCH, {}))[0]["value"] != standing.classes.epoch + classes.raised:
        raise EpochMoved


def _answered(body: str, answer: str, offer: Offer) -> Effects:
    if body != offer.body:
        raise KeyReused("this idempotency key was used for something else")
    return effects_from_text(answer)
