"""What the guard puts in the audit log about each thing that is asked of it, released or refused. Never content."""

from hashlib import sha256

from access_policies.audit import AuditEntry, AuditLog
from access_policies.clock import Clock
from access_policies.guard.asked import Asked, Served
from access_policies.guard.standing import Standing
from graph_model.instant import to_text


class Recorder:
    """Writes the entries of one guard."""

    def __init__(self, audit: AuditLog, clock: Clock) -> None:
        self._audit, self._clock = audit, clock

    async def note(
        self, asked: Asked, standing: Standing | None, action: str, outcome: str, body: bytes, served: Served = ()
    ) -> str:
        """Put an entry on disk and give its receipt. Raises AuditUnavailable: then nothing may be answered."""
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
