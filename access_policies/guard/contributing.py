"""One try to take a contribution in: one transaction that begins with its idempotency key and ends with the policy epoch.

The epoch is read last: if it is still the one under which was decided, everything was written before any later change of policy.
"""

from dataclasses import dataclass
from hashlib import sha256

from access_policies.errors import KeyReused, NotAccepted
from access_policies.guard.standing import Standing
from graph_model.cypher import control, control_statements
from graph_model.errors import EndsMissing, ModelError, NotWritable
from graph_model.intake.contribution import Contribution, Effects, effects_from_text
from graph_model.intake.desk import Frame
from graph_model.intake.upsert import upsert
from graph_model.marking import Marking
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

    async def take(self, offer: Offer, standing: Standing, write: bytes) -> Effects:
        """What became of it; of one that was taken in before, what became of it then.

        Raises EpochMoved, KeyReused, NotAccepted, EndsMissing, ModelError or StoreError with nothing written; OutcomeUnknown.
        """
        originator = standing.policy.subject.organisation
        async with self._store.transaction() as work:
            gate = {"originator": originator, "key": offer.applied_key}
            applied = (await work.run(control_statements.OPEN_GATE, gate))[0]
            if applied["body"] is not None:
                return _answered(applied["body"], applied["answer"], offer)
            classes, raised = await _intern(work, offer.contribution)
            epoch = standing.classes.epoch + raised
            await _require_epoch(work, epoch)
            see = standing.classes.masks["see"]
            frame = Frame(originator, offer.contribution.source_system, see, write, classes, offer.now)
            try:
                effects = await upsert(work, frame, offer.contribution, offer.prints)
            except (NotWritable, EndsMissing, ModelError) as fault:
                await _require_epoch(work, epoch)
                raise NotAccepted("not accepted") if isinstance(fault, NotWritable) else fault from None
            record = {"key": offer.applied_key, "body": offer.body, "answer": effects.to_text(), "now": offer.now}
            await work.run(control_statements.RECORD_APPLIED, record)
            await _require_epoch(work, epoch)
        return effects


async def _require_epoch(work: Work, epoch: int) -> None:
    """Raise EpochMoved when the policies are not those that were decided under: neither an effect nor a refusal would be right."""
    if (await work.run(control.READ_EPOCH, {}))[0]["value"] != epoch:
        raise EpochMoved


def _answered(body: str, answer: str, offer: Offer) -> Effects:
    if body != offer.body:
        raise KeyReused("this idempotency key was used for something else")
    return effects_from_text(answer)


async def _intern(work: Work, contribution: Contribution) -> tuple[dict[Marking, int], int]:
    """The class of each marking, and by how much giving out new ones raised the epoch."""
    by_key = {marking.key: marking for marking in contribution.markings}
    found = await _classes(work, by_key)
    raised = 0
    if missing := [marking for key, marking in by_key.items() if key not in found]:
        await work.run(control.INTERN_MARKINGS, {"markings": marking_rows(missing)})
        found, raised = await _classes(work, by_key), 1
    return {marking: found[key] for key, marking in by_key.items()}, raised


async def _classes(work: Work, by_key: dict[str, Marking]) -> dict[str, int]:
    rows = await work.run(control.READ_CLASSES, {"keys": list(by_key)})
    return {row["key"]: policy_class(row["pc"]) for row in rows}
