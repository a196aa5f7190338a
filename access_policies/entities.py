"""What Cedar is told about a subject, a marking and the regimes: plain values in the shape of the schema."""

from datetime import date
from typing import Any

from access_policies.policy_texts import milliseconds
from access_policies.register import PolicyTable
from access_policies.subject import Context, Subject
from graph_model.marking import Marking

PRINCIPAL = 'Subject::"subject"'
NEVER = 2**53 - 1
"""Milliseconds that no clock reaches: a record without a day of destruction."""
_DAY_MS = 24 * 3600 * 1000


def subject_entity(subject: Subject, context: Context) -> dict[str, Any]:
    """Who asks; the clearances are tags by scheme."""
    attributes = {
        "organisation": subject.organisation,
        "recipient": subject.recipient,
        "systems": sorted(subject.systems),
        "compartments": sorted(subject.compartments),
        "conflicts": sorted(subject.conflicts),
    }
    return _entity("Subject", "subject", attributes, dict(subject.ranks(context.at)))


def regime_entities(table: PolicyTable) -> list[dict[str, Any]]:
    """The table of regimes; a closed regime admits nobody, whatever its row says."""
    rows = table.regimes.items()
    return [_entity("Regime", name, {}, {} if name in table.closed_regimes else dict(row)) for name, row in rows]


def marking_entity(marking: Marking, name: str, table: PolicyTable, scopes: list[str] | None = None) -> dict[str, Any]:
    """A marking; `scopes` replaces its own where a whole group of markings is asked about."""
    attributes = {
        "originator": marking.originator,
        "system": marking.system,
        "scheme": marking.scheme,
        "level": marking.rank,
        "compartments": sorted(marking.compartments),
        "audience": sorted(marking.audience),
        "scopes": scopes if scopes is not None else [*sorted(marking.scopes), f"store:{marking.originator}"],
        "purposes": sorted(marking.purposes),
        "regime": {"__entity": {"type": "Regime", "id": marking.regime}},
        "match": marking.match,
        "withheld": sorted(withheld(marking.handling, table)),
        "destroyBy": destroy_by(marking.handling),
    }
    return _entity("Marking", name, attributes, {})


def withheld(handling: frozenset[str], table: PolicyTable) -> frozenset[str]:
    """Actions that handling codes keep from all but the originator; a code that no register knows keeps back what it can."""
    unknown = ["export", "pass_on"]
    return frozenset(action for code in handling for action in table.handling.get(code.partition(":")[0], unknown))


def destroy_by(handling: frozenset[str]) -> int:
    """End of the earliest day named by `DESTROY_BY:day`, in milliseconds; the code without a readable day is long past."""
    days = [code.partition(":")[2] for code in handling if code.partition(":")[0] == "DESTROY_BY"]
    return min((_end_of(day) for day in days), default=NEVER)


def _end_of(day: str) -> int:
    try:
        return (date.fromisoformat(day) - date(1970, 1, 1)).days * _DAY_MS + _DAY_MS
    except ValueError:
        return 0


def request(action: str, name: str, context: Context) -> dict[str, Any]:
    """One question to Cedar."""
    return {
        "principal": PRINCIPAL,
        "action": f'Action::"{action}"',
        "resource": f'Marking::"{name}"',
        "context": {"purpose": context.purpose, "now": milliseconds(context.at)},
    }


def _entity(kind: str, name: str, attributes: dict[str, Any], tags: dict[str, Any]) -> dict[str, Any]:
    return {"uid": {"type": kind, "id": name}, "attrs": attributes, "parents": [], "tags": tags}
