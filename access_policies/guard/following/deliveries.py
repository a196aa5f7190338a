"""Deliveries to webhooks: whether there is something to tell their owner under the rights of now, and what became of telling.

A delivery is on record before it is sent. It tells that there is something, and nothing of it. Nothing here sends anything.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from access_policies.audit import Kind
from access_policies.clock import Clock
from access_policies.errors import PurposeUnknown, UnknownSubject
from access_policies.guard.following.changes import Changes, Following
from access_policies.guard.following.looks import Place
from access_policies.guard.following.notices import Notices
from access_policies.guard.following.webhook import NOTICES, Delivery, Webhook, told, webhook_from
from access_policies.guard.recorder import Recorder
from access_policies.guard.standing import Standing
from graph_model.cypher import control_webhooks
from graph_model.instant import to_text
from graph_model.store import Store


@dataclass(frozen=True, slots=True)
class News:
    """What a look found: whether there is anything to tell, and where the next look begins."""

    standing: Standing
    is_any: bool
    place: Place

    @property
    def organisation(self) -> str:
        """Where the owner belongs now."""
        return self.standing.policy.subject.organisation


class Deliveries:
    """The way out for webhooks. Every method may raise PolicyError or StoreError: then nothing is sent for now."""

    def __init__(self, store: Store, changes: Changes, notices: Notices, clock: Clock, recorder: Recorder) -> None:
        self._store, self._changes, self._notices = store, changes, notices
        self._clock, self._recorder = clock, recorder

    async def lease(self, holder: str, seconds: float) -> bool:
        """Be the one process that delivers, for so long; False while another is."""
        wanted = {"holder": holder, "milliseconds": int(seconds * 1000)}
        (rows,) = await self._store.write((control_webhooks.TAKE_LEASE, wanted))
        return bool(rows)

    async def open(self) -> list[Webhook]:
        """All that are not paused."""
        return [webhook_from(row["hook"]) for row in await self._store.run(control_webhooks.READ_OPEN)]

    async def news(self, hook: Webhook, place: Place) -> News | None:
        """What came since a place, by the rule of its owner's own subscription. None where it ended, and it is gone then."""
        if hook.ends_at <= self._clock.now():
            await self._end(hook, "Ended")
            return None
        try:
            if hook.wanted.follows == NOTICES:
                return News(*await self._notices.any_since(hook.asked, place))
            return News(*await self._changes.any_since(hook.asked, Following(), place))
        except (UnknownSubject, PurposeUnknown) as fault:
            await self._end(hook, type(fault).__name__)
            return None

    async def begin(self, hook: Webhook, place: Place, news: News, body: str) -> Webhook | None:
        """A new delivery, on record. None when another process was first."""
        delivery = Delivery(f"msg_{secrets.token_hex(16)}", body, 0, 0.0)
        await self._recorder.note(hook.asked, news.standing, "webhook", "released", body.encode(), kind=Kind.READ, detail=_of(hook))
        begun = replace(hook, place=place, delivery=delivery)
        return begun if await self._moved(hook, begun) else None

    async def end(self, hook: Webhook, place: Place) -> bool:
        """It arrived, or there is nothing to tell any more: the next look begins at this place. False where it had moved on."""
        return await self._moved(hook, replace(hook, place=place, delivery=None))

    async def later(self, hook: Webhook, delivery: Delivery, due: float) -> None:
        """It did not arrive: there is another attempt."""
        await self._moved(hook, replace(hook, delivery=replace(delivery, attempts=delivery.attempts + 1, due=due)))

    async def pause(self, hook: Webhook, news: News) -> None:
        """No more attempts until its owner wants them: on record, and the owner is told."""
        await self._recorder.note(hook.asked, news.standing, "webhook.pause", "done", b"", detail=_of(hook))
        said = {"id": hook.id, "before": told(hook), "organisation": news.organisation, "at": to_text(self._clock.now())}
        await self._store.write((control_webhooks.PAUSE, said))

    async def _moved(self, before: Webhook, after: Webhook) -> bool:
        said = {"id": before.id, "before": told(before), "after": told(after)}
        (rows,) = await self._store.write((control_webhooks.MOVE, said))
        return bool(rows)

    async def _end(self, hook: Webhook, reason: str) -> None:
        await self._recorder.note(hook.asked, None, "webhook.end", reason, b"", kind=Kind.WRITE, detail=_of(hook))
        await self._store.write((control_webhooks.DELETE, {"id": hook.id, "owner": hook.owner}))


def _of(hook: Webhook) -> Mapping[str, str]:
    return {"webhook": hook.id}
