"""Server-sent events: results as GraphQL over SSE has them (distinct connections)."""

import asyncio
from contextlib import aclosing

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.errors import ClientGone
from api.http.live import Results
from api.http.media_type import EVENTS
from api.http.patience import Patience
from api.http.ticks import LONGEST

SLOWEST = 10.0
"""Seconds that a reader may leave bytes lying; nothing is kept for it any longer."""
HEARTBEAT = b":\n\n"
COMPLETE = b"event: complete\ndata:\n\n"


def next_event(result: bytes | None) -> bytes:
    """A result as an event; a sign of life as a comment."""
    return HEARTBEAT if result is None else b"event: next\ndata: " + result + b"\n\n"


class EventStream(Response):
    """An answer that goes on while there are results, and its reader listens."""

    media_type = EVENTS

    def __init__(self, results: Results, headers: dict[str, str]) -> None:
        super().__init__(headers={"X-Accel-Buffering": "no", **results.headers, **headers})
        del self.headers["content-length"]
        self._results = results

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the end. Raises ClientGone when there is nobody who reads."""
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            async with Patience(receive, LONGEST + SLOWEST), aclosing(self._results.each) as each:
                async for result in each:
                    await _sent(send, next_event(result), True)
                await _sent(send, COMPLETE, False)
        finally:
            self._results.ended()


async def _sent(send: Send, body: bytes, more: bool) -> None:
    try:
        async with asyncio.timeout(SLOWEST):
            await send({"type": "http.response.body", "body": body, "more_body": more})
    except TimeoutError:
        raise ClientGone from None
