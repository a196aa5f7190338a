"""What a decision about oneself was made from, handed over so that anybody can work it out again (docs/decisions/0159).

Of a marking it holds what its reader may know. Who else may read, in which scopes a record lies and what else it may serve stand
there as far as the answer tells it, and are never looked at: so it tells nothing that an explanation does not. Pure.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from access_policies.decision import Decider, Decision
from access_policies.entities import marking_entity, regime_entities, subject_entity
from access_policies.grants import Grant
from access_policies.policy_texts import cedar_actions, deciding_texts, milliseconds, policy_version
from access_policies.register import PolicyTable
from access_policies.subject import Context, Subject
from graph_model.instant import to_text
from graph_model.marking import Marking

FORM = "kring-decision-1"
CONFLICT = "conflict"
"""Stands for the case in which somebody is a party, and which nobody is told."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a decision about one marking depends on, as the one who asks may know it."""

    subject: Subject
    context: Context
    grants: tuple[Grant, ...]
    table: PolicyTable
    marking: Marking

    def decide(self, action: str) -> Decision:
        """The decision from these inputs alone."""
        return Decider(self.subject, self.context, self.grants, self.table).decide(action, [self.marking])[0]


def inputs_text(record: str, action: str, whole: Inputs) -> str | None:
    """The inputs of a decision about the asker in their one form; None where what may be told does not give the same answer."""
    decision = whole.decide(action)
    opened = decision if decision.permit else whole.decide("see")
    told = _told(whole, decision, opened.rules if opened.permit else ())
    return canonical(_parts(record, action, told, decision)) if told.decide(action) == decision else None


def canonical(value: Any) -> str:
    """The one form of a JSON value: keys sorted, no space, every character itself."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _told(whole: Inputs, decision: Decision, opening: Sequence[str]) -> Inputs:
    """What of the inputs may be known: of the asker's rights what this marking asks for, of the marking what the answer tells."""
    shut = frozenset() if decision.permit else frozenset(decision.rules)
    marking, subject, purpose = whole.marking, whole.subject, whole.context.purpose
    grants = tuple(_shown(grant, number) for number, grant in enumerate(_named(whole.grants, opening), 1))
    met = frozenset({CONFLICT} & shut)
    return Inputs(
        subject=replace(
            subject,
            teams=frozenset(grant.holder for grant in grants if grant.kind == "team"),
            clearances=tuple(held for held in subject.clearances if held[0] == marking.scheme),
            systems=subject.systems & {marking.system},
            compartments=subject.compartments & marking.compartments,
            conflicts=met,
        ),
        context=whole.context,
        grants=grants,
        table=_row(whole.table, marking.regime, subject.recipient, purpose),
        marking=Marking(
            originator=marking.originator,
            system=marking.system,
            scheme=marking.scheme,
            level=marking.level,
            compartments=marking.compartments,
            releasable_to=frozenset() if "releasable" in shut else frozenset({subject.organisation}),
            scopes=met.union(*(grant.scopes for grant in grants)),
            purposes=frozenset() if "purpose" in shut else frozenset({purpose}),
            regime=marking.regime,
            handling=marking.handling,
            match=marking.match,
        ),
    )


def _named(grants: Sequence[Grant], names: Sequence[str]) -> list[Grant]:
    return sorted((grant for grant in grants if grant.id in names), key=lambda grant: grant.id)


def _shown(grant: Grant, number: int) -> Grant:
    """A grant that opens the record. In which of several scopes the record lies is nobody's to know: one name stands for them."""
    return grant if len(grant.scopes) == 1 else replace(grant, scopes=(f"grant:{number}",))


def _row(table: PolicyTable, regime: str, recipient: str, purpose: str) -> PolicyTable:
    """Of the table only whether this regime is open to this kind of recipient for this purpose, and what codes withhold."""
    open_for = [purpose] if purpose in table.regimes.get(regime, {}).get(recipient, []) else []
    regimes = {regime: {recipient: open_for} if open_for else {}} if regime in table.regimes else {}
    return replace(table, regimes=regimes, closed_regimes=tuple(name for name in table.closed_regimes if name == regime))


def _parts(record: str, action: str, told: Inputs, decision: Decision) -> dict[str, Any]:
    subject, context, table = told.subject, told.context, told.table
    marking = marking_entity(told.marking, "record", table, sorted({*told.marking.scopes, f"store:{told.marking.originator}"}))
    return {
        "form": FORM,
        "record": record,
        "action": action,
        "user": subject.key,
        "grantees": [f"user:{subject.key}", f"org:{subject.organisation}", *(f"team:{team}" for team in sorted(subject.teams))],
        "at": to_text(context.at),
        "case": context.case,
        "context": {"purpose": context.purpose, "now": milliseconds(context.at)},
        "entities": [subject_entity(subject, context), *regime_entities(table), marking],
        "grants": [_grant_parts(grant, context) for grant in told.grants],
        "policies": {"version": policy_version(), "texts": dict(deciding_texts())},
        "law": {"version": table.version, "article": table.article(told.marking.regime, subject.recipient)},
        "answer": {"permit": decision.permit, "rules": list(decision.rules)},
    }


def _grant_parts(grant: Grant, context: Context) -> dict[str, Any]:
    """A grant as its template is filled in, with what makes it lawful."""
    return {
        "id": grant.id,
        "grantor": grant.grantor,
        "grantee": grant.grantee,
        "basis": grant.legal_basis,
        "active": grant.state_at(context.at) == "ACTIVE",
        "not_before": milliseconds(grant.not_before),
        "expires": milliseconds(grant.expires),
        "review_due": milliseconds(grant.review_due_at(context.at)),
        "scopes": sorted(grant.scopes),
        "actions": list(cedar_actions(grant)),
        "ceiling": grant.ceiling,
        "purposes": list(grant.purposes),
        "break_glass": grant.break_glass,
    }
