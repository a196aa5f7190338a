"""How long a run may work counts from when its turn begins: who waits for oneself has not worked yet."""

import asyncio

from access_policies.guard import Asked
from access_policies.guard.runs import Run, Runs
from graph_model.analysis import Terms
from tests.access_policies.conftest import Installation

NOOR = Asked("u-noor", "THREAT_ASSESSMENT", "analysis")
PATIENCE = 60.0
TURNS = 200
"""Of the event loop: far more than a limit that is over needs to end what it bounds."""


async def _stands(run: Run, *states: str) -> str:
    async with asyncio.timeout(PATIENCE):
        while run.state not in states:
            await asyncio.sleep(0.01)
    return run.state


async def test_a_run_that_waits_for_its_turn_spends_none_of_its_time(shared: Installation) -> None:
    """Its time is none at all: it ends when it begins to work, and not while another run of the same person works."""
    runs = Runs(shared.guard.analyses, shared.guard.reading, seconds=0)
    async with runs.turn(NOOR.subject).lock:
        run = await runs.start(NOOR, "CORE", Terms())
        assert run
        for _ in range(TURNS):
            await asyncio.sleep(0)
        assert (run.state, run.digest) == ("READING", ""), "it waits, and has read nothing yet"
    assert await _stands(run, "DONE", "TOO_MUCH_WORK") == "TOO_MUCH_WORK"


async def test_a_run_that_is_ended_while_it_waits_lets_the_next_one_work(shared: Installation) -> None:
    runs = Runs(shared.guard.analyses, shared.guard.reading)
    async with runs.turn(NOOR.subject).lock:
        first, second = [await runs.start(NOOR, "CORE", Terms()) for _ in range(2)]
        assert first
        assert second
        for _ in range(TURNS):
            await asyncio.sleep(0)
        await runs.cancel(NOOR, first.id)
    assert await _stands(second, "DONE", "TOO_MUCH_WORK", "UNAVAILABLE") == "DONE"
    assert first.state == "CANCELLED"
