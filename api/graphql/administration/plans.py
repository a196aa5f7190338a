"""Grants as a reviewable plan: entries as data, and the differences that applying them would make, or made."""

from datetime import datetime

import strawberry

from access_policies.grant_plan import Wanted
from access_policies.grants import Grant
from access_policies.guard.outcome import Outcome
from access_policies.guard.planning import Planned
from api.graphql.administration.telling import taken, told_all
from api.graphql.user_errors import UserError, user_errors


@strawberry.input(description="One grant that an organisation wants to exist.")
class WantedGrant:
    """Its name in the plan, the place it stands at (for errors), and its terms."""

    name: str
    place: str
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

    def wanted(self, organisation: str) -> Wanted:
        """As the guard takes it."""
        terms = taken(Grant, self) | {"review_due": self.review_due or self.expires}
        draft = Grant(id=f"P-{self.name[:40]}", grantor=organisation, granted_by="", approvals=(), history=(), **terms)
        return Wanted(self.name, self.place, draft)


@strawberry.type(description="A line of a plan: `request`, `end` or `keep`, the grant, and the terms in which it differs.")
class PlanDifference:
    """One difference."""

    kind: str
    name: str
    grant: strawberry.ID
    terms: list[str]


@strawberry.type(description="What applying a plan would change, or changed; all of it or nothing.")
class PlanPayload:
    """With an error nothing was changed."""

    differences: list[PlanDifference]
    user_errors: list[UserError]
    receipt: str


def plan_payload(outcome: Outcome[Planned]) -> PlanPayload:
    """The outcome of a plan."""
    lines = told_all(PlanDifference, outcome.value.differences) if outcome.value else []
    return PlanPayload(differences=lines, user_errors=user_errors(outcome.refusals), receipt=outcome.receipt)
