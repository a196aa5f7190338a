"""Watches at their organisation's door: begun and ended by those who speak for it, listed to them and to who sees the person.

To anybody else there is no watch, whatever they try: beginning and looking change nothing that another organisation could observe.
"""

from dataclasses import dataclass

from access_policies.guard.asked import Asked
from access_policies.guard.batch import LONGEST_KEY
from access_policies.guard.desks import Sitting
from access_policies.guard.outcome import Outcome
from access_policies.guard.reading import SEEN, Reading
from access_policies.guard.recorder import Begun
from access_policies.guard.watches.turns import Seen, Turns, speaks
from access_policies.guard.watches.watch import Wanted, Watch, require_lawful, stored, watch_from, watch_id
from access_policies.refusals import Refused
from access_policies.roles import OPERATIONS
from graph_model.cypher import control_watches
from graph_model.instant import parse, to_text
from graph_model.statement import new_id

MOST = 100
"""Watches of one organisation that run at once: each is some work at a look."""


@dataclass(frozen=True, slots=True)
class WatchSeen:
    """A watch and its state now."""

    watch: Watch
    state: str


class Watches:
    """The desk of watches."""

    def __init__(self, reading: Reading, turns: Turns) -> None:
        self._reading, self._turns = reading, turns

    async def begin(self, asked: Asked, wanted: Wanted, key: str = "") -> Outcome[WatchSeen]:
        """Watch a Person record of the asker's own organisation. With the same key and request there is one watch."""
        new = watch_id(asked.subject, key) if key else f"W-{new_id()[:20]}"
        # As it is kept, so that the same again is the same.
        wanted = Wanted(wanted.person, wanted.reason.strip(), parse(to_text(wanted.until)))

        async def act(sitting: Sitting, begun: list[Begun]) -> WatchSeen:
            sitting.require_role(*OPERATIONS["watch.begin"])
            if len(key) > LONGEST_KEY:
                raise Refused("INVALID", "idempotencyKey")
            whose = {"person": wanted.person, "organisation": sitting.who.organisation}
            async with self._turns.turn(sitting) as work:
                if there := await self._turns.one(sitting, new):
                    return _again(sitting, there, wanted)
                require_lawful(wanted, sitting.at)
                if not await work.run(control_watches.READ_PERSON, whose):
                    raise Refused("NOT_FOUND", "person")
                _require_room(sitting, await self._turns.own(sitting), wanted)
                watch = _new(new, sitting, wanted)
                begun.append(await self._turns.begin(asked, "watch.begin", f"watch:{new}"))
                await work.run(control_watches.CREATE_WATCH, {"stored": stored(watch)})
            return WatchSeen(watch, "RUNNING")

        return await self._turns.change(asked, "watch.begin", act)

    async def end(self, asked: Asked, watch: str) -> Outcome[WatchSeen]:
        """Watch no more. What was found stays."""

        async def act(sitting: Sitting, begun: list[Begun]) -> WatchSeen:
            sitting.require_role(*OPERATIONS["watch.end"])
            async with self._turns.turn(sitting) as work:
                one = await self._turns.one(sitting, watch)
                if one is None:
                    raise Refused("NOT_FOUND", "watch")
                if one.state_at(sitting.at) != "RUNNING":
                    raise Refused("WRONG_STATE", "watch")
                begun.append(await self._turns.begin(asked, "watch.end", f"watch:{watch}"))
                whose = {"id": watch, "organisation": sitting.who.organisation, "by": sitting.who.key}
                (row,) = await work.run(control_watches.END_WATCH, whose | {"at": to_text(sitting.at)})
            return WatchSeen(watch_from(row["watch"]), "ENDED")

        return await self._turns.change(asked, "watch.end", act)

    async def list(self, asked: Asked, first: int) -> Outcome[tuple[WatchSeen, ...]]:
        """The newest of the asker's organisation: to who speaks for it all, to others those of persons whom they see."""

        async def see(sitting: Sitting) -> Seen[tuple[WatchSeen, ...]]:
            own = [WatchSeen(one, one.state_at(sitting.at)) for one in await self._turns.own(sitting)]
            if speaks(sitting):
                return tuple(own[:first]), None, ()
            standing, data = await self._reading.records(asked, SEEN, {"ids": sorted({one.watch.person for one in own})})
            classes = {row[0]: row[1] for row in data[0]}
            told = [one for one in own if one.watch.person in classes][:first]
            return tuple(told), standing, [(one.watch.person, classes[one.watch.person]) for one in told]

        return await self._turns.look(asked, "watch.list", see)


def _new(id_: str, sitting: Sitting, wanted: Wanted) -> Watch:
    who = sitting.who
    return Watch(id_, who.organisation, wanted.person, wanted.reason, who.key, sitting.at, wanted.until)


def _again(sitting: Sitting, there: Watch, wanted: Wanted) -> WatchSeen:
    """The watch that this request made before. Raises Refused when its key was for another."""
    if (there.person, there.reason, there.until) != (wanted.person, wanted.reason, wanted.until):
        raise Refused("KEY_REUSED", "idempotencyKey")
    return WatchSeen(there, there.state_at(sitting.at))


def _require_room(sitting: Sitting, own: list[Watch], wanted: Wanted) -> None:
    """Raise Refused for somebody who is watched already, and for a watch too many."""
    running = [one for one in own if one.state_at(sitting.at) == "RUNNING"]
    if any(one.person == wanted.person for one in running):
        raise Refused("ALREADY_DONE", "person")
    if len(running) >= MOST:
        raise Refused("NOT_ALLOWED", "", f"at most {MOST} watches")
