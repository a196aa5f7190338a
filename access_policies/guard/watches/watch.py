"""A watch as a value: a person of an organisation's own, watched for a time; its laws, and how it is kept. Pure."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from access_policies.grants import LONGEST
from access_policies.refusals import Refused
from graph_model.instant import parse, to_text

KEPT = 1_000
"""Watches of one organisation that are listed and looked at, those that run first: more than may run at once."""
LONGEST_REASON = 2_000
SETTLES = timedelta(seconds=90)
"""A write may take a minute and clocks differ: what is dated so shortly before a watch began may have come after it, and counts."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for: the id of a Person record, why, and until when."""

    person: str
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """How far grants were looked at: under which policy epoch, when, and when the next one begins that was decided on by then."""

    epoch: int = -1
    at: datetime | None = None
    begins: datetime | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """One watch of an organisation. RUNNING until it is ENDED by somebody or EXPIRED by itself."""

    id: str
    organisation: str
    person: str
    reason: str
    watched_by: str
    since: datetime
    until: datetime
    ended_at: datetime | None = None
    ended_by: str = ""
    judged: Judged = Judged()

    @property
    def begin(self) -> datetime:
        """From when on something is new."""
        return self.since - SETTLES

    @property
    def end(self) -> datetime:
        """The last instant of which something is told."""
        return min(self.until, self.ended_at or self.until)

    def state_at(self, at: datetime) -> str:
        """Its state; no job makes it expire, time does."""
        if self.ended_at and self.ended_at <= at:
            return "ENDED"
        return "RUNNING" if at < self.until else "EXPIRED"

    def is_due(self, epoch: int, at: datetime) -> bool:
        """True when grants may have begun, while it ran, that nobody looked at for this watch."""
        if self.judged.at and self.judged.at >= self.end + SETTLES:
            return False
        return self.judged.epoch != epoch or bool(self.judged.begins and self.judged.begins <= at)

    @property
    def looked_from(self) -> datetime:
        """From when on there may be a grant that nobody looked at: of what began before, all was there at the last look."""
        return max(self.begin, self.judged.at - SETTLES) if self.judged.at else self.begin


def require_lawful(wanted: Wanted, at: datetime) -> None:
    """Raise Refused for a watch without a reason or with too long a one, or that has no end within a year, as a grant has."""
    if not 0 < len(wanted.reason.strip()) <= LONGEST_REASON:
        raise Refused("INVALID", "reason", f"a reason has 1 to {LONGEST_REASON} characters")
    if wanted.until <= at:
        raise Refused("ENDED", "until")
    if wanted.until > at + LONGEST:
        raise Refused("INVALID", "until", "it lasts too long")


def watch_id(subject: str, key: str) -> str:
    """The id of what a subject asks for under an idempotency key: the same again and again, and nobody else's."""
    named = sha256(f"{subject}\0{key}".encode("utf-8", "surrogatepass"))
    return f"W-{named.hexdigest()[:20]}"


def alert_id(watch: str, kind: str, cause: str, at: str) -> str:
    """The one id of an alert: of a watch and a cause, and of the instant at which that began or was recorded."""
    return sha256(f"{watch}\0{kind}\0{cause}\0{at}".encode()).hexdigest()[:32]


def stored(watch: Watch) -> dict[str, Any]:
    """A watch that is new, as it is kept."""
    return {
        "id": watch.id,
        "organisation": watch.organisation,
        "person": watch.person,
        "reason": watch.reason,
        "watchedBy": watch.watched_by,
        "since": to_text(watch.since),
        "until": to_text(watch.until),
        "judged": judged_text(watch.judged),
    }


def judged_text(judged: Judged) -> str:
    """As it is kept: in one text, so that a read never sees half of it."""
    return json.dumps([judged.epoch, *(at and to_text(at) for at in (judged.at, judged.begins))])


def watch_from(row: dict[str, Any]) -> Watch:
    """A watch as it was kept."""
    epoch, *instants = json.loads(row["judged"])
    return Watch(
        id=row["id"],
        organisation=row["organisation"],
        person=row["person"],
        reason=row["reason"],
        watched_by=row["watchedBy"],
        since=parse(row["since"]),
        until=parse(row["until"]),
        ended_at=parse(row["endedAt"]) if row.get("endedAt") else None,
        ended_by=row.get("endedBy") or "",
        judged=Judged(epoch, *(parse(at) if at else None for at in instants)),
    )
