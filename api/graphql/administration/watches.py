"""Watches of persons, and alerts of what leads to them: what is told, and the mutations."""

from datetime import datetime
from enum import Enum

import strawberry
from strawberry import ID

from access_policies.guard.outcome import Outcome
from access_policies.guard.previews.links import Path
from access_policies.guard.watches import alerts, watch
from access_policies.guard.watches.watches import WatchSeen
from api.graphql.administration.asking import Asking, described
from api.graphql.administration.previews import OpenedPaths
from api.graphql.administration.telling import told, told_all
from api.graphql.user_errors import UserError, user_errors


@strawberry.type(description="A person of your organisation's own of whom it wants to know what newly leads to them.")
class Watch:
    """`state` is RUNNING, ENDED or EXPIRED."""

    id: ID
    person: ID
    reason: str
    watched_by: str
    since: datetime
    until: datetime
    ended_at: datetime | None
    ended_by: str
    state: str


@strawberry.enum(description="What led to a person: a grant that began, a relationship, or a SAME_AS relationship.")
class AlertKind(Enum):
    """A cause."""

    GRANT = "GRANT"
    RELATIONSHIP = "RELATIONSHIP"
    MERGE = "MERGE"


@strawberry.type(description="What a grant opened towards the person, for users in the same position and one purpose.")
class OpenedToward:
    """As in a preview; of each pair one record is the person. A path of one record is the person, who was not seen before."""

    purpose: str
    users: list[str]
    paths: OpenedPaths


@strawberry.type(description="A record of a way; or a relationship, which points `forwards` or not.")
class WayStep:
    """One of your own view."""

    id: ID
    type: str
    forwards: bool | None


@strawberry.type(description="From the person to a record that came near, step by step.")
class Way:
    """Records and relationships in turn."""

    steps: list[WayStep]


@strawberry.type(description="One cause, once. Of a grant what it `opened`; else how many `records` came within three hops.")
class Alert:
    """Grants are told to those who speak for the organisation, relationships to those in whose view they are."""

    id: ID
    kind: AlertKind
    cause: ID = strawberry.field(description="The id of the grant or of the relationship.")
    originator: str = strawberry.field(description="Who gave the grant, or asserts the relationship.")
    at: datetime = strawberry.field(description="When the grant began, or the relationship was recorded.")
    opened: list[OpenedToward]
    records: int
    ways: list[Way] = strawberry.field(description="To the first of these records, at most five.")
    acknowledged_by: str
    acknowledged_at: datetime | None


@strawberry.type(description="A watch and its alerts, newest first.")
class Alarm:
    """Not whole where too much hangs together around the person to look at."""

    watch: Watch
    alerts: list[Alert]
    is_whole: bool


@strawberry.type(description="A watch that was begun or ended, or why not.")
class WatchPayload:
    """With an error nothing was changed."""

    watch: Watch | None
    user_errors: list[UserError]
    receipt: str


@strawberry.type(description="The id of an alert that was taken note of, or why not.")
class AlertPayload:
    """With an error nothing was changed."""

    alert: ID | None
    user_errors: list[UserError]
    receipt: str


@strawberry.type
class WatchMutation:
    """What is added to the root of mutations."""

    @described("Watch a Person record of your own organisation; with an Idempotency-Key and the same request, once.")
    async def watch_person(self, info: Asking, person: ID, reason: str, until: datetime) -> WatchPayload:
        wanted = watch.Wanted(person, reason, until)
        return _payload(await info.context.guard.watches.begin(info.context.asked, wanted, info.context.key))

    @described("Watch somebody no more; what was found stays.")
    async def end_watch(self, info: Asking, watch: ID) -> WatchPayload:
        return _payload(await info.context.guard.watches.end(info.context.asked, watch))

    @described("Take note of an alert, for your organisation.")
    async def acknowledge_alert(self, info: Asking, watch: ID, alert: ID) -> AlertPayload:
        outcome = await info.context.guard.alarms.acknowledge(info.context.asked, watch, alert)
        seen = ID(outcome.value.id) if outcome.value else None
        return AlertPayload(alert=seen, user_errors=user_errors(outcome.refusals), receipt=outcome.receipt)


def watch_told(seen: WatchSeen | alerts.Alarm) -> Watch:
    """A watch as the schema has it."""
    return told(Watch, seen.watch, state=seen.state)


def alarm_told(seen: alerts.Alarm) -> Alarm:
    """A watch with its alerts."""
    return Alarm(watch=watch_told(seen), alerts=[_alert(one) for one in seen.alerts], is_whole=seen.is_whole)


def _alert(one: alerts.Alert) -> Alert:
    return Alert(
        id=ID(one.id),
        kind=AlertKind(one.kind),
        cause=ID(one.cause),
        originator=one.originator,
        at=one.at,
        opened=told_all(OpenedToward, one.opened),
        records=one.records,
        ways=[Way(steps=_steps(path)) for path in one.ways],
        acknowledged_by=one.acknowledged_by,
        acknowledged_at=one.acknowledged_at,
    )


def _steps(path: Path) -> list[WayStep]:
    first = path.records[0]
    found = [WayStep(id=ID(first.id), type=first.type, forwards=None)]
    for near, link, far in zip(path.records, path.links, path.records[1:], strict=False):
        found.append(WayStep(id=ID(link.id), type=link.type, forwards=link.start.id == near.id))
        found.append(WayStep(id=ID(far.id), type=far.type, forwards=None))
    return found


def _payload(outcome: Outcome[WatchSeen]) -> WatchPayload:
    made = outcome.value
    return WatchPayload(
        watch=watch_told(made) if made else None, user_errors=user_errors(outcome.refusals), receipt=outcome.receipt
    )
