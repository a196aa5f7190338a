"""What a grant would open, and to whom, as sets of classes: visible after minus visible before. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from access_policies.classes import ClassIndex
from access_policies.grants import Grant, Step
from access_policies.register import PolicyTable
from access_policies.rules import EVERY_ACTION
from access_policies.subject import Context, Subject
from access_policies.visible import permitted_classes


@dataclass(frozen=True, slots=True)
class Reach:
    """For some users who are in the same position, and one purpose: the classes before and after, by action.

    `alone` are those that the grant would open to whom nothing else was granted.
    """

    purpose: str
    users: tuple[str, ...]
    before: dict[str, int]
    after: dict[str, int]
    alone: dict[str, int]

    def opened(self, action: str) -> int:
        """Classes that are permitted after and were not before."""
        return self.after[action] & ~self.before[action]

    @property
    def any_opened(self) -> int:
        """Classes of which anything opens."""
        whole = 0
        for action in EVERY_ACTION:
            whole |= self.opened(action)
        return whole


def reaches(
    grant: Grant,
    members: Iterable[tuple[Subject, Sequence[Grant]]],
    table: PolicyTable,
    index: ClassIndex,
    at: datetime,
    own: int,
) -> list[Reach]:
    """How far a grant reaches into these classes for each of the users it names, with the grants that each holds already.

    `own` are the classes of whoever asks: who is put together with whom must not depend on what others hold. Judged at the
    first instant at which it would be in force. Users for whom it changes the same are put together.
    """
    when = max(at, grant.not_before)
    given = as_if_active(grant, when)
    found: dict[tuple[object, ...], Reach] = {}
    for subject, held in members:
        others = [one for one in held if one.id != grant.id]
        for purpose in grant.purposes:
            context = Context(purpose, when)
            before, after, alone = (
                _readable(permitted_classes(subject, context, grants, table, index), own)
                for grants in (others, [*others, given], [given])
            )
            key = (purpose, *before.items(), *after.items(), *alone.items())
            known = found.get(key, Reach(purpose, (), before, after, alone))
            found[key] = replace(known, users=(*known.users, subject.key))
    return list(found.values())


def as_if_active(grant: Grant, at: datetime) -> Grant:
    """The grant as it will be once approved and not yet due for review."""
    due = max(grant.review_due, grant.expires) if grant.review_due_at(at) <= at else grant.review_due_at(at)
    return replace(grant, history=(Step(at, "ACTIVE"),), review_due=due)


def _readable(permitted: dict[str, int], own: int) -> dict[str, int]:
    """What is permitted of one's own classes. Reading a field needs seeing its record."""
    see = permitted["see"] & own
    return {action: bits & see if action.startswith("read_") else bits & own for action, bits in permitted.items()}
