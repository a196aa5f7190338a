"""A grant as a value: a time-limited right inside what markings allow (access-model.md 4). Its whole past is in it.

Nothing here decides or changes anything: laws, life and consent are the files beside this one.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from graph_model.marking import LEVELS

STATES = (
    "REQUESTED", "CONSENT_PENDING", "ACTIVE", "EXPIRED", "REVOKED", "REFUSED", "ESCALATED", "RELEASED_SANITISED", "UPHELD",
)  # fmt: skip
ACTIONS = ("see", "read", "sense", "cite", "write", "export", "pass_on")
CONSENTED = "consent of "
"""How the ground of a step begins by which an originator consents."""
HIGHEST = {"org": "STG_C", "team": "STG_G", "user": "STG_ZG"}
"""Most that a grant may open by kind of grantee: from STG_G up not an organisation, at STG_ZG only a user."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a grant's life: when, to which state, on which ground, by whom, and the review date that holds from then on."""

    at: datetime
    state: str
    ground: str = ""
    by: str = ""
    review_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Emergency:
    """Why a break-glass grant was used, under which declaration, who was told, and what its review said."""

    declaration: str
    reason: str
    case: str
    told: tuple[str, ...]
    reviewed_by: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """A right given by an organisation to an organisation, team or user (`org:X`, `team:X`, `user:X`).

    `approvals` are (organisation, user): one for each originator that consented, and the second pair of eyes at the grantor.
    """

    id: str
    grantor: str
    granted_by: str
    grantee: str
    scopes: tuple[str, ...]
    actions: tuple[str, ...]
    field_classes: tuple[str, ...]
    level_ceiling: str
    purposes: tuple[str, ...]
    legal_basis: str
    necessity: str
    not_before: datetime
    expires: datetime
    review_due: datetime
    approvals: tuple[tuple[str, str], ...]
    history: tuple[Step, ...]
    break_glass: bool = False
    requested_by: str = ""
    conditions: tuple[str, ...] = ()
    delay_ground: str = ""
    policy_version: str = ""
    escalated_to: str = ""
    release: str = ""
    emergency: Emergency | None = None

    def state_at(self, at: datetime) -> str:
        """The state at an instant; no job makes a grant expire, time does. `NONE` before it was asked for."""
        state = "NONE"
        for step in self.history:
            if step.at <= at:
                state = step.state
        if state == "ACTIVE" and at >= min(self.expires, self.review_due_at(at)):
            return "EXPIRED"
        return state

    def happened_by(self, at: datetime) -> "Grant":
        """The grant with no step after an instant: what is on record has happened, whatever a clock that stands behind says."""
        if not self.history or self.history[-1].at <= at:
            return self
        return replace(self, history=tuple(replace(step, at=min(step.at, at)) for step in self.history))

    def review_due_at(self, at: datetime) -> datetime:
        """The review date that held at an instant: each review sets the next."""
        due = self.review_due
        for step in self.history:
            if step.at <= at and step.review_due is not None:
                due = step.review_due
        return due

    def since(self, at: datetime) -> datetime | None:
        """When it came to the step it is at; None before it was asked for."""
        return max((step.at for step in self.history if step.at <= at), default=None)

    def changes_after(self, at: datetime) -> list[datetime]:
        """Instants after this one at which what it opens may change."""
        moments = [self.not_before, self.expires, self.review_due]
        for step in self.history:
            moments += [step.at] if step.review_due is None else [step.at, step.review_due]
        return [moment for moment in moments if moment > at]

    @property
    def kind(self) -> str:
        """`org`, `team` or `user`: what the grantee is."""
        return self.grantee.partition(":")[0]

    @property
    def holder(self) -> str:
        """The grantee's code without its kind."""
        return self.grantee.partition(":")[2]

    @property
    def ceiling(self) -> int:
        """Highest rank it opens, whatever it says: the kind of grantee limits it."""
        return min(LEVELS.index(self.level_ceiling), LEVELS.index(HIGHEST[self.kind]))

    def covers(self, scopes: frozenset[str], originator: str) -> bool:
        """True when a record in these scopes, by this originator, lies inside the grant's scopes."""
        return not scopes.isdisjoint(self.scopes) or f"store:{originator}" in self.scopes
