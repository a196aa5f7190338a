"""How long a request may take, and that nobody works for a client who has left."""

import asyncio
from types import TracebackType

from starlette.types import Receive

from api.http.errors import ClientGone, DeadlinePassed

DEADLINE = 5.0
"""Seconds that the work for a request may take (reliability.md 3.1)."""


class Patience:
    """`async with Patience(receive)`: the work for a request whose body has been read. Raises ClientGone or DeadlinePassed.

    One time limit serves both: a client who leaves brings it forward to now.
    """

    def __init__(self, receive: Receive, seconds: float = DEADLINE) -> None:
        self._receive, self._limit = receive, asyncio.timeout(seconds)
        self._gone = False

    async def __aenter__(self) -> None:
        await self._limit.__aenter__()
        self._watcher = asyncio.create_task(self._watch())

    async def __aexit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._watcher.cancel()
        try:
            await self._limit.__aexit__(kind, fault, trace)
        except TimeoutError:
            raise (ClientGone if self._gone else DeadlinePassed) from None

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone = True
        self._limit.reschedule(asyncio.get_running_loop().time())
