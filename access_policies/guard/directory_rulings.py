"""Rulings on the directory: who may change whom, and what a change may say. From a sitting to a ruling; pure.

Own people only. A security officer answers for clearances, systems, conflicts and for roles that administer; a compartment
opens only by the security officer of the organisation that keeps it; nobody changes their own record.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from access_policies.grants import CODE
from access_policies.guard.desks import Ruling, Sitting
from access_policies.policy_records import Change, Record
from access_policies.refusals import Refused
from access_policies.register import Compartment, Organisation, Team, User
from access_policies.roles import APART, CONTENT, ROLES
from access_policies.stored import user_text
from graph_model.instant import to_text
from graph_model.marking import LEVELS

SECURED = ("clearances", "cleared_until", "systems", "conflicts")
"""Parts that only a security officer changes."""
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class UserChange:
    """What is to be different; None leaves a part as it is."""

    version: str
    name: str | None = None
    roles: tuple[str, ...] | None = None
    clearances: tuple[tuple[str, str], ...] | None = None
    cleared_until: datetime | None = None
    systems: tuple[str, ...] | None = None
    compartments: tuple[str, ...] | None = None
    teams: tuple[str, ...] | None = None
    conflicts: tuple[str, ...] | None = None


def version_of(user: User) -> str:
    """A short name of what a user's record says, to notice that it changed."""
    return sha256(user_text(user).encode()).hexdigest()[:12]


def may_look_at(sitting: Sitting, user: User) -> bool:
    """Own people; the operator also those who administer elsewhere; the keeper of a compartment whom it let in."""
    return (
        user.organisation == sitting.who.organisation
        or ("OPERATOR" in sitting.who.roles and not APART.isdisjoint(user.roles))
        or not _kept(sitting).isdisjoint(user.compartments)
    )


def as_shown(sitting: Sitting, user: User) -> User:
    """Own people whole. Of others neither their teams, nor the cases they are party to, nor other circles that they are in."""
    if user.organisation == sitting.who.organisation:
        return user
    kept = tuple(code for code in user.compartments if code in _kept(sitting))
    return replace(user, compartments=kept, teams=(), conflicts=())


def _kept(sitting: Sitting) -> set[str]:
    """Compartments into which the asker lets people: those that their organisation keeps, for its security officer."""
    if "SECURITY_OFFICER" not in sitting.who.roles:
        return set()
    return {one.code for one in sitting.desk.compartments.values() if one.keeper == sitting.who.organisation}


def require_own_record(sitting: Sitting, record: str) -> None:
    """Raise Refused for the past of a record that is not the own organisation's."""
    kind, _, code = record.partition(":")
    user, team = sitting.desk.users.get(code), sitting.desk.teams.get(code)
    organisation = {"user": user and user.organisation, "team": team and team.organisation, "organisation": code}.get(kind)
    if organisation != sitting.who.organisation and not (kind == "organisation" and "OPERATOR" in sitting.who.roles):
        raise Refused("NOT_FOUND")


def new_organisation(sitting: Sitting, organisation: Organisation) -> Ruling[Record]:
    """A new partner. What it names begins with its code and a hyphen: none is in the code, so that no two partners' names meet."""
    _require_code(organisation.code)
    if "-" in organisation.code:
        raise Refused("INVALID", "code", "the code of an organisation has no hyphen")
    _require_name(organisation.name)
    if organisation.code in sitting.desk.organisations:
        raise Refused("TAKEN", "code")
    if sitting.desk.table.recipients and organisation.recipient not in sitting.desk.table.recipients:
        raise Refused("UNKNOWN_VALUE", "recipient")
    return _one(organisation)


def ended_organisation(sitting: Sitting, code: str) -> Ruling[Record]:
    """A partner that leaves. The operator's own organisation stays."""
    organisation = sitting.desk.organisations.get(code)
    if organisation is None:
        raise Refused("NOT_FOUND")
    if organisation.ended or code == sitting.who.organisation:
        raise Refused("ALREADY_DONE" if organisation.ended else "NOT_ALLOWED")
    return _one(replace(organisation, ended=to_text(sitting.at)))


def new_compartment(sitting: Sitting, compartment: Compartment) -> Ruling[Record]:
    """A closed circle gets its keeper, once."""
    _require_code(compartment.code)
    if compartment.code in sitting.desk.compartments:
        raise Refused("TAKEN", "code")
    if not sitting.desk.organisation_of(f"org:{compartment.keeper}"):
        raise Refused("UNKNOWN_VALUE", "keeper")
    return _one(compartment)


def new_team(sitting: Sitting, code: str) -> Ruling[Record]:
    """A team of the own organisation; its code begins with the organisation's, so that no two meet."""
    _require_code(code)
    if not code.startswith(f"{sitting.who.organisation}-"):
        raise Refused("INVALID", "code", "the code of a team begins with its organisation's and a hyphen")
    if code in sitting.desk.teams:
        raise Refused("TAKEN", "code")
    return _one(Team(code, sitting.who.organisation))


def ended_team(sitting: Sitting, code: str) -> Ruling[Record]:
    """A team and every membership of it."""
    team = sitting.desk.teams.get(code)
    if team is None or team.organisation != sitting.who.organisation:
        raise Refused("NOT_FOUND")
    if team.ended:
        raise Refused("ALREADY_DONE")
    members = [user for user in sitting.desk.users.values() if code in user.teams]
    after = replace(team, ended=to_text(sitting.at))
    left = tuple(replace(user, teams=tuple(name for name in user.teams if name != code)) for user in members)
    return Ruling(after, Change(records=(after, *left)))


def new_user(sitting: Sitting, user: User) -> Ruling[Record]:
    """Somebody new, with what the one who adds them may give. That the key is in use is looked at last (docs/decisions/0109)."""
    _require_code(user.key, "key")
    if "OPERATOR" in sitting.who.roles and user.organisation != sitting.who.organisation:
        _require_first_officer(sitting, user)
    elif user.organisation != sitting.who.organisation:
        raise Refused("NOT_FOUND")
    else:
        nobody = User(user.key, user.name, user.organisation, (), (), user.cleared_until, (), (), ())
        _require_may_change(sitting, nobody, user)
    _require_lawful(sitting, user)
    if user.key in sitting.desk.users:
        raise Refused("TAKEN", "key")
    return _one(user)


def changed_user(sitting: Sitting, key: str, change: UserChange) -> Ruling[Record]:
    """Somebody, changed. Of others a compartment that the asker does not keep is not in what they say, and stays as it is."""
    user = _known_user(sitting, key, change.version)
    shown = as_shown(sitting, user)
    if change.version not in (version_of(user), version_of(shown)):
        raise Refused("STALE", "version")
    parts = {name: getattr(change, name) for name in UserChange.__slots__ if name != "version"}
    wished = replace(shown, **{name: value for name, value in parts.items() if value is not None})
    _require_may_change(sitting, shown, wished)
    after = wished if shown is user else replace(user, compartments=_merged(user, shown, wished))
    _require_lawful(sitting, after)
    return Ruling(wished, Change(records=(after,)))


def _merged(user: User, shown: User, wished: User) -> tuple[str, ...]:
    """What somebody of another organisation is let into by others, and what the asker wishes."""
    return tuple(sorted({*user.compartments} - {*shown.compartments} | {*wished.compartments}))


def ended_user(sitting: Sitting, key: str) -> Ruling[Record]:
    """Somebody who left."""
    user = sitting.desk.users.get(key)
    if user is None or user.organisation != sitting.who.organisation:
        raise Refused("NOT_FOUND")
    if key == sitting.who.key:
        raise Refused("FOUR_EYES")
    if user.ended:
        raise Refused("ALREADY_DONE")
    return _one(replace(user, ended=to_text(sitting.at)))


def _known_user(sitting: Sitting, key: str, version: str) -> User:
    """Somebody whom the asker may look at; or whom the keeper of a compartment can name with the version that their own told it."""
    user = sitting.desk.users.get(key)
    is_named = user is not None and bool(_kept(sitting)) and version == version_of(user)
    if user is None or not (may_look_at(sitting, user) or is_named):
        raise Refused("NOT_FOUND")
    return user


def _require_may_change(sitting: Sitting, before: User, after: User) -> None:
    """Raise Refused when the one who asks may not make this difference."""
    who, own = sitting.who, before.organisation == sitting.who.organisation
    officer = "SECURITY_OFFICER" in who.roles
    changed = {name for name in User.__slots__ if getattr(before, name) != getattr(after, name)}
    if before.key == who.key:
        raise Refused("FOUR_EYES")
    if "compartments" in changed:
        _require_may_open(sitting, set(before.compartments), set(after.compartments), own)
    if not own and changed != {"compartments"}:
        raise Refused("NOT_FOUND")
    if (secured := sorted(changed & set(SECURED))) and not officer:
        raise Refused("NOT_ALLOWED", secured[0])
    if not officer and (set(before.roles) ^ set(after.roles)) & (APART | {"GRANT_AUDITOR"}):
        raise Refused("NOT_ALLOWED", "roles")


def _require_may_open(sitting: Sitting, before: set[str], after: set[str], own: bool) -> None:
    officer = "SECURITY_OFFICER" in sitting.who.roles
    for code in sorted(before ^ after):
        kept = sitting.desk.compartments.get(code)
        keeps = officer and kept is not None and kept.keeper == sitting.who.organisation
        closes = officer and own and code in before
        if not (keeps or closes):
            raise Refused("NOT_ALLOWED", "compartments")


def _require_first_officer(sitting: Sitting, user: User) -> None:
    """The operator may only let an organisation begin: with one security officer, and nothing else about them."""
    officers = [one for one in sitting.desk.users.values() if one.organisation == user.organisation and not one.ended]
    bare = user.roles == ("SECURITY_OFFICER",) and not (user.clearances or user.compartments or user.teams or user.systems)
    if not bare or any("SECURITY_OFFICER" in one.roles for one in officers):
        raise Refused("NOT_ALLOWED")


def _require_lawful(sitting: Sitting, user: User) -> None:
    """Raise Refused with the first law that a user's record breaks."""
    _require_name(user.name)
    desk, roles = sitting.desk, set(user.roles)
    known = {
        "organisation": bool(desk.organisation_of(f"org:{user.organisation}")),
        "roles": roles <= ROLES,
        "clearances": all(CODE.fullmatch(scheme) and level in LEVELS for scheme, level in user.clearances),
        "systems": set(user.systems) <= set(desk.table.admitted_systems),
        "teams": all(desk.organisation_of(f"team:{team}") == user.organisation for team in user.teams),
        "conflicts": all(CODE.fullmatch(scope) for scope in user.conflicts),
        "compartments": all(CODE.fullmatch(code) for code in user.compartments),
    }
    for name, holds in known.items():
        if not holds:
            raise Refused("UNKNOWN_VALUE", name)
    if roles & APART and (roles & CONTENT or user.teams):
        raise Refused("INVALID", "roles", "who administers holds no role of content and is in no team")


def _require_code(code: str, field: str = "code") -> None:
    if not CODE.fullmatch(code):
        raise Refused("INVALID", field, "a code has letters, digits, points, colons, hyphens or underscores, at most 64")


def _require_name(name: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused("INVALID", "name", "a name is printable, and at most 200 characters")


def _one(record: Record) -> Ruling[Record]:
    return Ruling(record, Change(records=(record,)))
