"""The guard: the only door to data (access-model.md 8).

Subject and context -> visible classes -> one statement that brings data and epoch -> the answer's bytes -> audit entry on
disk -> release. If the epoch is not the one the classes were decided under, the answer is thrown away.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from access_policies.audit import AuditEntry, AuditLog
from access_policies.clock import Clock
from access_policies.directory import Directory, PolicyOfSubject
from access_policies.errors import GrantNotFound, NotAccepted, PolicyError, PolicyInFlux
from access_policies.register import Register
from access_policies.subject import Context, Subject
from access_policies.visible import VisibleClasses, visible_classes
from graph_model.cypher.builder import build, required
from graph_model.errors import StoreError
from graph_model.instant import to_text
from graph_model.query import ReadQuery
from graph_model.statement import NodeStatement, RelationshipStatement
from graph_model.store import Store
from graph_model.writer import StatementWriter

TRIES = 5
KEPT = 2_000
BATCH = 2_000
"""Statements that go into one transaction."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, for what, about which case; `operation` is a hash of what is asked."""

    subject: str
    purpose: str
    operation: str
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """An answer that may leave: its audit entry is on disk."""

    body: bytes
    policy_digest: str
    receipt: str


@dataclass(frozen=True, slots=True)
class _Standing:
    policy: PolicyOfSubject
    context: Context
    classes: VisibleClasses

    def holds(self, context: Context) -> bool:
        until = self.classes.valid_until
        return self.context.at <= context.at and (until is None or context.at < until)


class Guard:
    """The door of one installation."""

    def __init__(self, store: Store, clock: Clock, audit: AuditLog) -> None:
        self._store, self._clock, self._audit = store, clock, audit
        self.directory = Directory(store)
        self._standing: dict[tuple[str, str, str | None], _Standing] = {}

    async def read(
        self, asked: Asked, query: ReadQuery, parameters: Mapping[str, Any], render: Callable[[dict[str, Any]], bytes]
    ) -> Released:
        """Answer a read. Raises PolicyError or StoreError, both after their own audit entry; AuditUnavailable without."""
        try:
            standing, data = await self._decided_read(asked, query, parameters)
        except (PolicyError, StoreError) as fault:
            await self._note(asked, None, "read", type(fault).__name__, b"")
            raise
        body = render(data)
        receipt = await self._note(asked, standing, "read", "released", body)
        return Released(body, standing.classes.digest, receipt)

    async def _decided_read(
        self, asked: Asked, query: ReadQuery, parameters: Mapping[str, Any]
    ) -> tuple[_Standing, dict[str, Any]]:
        text = build(query, self._clock.by_hand)
        names = required(query, self._clock.by_hand)
        for attempt in range(TRIES):
            standing = await self._stand(asked, anew=attempt > 0)
            epoch, data = await self._store.read(text, {**parameters, **_masks(standing, names)})
            if epoch == standing.classes.epoch:
                return standing, data
        raise PolicyInFlux("the policies changed during every try; ask again")

    async def _stand(self, asked: Asked, anew: bool) -> _Standing:
        """The visible classes of the caller, from before when they still hold."""
        context = Context(asked.purpose, self._clock.now(), asked.case)
        key = (asked.subject, asked.purpose, asked.case)
        known = self._standing.get(key)
        if known and not anew and known.holds(context):
            return known
        policy = await self.directory.policy_of(asked.subject)
        policy.require_purpose(asked.purpose)
        classes = visible_classes(policy.epoch, policy.subject, context, policy.grants, policy.table, policy.markings)
        if len(self._standing) >= KEPT:
            self._standing.pop(next(iter(self._standing)))
        self._standing[key] = _Standing(policy, context, classes)
        return self._standing[key]

    async def _note(self, asked: Asked, standing: _Standing | None, action: str, outcome: str, body: bytes) -> str:
        entry = AuditEntry(
            at=to_text(self._clock.now()),
            subject=asked.subject,
            organisation=standing.policy.subject.organisation if standing else "",
            purpose=asked.purpose,
            case=asked.case,
            action=action,
            operation=asked.operation,
            outcome=outcome,
            epoch=standing.classes.epoch if standing else -1,
            answer=sha256(body).hexdigest(),
        )
        return await self._audit.append(entry)

    async def revoke(self, asked: Asked, grant_id: str, ground: str) -> str:
        """End a grant at once; the receipt. Only a grant administrator of its grantor may; else GrantNotFound.

        Grant and epoch change in one transaction, so no answer that starts after it holds what the grant opened.
        """
        try:
            policy = await self.directory.policy_of(asked.subject)
            grant = await self.directory.grant(grant_id)
            if not _administers(policy.subject, grant.grantor) or asked.purpose != "GRANT_ADMINISTRATION":
                raise GrantNotFound("no such grant")
            await self.directory.replace(grant, grant.revoked(self._clock.now(), ground))
        except (PolicyError, StoreError) as fault:
            await self._note(asked, None, "revoke", type(fault).__name__, b"")
            raise
        return await self._note(asked, None, "revoke", "done", grant_id.encode())

    async def found(
        self, register: Register, nodes: Sequence[NodeStatement], relationships: Sequence[RelationshipStatement]
    ) -> None:
        """Fill an installation that holds nothing yet. Raises NotAccepted before anything is written.

        Markings are checked as at every door; there is no writer whose view a relationship's ends could be outside of.
        """
        markings = [*(node.marking for node in nodes), *(link.marking for link in relationships)]
        for marking in set(markings):
            closed = marking.regime in register.table.closed_regimes or marking.regime not in register.table.regimes
            if closed or marking.system not in register.table.admitted_systems:
                raise NotAccepted("not accepted")
        writer = StatementWriter(self._store)
        await writer.intern(markings)
        for start in range(0, len(nodes), BATCH):
            await writer.write(nodes[start : start + BATCH], [])
        for start in range(0, len(relationships), BATCH):
            await writer.write([], relationships[start : start + BATCH])
        await self.directory.register(register)


def _administers(subject: Subject, grantor: str) -> bool:
    return "GRANT_ADMIN" in subject.roles and subject.organisation == grantor


def _masks(standing: _Standing, names: frozenset[str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: mask for name, mask in standing.classes.masks.items() if name in names}
    if "markings" in names:
        values["markings"] = standing.classes.markings
    if "asKnown" in names:
        values["asKnown"] = to_text(standing.context.at)
    return values
