"""The decision: Cedar over one subject, one context and the markings. Pure and total; default deny, forbid wins.

A policy that cannot be evaluated is skipped by Cedar, so a forbid with an error would open: here any error denies.
This is the plain form, a question a marking; `visible.py` asks the same policies about whole groups of markings.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cedarpy

from access_policies.entities import marking_entity, regime_entities, request, subject_entity
from access_policies.grants import Grant
from access_policies.policy_texts import constant_policies, grant_policy, lawful
from access_policies.register import PolicyTable
from access_policies.subject import Context, Subject
from graph_model.marking import Marking

_ID = re.compile(r'^@id\("([^"]+)"\)', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Decision:
    """Permitted or not, and the ids of the rules that determined it: grants when permitted, the forbids that hold when not."""

    permit: bool
    rules: tuple[str, ...]


class Decider:
    """Decisions for one subject in one context; policies and entities are put together once."""

    def __init__(
        self, subject: Subject, context: Context, grants: Sequence[Grant], table: PolicyTable, constants: str | None = None
    ) -> None:
        fixed = constant_policies() if constants is None else constants
        kept = lawful(grants)
        texts = [grant_policy(grant, subject, context.at) for grant in kept]
        self._context, self._table = context, table
        self._policies = cedarpy.PolicySet.from_str("\n".join([fixed, *texts]))
        self._names = [*_ID.findall(fixed), *(grant.id for grant in kept)]
        self._entities = [subject_entity(subject, context), *regime_entities(table)]

    def decide(self, action: str, markings: Sequence[Marking]) -> list[Decision]:
        """One decision a marking, in their order."""
        entities = [*self._entities, *(marking_entity(m, str(n), self._table) for n, m in enumerate(markings))]
        requests = [request(action, str(number), self._context) for number in range(len(markings))]
        return [self._decision(result) for result in cedarpy.is_authorized_batch(requests, self._policies, entities)]

    def _decision(self, result: Any) -> Decision:
        if result.diagnostics.errors:
            return Decision(False, ("error",))
        return Decision(bool(result.allowed), tuple(sorted(self._name(reason) for reason in result.diagnostics.reasons)))

    def _name(self, reason: str) -> str:
        """Cedar numbers policies in the order of the text; each has its name in `@id`."""
        place = int(reason.removeprefix("policy"))
        return self._names[place] if place < len(self._names) else reason
