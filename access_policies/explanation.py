"""An explanation as a value, in words and as plain values; and who reads a marking. Pure, over a directory of some instant."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from access_policies.articles import article_of, rule_texts
from access_policies.decision import Decider
from access_policies.desk import Desk, to_subject
from access_policies.grants import Grant
from access_policies.policy_texts import policy_version
from access_policies.register import PolicyTable, User
from access_policies.stored import organisation_from, table_from, user_from
from access_policies.subject import Context, Subject
from access_policies.visible import as_seen
from graph_model.instant import to_text
from graph_model.marking import Marking


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """One rule in the decision: its name, what it says, and the article."""

    rule: str
    says: str
    article: str


@dataclass(frozen=True, slots=True)
class GrantSaid:
    """One grant in the decision: who gave what to whom, on which basis, with whose consent, until when."""

    id: str
    grantor: str
    grantee: str
    legal_basis: str
    purposes: tuple[str, ...]
    approvals: tuple[tuple[str, str], ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Explanation:
    """Permitted or not; the grants that open it, or the rules that keep it shut (none: no grant opens it).

    `inputs`: about the asker, what the decision can be worked out again from (`inputs.py`).
    """

    record: str
    action: str
    user: str
    purpose: str
    at: datetime
    permit: bool
    grants: tuple[GrantSaid, ...]
    rules: tuple[RuleSaid, ...]
    regime: str
    regime_article: str
    marking: dict[str, str | list[str]]
    policy_version: str
    table_version: str
    inputs: str | None = None

    @property
    def inputs_hash(self) -> str | None:
        """SHA-256 (hex) of the inputs."""
        return None if self.inputs is None else sha256(self.inputs.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who sees a record, for a purpose, under which grants, until when at most."""

    organisation: str
    user: str
    purpose: str
    grants: tuple[GrantSaid, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """Directory and table at an instant."""

    users: dict[str, User]
    subject: Callable[[str], Subject]
    table: PolicyTable


def present(desk: Desk) -> Past:
    """As the desk has it."""
    alive = {key: user for key, user in desk.users.items() if not user.ended and desk.organisation_of(f"org:{user.organisation}")}
    return Past(alive, desk.subject, desk.table)


def as_of(texts: dict[str, str], now: Past) -> Past:
    """As the versions of an instant have it."""
    users = {user.key: user for user in (user_from(text) for name, text in texts.items() if name.startswith("user:"))}
    organisations = {o.code: o for o in (organisation_from(t) for name, t in texts.items() if name.startswith("organisation:"))}
    there = {code for code, organisation in organisations.items() if not organisation.ended}
    known = {key: user for key, user in users.items() if not user.ended and user.organisation in there}
    table = table_from(texts["table"]) if "table" in texts else now.table
    return Past(known, lambda key: to_subject(known[key], organisations[known[key].organisation]), table)


def explained(
    past: Past, of: str, purpose: str, grants: Sequence[Grant], marking: Marking, action: str, at: datetime
) -> Explanation:
    """The decision for a purpose; without one, for the first that permits it, or that the record serves."""
    subject = past.subject(of)
    purposes = [purpose] if purpose else sorted(marking.purposes) or sorted(past.table.purposes)[:1]
    decided = [(p, Decider(subject, Context(p, at), grants, past.table).decide(action, [marking])[0]) for p in purposes]
    chosen, decision = next(((p, d) for p, d in decided if d.permit), decided[0])
    by_id, texts = {grant.id: grant for grant in grants}, rule_texts()
    shut = [texts[name] for name in decision.rules if name in texts]
    return Explanation(
        record="",
        action=action,
        user=of,
        purpose=chosen,
        at=at,
        permit=decision.permit,
        grants=tuple(grant_said(by_id[name], at) for name in decision.rules if name in by_id),
        rules=tuple(RuleSaid(r.name, r.sentence, article_of(r.name, marking, subject.recipient, past.table)) for r in shut),
        regime=marking.regime,
        regime_article=past.table.article(marking.regime, subject.recipient),
        marking=as_seen(marking),
        policy_version=policy_version(),
        table_version=past.table.version,
    )


def readers(grants: Sequence[Grant], past: Past, marking: Marking, at: datetime) -> tuple[Reader, ...]:
    """Everybody whom some grant lets see a marking, with the chain of each."""
    covering = [grant for grant in grants if grant.covers(marking.scopes, marking.originator) and grant.state_at(at) == "ACTIVE"]
    found = []
    for key, user in sorted(past.users.items()):
        own = [grant for grant in covering if grant.grantee in user.grantees]
        for purpose in sorted({purpose for grant in own for purpose in grant.purposes}):
            decision = Decider(past.subject(key), Context(purpose, at), own, past.table).decide("see", [marking])[0]
            if decision.permit:
                chain = tuple(grant_said(grant, at) for grant in own if grant.id in decision.rules)
                until = min(
                    max(said.until for said in chain),
                    user.cleared_until if marking.rank else datetime.max.replace(tzinfo=at.tzinfo),
                )
                found.append(Reader(user.organisation, key, purpose, chain, until))
    return tuple(found)


def grant_said(grant: Grant, at: datetime) -> GrantSaid:
    """A grant as an explanation tells it."""
    until = min(grant.expires, grant.review_due_at(at))
    return GrantSaid(grant.id, grant.grantor, grant.grantee, grant.legal_basis, grant.purposes, grant.approvals, until)


def plain(said: Any) -> Any:
    """An explanation as plain values, for JSON."""
    if isinstance(said, datetime):
        return to_text(said)
    if isinstance(said, tuple | list):
        return [plain(each) for each in said]
    if hasattr(said, "__slots__"):
        return {name: plain(getattr(said, name)) for name in said.__slots__}
    return said


def as_text(said: Explanation) -> str:
    """An explanation in words."""
    verdict = "may" if said.permit else "may not"
    lines = [f"{said.user} {verdict} {said.action} {said.record} for {said.purpose} at {to_text(said.at)}."]
    for grant in said.grants:
        consent = ", ".join(f"{user} ({organisation})" for organisation, user in grant.approvals) or "nobody"
        lines.append(
            f"Grant {grant.id} of {grant.grantor} to {grant.grantee}, on {grant.legal_basis}, until {to_text(grant.until)};"
        )
        lines.append(f"  approved by {consent}.")
    lines += [f"Rule {rule.rule}: {rule.says} [{rule.article}]" for rule in said.rules]
    if not said.permit and not said.rules:
        lines.append("No grant opens it.")
    lines.append(f"Regime {said.regime}: {said.regime_article or 'no article on the table'}.")
    lines.append(f"Policies {said.policy_version}, table {said.table_version}; marking {json.dumps(said.marking, sort_keys=True)}.")
    return "\n".join(lines)
