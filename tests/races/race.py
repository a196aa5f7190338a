"""One race: readers and writers at every process while the right they use ends, in one or two of several ways at once.

What began after the end was acknowledged must not have got through; what was over before it was asked for must have.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from access_policies.guard.directory_rulings import version_of
from loaders.scenario.world import World
from tests.e2e.test_writes import CREATE, OPEN_C2, person
from tests.races.replica import Replica

GRANT, READER, ADMINISTRATOR = "G-pol-c2", "u-daan", "u-fenna"
END_OF_GRANT = datetime(2026, 6, 30, tzinfo=UTC)
REPORTS = "{ reports(first: 100) { edges { node { id } } } }"
REVOKE = 'mutation { done: revokeGrant(grant: "G-pol-c2", ground: "moved") { userErrors { code } } }'
REVIEW = 'mutation { done: reviewGrant(grant: "G-pol-c2", keep: false) { userErrors { code } } }'
CHANGE = "mutation($c: DirectoryChange!) { done: changeDirectory(change: $c) { userErrors { code } } }"
STATE = 'query { administration { found: grant(id: "G-pol-c2") { state history { state } } } }'
WAYS = ("revoke", "review", "directory", "expiry")


@dataclass(frozen=True)
class Act:
    """A read or a write: when it began and ended, and whether it got through; None when it was told to ask again."""

    began: float
    ended: float
    through: bool | None
    name: str = ""


@dataclass
class Race:
    """What happened in one race."""

    ways: tuple[str, ...]
    asked: float = 0.0
    acknowledged: float = 0.0
    done: list[str] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    states: set[str] = field(default_factory=set)

    @property
    def stale(self) -> list[Act]:
        """What got through though it began after the right had ended."""
        return [act for act in self.acts if act.began > self.acknowledged and act.through]

    @property
    def lost(self) -> list[Act]:
        """What did not get through though it was over before anything was changed."""
        return [act for act in self.acts if act.ended < self.asked and act.through is False]

    @property
    def overlapping(self) -> int:
        """Reads and writes that were under way while the right ended."""
        return sum(act.ended >= self.asked and act.began <= self.acknowledged for act in self.acts)

    @property
    def legal(self) -> set[str]:
        """The states in which the grant may be after all of this: one, whatever came first."""
        return {"REVOKED"} if {"revoke", "review"} & set(self.done) else {"EXPIRED"} if "expiry" in self.ways else {"ACTIVE"}


class Course:
    """The processes on which races are run."""

    def __init__(self, replicas: Sequence[Replica], world: World, chance: random.Random) -> None:
        self.replicas, self.world, self.chance = replicas, world, chance
        self._secret = world.ids["R-r22.POL"]
        self._daan = version_of(next(user for user in world.register.users if user.key == READER))
        self._apart = [0.0] * len(replicas)

    async def run(self) -> Race:
        """One race. The clocks of the processes are up to two seconds apart."""
        race = Race(tuple(self.chance.sample(WAYS, self.chance.choice((1, 1, 2)))))
        self._apart = [self.chance.uniform(-1, 1) for _ in self.replicas]
        await self._set_clocks(self.world.now)
        over = asyncio.Event()
        running = [
            asyncio.create_task(self._go_on(race, work, over))
            for work in (*map(self._read, self.replicas), *map(self._write, self.replicas))
        ]
        await asyncio.sleep(self.chance.uniform(0, 0.15))
        race.asked = time.monotonic()
        await asyncio.gather(*(self._end(race, way) for way in race.ways))
        await self._all_once_more(race)
        over.set()
        await asyncio.gather(*running)
        race.states = await self._told(race)
        return race

    async def _told(self, race: Race) -> set[str]:
        """The state of the grant as each process tells it, when the clocks of all have come to the last step."""
        self._apart = [0.0] * len(self.replicas)
        await self._set_clocks((END_OF_GRANT if "expiry" in race.ways else self.world.now) + timedelta(seconds=60))
        return set(await asyncio.gather(*map(self._state, self.replicas)))

    async def _end(self, race: Race, way: str) -> None:
        await asyncio.sleep(self.chance.uniform(0, 0.03))
        if way == "expiry":
            await self._set_clocks(END_OF_GRANT + timedelta(seconds=2))
            codes = []
        else:
            change = {"changeUser": {"key": READER, "version": self._daan, "teams": []}}
            given = {"revoke": (REVOKE, {}), "review": (REVIEW, {}), "directory": (CHANGE, {"c": change})}[way]
            answer = await self.chance.choice(self.replicas).ask(ADMINISTRATOR, "GRANT_ADMINISTRATION", *given)
            codes = [error["code"] for error in answer.json()["data"]["done"]["userErrors"]]
        if not codes:
            race.done.append(way)
            race.acknowledged = min(race.acknowledged or float("inf"), time.monotonic())
        assert codes in ([], ["WRONG_STATE"], ["CLOCK_BEHIND"]), codes

    async def _go_on(self, race: Race, work: Callable[[], Awaitable[Act]], over: asyncio.Event) -> None:
        while not over.is_set():
            race.acts.append(await work())

    async def _all_once_more(self, race: Race) -> None:
        works = [*map(self._read, self.replicas), *map(self._write, self.replicas)]
        race.acts += await asyncio.gather(*(work() for work in works))

    def _read(self, replica: Replica) -> Callable[[], Awaitable[Act]]:
        async def work() -> Act:
            began = time.monotonic()
            answer = await replica.ask(READER, "THREAT_ASSESSMENT", REPORTS, {})
            seen = self._secret in answer.text if _is_told(answer) else None
            return Act(began, time.monotonic(), seen)

        return work

    def _write(self, replica: Replica) -> Callable[[], Awaitable[Act]]:
        async def work() -> Act:
            began, name = time.monotonic(), f"race-{uuid4().hex}"
            variables = {"s": person("Tijs", externalId=name, marking=OPEN_C2), "of": "races"}
            answer = await replica.ask(READER, "THREAT_ASSESSMENT", CREATE, variables, name)
            if not _is_told(answer):
                return Act(began, time.monotonic(), None, name)
            errors = [error["code"] for error in answer.json()["data"]["create"]["userErrors"]]
            assert errors in ([], ["NOT_ACCEPTED"]), errors
            return Act(began, time.monotonic(), not errors, name)

        return work

    async def _state(self, replica: Replica) -> str:
        answer = await replica.ask(ADMINISTRATOR, "GRANT_ADMINISTRATION", STATE, {})
        return str(answer.json()["data"]["administration"]["found"]["state"])

    async def _set_clocks(self, at: datetime) -> None:
        distance = (at - datetime.now(UTC)).total_seconds()
        await asyncio.gather(*(one.set_clock(distance + apart) for one, apart in zip(self.replicas, self._apart, strict=True)))


def _is_told(answer: httpx.Response) -> bool:
    """False for an answer that says to ask again: the policies changed during every try."""
    body: Any = answer.json()
    if "errors" not in body:
        assert answer.status_code == 200, answer.text
        return True
    assert body["errors"][0]["extensions"]["code"] == "UNAVAILABLE", answer.text
    return False
