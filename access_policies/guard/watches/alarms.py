"""The alarm of a watch: looked at by whoever may know of it, and put on record that somebody took note of an alert."""

from dataclasses import replace

from access_policies.grants.life import require_other_eyes
from access_policies.guard.asked import Asked
from access_policies.guard.desks import Sitting
from access_policies.guard.outcome import Outcome
from access_policies.guard.recorder import Begun
from access_policies.guard.standing import Standing
from access_policies.guard.watches.alerts import Alarm, Alert, Alerts
from access_policies.guard.watches.lookout import GRANT, Lookout
from access_policies.guard.watches.turns import Seen, Turns, speaks
from access_policies.guard.watches.watch import Watch
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
            one = await self._own(sitting, watch)
            if speaks(sitting):
                await self._lookout.tell(asked, sitting.who)
                return await self._alerts.by_grants(asked, one, first), None, ()
            standing, alarm = await self._in_view(asked, sitting, one)
            shown = replace(alarm, alerts=alarm.alerts[:first])
            return shown, standing, shown.statements

        return await self._turns.look(asked, "watch.alerts", see)

    async def acknowledge(self, asked: Asked, watch: str, alert: str) -> Outcome[Alert]:
        """Take note of an alert, for the whole organisation: nobody of a grant that they asked for, approved or are served by."""

        async def act(sitting: Sitting, begun: list[Begun]) -> Alert:
            one = await self._alert(asked, sitting, await self._own(sitting, watch), alert)
            if one is None:
                raise Refused("NOT_FOUND", "alert")
            if one.acknowledged_at:
                raise Refused("ALREADY_DONE", "alert")
            if one.kind == GRANT:
                await self._require_other_eyes(asked, one.cause)
            async with self._turns.turn(sitting) as work:
                begun.append(await self._turns.begin(asked, "watch.acknowledge", f"watch:{watch}", f"alert:{alert}"))
                kept = {"id": one.id, "watch": watch, "kind": one.kind, "cause": one.cause, "originator": one.originator}
                given = {"row": kept | {"at": to_text(one.at)}, "now": to_text(sitting.at), "by": sitting.who.key}
                if not await work.run(control_watches.ACKNOWLEDGE, given):
                    raise Refused("ALREADY_DONE", "alert")
            return replace(one, acknowledged_by=sitting.who.key, acknowledged_at=sitting.at)

        return await self._turns.change(asked, "watch.acknowledge", act)

    async def _own(self, sitting: Sitting, watch: str) -> Watch:
        """A watch of the asker's organisation. Raises Refused with NOT_FOUND for every other, there or not."""
        if (one := await self._turns.one(sitting, watch)) is None:
            raise Refused("NOT_FOUND", "watch")
        return one

    async def _in_view(self, asked: Asked, sitting: Sitting, watch: Watch) -> tuple[Standing, Alarm]:
        """What there is of a watch for somebody who sees the person. Raises Refused with NOT_FOUND for every other."""
        standing, alarm = await self._alerts.by_relationships(asked, sitting.at, watch)
        if alarm is None:
            raise Refused("NOT_FOUND", "watch")
        return standing, alarm

    async def _alert(self, asked: Asked, sitting: Sitting, watch: Watch, alert: str) -> Alert | None:
        if speaks(sitting):
            return await self._alerts.of_grant(watch, alert)
        _, alarm = await self._in_view(asked, sitting, watch)
        return next((one for one in alarm.alerts if one.id == alert), None)

    async def _require_other_eyes(self, asked: Asked, grant: str) -> None:
        """Raise Refused for somebody who had a part in a grant, as for whoever approves one."""
        sitting = await self._turns.sit(asked, grant)
        given = sitting.desk.filed(grant).grant
        by = {by for _, by in given.approvals} | {step.by for step in given.history if step.state == "ACTIVE"}
        require_other_eyes(given, sitting.who, by)
