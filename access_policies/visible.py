"""Visible classes: what one subject may do with each policy class, as byte masks for the database (access-model.md 5).

The same answer as a decision a class (`decision.py`), found by asking the policies about groups of classes.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from access_policies.classes import ClassIndex, as_mask, places
from access_policies.entities import NEVER, destroy_by, regime_entities, subject_entity
from access_policies.grants import Grant
from access_policies.openings import Opening, openings
from access_policies.policy_texts import FOLDER, READS, cedar_actions, constant_policies, policy_version
from access_policies.register import PolicyTable
from access_policies.rules import EVERY_ACTION, Question, Rule, rules_of, satisfied, texts_of
from access_policies.subject import Context, Subject
from graph_model.marking import Marking


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class VisibleClasses:
    """`masks` by action (reading by its field class): one byte a class, 1 for permitted. In force until `valid_until`, if any.

    `digest` depends on who asks, for what, and under which rights and rules; on no record, and on no right of anybody else.
    """

    epoch: int
    masks: dict[str, bytes]
    digest: str
    valid_until: datetime | None
    index: ClassIndex
    seen: int
    openings: tuple[Opening, ...]
    _markings: dict[str, dict[str, str | list[str]]] = field(default_factory=dict)
    _grants: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)

    @property
    def markings(self) -> dict[str, dict[str, str | list[str]]]:
        """The visible classes' markings as their reader may know them, by class."""
        if len(self._markings) != self.seen.bit_count():
            forms = self.index.forms
            for place in places(self.seen):
                self._markings[str(place)] = forms.get(place) or forms.setdefault(place, as_seen(self.index[place]))
        return self._markings

    def determining(self, place: int, action: str = "see") -> tuple[str, ...]:
        """The grants that open a class to this subject for an action, as the decision names them."""
        if not self.seen >> place & 1:
            return ()
        found = self._grants.get((place, action))
        if found is None:
            found = self._grants[place, action] = self._openers(place, action)
        return found

    def _openers(self, place: int, action: str) -> tuple[str, ...]:
        marking, bit = self.index[place], 1 << place
        return tuple(
            sorted(
                grant.id
                for opening in self.openings
                if opening.by_action.get(action, 0) & bit
                for grant in opening.grants
                if grant.covers(marking.scopes, marking.originator)
            )
        )


def visible_classes(
    epoch: int,
    subject: Subject,
    context: Context,
    grants: Sequence[Grant],
    table: PolicyTable,
    markings: Sequence[Marking],
    folder: Path = FOLDER,
    constants: str | None = None,
) -> VisibleClasses:
    """Decide for every class and action; the place of a marking in the sequence is its class.

    `folder` holds the policies; `constants` replaces the mandatory ones among them (to try others, and in tests).
    """
    index = markings if isinstance(markings, ClassIndex) else ClassIndex(markings)
    rules = rules_of(constant_policies(folder) if constants is None else constants)
    permitted, opened = _decided(subject, context, grants, table, index, folder, rules)
    seen, length = permitted["see"], len(index)
    masks = {name: as_mask(permitted[name], length) for name in EVERY_ACTION if name not in READS}
    masks |= {name.removeprefix("read_"): as_mask(permitted[name] & seen, length) for name in READS}
    return VisibleClasses(
        epoch=epoch,
        masks=masks,
        digest=_digest(subject, context, grants, table, policy_version(folder)),
        valid_until=_next_change(subject, context, grants, index),
        index=index,
        seen=seen,
        openings=tuple(opened),
    )


def permitted_classes(
    subject: Subject, context: Context, grants: Sequence[Grant], table: PolicyTable, index: ClassIndex, folder: Path = FOLDER
) -> dict[str, int]:
    """By action, the permitted classes as a set of bits."""
    return _decided(subject, context, grants, table, index, folder, rules_of(constant_policies(folder)))[0]


def _decided(
    subject: Subject,
    context: Context,
    grants: Sequence[Grant],
    table: PolicyTable,
    index: ClassIndex,
    folder: Path,
    rules: Sequence[Rule],
) -> tuple[dict[str, int], list[Opening]]:
    """By action, the permitted classes: what some grant opens, no forbid denies and every policy can judge."""
    entities = [subject_entity(subject, context), *regime_entities(table)]
    named = frozenset([*texts_of(entities[0]), context.purpose])
    question = Question(entities, context, table, named)
    opened, broken = openings(grants, subject, index, question, folder)
    permitted = dict.fromkeys(EVERY_ACTION, 0)
    for opening in opened:
        for action, bits in opening.by_action.items():
            permitted[action] |= bits
    denied = dict.fromkeys(EVERY_ACTION, broken)
    for rule in rules:
        for action, (holds, unjudged) in satisfied(rule, index, question).items():
            target = denied if rule.forbids else permitted
            target[action] |= holds
            denied[action] |= unjudged
    return {action: permitted[action] & ~denied[action] for action in EVERY_ACTION}, opened


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


def _next_change(subject: Subject, context: Context, grants: Sequence[Grant], index: ClassIndex) -> datetime | None:
    """The earliest instant after now at which anything decided here may be decided otherwise."""
    changes = [moment for grant in grants for moment in grant.changes_after(context.at)]
    if subject.cleared_until > context.at:
        changes.append(subject.cleared_until)
    for handling in index.values("handling"):
        end = destroy_by(handling)
        if end != NEVER and end > context.at.timestamp() * 1000:
            changes.append(datetime.fromtimestamp(end / 1000, UTC))
    return min(changes, default=None)


def _digest(subject: Subject, context: Context, grants: Sequence[Grant], table: PolicyTable, version: str) -> str:
    """Of own rights alone (docs/decisions/0025). A conflict in a case that was never granted shows in nothing."""
    in_force = [
        grant
        for grant in grants
        if grant.state_at(context.at) == "ACTIVE" and grant.not_before <= context.at and context.purpose in grant.purposes
    ]
    rights = sorted([sorted(grant.scopes), sorted(cedar_actions(grant)), grant.ceiling, grant.break_glass] for grant in in_force)
    met = sorted(subject.conflicts & {scope for grant in in_force for scope in grant.scopes})
    who = subject_entity(replace(subject, conflicts=frozenset(met)), context)
    rows = sorted(name for name, row in table.regimes.items() if context.purpose in row.get(subject.recipient, []))
    closed = sorted(table.closed_regimes)
    return sha256(json.dumps([version, context.purpose, who, rights, rows, closed], sort_keys=True).encode()).hexdigest()[:32]
