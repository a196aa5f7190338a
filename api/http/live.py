"""Following over HTTP: who may open a stream, what keeps it open, and what ends it."""

from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable

from starlette.responses import Response

from access_policies.errors import PolicyError
from access_policies.guard import Asked
from api.graphql.answering import GraphQL
from api.graphql.errors import RequestError
from api.graphql.subscriptions.feed import Feed
from api.graphql.subscriptions.stream import Stream
from api.http.errors import HttpRefusal
from api.http.event_stream import BEAT, HEARTBEAT, EventStream, next_event, ticks
from api.identity.errors import TokenRefused
from graph_model.errors import GraphError

MOST = 4
"""Streams of one person at once, in one process. There is no number for all together: it would tell people of one another."""
Vouched = Callable[[], Awaitable[str]]
"""Whose the token of the stream's request is now. Raises TokenRefused, or RequestError."""
Refused = Callable[[str, Exception], Awaitable[bytes]]
"""The bytes of a refusal, after it is on record."""
ENDS = (PolicyError, GraphError, TokenRefused, RequestError)


class Live:
    """Opens streams, and counts them for each person."""

    def __init__(self, room: GraphQL) -> None:
        self._room = room
        self._open: Counter[str] = Counter()

    async def answer(self, asked: Asked, feed: Feed, headers: dict[str, str], vouched: Vouched, refused: Refused) -> Response:
        """The stream of a feed. Raises HttpRefusal when somebody has too many, and what the guard raises."""
        if self._open[asked.subject] >= MOST:
            raise HttpRefusal("TOO_MANY_STREAMS")
        stream = await self._room.open(asked, feed)
        told = {"Kring-Epoch": stream.opened.policy_digest, "Audit-Receipt": stream.opened.receipt, "X-Accel-Buffering": "no"}
        self._open[asked.subject] += 1
        return EventStream(_frames(stream, asked.subject, vouched, refused), told | headers, lambda: self._ended(asked.subject))

    def _ended(self, user: str) -> None:
        self._open[user] -= 1
        if not self._open[user]:
            del self._open[user]


async def _frames(stream: Stream, user: str, vouched: Vouched, refused: Refused) -> AsyncGenerator[bytes, None]:
    """Events, and a beat at its tick. Whatever ends the right to them ends them, and is told last."""
    yield next_event(stream.first)
    async for tick in ticks():
        try:
            if await vouched() != user:
                raise TokenRefused
            events = await stream.look()
        except ENDS as fault:
            yield next_event(await refused(user, fault))
            return
        if events:
            yield b"".join(map(next_event, events))
        if tick % BEAT == 0:
            yield HEARTBEAT


def at_once(body: bytes, headers: dict[str, str]) -> Response:
    """One result, or an error, as a stream that is over as it begins."""

    async def frames() -> AsyncGenerator[bytes, None]:
        yield next_event(body)

    return EventStream(frames(), headers, lambda: None)
