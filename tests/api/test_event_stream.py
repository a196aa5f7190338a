"""A stream and its reader: who leaves or does not read ends the work, and nothing is kept for them."""

import asyncio
from typing import Any

import pytest

from api.http import event_stream, ticks
from api.http.errors import ClientGone
from api.http.event_stream import COMPLETE, HEARTBEAT, EventStream
from api.http.live import Each, Results

SCOPE: dict[str, Any] = {"type": "http"}


class Source:
    """Frames without an end, and whether anybody works for them still."""

    def __init__(self, most: int = 1_000_000) -> None:
        self.made, self.closed, self.ended, self._most = 0, False, False, most

    async def each(self) -> Each:
        try:
            while self.made < self._most:
                self.made += 1
                yield b"{}" if self.made % 2 else None
                await asyncio.sleep(0)
        finally:
            self.closed = True

    def results(self) -> Results:
        return Results(self.each(), {"Kring-Epoch": "x"}, self.end)

    def end(self) -> None:
        self.ended = True


async def nobody_leaves() -> Any:
    await asyncio.Event().wait()


async def test_a_reader_who_leaves_bytes_lying_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "SLOWEST", 0.05)
    source = Source()

    async def send(message: Any) -> None:
        if source.made == 3:
            await asyncio.Event().wait()

    with pytest.raises(ClientGone):
        await EventStream(source.results(), {})(SCOPE, nobody_leaves, send)
    assert (source.made, source.closed, source.ended) == (3, True, True)


async def test_nobody_works_for_a_reader_who_has_left() -> None:
    source, left = Source(), asyncio.Event()

    async def receive() -> Any:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if source.made == 3:
            left.set()

    with pytest.raises(ClientGone):
        await EventStream(source.results(), {})(SCOPE, receive, send)
    assert (source.closed, source.ended) == (True, True)
    assert source.made < 100


async def test_what_comes_to_its_end_says_so() -> None:
    source, sent = Source(2), list[Any]()

    async def send(message: Any) -> None:
        sent.append(message)

    await EventStream(source.results(), {})(SCOPE, nobody_leaves, send)
    start, *bodies = sent
    assert (b"content-type", b"text/event-stream; charset=utf-8") in start["headers"]
    assert not any(name == b"content-length" for name, _ in start["headers"])
    assert [(body["body"], body["more_body"]) for body in bodies] == [
        (b"event: next\ndata: {}\n\n", True),
        (HEARTBEAT, True),
        (COMPLETE, False),
    ]
    assert source.ended


async def test_ticks_come_by_their_own_clock_and_those_that_were_missed_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the work between two of them takes, the next is at a whole number of ticks from the beginning."""
    monkeypatch.setattr(ticks, "TICK", 0.01)
    monkeypatch.setattr(ticks, "LONGEST", 0.2)
    seen: list[int] = []
    async for tick in ticks.ticks():
        seen.append(tick)
        if len(seen) == 3:
            await asyncio.sleep(0.05)
    assert seen == sorted(set(seen))
    assert seen[3] - seen[2] >= 5
    assert seen[-1] <= 20
