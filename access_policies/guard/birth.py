"""Markings at birth: each statement gets one at the door, and the door judges it (access-model.md 3; 7, W1).

Whatever is refused gets one constant answer, which says nothing about what the graph holds.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from access_policies.decision import Decider
from access_policies.directory import PolicyOfSubject
from access_policies.errors import NotAccepted
from access_policies.guard.stating import Stated
from access_policies.register import PolicyTable
from access_policies.subject import Context
from graph_model.errors import ModelError
from graph_model.intake.contribution import Contribution, OfferedLink, OfferedNode, OfferedPointer
from graph_model.marking import LEVELS, Marking


def require_admitted(marking: Marking, table: PolicyTable) -> None:
    """Raise NotAccepted for closed and unknown regimes and for systems that are not admitted."""
    closed = marking.regime in table.closed_regimes or marking.regime not in table.regimes
    if closed or marking.system not in table.admitted_systems:
        raise NotAccepted("not accepted")


class Birth:
    """The door for one writer in one context."""

    def __init__(self, policy: PolicyOfSubject, context: Context) -> None:
        self._policy, self._context = policy, context
        self._decider = Decider(policy.subject, context, policy.grants, policy.table)

    def marked(self, contribution: Contribution) -> Contribution:
        """The contribution with a marking on every statement, each one the writer's own to give.

        Raises NotAccepted when one is of another originator, of a closed or unknown regime or system, or when no grant lets the
        writer see and write under it.
        """
        given = contribution.markings
        if any(one.marking is None and not _cites(one) for one in (*contribution.statements, *contribution.pointers)):
            strictest = self.strictest()
            pointers = tuple(replace(one, marking=one.marking or strictest) for one in contribution.pointers)
            nodes = tuple(_marked(node, strictest) for node in contribution.nodes)
            links = tuple(_marked(link, strictest) for link in contribution.links)
            contribution = replace(contribution, nodes=nodes, links=links, pointers=pointers)
        self._require(list(given))
        return contribution

    def may_assert(self, marking: Marking) -> bool:
        """True when the writer may write, and sees, what is marked so."""
        try:
            require_admitted(marking, self._policy.table)
        except NotAccepted:
            return False
        return all(self._may_write([marking]))

    def writable(self) -> bytes:
        """The mask of classes under which the writer may write: one byte a class, 1 for permitted."""
        return bytes(decision.permit for decision in self._decider.decide("write", self._policy.markings))

    def _require(self, markings: list[Marking]) -> None:
        for marking in markings:
            require_admitted(marking, self._policy.table)
            if marking.originators != {self._policy.subject.organisation} or marking.originator not in marking.originators:
                raise NotAccepted("not accepted")
        if not all(self._may_write(markings)):
            raise NotAccepted("not accepted")

    def _may_write(self, markings: list[Marking]) -> Iterable[bool]:
        """To write is to see as well: otherwise a repeat could not be told from a first time."""
        pairs = zip(self._decider.decide("write", markings), self._decider.decide("see", markings), strict=True)
        return [write.permit and see.permit for write, see in pairs]

    def strictest(self) -> Marking:
        """Own organisation, own collection, stated purpose, at the highest level that the writer may write. Raises NotAccepted."""
        try:
            own, purpose = self._policy.subject.organisation, self._context.purpose
            markings = [Stated(level).marking(own, purpose) for level in reversed(LEVELS)]
        except ModelError:
            raise NotAccepted("not accepted") from None
        for marking, permitted in zip(markings, self._may_write(markings), strict=True):
            if permitted:
                require_admitted(marking, self._policy.table)
                return marking
        raise NotAccepted("not accepted")


S = TypeVar("S", OfferedNode, OfferedLink)


def _cites(one: OfferedNode | OfferedLink | OfferedPointer) -> bool:
    """True for what gets its marking of what it cites, unless it states one."""
    return isinstance(one, OfferedNode) and one.is_derived


def _marked(one: S, strictest: Marking) -> S:
    return one if one.marking or _cites(one) else replace(one, marking=strictest, is_unstated=True)
