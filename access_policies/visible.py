"""Visible classes: what one subject may do with each policy class, as byte masks for the database (access-model.md 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from access_policies.decision import Decider
from access_policies.grants import Grant
from access_policies.register import PolicyTable
from access_policies.subject import Context, Subject
from graph_model.marking import Marking
from graph_model.ontology import FIELD_CLASSES


@dataclass(frozen=True, slots=True)
class VisibleClasses:
    """`masks` by `see` and field class: one byte a class, 1 for permitted. In force until `valid_until`, if any.

    `grants` by class: those that let it be seen, for the audit. `digest` depends on what may be seen and nothing else: two
    databases with the same view give the same digest.
    """

    epoch: int
    masks: dict[str, bytes]
    markings: dict[str, dict[str, str | list[str]]]
    digest: str
    valid_until: datetime | None
    grants: dict[int, tuple[str, ...]]

    def determining(self, place: int) -> tuple[str, ...]:
        """The grants that let a class be seen."""
        return self.grants.get(place, ())


def visible_classes(
    epoch: int, subject: Subject, context: Context, grants: Sequence[Grant], table: PolicyTable, markings: Sequence[Marking]
) -> VisibleClasses:
    """Decide once per class and action; the place of a marking in the sequence is its class."""
    decider = Decider(subject, context, grants, table)
    decisions = decider.decide("see", markings)
    places = [place for place, decision in enumerate(decisions) if decision.permit]
    masks = {"see": bytes(decision.permit for decision in decisions)}
    for name in FIELD_CLASSES:
        mask = bytearray(len(markings))
        for place, decision in zip(places, decider.decide(f"read_{name}", [markings[p] for p in places]), strict=True):
            mask[place] = decision.permit
        masks[name] = bytes(mask)
    changes = [moment for grant in grants for moment in grant.changes_after(context.at)]
    if subject.cleared_until > context.at:
        changes.append(subject.cleared_until)
    return VisibleClasses(
        epoch=epoch,
        masks=masks,
        markings={str(place): as_seen(markings[place]) for place in places},
        digest=_digest(markings, masks, places),
        valid_until=min(changes, default=None),
        grants={place: decisions[place].rules for place in places},
    )


def as_seen(marking: Marking) -> dict[str, str | list[str]]:
    """A marking as its reader may know it: not who else may read, nor in which collections it lies (leaks.md L45)."""
    return {
        "originator": marking.originator,
        "system": marking.system,
        "scheme": marking.scheme,
        "level": marking.level,
        "compartments": sorted(marking.compartments),
        "regime": marking.regime,
        "handling": sorted(marking.handling),
        "match": marking.match,
    }


def _digest(markings: Sequence[Marking], masks: dict[str, bytes], places: Sequence[int]) -> str:
    lines = sorted(f"{markings[place].key} {','.join(name for name in sorted(masks) if masks[name][place])}" for place in places)
    return sha256("\n".join(lines).encode()).hexdigest()[:32]
