"""What the guard puts in the audit log about each thing that is asked of it, released or refused. Never content."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from access_policies.audit import AuditEntry, AuditLog, Kind, ServedClass
from access_policies.clock import Clock
from access_policies.errors import PolicyError
from access_policies.guard.asked import Asked, Served
from access_policies.guard.outcome import Outcome
from access_policies.guard.standing import Standing
from access_policies.refusals import Refused
from graph_model.errors import StoreError
from graph_model.instant import to_text
from graph_model.tracing import span

T = TypeVar("T")
BEGUN = "begun"
GIVEN = frozenset({"released", "done", "accepted", BEGUN})
"""Outcomes of what was done, or begun; any other is the name of the refusal."""
KINDS = {"read": Kind.READ, "export": Kind.READ, "revoke": Kind.GRANT_CHANGE}


@dataclass(frozen=True, slots=True)
class Begun:
    """The entry of a beginning, which the entry of its end names: so a log tells what was begun and never ended."""

    id: str


def ends(begun: Iterable[Begun]) -> dict[str, list[str]]:
    """What the entry of an end says in its detail."""
    ids = [one.id for one in begun]
    return {"ends": ids} if ids else {}


class Recorder:
    """Writes the entries of one guard."""

    def __init__(self, audit: AuditLog, clock: Clock) -> None:
        self._audit, self._clock = audit, clock

    async def note(
        self,
        asked: Asked,
        standing: Standing | None,
        action: str,
        outcome: str,
        body: bytes,
        served: Served = (),
        kind: Kind | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> str:
        """Put an entry on disk and give its receipt. Raises AuditUnavailable: then nothing may be answered.

        `served` are (id, policy class) of what the answer holds. An action without a kind of its own is a write.
        """
        classes = _by_class(served, standing)
        subject = standing.policy.subject if standing else None
        entry = AuditEntry(
            kind=kind or (KINDS.get(action, Kind.WRITE) if outcome in GIVEN else Kind.REFUSE),
            at=to_text(self._clock.now()),
            subject=asked.subject,
            organisation=subject.organisation if subject else "",
            roles=tuple(sorted(subject.roles)) if subject else (),
            channel=asked.channel,
            token=asked.token,
            purpose=asked.purpose,
            case=asked.case,
            action=action,
            operation=asked.operation,
            variables=self._audit.keyed_hash(asked.variables) if asked.variables else "",
            outcome=outcome,
            epoch=standing.classes.epoch if standing else -1,
            answer=sha256(body).hexdigest(),
            served=classes,
            bases=_bases(classes, standing),
            detail=detail or {},
        )
        return await self.enter(entry)

    def vouch(self, body: bytes, receipt: str) -> str:
        """The log's signature over a file, once its entry is on disk."""
        return self._audit.vouch(body, receipt)

    async def begin(
        self, asked: Asked, action: str, about: Sequence[str], standing: Standing | None = None, body: bytes = b""
    ) -> "Begun":
        """Put on record that a change begins, before any of it is made. Raises AuditUnavailable: then it may not be made."""
        kind = KINDS.get(action, Kind.WRITE)
        receipt = await self.note(asked, standing, action, BEGUN, body, kind=kind, detail={"about": list(about)})
        return Begun(receipt.partition(":")[0])

    async def on_record(
        self, asked: Asked, action: str, act: Callable[[list[Begun]], Awaitable[T]], kind: Kind | None = None
    ) -> Outcome[T]:
        """Do something, or refuse it, with an entry that names what was begun. Raises PolicyError or StoreError after theirs."""
        begun: list[Begun] = []
        try:
            value = await act(begun)
        except Refused as fault:
            receipt = await self.note(asked, None, action, fault.refusals[0].code, b"", detail=ends(begun))
            return Outcome(None, fault.refusals, receipt)
        except (PolicyError, StoreError) as fault:
            await self.note(asked, None, action, type(fault).__name__, b"", detail=ends(begun))
            raise
        receipt = await self.note(asked, None, action, "done", repr(value).encode(), kind=kind, detail=ends(begun))
        return Outcome(value, (), receipt)

    async def enter(self, entry: AuditEntry) -> str:
        """Put an entry on disk that is made, here or by an earlier system that disclosed something. Raises AuditUnavailable."""
        with span("audit"):
            return await self._audit.append(entry)


def _by_class(served: Iterable[tuple[str, int]], standing: Standing | None) -> tuple[ServedClass, ...]:
    """What was served, each statement once, with the grants that opened its class."""
    records: dict[int, dict[str, None]] = {}
    for id_, policy_class in served:
        records.setdefault(policy_class, {})[id_] = None
    grants = standing.classes.determining if standing else lambda _: ()
    return tuple(ServedClass(number, grants(number), tuple(ids)) for number, ids in records.items())


def _bases(classes: tuple[ServedClass, ...], standing: Standing | None) -> dict[str, str]:
    """The legal basis of every grant that opened something."""
    if standing is None or not classes:
        return {}
    used = {grant for served in classes for grant in served.grants}
    return {grant.id: grant.legal_basis for grant in standing.policy.grants if grant.id in used}
