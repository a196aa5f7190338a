"""Visible classes: what one subject may do with each policy class, as byte masks for the database (access-model.md 5)."""

import json
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

    `digest` depends on the subject's own rights and nothing else: neither on what was recorded, nor on what others may do.
    """

    epoch: int
    masks: dict[str, bytes]
    markings: dict[str, dict[str, str | list[str]]]
    digest: str
    valid_until: datetime | None


def visible_classes(
    epoch: int, subject: Subject, context: Context, grants: Sequence[Grant], table: PolicyTable, markings: Sequence[Marking]
) -> VisibleClasses:
    """Decide once per class and action; the place of a marking in the sequence is its class."""
    decider = Decider(subject, context, grants, table)
    seen = [decision.permit for decision in decider.decide("see", markings)]
    places = [place for place, permitted in enumerate(seen) if permitted]
    masks = {"see": bytes(seen)}
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
        digest=_digest(subject, context, grants, table),
        valid_until=min(changes, default=None),
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


def _digest(subject: Subject, context: Context, grants: Sequence[Grant], table: PolicyTable) -> str:
    """A digest of the caller's own rights. Not of classes: those are made by statements, hidden ones among them, and the key
    of a marking would let a reader confirm by trial who else may read it (leaks.md L45, L49; docs/decisions/0025).
    """
    ranks = sorted(subject.ranks(context.at).items())
    attributes = (subject.organisation, subject.recipient, ranks, sorted(subject.systems), sorted(subject.compartments))
    in_force = [grant for grant in grants if grant.state_at(context.at) == "ACTIVE" and grant.not_before <= context.at]
    opened = [g.effect for g in in_force if context.purpose in g.purposes]
    granted = {scope for grant in in_force for scope in grant.scopes}
    regimes = [
        name
        for name, rows in table.regimes.items()
        if name not in table.closed_regimes and context.purpose in rows.get(subject.recipient, ())
    ]
    rights = (attributes, sorted(opened), sorted(subject.conflicts & granted), sorted(regimes))
    return sha256(json.dumps(rights).encode()).hexdigest()[:32]
