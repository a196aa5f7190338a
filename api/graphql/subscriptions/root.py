"""What may be followed, as the schema says it. Its fields are not resolved: a feed (`feed.py`) makes each event whole."""

from collections.abc import AsyncGenerator
from enum import Enum
from typing import Any

import strawberry

from api.graphql.schema import types


@strawberry.enum(
    description="\n".join(
        (
            "STARTED: nothing changed; its cursor is where the subscription begins.",
            "CREATED: it is new, or new to you.",
            "CORRECTED: it has another version than one that you could see.",
            "WITHDRAWN: it was taken back.",
        )
    )
)
class ChangeKind(Enum):
    """What became of a record."""

    STARTED = "STARTED"
    CREATED = "CREATED"
    CORRECTED = "CORRECTED"
    WITHDRAWN = "WITHDRAWN"


RecordType: Any = types()["RecordType"]
_RECORD: Any = types()["Record"] | None


@strawberry.type(description="Something that changed in your view. What changed several times between two looks is one event.")
class Change:
    """An event."""

    kind: ChangeKind
    cursor: str = strawberry.field(description="where to go on from: yours, and of what is followed here")
    id: strawberry.ID | None
    type: RecordType | None
    at: str | None = strawberry.field(description="since when it is so (ISO 8601, UTC)")
    record: Any = strawberry.field(graphql_type=_RECORD, description="the record as you see it now; null when it was withdrawn")


@strawberry.type(description="Something that you, or your organisation, are told; the first event tells nothing but a cursor.")
class NoticeGiven:
    """An event."""

    kind: str = strawberry.field(description="STARTED, or what happened")
    cursor: str = strawberry.field(description="where to go on from; yours")
    about: strawberry.ID | None = strawberry.field(description="the grant, record or release that it is about")
    at: str | None = strawberry.field(description="when it happened (ISO 8601, UTC)")


async def _told(after: str | None = None) -> AsyncGenerator[NoticeGiven, None]:
    raise AssertionError("a feed makes its events; the executor has no part in it")
    yield


async def _followed(
    types: list[RecordType] | None = None, case: strawberry.ID | None = None, after: str | None = None
) -> AsyncGenerator[Change, None]:
    raise AssertionError("a feed makes its events; the executor has no part in it")
    yield


@strawberry.type(name="Subscription", description="Each stands in an operation of its own, and is answered as text/event-stream.")
class SUBSCRIPTION:
    """The root type."""

    changes: AsyncGenerator[Change, None] = strawberry.subscription(
        resolver=_followed,
        description="Records of your view that are recorded, corrected or withdrawn from now on, or after a cursor: of these types,"
        " and of the case that this id names.",
    )
    notices: AsyncGenerator[NoticeGiven, None] = strawberry.subscription(
        resolver=_told,
        description="What you are told, and if you speak for your organisation what it is told: requests that wait, steps of"
        " grants, corrections of records that were served.",
    )
