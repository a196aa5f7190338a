"""Rulings on grants: who may do what with which grant, and what follows. From a sitting to a ruling; pure, and blind to content."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from access_policies.desk import Filed, Notice
from access_policies.grants import Grant, consent, life
from access_policies.guard.desks import ADMINISTRATION, Ruling, Sitting
from access_policies.policy_records import Change
from access_policies.policy_texts import policy_version
from access_policies.refusals import Refusal, Refused


@dataclass(frozen=True, slots=True)
class GrantRequest:
    """What somebody asks for. The grantee is the asker, a team of theirs, their organisation, or whom their organisation serves."""

    grantor: str
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
    review_due: datetime | None = None
    conditions: tuple[str, ...] = ()
    delay_ground: str = ""


@dataclass(frozen=True, slots=True)
class GrantSeen:
    """A grant as its parties see it: itself, its state now, and when somebody ought to have acted on it."""

    grant: Grant
    state: str
    due: datetime | None
    overdue: bool


def seen(grant: Grant, sitting: Sitting) -> GrantSeen:
    """The grant as a party sees it now; to whoever does not administer, without the originators that consented."""
    table = sitting.desk.table
    if sitting.who.roles.isdisjoint({*life.FUNCTIONARIES, "GRANT_AUDITOR"}):
        grant = consent.without_consents(grant)
    due = life.due(grant, sitting.at, table.clock("consent"), table.clock("escalation"))
    return GrantSeen(grant, grant.state_at(sitting.at), due, due is not None and due <= sitting.at)


def is_told(grant: Grant, key: str, at: datetime) -> bool:
    """True once whom a grant serves may know of it: when it begins. What is lawfully told later is not announced before."""
    return grant.requested_by == key or grant.not_before <= at


def known(sitting: Sitting, grant_id: str) -> Filed:
    """A grant that the asker may know of. Raises Refused with NOT_FOUND for every other, there or not."""
    filed = sitting.desk.filed(grant_id)
    who, roles = sitting.who, sitting.who.roles
    own = filed.grant.requested_by == who.key or (life.is_served_by(filed.grant, who) and is_told(filed.grant, who.key, sitting.at))
    party = who.organisation in filed.parties and not roles.isdisjoint(life.FUNCTIONARIES)
    if not (own or (sitting.purpose == ADMINISTRATION and (party or "GRANT_AUDITOR" in roles))):
        raise Refused("NOT_FOUND")
    return filed


def require_functionary(sitting: Sitting, *organisations: str) -> None:
    """Raise Refused when the asker does not speak for one of these organisations on grants."""
    speaks = not sitting.who.roles.isdisjoint(life.FUNCTIONARIES)
    if sitting.purpose != ADMINISTRATION or not speaks or sitting.who.organisation not in organisations:
        raise Refused("NOT_ALLOWED")


def kept(sitting: Sitting, filed: Filed, after: Grant, kind: str, *also: str) -> Ruling[GrantSeen]:
    """A step that was taken: the grant after it, and who is told."""
    told = sorted({*filed.parties, *also} - {sitting.who.organisation})
    notices = tuple(Notice(organisation, kind, after.id) for organisation in told)
    return Ruling(seen(after, sitting), Change(grants=(replace(filed, grant=after),), notices=notices))


def asked_for(sitting: Sitting, wanted: GrantRequest, grant_id: str) -> Filed:
    """A request as a grant that was asked for. Raises Refused.

    Somebody whom nobody knows is told of to a functionary of the grantor alone, here and where the request is taken up: to others
    the answer would tell who has an account elsewhere.
    """
    table, who = sitting.desk.table, sitting.who
    organisation = sitting.desk.organisation_of(wanted.grantee)
    speaks = sitting.purpose == ADMINISTRATION and not who.roles.isdisjoint(life.FUNCTIONARIES)
    is_given_here = who.organisation == wanted.grantor and (organisation or not speaks)
    if not is_given_here and organisation != who.organisation:
        raise Refused("NOT_ALLOWED", "grantee")
    if not sitting.desk.organisation_of(f"org:{wanted.grantor}"):
        raise Refused("UNKNOWN_VALUE", "grantor")
    if table.legal_bases and wanted.legal_basis not in table.legal_bases:
        raise Refused("UNKNOWN_VALUE", "legalBasis")
    if unknown := [name for name in wanted.purposes if name not in table.purposes]:
        raise Refused("UNKNOWN_VALUE", "purposes", f"{len(unknown)} not on the register")
    parts = {name: getattr(wanted, name) for name in GrantRequest.__slots__}
    draft = Grant(
        id=grant_id, granted_by="", approvals=(), history=(), **parts | {"review_due": wanted.review_due or wanted.expires}
    )
    return Filed(life.requested(draft, who, sitting.at), organisation)


def request_id(subject: str, key: str) -> str:
    """The id of what a subject asks for under an idempotency key: the same again and again, and nobody else's."""
    named = sha256(f"{subject}\0{key}".encode("utf-8", "surrogatepass"))
    return f"G-{named.hexdigest()[:20]}"


def asked_again(sitting: Sitting, there: Filed, wanted: GrantRequest) -> Ruling[GrantSeen]:
    """The grant that this request made before. Raises Refused when its key was for another request. A review moves its date."""
    if any(getattr(there.grant, name) != getattr(wanted, name) for name in GrantRequest.__slots__ if name != "review_due"):
        raise Refused("KEY_REUSED", "idempotencyKey")
    return Ruling(seen(there.grant, sitting))


def consents(sitting: Sitting, filed: Filed) -> Ruling[GrantSeen]:
    """The grantor takes it up, and the originators concerned are asked; or one of these consents."""
    grant, who = filed.grant, sitting.who
    if who.organisation == grant.grantor and grant.state_at(sitting.at) == "REQUESTED":
        require_functionary(sitting, grant.grantor)
        if not filed.organisation:
            raise Refused("UNKNOWN_VALUE", "grantee")
        after = life.taken_up(grant, who, sitting.at)
        asked = consent.missing(after, filed.organisation, sitting.desk.markings)
        return _with_asked(sitting, filed, after, asked, "CONSENT_PENDING")
    require_functionary(sitting, *filed.asked)
    return kept(sitting, filed, life.consented(grant, who, sitting.at), "CONSENTED")


def approves(sitting: Sitting, filed: Filed) -> Ruling[GrantSeen]:
    """In force, if nobody's consent is missing and the grantor holds what it gives; whoever is missing is asked (again)."""
    grant, markings = filed.grant, sitting.desk.markings
    require_functionary(sitting, grant.grantor)
    missing = consent.missing(grant, filed.organisation, markings)
    if missing - set(filed.asked):
        life.approved(grant, sitting.who, sitting.at, (), "")
        ruling = _with_asked(sitting, filed, grant, missing, "CONSENT_ASKED")
        return Ruling(None, ruling.change, (Refusal("CONSENT_MISSING"),))
    if word := consent.lacks(grant, sitting.desk.held, markings, sitting.at):
        raise Refused("LACKS", word)
    after = life.approved(grant, sitting.who, sitting.at, missing, policy_version())
    return kept(sitting, filed, after, "ACTIVE")


def _with_asked(sitting: Sitting, filed: Filed, after: Grant, missing: frozenset[str], kind: str) -> Ruling[GrantSeen]:
    asked = tuple(sorted({*filed.asked, *missing}))
    ruling = kept(sitting, replace(filed, asked=asked), after, kind)
    return Ruling(ruling.value, ruling.change)
