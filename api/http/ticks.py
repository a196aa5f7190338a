"""The clock of a stream: it starts with the stream, and nothing that anybody does moves it (docs/decisions/0099)."""

import asyncio
from collections.abc import AsyncIterator

TICK = 1.0
"""Seconds between two looks: rights are decided anew at least once a second (access-model.md 5)."""
BEAT = 15
"""Ticks between two signs of life."""
LONGEST = 3_600.0
"""Seconds that a stream stays open; whoever wants to goes on from the last cursor."""


async def ticks() -> AsyncIterator[int]:
    """Numbers of ticks from 1, each when its time has come; those that were missed are left out, and after LONGEST no more."""
    loop = asyncio.get_running_loop()
    begun, number = loop.time(), 0
    while (number := max(number, int((loop.time() - begun) / TICK)) + 1) * TICK <= LONGEST:
        await asyncio.sleep(begun + number * TICK - loop.time())
        yield number
