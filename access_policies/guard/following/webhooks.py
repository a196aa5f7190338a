"""Webhooks at their owner's door: registered, shown, resumed, taken away. Each change has its audit entries.

A webhook is its owner's alone: to anybody else it is not there. Whether an address may be told is decided by whoever calls.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from access_policies.audit import Kind
from access_policies.clock import Clock
from access_policies.errors import PurposeUnknown
from access_policies.guard.asked import Asked
from access_policies.guard.batch import LONGEST_KEY
from access_policies.guard.desks import to_the_end
from access_policies.guard.following.looks import Looks, Place
from access_policies.guard.following.webhook import Wanted, Webhook, stored, told, tried_anew, webhook_from
from access_policies.guard.outcome import Outcome
from access_policies.guard.recorder import Begun, Recorder
from access_policies.refusals import Refused
from graph_model.cypher import control_webhooks
from graph_model.cypher.statement_text import ControlStatement
from graph_model.statement import new_id
from graph_model.store import Store, Work

MOST = 4
"""Webhooks of one person. There is no number for all together: it would tell people of one another."""
LASTS = timedelta(days=90)
"""No token stands behind it, so it does not last for ever."""
LONGEST_CASE = 128
Admits = Callable[[str, str], bool]
"""Whether somebody of an organisation may have themselves told at an address."""
Seals = Callable[[str, Wanted], tuple[str, str]]
"""A new secret for the webhook of an id: as its owner is shown it, and sealed."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A webhook; the secret is there in the one answer that made it."""

    webhook: Webhook
    secret: str | None = field(default=None, repr=False)


class Webhooks:
    """The desk of those who want to be told."""

    def __init__(self, store: Store, looks: Looks, clock: Clock, recorder: Recorder) -> None:
        self._store, self._looks, self._clock, self._recorder = store, looks, clock, recorder

    async def register(self, asked: Asked, wanted: Wanted, key: str, admits: Admits, seals: Seals) -> Outcome[Registered]:
        """Be told from now on. With the same key and request there is one webhook, and its secret is shown once."""
        hook_id = _id(asked.subject, key) if key else f"WH-{new_id()[:20]}"

        async def act(begun: list[Begun]) -> Registered:
            if len(key) > LONGEST_KEY:
                raise Refused("INVALID", "idempotencyKey")
            organisation, place = await self._may(asked, wanted)
            if not admits(organisation, wanted.url):
                raise Refused("UNKNOWN_VALUE", "url")
            now = self._clock.now()
            secret, sealed = seals(hook_id, wanted)
            fresh = Webhook(hook_id, asked.subject, wanted, now, now + LASTS, sealed, place)
            async with self._store.transaction() as work:
                own = await self._own(work, asked)
                if hook_id in own:
                    return _again(own[hook_id], wanted)
                if len(own) >= MOST:
                    raise Refused("NOT_ALLOWED", "", f"at most {MOST} webhooks")
                begun.append(await self._recorder.begin(asked, "webhook.create", [f"webhook:{hook_id}"]))
                await work.run(control_webhooks.CREATE, {"stored": stored(fresh)})
            return Registered(fresh, secret)

        return await to_the_end(self._recorder.on_record(asked, "webhook.create", act))

    async def mine(self, asked: Asked) -> Outcome[tuple[Webhook, ...]]:
        """The asker's own."""

        async def act(_: list[Begun]) -> tuple[Webhook, ...]:
            rows = await self._store.run(control_webhooks.READ_OWN, owner=asked.subject)
            return tuple(webhook_from(row["hook"]) for row in rows)

        return await self._recorder.on_record(asked, "webhook.mine", act, Kind.READ)

    async def resume(self, asked: Asked, hook_id: str) -> Outcome[Registered]:
        """Go on with one that was paused, from where it stopped."""

        async def act(begun: list[Begun]) -> Registered:
            row = await self._changed(asked, hook_id, "webhook.resume", control_webhooks.RESUME, begun)
            return Registered(webhook_from(row["hook"]))

        return await to_the_end(self._recorder.on_record(asked, "webhook.resume", act))

    async def delete(self, asked: Asked, hook_id: str) -> Outcome[str]:
        """Take one away: what is under way is not tried again."""

        async def act(begun: list[Begun]) -> str:
            row = await self._changed(asked, hook_id, "webhook.delete", control_webhooks.DELETE, begun)
            return str(row["id"])

        return await to_the_end(self._recorder.on_record(asked, "webhook.delete", act))

    async def _may(self, asked: Asked, wanted: Wanted) -> tuple[str, Place]:
        """The asker's organisation, and the place behind all that there is. Raises Refused."""
        if wanted.case is not None and len(wanted.case) > LONGEST_CASE:
            raise Refused("INVALID", "case")
        would = replace(asked, purpose=wanted.purpose, case=wanted.case)
        try:
            standing, place = await self._looks.latest(would)
        except PurposeUnknown:
            raise Refused("UNKNOWN_VALUE", "purpose") from None
        return standing.policy.subject.organisation, place

    async def _own(self, work: Work, asked: Asked) -> dict[str, Webhook]:
        """The asker's own by their ids, which stay so until the transaction ends."""
        await work.run(control_webhooks.LOCK_OWNER, {"owner": asked.subject})
        found = [webhook_from(row["hook"]) for row in await work.run(control_webhooks.READ_OWN, {"owner": asked.subject})]
        return {hook.id: hook for hook in found}

    async def _changed(
        self, asked: Asked, hook_id: str, action: str, statement: ControlStatement, begun: list[Begun]
    ) -> dict[str, Any]:
        """Change one of the asker's own, on record before. Raises Refused for any other, there or not."""
        async with self._store.transaction() as work:
            hook = (await self._own(work, asked)).get(hook_id)
            if hook is None:
                raise Refused("NOT_FOUND")
            begun.append(await self._recorder.begin(asked, action, [f"webhook:{hook_id}"]))
            (row,) = await work.run(statement, {"id": hook_id, "owner": asked.subject, "told": told(tried_anew(hook))})
        return row


def _id(subject: str, key: str) -> str:
    """The id of what somebody registers under an idempotency key: the same again and again, and nobody else's."""
    named = sha256(f"{subject}\0{key}".encode("utf-8", "surrogatepass"))
    return f"WH-{named.hexdigest()[:20]}"


def _again(there: Webhook, wanted: Wanted) -> Registered:
    """The webhook that this request made before. Raises Refused when its key was for another."""
    if there.wanted != wanted:
        raise Refused("KEY_REUSED", "idempotencyKey")
    return Registered(there)
