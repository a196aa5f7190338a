"""Grants as their parties see them, and requests for them. Keys, never rooms: nothing here holds a word of a record."""

from datetime import datetime

import strawberry

from access_policies.guard import grant_rulings
from access_policies.guard.outcome import Outcome
from api.graphql.administration.telling import taken, told
from api.graphql.user_errors import UserError, user_errors


@strawberry.type(description="Consent of an originator concerned, or the second pair of eyes at the grantor.")
class Approval:
    """Who approved, for which organisation."""

    organisation: str
    user: str


@strawberry.type(description="One step of a grant's life.")
class GrantStep:
    """When it came to which state, on which ground, by whom."""

    at: datetime
    state: str
    ground: str
    by: str


@strawberry.type(description="Why break-glass was used, who was told, and what the review said.")
class GrantEmergency:
    """The use of a declaration."""

    declaration: str
    reason: str
    case: str
    told: list[str]
    reviewed_by: str
    outcome: str


@strawberry.type(description="A time-limited right inside what markings allow.")
class Grant:
    """A grant with its state now; `due` is when somebody ought to have acted on it."""

    id: strawberry.ID
    state: str
    due: datetime | None
    overdue: bool
    grantor: str
    granted_by: str
    grantee: str
    requested_by: str
    scopes: list[str]
    actions: list[str]
    field_classes: list[str]
    level_ceiling: str
    purposes: list[str]
    legal_basis: str
    necessity: str
    conditions: list[str]
    not_before: datetime
    delay_ground: str
    expires: datetime
    review_due: datetime
    approvals: list[Approval]
    history: list[GrantStep]
    break_glass: bool
    emergency: GrantEmergency | None
    escalated_to: str
    release: str
    policy_version: str


@strawberry.input(description="What is asked for: a grant by one organisation to a user (user:KEY), a team or an organisation.")
class GrantRequest:
    """The terms of a request; the review is due at the end where no day is named."""

    grantor: str
    grantee: str
    scopes: list[str]
    actions: list[str]
    field_classes: list[str]
    level_ceiling: str
    purposes: list[str]
    legal_basis: str
    necessity: str
    not_before: datetime
    expires: datetime
    review_due: datetime | None = None
    conditions: list[str] = strawberry.field(default_factory=list)
    delay_ground: str = ""

    def wanted(self) -> grant_rulings.GrantRequest:
        """As the guard takes it."""
        return grant_rulings.GrantRequest(**taken(grant_rulings.GrantRequest, self))


@strawberry.type(description="A step that was taken with a grant, or why not.")
class GrantPayload:
    """With an error nothing was changed."""

    grant: Grant | None
    user_errors: list[UserError]
    receipt: str


def grant_told(seen: grant_rulings.GrantSeen) -> Grant:
    """A grant as the schema has it."""
    return told(Grant, seen.grant, state=seen.state, due=seen.due, overdue=seen.overdue)


def grant_payload(outcome: Outcome[grant_rulings.GrantSeen]) -> GrantPayload:
    """The outcome of a step."""
    grant = grant_told(outcome.value) if outcome.value else None
    return GrantPayload(grant=grant, user_errors=user_errors(outcome.refusals), receipt=outcome.receipt)
