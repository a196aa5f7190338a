"""When an answer leaves: at one of a few times after its question was whole, and never in between (access-model.md 9.8).

The work for an answer grows with what is hidden from its asker. What is done by the first time leaves at the first time, and
each next one is twice as late: nine times in all within the limits of a request. Waiting costs a connection and no work.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

FIRST = 0.025
"""Seconds from the end of a question to the first time that its answer may leave (leaks.md L32)."""


def due(taken: float, first: float = FIRST) -> float:
    """The first of the times `first`, twice that, four times that ... that is not before `taken`; all in seconds."""
    leaves = first
    while leaves < taken:
        leaves *= 2
    return leaves


@dataclass(frozen=True, slots=True)
class Departures:
    """How answers leave. A `first` of zero lets them go when they are ready: for those who measure or test the work itself."""

    first: float = FIRST
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    def departure(self) -> "Departure":
        """That of one answer, whose question ends now."""
        return Departure(self)


class Departure:
    """The departure of one answer."""

    def __init__(self, departures: Departures) -> None:
        self._departures = departures
        self.asked()

    def asked(self) -> None:
        """The question is whole now. A client that sends slowly must not choose where the times fall in the work for it."""
        self._asked = self._departures.now()

    async def wait(self) -> None:
        """Return when the answer may leave."""
        if self._departures.first:
            taken = self._departures.now() - self._asked
            await self._departures.sleep(due(taken, self._departures.first) - taken)
