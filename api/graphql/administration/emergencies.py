"""Break-glass: what was declared in quiet times, and its use."""

from datetime import datetime

import strawberry

from access_policies.grants import emergency
from access_policies.guard.outcome import Outcome
from api.graphql.administration.telling import taken, told
from api.graphql.user_errors import UserError, user_errors


@strawberry.type(description="What may be opened in an emergency, to whom; in force once a second person approved.")
class EmergencyDeclaration:
    """A declaration of one grantor."""

    id: strawberry.ID
    grantor: str
    organisation: str
    roles: list[str]
    scopes: list[str]
    field_classes: list[str]
    level_ceiling: str
    purposes: list[str]
    legal_basis: str
    hours: int
    expires: datetime
    declared_at: datetime
    declared_by: str
    approved_by: str
    ended: str


@strawberry.input(description="A declaration to be made by the asker's organisation.")
class EmergencyDraft:
    """Its terms."""

    id: strawberry.ID
    organisation: str
    roles: list[str]
    scopes: list[str]
    field_classes: list[str]
    level_ceiling: str
    purposes: list[str]
    legal_basis: str
    hours: int
    expires: datetime

    def draft(self) -> emergency.Declaration:
        """As the guard takes it, which sets who declared it and when."""
        parts = taken(emergency.Declaration, self)
        return emergency.Declaration(**parts, grantor="", declared_at=self.expires, declared_by="")


@strawberry.type(description="A declaration that was changed, or why not.")
class EmergencyPayload:
    """With an error nothing was changed."""

    declaration: EmergencyDeclaration | None
    user_errors: list[UserError]
    receipt: str


def emergency_payload(outcome: Outcome[emergency.Declaration]) -> EmergencyPayload:
    """The outcome of a change."""
    declaration = told(EmergencyDeclaration, outcome.value) if outcome.value else None
    return EmergencyPayload(declaration=declaration, user_errors=user_errors(outcome.refusals), receipt=outcome.receipt)
