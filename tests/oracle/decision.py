"""May this user do this with a statement of this marking? Every condition of access-model.md 3 to 5, one to a line."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

LEVELS = ("NONE", "DEP_V", "STG_C", "STG_G", "STG_ZG")
HIGHEST = {"org": "STG_C", "team": "STG_G", "user": "STG_ZG"}
PARTS = frozenset(
    {
        "originator", "system", "scheme", "level", "compartments", "releasable_to", "scopes", "purposes", "regime",
        "handling", "match",
    }
)  # fmt: skip

WITHHELD = {
    "CONSULT_FIRST": {"pass_on"}, "NO_ONWARD": {"pass_on"}, "NOT_IN_COURT": set(), "NO_EXPORT": {"export", "pass_on"},
    "DESTROY_BY": set(), "NL_EYES": {"pass_on"}, "TLP_AMBER_STRICT": {"pass_on"}, "TLP_AMBER": set(), "TLP_GREEN": set(),
}  # fmt: skip
"""Actions that a handling code keeps from all but the originator; an unknown code keeps back what it can."""

Raw = dict[str, Any]


def instant(text: str) -> datetime:
    """The instant of an ISO text with a zone."""
    return datetime.fromisoformat(text)


def decide(world: Raw, user: Raw, action: str, field_class: str | None, marking: Raw, purpose: str, at: datetime) -> bool:
    """True when permitted. Default deny; a forbid wins; whatever is missing or unknown denies."""
    return (
        _mandatory(world, user, marking, purpose, at)
        and _handled(user, action, marking, at)
        and any(_opens(grant, user, action, field_class, marking, purpose, at) for grant in world["grants"])
    )


def _mandatory(world: Raw, user: Raw, marking: Raw, purpose: str, at: datetime) -> bool:
    organisation = next((o for o in world["organisations"] if o["code"] == user["org"]), None)
    if organisation is None or not set(marking) >= PARTS or marking["level"] not in LEVELS:
        return False
    shut_out = {scope for forbid in world["forbids"] if forbid["user"] == user["key"] for scope in forbid["scopes"]}
    rows = {} if marking["regime"] in world["closed_regimes"] else world["regimes"].get(marking["regime"], {})
    return all(
        (
            purpose in world["purposes"],
            marking["system"] in user["systems"],
            _rank(user, marking["scheme"], at) >= LEVELS.index(marking["level"]),
            set(marking["compartments"]) <= set(user.get("compartments", ())),
            user["org"] in {*marking["releasable_to"], marking["originator"]},
            purpose in marking["purposes"],
            purpose in rows.get(organisation["recipient"], ()),
            not shut_out & set(marking["scopes"]),
        )
    )


def _handled(user: Raw, action: str, marking: Raw, at: datetime) -> bool:
    """What the originator withholds from others, and copies that were to be destroyed by a day that is over."""
    if user["org"] == marking["originator"]:
        return True
    for code in marking["handling"]:
        name, _, day = code.partition(":")
        if action in WITHHELD.get(name, {"export", "pass_on"}) or (name == "DESTROY_BY" and at >= _end_of(day)):
            return False
    return True


def _end_of(day: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _rank(user: Raw, scheme: str, at: datetime) -> int:
    if at >= instant(f"{user['clearanceUntil']}T00:00:00Z"):
        return 0
    return LEVELS.index(user["clearance"].get(scheme, "NONE"))


def _opens(grant: Raw, user: Raw, action: str, field_class: str | None, marking: Raw, purpose: str, at: datetime) -> bool:
    kind = grant["grantee"].partition(":")[0]
    return all(
        (
            state(grant, at) == "ACTIVE",
            instant(grant["not_before"]) <= at,
            grant["grantee"] in {f"user:{user['key']}", f"org:{user['org']}", *(f"team:{t}" for t in user.get("teams", ()))},
            set(grant["scope"]) & {*marking["scopes"], f"store:{marking['originator']}"},
            action in grant["actions"],
            field_class is None or field_class in grant["field_classes"],
            LEVELS.index(marking["level"]) <= LEVELS.index(grant["level_ceiling"]),
            LEVELS.index(marking["level"]) <= LEVELS.index(HIGHEST[kind]),
            purpose in grant["purposes"],
            not (grant.get("break_glass") and marking["match"] == "SILENT"),
        )
    )


def state(grant: Raw, at: datetime) -> str:
    """The state of a grant at an instant; past its end or its review it has expired, whatever was written."""
    reached = [step["state"] for step in grant["history"] if instant(step["at"]) <= at]
    now = reached[-1] if reached else "NONE"
    over = at >= instant(grant["expires"]) or at >= instant(grant["review_due"])
    return "EXPIRED" if now == "ACTIVE" and over else now
