"""Whose consent a grant needs, and whether its givers hold what they give (access-model.md 4). Pure, over markings."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from access_policies.classes import ClassIndex, places
from access_policies.grants.grant import CONSENTED, Grant
from graph_model.marking import Marking


def opens(grant: Grant, organisation: str, marking: Marking) -> bool:
    """True when the grant reaches records of this marking for somebody of the grantee's organisation, all else allowing."""
    return (
        grant.covers(marking.scopes, marking.originator)
        and organisation in marking.audience
        and marking.rank <= grant.ceiling
        and not marking.purposes.isdisjoint(grant.purposes)
    )


def _in_scope(grant: Grant, markings: Sequence[Marking]) -> Iterable[Marking]:
    """Markings that may lie in a scope of the grant: looked up where there is an index, else all."""
    if not isinstance(markings, ClassIndex):
        return markings
    bits = 0
    for scope in grant.scopes:
        bits |= markings.having("scopes", scope)
    return [markings[place] for place in places(bits)]


def concerned(grant: Grant, organisation: str, markings: Sequence[Marking]) -> frozenset[str]:
    """Originators whose records the grant would open to `organisation`, which needs no consent of itself.

    A store opened to its own organisation's people concerns nobody else: they may hold what lies in it already.
    """
    if grant.scopes == (f"store:{organisation}",) and grant.grantor == organisation:
        return frozenset()
    reached = (marking.originators for marking in _in_scope(grant, markings) if opens(grant, organisation, marking))
    return frozenset().union(*reached) - {organisation}


def missing(grant: Grant, organisation: str, markings: Sequence[Marking]) -> frozenset[str]:
    """Originators concerned that have not consented. The grantor consents by granting."""
    said_yes = {giver for giver, _ in grant.approvals}
    return concerned(grant, organisation, markings) - said_yes - {grant.grantor}


def without_consents(grant: Grant) -> Grant:
    """The grant as a reader may know it: that an originator consented would tell that it has something in the scope."""
    steps = [step for step in grant.history if not step.ground.startswith(CONSENTED)]
    return replace(grant, approvals=tuple(one for one in grant.approvals if one[0] == grant.grantor), history=tuple(steps))


def lacks(grant: Grant, held: Collection[Grant], markings: Sequence[Marking], at: datetime) -> str:
    """What the grantor would give without holding it, in a word; empty when it lacks nothing.

    An originator holds its own records. Scopes in which no giver (the grantor, or an originator that consented) asserts
    anything need a grant to the grantor that may be passed on, and are bounded by it on every side.
    """
    givers = {grant.grantor, *(giver for giver, _ in grant.approvals)}
    own = set().union(*(marking.scopes for marking in _in_scope(grant, markings) if not marking.originators.isdisjoint(givers)))
    foreign = []
    for scope in grant.scopes:
        kind, _, rest = scope.partition(":")
        if kind == "store" and rest != grant.grantor:
            return "scope"
        if kind not in ("store", "record") and scope not in own:
            foreign.append(scope)
    return next((word for word in (_lack(grant, scope, held, at) for scope in foreign) if word), "")


def _lack(grant: Grant, scope: str, held: Collection[Grant], at: datetime) -> str:
    """What no single right of the grantor on a scope covers."""
    rights = [
        right
        for right in held
        if right.grantee == f"org:{grant.grantor}"
        and scope in right.scopes
        and right.state_at(at) == "ACTIVE"
        and "pass_on" in right.actions
    ]
    shortest = min((_shortfall(grant, right) for right in rights), key=len, default=["scope"])
    return shortest[0] if shortest else ""


def _shortfall(grant: Grant, right: Grant) -> list[str]:
    bounds = {
        "actions": set(grant.actions) <= set(right.actions) - {"pass_on"},
        "fieldClasses": set(grant.field_classes) <= set(right.field_classes),
        "levelCeiling": grant.ceiling <= right.ceiling,
        "purposes": set(grant.purposes) <= set(right.purposes),
        "time": right.not_before <= grant.not_before and grant.expires <= min(right.expires, right.review_due_at(grant.not_before)),
    }
    return [name for name, holds in bounds.items() if not holds]
