"""Grants: time-limited rights inside what markings allow, their states and their laws (access-model.md 4)."""

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from access_policies.errors import GrantInvalid
from graph_model.instant import parse, to_text
from graph_model.marking import LEVELS
from graph_model.ontology import FIELD_CLASSES

STATES = (
    "REQUESTED", "CONSENT_PENDING", "ACTIVE", "EXPIRED", "REVOKED", "REFUSED", "ESCALATED", "RELEASED_SANITISED", "UPHELD",
)  # fmt: skip
ACTIONS = ("see", "read", "sense", "cite", "write", "export")
HIGHEST = {"org": "STG_C", "team": "STG_G", "user": "STG_ZG"}
"""Most that a grant may open by kind of grantee: from STG_G up not an organisation, at STG_ZG only a user."""
LONGEST = timedelta(days=366)
LONGEST_BREAK_GLASS = timedelta(hours=4)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a grant's life."""

    at: datetime
    state: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """A right given by an organisation to an organisation, team or user (`org:X`, `team:X`, `user:X`)."""

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

    def state_at(self, at: datetime) -> str:
        """The state at an instant; no job makes a grant expire, time does. `NONE` before it was asked for."""
        state = "NONE"
        for step in self.history:
            if step.at <= at:
                state = step.state
        if state == "ACTIVE" and at >= min(self.expires, self.review_due):
            return "EXPIRED"
        return state

    def changes_after(self, at: datetime) -> list[datetime]:
        """Instants after this one at which what it opens may change."""
        moments = [self.not_before, self.expires, self.review_due, *(step.at for step in self.history)]
        return [moment for moment in moments if moment > at]

    def revoked(self, at: datetime, ground: str) -> "Grant":
        """The grant with its end. Raises GrantInvalid when it is not in force."""
        if self.state_at(at) != "ACTIVE":
            raise GrantInvalid("a grant that is not in force cannot be revoked")
        return replace(self, history=(*self.history, Step(at, "REVOKED", ground)))

    @property
    def ceiling(self) -> int:
        """Highest rank it opens, whatever it says: the kind of grantee limits it."""
        kind = self.grantee.partition(":")[0]
        return min(LEVELS.index(self.level_ceiling), LEVELS.index(HIGHEST[kind]))

    @property
    def effect(self) -> tuple[list[str], list[str], list[str], int, bool]:
        """What it opens while it is in force: scopes, actions, field classes, ceiling, and whether it is break-glass."""
        return sorted(self.scopes), sorted(self.actions), sorted(self.field_classes), self.ceiling, self.break_glass


def validate(grant: Grant) -> Grant:
    """The grant itself. Raises GrantInvalid naming it and the first law it breaks."""
    kind, _, grantee = grant.grantee.partition(":")
    longest = LONGEST_BREAK_GLASS if grant.break_glass else LONGEST
    names = (grant.id, grant.grantor, grantee, grant.legal_basis, *grant.scopes, *grant.purposes)
    laws = {
        "a name holds characters that no name may hold": all(_CODE.fullmatch(name) for name in names),
        "unknown kind of grantee": kind in HIGHEST,
        "unknown level": grant.level_ceiling in LEVELS,
        "unknown action": set(grant.actions) <= set(ACTIONS),
        "unknown field class": set(grant.field_classes) <= set(FIELD_CLASSES),
        "unknown state": all(step.state in STATES for step in grant.history),
        "no scope, purpose or action": bool(grant.scopes and grant.purposes and grant.actions),
        "it lasts too long": timedelta(0) < grant.expires - grant.not_before <= longest,
        "its history runs backwards": list(grant.history) == sorted(grant.history, key=lambda step: step.at),
        "PERS is never granted anything as an organisation, its register apart": (
            grant.grantee != "org:PERS" or grant.scopes == ("REGISTER",)
        ),
    }
    for law, holds in laws.items():
        if not holds:
            raise GrantInvalid(f"grant {grant.id!r}: {law}")
    if LEVELS.index(grant.level_ceiling) > LEVELS.index(HIGHEST[kind]):
        raise GrantInvalid(f"grant {grant.id!r}: {grant.level_ceiling} is too high for {kind}")
    return grant


def to_parts(grant: Grant) -> str:
    """The grant as JSON text, as it is stored."""

    def plain(value: Any) -> Any:
        return to_text(value) if isinstance(value, datetime) else value

    parts = {name: plain(getattr(grant, name)) for name in Grant.__slots__}
    parts["history"] = [[to_text(step.at), step.state, step.ground] for step in grant.history]
    return json.dumps(parts, sort_keys=True, ensure_ascii=False)


def from_parts(text: str) -> Grant:
    """The grant that was stored."""
    parts = json.loads(text)
    for name in ("scopes", "actions", "field_classes", "purposes"):
        parts[name] = tuple(parts[name])
    for name in ("not_before", "expires", "review_due"):
        parts[name] = parse(parts[name])
    parts["approvals"] = tuple((organisation, user) for organisation, user in parts["approvals"])
    parts["history"] = tuple(Step(parse(at), state, ground) for at, state, ground in parts["history"])
    return Grant(**parts)
