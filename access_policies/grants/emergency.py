"""Break-glass: a grant type declared beforehand, used for hours and reviewed within days (access-model.md 4). Pure.

It never opens what is `SILENT`: that condition stands in the policy of each grant, not here.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from access_policies.grants.grant import Emergency, Grant
from access_policies.grants.laws import CODE, LONGEST, LONGEST_BREAK_GLASS, broken_laws
from access_policies.grants.life import moved, require_other_eyes
from access_policies.refusals import Refused
from access_policies.subject import Subject
from graph_model.instant import parse, to_text

OUTCOMES = ("JUSTIFIED", "NOT_JUSTIFIED")


@dataclass(frozen=True, slots=True)
class Declaration:
    """What may be opened in an emergency, to whom, said in quiet times by two people of the grantor."""

    id: str
    grantor: str
    organisation: str
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    field_classes: tuple[str, ...]
    level_ceiling: str
    purposes: tuple[str, ...]
    legal_basis: str
    hours: int
    expires: datetime
    declared_at: datetime
    declared_by: str
    approved_by: str = ""
    ended: str = ""

    def in_force(self, at: datetime) -> bool:
        """True once a second person approved it, until its end."""
        return bool(self.approved_by) and not self.ended and self.declared_at <= at < self.expires


def declared(draft: Declaration, at: datetime) -> Declaration:
    """The draft itself. Raises Refused with the first law it breaks."""
    laws = {
        "it opens for at most four hours": timedelta(0) < timedelta(hours=draft.hours) <= LONGEST_BREAK_GLASS,
        "it lasts at most one year": at < draft.expires <= at + LONGEST,
        "it names roles": bool(draft.roles) and all(CODE.fullmatch(role) for role in draft.roles),
        "it names a known organisation": bool(CODE.fullmatch(draft.organisation)),
    }
    broken = [law for law, holds in laws.items() if not holds]
    broken += broken_laws(_grant(draft, "u-nobody", draft.id, at))
    if broken:
        raise Refused("INVALID", detail=broken[0])
    return draft


def seconded(declaration: Declaration, who: Subject) -> Declaration:
    """Approved by a second person of the grantor, who holds none of the roles named."""
    if who.key == declaration.declared_by or not who.roles.isdisjoint(declaration.roles):
        raise Refused("FOUR_EYES")
    if declaration.approved_by:
        raise Refused("ALREADY_DONE")
    return replace(declaration, approved_by=who.key)


def break_glass(
    declaration: Declaration, who: Subject, grant_id: str, reason: str, case: str, at: datetime,
    earlier: Iterable[Grant], told: Collection[str], review_term: timedelta,
) -> Grant:  # fmt: skip
    """The grant that opens now. Raises Refused: not one of the roles, no reason, unreviewed earlier use, one in force already."""
    if who.organisation != declaration.organisation or who.roles.isdisjoint(declaration.roles) or not declaration.in_force(at):
        raise Refused("NOT_FOUND")
    if not reason.strip() or case not in declaration.scopes:
        raise Refused("INVALID", "reason" if not reason.strip() else "case", "an emergency has a reason and a declared case")
    for use in earlier:
        if is_unreviewed(use) and at >= use.review_due:
            raise Refused("REVIEW_OVERDUE")
        if use.grantee == f"user:{who.key}" and use.state_at(at) == "ACTIVE":
            raise Refused("ALREADY_DONE")
    draft = replace(_grant(declaration, who.key, grant_id, at), review_due=at + review_term, requested_by=who.key)
    emergency = Emergency(declaration.id, reason.strip(), case, tuple(sorted(told)))
    after = moved(replace(draft, emergency=emergency), "break_glass", at, who.key, "break-glass")
    if broken := broken_laws(after):
        raise Refused("INVALID", detail=broken[0])
    return after


def is_unreviewed(grant: Grant) -> bool:
    """True for a use of break-glass that nobody has judged."""
    return grant.break_glass and not (grant.emergency and grant.emergency.outcome)


def judged(grant: Grant, who: Subject, outcome: str, at: datetime) -> Grant:
    """The review of a use, by somebody else than who used it; an unjustified one that still runs ends here."""
    require_other_eyes(grant, who)
    if outcome not in OUTCOMES:
        raise Refused("UNKNOWN_VALUE", "outcome")
    if grant.emergency is None or grant.emergency.outcome:
        raise Refused("ALREADY_DONE" if grant.emergency else "WRONG_STATE")
    after = replace(grant, emergency=replace(grant.emergency, reviewed_by=who.key, outcome=outcome))
    if grant.state_at(at) == "ACTIVE" and outcome == "NOT_JUSTIFIED":
        return moved(after, "revoke", at, who.key, "not justified")
    return after


def _grant(declaration: Declaration, user: str, grant_id: str, at: datetime) -> Grant:
    end = min(at + timedelta(hours=declaration.hours), declaration.expires)
    return Grant(
        id=grant_id,
        grantor=declaration.grantor,
        granted_by=declaration.declared_by,
        grantee=f"user:{user}",
        scopes=declaration.scopes,
        actions=("see", "read"),
        field_classes=declaration.field_classes,
        level_ceiling=declaration.level_ceiling,
        purposes=declaration.purposes,
        legal_basis=declaration.legal_basis,
        necessity="danger to life",
        not_before=at,
        expires=end,
        review_due=end,
        approvals=(),
        history=(),
        break_glass=True,
    )


def declaration_parts(declaration: Declaration) -> dict[str, Any]:
    """A declaration as plain values."""
    instants = {"expires": to_text(declaration.expires), "declared_at": to_text(declaration.declared_at)}
    return asdict(declaration) | instants


def declaration_from(parts: dict[str, Any]) -> Declaration:
    """The declaration that was stored."""
    lists = {name: tuple(parts[name]) for name in ("roles", "scopes", "field_classes", "purposes")}
    instants = {name: parse(parts[name]) for name in ("expires", "declared_at")}
    return Declaration(**parts | lists | instants)
