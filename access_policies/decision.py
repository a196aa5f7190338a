"""The decision: Cedar over one subject, one context and the markings. Pure and total; default deny, forbid wins.

A policy that cannot be evaluated is skipped by Cedar, so a forbid with an error would open: here any error denies.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cedarpy

from access_policies.grants import Grant
from access_policies.policy_texts import constant_policies, grant_policies, milliseconds
from access_policies.register import PolicyTable
from access_policies.subject import Context, Subject
from graph_model.marking import Marking

_POLICY = re.compile(r'^(?:@id\("([^"]*)"\)\n)?(?:permit|forbid) \(', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Decision:
    """Permitted or not, and the ids of the rules that determined it (grants when permitted)."""

    permit: bool
    rules: tuple[str, ...]


class Decider:
    """Decisions for one subject in one context; policies and entities are put together once."""

    def __init__(
        self, subject: Subject, context: Context, grants: Sequence[Grant], table: PolicyTable, constants: str | None = None
    ) -> None:
        self._context = {"purpose": context.purpose, "now": milliseconds(context.at)}
        fixed = constant_policies() if constants is None else constants
        self._policies = fixed + "\n" + grant_policies(grants, subject, context.at)
        self._names = _POLICY.findall(self._policies)
        self._principal = _subject_entity(subject, context)
        self._regimes = [_regime_entity(name, rows, table) for name, rows in table.regimes.items()]

    def decide(self, action: str, markings: Sequence[Marking]) -> list[Decision]:
        """One decision a marking, in their order."""
        entities = [self._principal, *self._regimes, *(_marking_entity(m, n) for n, m in enumerate(markings))]
        requests = [
            {
                "principal": 'Subject::"subject"',
                "action": f'Action::"{action}"',
                "resource": f'Marking::"{number}"',
                "context": self._context,
            }
            for number in range(len(markings))
        ]
        return [self._decision(result) for result in cedarpy.is_authorized_batch(requests, self._policies, entities)]

    def _decision(self, result: Any) -> Decision:
        """Cedar numbers the policies of a text in their order; a rule goes by the name that its policy gives itself."""
        if result.diagnostics.errors:
            return Decision(False, ("error",))
        rules = (self._names[int(reason.removeprefix("policy"))] for reason in result.diagnostics.reasons)
        return Decision(bool(result.allowed), tuple(sorted(rules)))


def _entity(kind: str, name: str, attributes: dict[str, Any], tags: dict[str, Any]) -> dict[str, Any]:
    return {"uid": {"type": kind, "id": name}, "attrs": attributes, "parents": [], "tags": tags}


def _subject_entity(subject: Subject, context: Context) -> dict[str, Any]:
    attributes = {
        "organisation": subject.organisation,
        "recipient": subject.recipient,
        "systems": sorted(subject.systems),
        "compartments": sorted(subject.compartments),
        "conflicts": sorted(subject.conflicts),
    }
    return _entity("Subject", "subject", attributes, dict(subject.ranks(context.at)))


def _regime_entity(name: str, rows: dict[str, list[str]], table: PolicyTable) -> dict[str, Any]:
    """A closed regime admits nobody, whatever its row says."""
    return _entity("Regime", name, {}, {} if name in table.closed_regimes else dict(rows))


def _marking_entity(marking: Marking, number: int) -> dict[str, Any]:
    attributes = {
        "system": marking.system,
        "scheme": marking.scheme,
        "level": marking.rank,
        "compartments": sorted(marking.compartments),
        "audience": sorted(marking.audience),
        "scopes": [*sorted(marking.scopes), f"store:{marking.originator}"],
        "purposes": sorted(marking.purposes),
        "regime": {"__entity": {"type": "Regime", "id": marking.regime}},
        "match": marking.match,
    }
    return _entity("Marking", str(number), attributes, {})
