"""A small directory in memory, and who sits at its desk: for rulings, which are pure and need no database."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from access_policies.desk import Desk
from access_policies.guard.desks import ADMINISTRATION, Sitting
from access_policies.register import Compartment, Organisation, PolicyTable, Team, User
from tests.access_policies.strategies import NOW

UNTIL = NOW + timedelta(days=300)
LEFT = "2026-01-01T00:00:00.000Z"


def user(key: str, organisation: str, *roles: str, **parts: Any) -> User:
    """Somebody with nothing but roles."""
    return replace(User(key, key.capitalize(), organisation, roles, (), UNTIL, (), (), ()), **parts)


ORGANISATIONS = (
    Organisation("POL", "Police", "POLICE"),
    Organisation("AIVD", "Service", "SERVICE"),
    Organisation("NCTV", "Coordinator", "AUTHORITY"),
    Organisation("NEW", "New", "MUNICIPALITY"),
    Organisation("GONE", "Gone", "POLICE", LEFT),
)
TEAMS = (Team("POL-A", "POL"), Team("POL-B", "POL"), Team("POL-OLD", "POL", LEFT), Team("AIVD-T", "AIVD"))
COMPARTMENTS = (Compartment("BAKEN", "AIVD"), Compartment("KELK", "POL"))
USERS = (
    user("fenna", "POL", "GRANT_ADMIN"),
    user("bente", "POL", "SECURITY_OFFICER"),
    user("ruth", "POL", "SECURITY_OFFICER"),
    user("daan", "POL", "ANALYST", teams=("POL-A", "POL-B"), conflicts=("C9",)),
    user("saar", "POL", "ANALYST", teams=("POL-A",), compartments=("BAKEN",)),
    user("left", "POL", "ANALYST", ended=LEFT),
    user("pia", "AIVD", "SECURITY_OFFICER"),
    user("wes", "AIVD", "ANALYST", compartments=("KELK",)),
    user("mats", "NCTV", "SECURITY_OFFICER"),
    user("noor", "NCTV", "ANALYST"),
    user("tess", "NCTV", "OPERATOR"),
    user("audit", "NCTV", "GRANT_AUDITOR"),
)
TABLE = PolicyTable(
    ("ASSESS", "DECIDE", ADMINISTRATION),
    ("PROTECTION",),
    (),
    {},
    recipients=("POLICE", "SERVICE", "AUTHORITY", "MUNICIPALITY"),
    legal_bases={"WPG-15": "as invented"},
    refusal_grounds={"BPG-2:13-a": "as invented"},
)
DESK = Desk(
    epoch=1,
    table=TABLE,
    organisations={one.code: one for one in ORGANISATIONS},
    teams={one.code: one for one in TEAMS},
    compartments={one.code: one for one in COMPARTMENTS},
    users={one.key: one for one in USERS},
    declarations={},
    grants={},
    held=(),
    markings=(),
)


def sits(who: str, purpose: str = ADMINISTRATION, **changes: Any) -> Sitting:
    """Somebody at this desk, or at one that differs from it."""
    desk = replace(DESK, **changes)
    return Sitting(desk, desk.subject(who), NOW, purpose)
