"""Server-sent events: bytes of a subscription, at the ticks of a clock of its own (GraphQL over SSE, distinct connections).

A tick comes whether or not there is anything to tell, and a beat at every so many: neither depends on what the reader may not see.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.errors import ClientGone
from api.http.media_type import EVENTS
from api.http.patience import Patience

TICK = 1.0
"""Seconds between two looks: rights are decided anew at least once a second (access-model.md 5)."""
BEAT = 15
"""Ticks between two signs of life."""
LONGEST = 3_600.0
"""Seconds that one stays open; whoever wants to goes on from the last cursor."""
SLOWEST = 10.0
"""Seconds that a reader may leave bytes lying; nothing is kept for it any longer."""
HEARTBEAT = b":\n\n"
COMPLETE = b"event: complete\ndata:\n\n"


def next_event(result: bytes) -> bytes:
    """A result as an event."""
    return b"event: next\ndata: " + result + b"\n\n"


class EventStream(Response):
    """An answer that goes on while `frames` does, and its reader listens. `ended` is called whatever the end."""

    media_type = EVENTS

    def __init__(self, frames: AsyncGenerator[bytes, None], headers: dict[str, str], ended: Callable[[], None]) -> None:
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._frames, self._ended = frames, ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the end. Raises ClientGone when there is nobody who reads."""
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            async with Patience(receive, LONGEST + SLOWEST), aclosing(self._frames) as frames:
                async for frame in frames:
                    await _sent(send, frame, True)
                await _sent(send, COMPLETE, False)
        finally:
            self._ended()


async def _sent(send: Send, body: bytes, more: bool) -> None:
    try:
        async with asyncio.timeout(SLOWEST):
            await send({"type": "http.response.body", "body": body, "more_body": more})
    except TimeoutError:
        raise ClientGone from None


async def ticks() -> AsyncIterator[int]:
    """Numbers of ticks from 1, each when its time has come; those that were missed are left out, and after LONGEST no more."""
    loop = asyncio.get_running_loop()
    begun, number = loop.time(), 0
    while number * TICK < LONGEST:
        number = max(number, int((loop.time() - begun) / TICK)) + 1
        await asyncio.sleep(begun + number * TICK - loop.time())
        yield number
