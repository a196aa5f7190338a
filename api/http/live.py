"""Following, whatever carries it: who may open a stream, what keeps it open, and what ends it."""

from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from access_policies.errors import PolicyError
from access_policies.guard import Asked
from api.graphql.answering import GraphQL
from api.graphql.errors import RequestError
from api.graphql.subscriptions.feed import Feed
from api.graphql.subscriptions.stream import Stream
from api.http.errors import HttpRefusal
from api.http.ticks import BEAT, ticks
from api.identity.errors import TokenRefused
from graph_model.errors import GraphError
from graph_model.tracing import untraced

MOST = 4
"""Streams of one person at once, in one process. There is no number for all together: it would tell people of one another."""
Vouched = Callable[[], Awaitable[str]]
"""Whose the token of the stream's request is now. Raises TokenRefused, or RequestError."""
Refused = Callable[[str, Exception], Awaitable[bytes]]
"""The bytes of a refusal, after it is on record."""
ENDS = (PolicyError, GraphError, TokenRefused, RequestError)
Each = AsyncGenerator[bytes | None, None]
"""Results as they come; None is a sign of life."""


@dataclass(frozen=True, slots=True)
class Results:
    """What an operation gives, one or many; header fields about it; `ended` is to be called whatever the end."""

    each: Each
    headers: dict[str, str]
    ended: Callable[[], None] = lambda: None


def once(body: bytes, headers: dict[str, str]) -> Results:
    """One result, or an error."""

    async def each() -> Each:
        yield body

    return Results(each(), headers)


class Live:
    """Opens streams, and counts them for each person."""

    def __init__(self, room: GraphQL) -> None:
        self._room = room
        self._open: Counter[str] = Counter()

    async def open(self, asked: Asked, feed: Feed, vouched: Vouched, refused: Refused) -> Results:
        """The results of a feed. Raises HttpRefusal when somebody has too many, and what the guard raises."""
        if self._open[asked.subject] >= MOST:
            raise HttpRefusal("TOO_MANY_STREAMS")
        self._open[asked.subject] += 1
        try:
            stream = await self._room.open(asked, feed)
        except BaseException:
            self._ended(asked.subject)
            raise
        told = {"Kring-Epoch": stream.opened.policy_digest, "Audit-Receipt": stream.opened.receipt}
        return Results(_each(stream, asked.subject, vouched, refused), told, lambda: self._ended(asked.subject))

    def _ended(self, user: str) -> None:
        self._open[user] -= 1
        if not self._open[user]:
            del self._open[user]


async def _each(stream: Stream, user: str, vouched: Vouched, refused: Refused) -> Each:
    """Events, and a beat at its tick. Whatever ends the right to them ends them, and is told last."""
    untraced()
    yield stream.first
    async for tick in ticks():
        try:
            if await vouched() != user:
                raise TokenRefused
            events = await stream.look()
        except ENDS as fault:
            yield await refused(user, fault)
            return
        for event in events:
            yield event
        if tick % BEAT == 0:
            yield None
