"""The alarm of a watch: looked at by whoever may know of it, and put on record that somebody took note of an alert."""

from dataclasses import replace

from access_policies.guard.asked import Asked
from access_policies.guard.desks import Sitting
from access_policies.guard.outcome import Outcome
from access_policies.guard.recorder import Begun
from access_policies.guard.standing import Standing
from access_policies.guard.watches.alerts import Alarm, Alert, Alerts
from access_policies.guard.watches.lookout import Lookout
from access_policies.guard.watches.turns import Seen, Turns, speaks
from access_policies.refusals import Refused
from graph_model.cypher import control_watches
from graph_model.instant import to_text


class Alarms:
    """Alerts at their door."""

    def __init__(self, turns: Turns, alerts: Alerts, lookout: Lookout) -> None:
        self._turns, self._alerts, self._lookout = turns, alerts, lookout

    async def of(self, asked: Asked, watch: str, first: int) -> Outcome[Alarm]:
        """The newest alerts of a watch: of one that the asker may not know of there are none, as of one that is not there."""

        async def see(sitting: Sitting) -> Seen[Alarm]:
            standing, alarm = await self._found(asked, sitting, watch)
            shown = replace(alarm, alerts=alarm.alerts[:first])
            return shown, standing, shown.statements

        return await self._turns.look(asked, "watch.alerts", see)

    async def acknowledge(self, asked: Asked, watch: str, alert: str) -> Outcome[Alert]:
        """Take note of an alert, for the whole organisation."""

        async def act(sitting: Sitting, begun: list[Begun]) -> Alert:
            _, alarm = await self._found(asked, sitting, watch)
            one = next((one for one in alarm.alerts if one.id == alert), None)
            if one is None:
                raise Refused("NOT_FOUND", "alert")
            if one.acknowledged_at:
                raise Refused("ALREADY_DONE", "alert")
            async with self._turns.turn(sitting) as (work, _):
                begun.append(await self._turns.begin(asked, "watch.acknowledge", f"watch:{watch}", f"alert:{alert}"))
                kept = {"id": one.id, "watch": watch, "kind": one.kind, "cause": one.cause, "originator": one.originator}
                given = {"row": kept | {"at": to_text(one.at)}, "now": to_text(sitting.at), "by": sitting.who.key}
                if not await work.run(control_watches.ACKNOWLEDGE, given):
                    raise Refused("ALREADY_DONE", "alert")
            return replace(one, acknowledged_by=sitting.who.key, acknowledged_at=sitting.at)

        return await self._turns.change(asked, "watch.acknowledge", act)

    async def _found(self, asked: Asked, sitting: Sitting, watch: str) -> tuple[Standing | None, Alarm]:
        """What there is of a watch for whoever sits there. Raises Refused with NOT_FOUND for every other, there or not."""
        if (one := (await self._turns.own(sitting)).get(watch)) is None:
            raise Refused("NOT_FOUND", "watch")
        if speaks(sitting):
            await self._lookout.tell(asked, sitting.who.organisation)
            return None, await self._alerts.by_grants(asked, one)
        standing, alarm = await self._alerts.by_relationships(asked, sitting.at, one)
        if alarm is None:
            raise Refused("NOT_FOUND", "watch")
        return standing, alarm
