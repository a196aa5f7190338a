"""The life of a grant (access-model.md 4; domain.md 3.4): one table of transitions, and a function for each way through it.

Pure: a grant, who acts and when go in, the grant after comes out, or Refused. Whose consent is missing and whether a term
has passed are given by the caller, who knows markings and clocks.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from access_policies.grants.grant import CONSENTED, Grant, Step
from access_policies.grants.laws import broken_laws
from access_policies.refusals import Refused
from access_policies.subject import Subject

TRANSITIONS: dict[str, dict[str, str]] = {
    "request": {"NONE": "REQUESTED"},
    "take_up": {"REQUESTED": "CONSENT_PENDING"},
    "consent": {"CONSENT_PENDING": "CONSENT_PENDING"},
    "approve": {"CONSENT_PENDING": "ACTIVE"},
    "refuse": {"REQUESTED": "REFUSED", "CONSENT_PENDING": "REFUSED"},
    "escalate": {"REFUSED": "ESCALATED", "REQUESTED": "ESCALATED", "CONSENT_PENDING": "ESCALATED"},
    "release_sanitised": {"ESCALATED": "RELEASED_SANITISED"},
    "uphold": {"ESCALATED": "UPHELD"},
    "revoke": {"ACTIVE": "REVOKED"},
    "review": {"ACTIVE": "ACTIVE", "EXPIRED": "ACTIVE"},
    "end": {"ACTIVE": "REVOKED", "EXPIRED": "REVOKED"},
    "break_glass": {"NONE": "ACTIVE"},
}
"""What may be done in which state, and where it leads. Expiry is no transition: time does it."""

FUNCTIONARIES = frozenset({"GRANT_ADMIN", "SECURITY_OFFICER"})
"""Roles that speak for an organisation on grants."""


def moved(grant: Grant, action: str, at: datetime, by: str, ground: str = "", **changes: Any) -> Grant:
    """The grant after one step. Raises Refused when its state has no such way, or the clock stands before its last step."""
    to = TRANSITIONS[action].get(grant.state_at(at))
    if grant.history and grant.history[-1].at > at:
        raise Refused("CLOCK_BEHIND")
    if to is None:
        raise Refused("WRONG_STATE")
    review_due = changes.pop("next_review", None)
    return replace(grant, history=(*grant.history, Step(at, to, ground, by, review_due)), **changes)


def is_served_by(grant: Grant, who: Subject) -> bool:
    """True when the grantee is this user or a team of theirs. A whole organisation is nobody in particular."""
    return grant.grantee == f"user:{who.key}" or (grant.kind == "team" and grant.holder in who.teams)


def require_other_eyes(grant: Grant, who: Subject, also: Collection[str] = ()) -> None:
    """Raise Refused when somebody decides on what they asked for, are served by, did themselves, or are party to."""
    if who.key in {grant.requested_by, *also}:
        raise Refused("FOUR_EYES")
    require_uninvolved(grant, who)


def require_uninvolved(grant: Grant, who: Subject) -> None:
    """Raise Refused when somebody decides on what serves them, or on a case that they are party to."""
    if is_served_by(grant, who):
        raise Refused("FOUR_EYES")
    if who.conflicts & set(grant.scopes):
        raise Refused("NOT_ALLOWED")


def requested(draft: Grant, who: Subject, at: datetime) -> Grant:
    """A draft as a request. Raises Refused with the first law that it breaks, or when it would have ended already."""
    if broken := broken_laws(draft):
        raise Refused("INVALID", detail=broken[0])
    if draft.expires <= at:
        raise Refused("ENDED", "expires")
    if draft.not_before > at + timedelta(days=1) and not draft.delay_ground:
        raise Refused("INVALID", "delayGround", "what may not be told yet needs its ground")
    if draft.history or draft.approvals or draft.break_glass:
        raise Refused("INVALID", detail="a request has no past")
    return moved(replace(draft, requested_by=who.key), "request", at, who.key)


def taken_up(grant: Grant, who: Subject, at: datetime) -> Grant:
    """The grantor's functionary takes the request up, and is from then on who grants it: the first pair of eyes.

    It may be the one who asked, for their organisation may give what nobody begged for; the second pair may not.
    """
    require_uninvolved(grant, who)
    return moved(grant, "take_up", at, who.key, granted_by=who.key)


def consented(grant: Grant, who: Subject, at: datetime) -> Grant:
    """An originator concerned says yes, once."""
    require_other_eyes(grant, who)
    if who.organisation in {organisation for organisation, _ in grant.approvals}:
        raise Refused("ALREADY_DONE")
    approvals = tuple(sorted((*grant.approvals, (who.organisation, who.key))))
    return moved(grant, "consent", at, who.key, f"{CONSENTED}{who.organisation}", approvals=approvals)


def approved(grant: Grant, who: Subject, at: datetime, missing: Collection[str], version: str) -> Grant:
    """The second pair of eyes at the grantor: in force from here on. `missing` are originators that have not consented."""
    require_other_eyes(grant, who, {grant.granted_by})
    if at >= min(grant.expires, grant.review_due):
        raise Refused("ENDED")
    after = moved(grant, "approve", at, who.key, approvals=tuple(sorted((*grant.approvals, (grant.grantor, who.key)))))
    if missing:
        raise Refused("CONSENT_MISSING")
    return replace(after, policy_version=version)


def refused(grant: Grant, who: Subject, ground: str, at: datetime, grounds: Collection[str]) -> Grant:
    """No, on a ground of the closed list."""
    if ground not in grounds:
        raise Refused("GROUND_UNKNOWN", "ground")
    return moved(grant, "refuse", at, who.key, ground)


def escalated(grant: Grant, who: Subject, to: str, at: datetime, term: timedelta) -> Grant:
    """A refusal, or a silence that is older than its term, goes to another organisation."""
    waiting = grant.state_at(at) in ("REQUESTED", "CONSENT_PENDING")
    if waiting and not is_overdue(grant, at, term):
        raise Refused("NOT_DUE")
    return moved(grant, "escalate", at, who.key, to, escalated_to=to)


def upheld(grant: Grant, who: Subject, at: datetime) -> Grant:
    """The refusal stands. Whoever refused, or asked, does not judge it."""
    require_other_eyes(grant, who, {step.by for step in grant.history if step.state == "REFUSED"})
    return moved(grant, "uphold", at, who.key)


def released(grant: Grant, who: Subject, release: str, at: datetime) -> Grant:
    """A sanitised version was released instead; `release` is its reference, never its text."""
    require_other_eyes(grant, who)
    return moved(grant, "release_sanitised", at, who.key, release, release=release)


def revoked(grant: Grant, by: str, ground: str, at: datetime) -> Grant:
    """The end, at once."""
    return moved(grant, "revoke", at, by, ground)


def reviewed(grant: Grant, who: Subject, keep: bool, next_review: datetime, at: datetime) -> Grant:
    """Recertified until the next review, or ended. What has come to its very end cannot be reviewed back to life."""
    require_other_eyes(grant, who)
    if not keep:
        return moved(grant, "end", at, who.key, "review")
    if at >= grant.expires:
        raise Refused("ENDED")
    if not at < next_review <= grant.expires:
        raise Refused("INVALID", "nextReview", "it lies after now and not after the end of the grant")
    return moved(grant, "review", at, who.key, "review", next_review=next_review)


def due(grant: Grant, at: datetime, consent: timedelta, escalation: timedelta) -> datetime | None:
    """When somebody ought to have acted on it; None where nobody is waited for."""
    state, since = grant.state_at(at), grant.since(at)
    if since is None or state not in ("REQUESTED", "CONSENT_PENDING", "ESCALATED"):
        return None
    return since + (escalation if state == "ESCALATED" else consent)


def is_overdue(grant: Grant, at: datetime, term: timedelta) -> bool:
    """True when a request has waited longer than its term, counted from the day it was asked for."""
    asked = min((step.at for step in grant.history), default=at)
    return at >= asked + term
