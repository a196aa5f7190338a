"""The courier: at each tick it looks, for every webhook, whether there is something to tell its owner, and delivers that.

One process of an installation does it at a time. Webhooks do not wait for one another: a receiver that is slow delays its own.
"""

import asyncio
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from access_policies.errors import PolicyError
from access_policies.guard.following.deliveries import Deliveries, News
from access_policies.guard.following.looks import Place
from access_policies.guard.following.webhook import Delivery, Webhook
from api.webhooks.hosts import Hosts
from api.webhooks.message import Messages, headers
from api.webhooks.pace import Pace
from api.webhooks.secret import SecretLost
from api.webhooks.sending import ARRIVED, GONE, Sender
from graph_model.errors import GraphError

LEASE = 30.0
"""Seconds after which another process takes over from one that is gone."""
AT_ONCE = 8
"""Looks at one time: they are for nobody who waits."""
_log = structlog.get_logger()


class Courier:
    """Delivers for one process."""

    def __init__(self, deliveries: Deliveries, hosts: Hosts, key: bytes, pace: Pace) -> None:
        """Raises OSError or ssl.SSLError for a file of authorities that cannot be used."""
        self._deliveries, self._hosts = deliveries, hosts
        self._sender, self._messages = Sender(hosts), Messages(key)
        self._pace = pace
        self._name, self._held_until = secrets.token_hex(8), 0.0
        self._places: dict[str, Place] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._looking = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        """Deliver until cancelled; what is under way ends with it and is tried again by whoever comes next."""
        try:
            while True:
                await self._round()
                await asyncio.sleep(self._pace.tick)
        finally:
            for task in self._under_way.values():
                task.cancel()

    async def _round(self) -> None:
        with _noted():
            if not await self._leads():
                return
            busy = set(self._under_way)
            hooks = await self._deliveries.open()
            self._places = {hook.id: self._places[hook.id] for hook in hooks if hook.id in self._places}
            for hook in hooks:
                if hook.id not in busy:
                    self._under_way[hook.id] = asyncio.create_task(self._attend(hook))

    async def _leads(self) -> bool:
        """True while this process is the one that delivers."""
        now = time.monotonic()
        if now > self._held_until - LEASE / 2:
            self._held_until = now + LEASE if await self._deliveries.lease(self._name, LEASE) else 0.0
        return self._held_until > 0

    async def _attend(self, hook: Webhook) -> None:
        try:
            await self._attended(hook)
        finally:
            del self._under_way[hook.id]

    async def _attended(self, hook: Webhook) -> None:
        with _noted():
            if hook.delivery and hook.delivery.due > time.time():
                return
            place = self._place(hook)
            async with self._looking:
                news = await self._deliveries.news(hook, place)
            if news is None:
                return
            if news.is_any:
                await self._tell(hook, place, news)
                return
            if hook.delivery is None or await self._deliveries.end(hook, news.place):
                self._places[hook.id] = news.place

    def _place(self, hook: Webhook) -> Place:
        """Where a look begins: at the place of what is under way, else where the last one that found nothing ended."""
        seen = self._places.get(hook.id, hook.place)
        return hook.place if hook.delivery else max(seen, hook.place, key=lambda place: place.order)

    async def _tell(self, hook: Webhook, place: Place, news: News) -> None:
        """One attempt. What may not be called any more, or not be signed, is paused before anything is sent."""
        target = self._hosts.target(news.organisation, hook.wanted.url)
        try:
            secret = self._messages.secret(hook)
        except SecretLost:
            secret = None
        if target is None or secret is None:
            await self._deliveries.pause(hook, news)
            return
        begun = hook if hook.delivery else await self._deliveries.begin(hook, place, news, self._messages.body(hook, place))
        if begun is None or begun.delivery is None:
            return
        body = begun.delivery.body.encode()
        status = await self._sender.send(target, headers(secret, begun.delivery.id, body), body)
        await self._after(begun, begun.delivery, status, news)

    async def _after(self, hook: Webhook, delivery: Delivery, status: int | None, news: News) -> None:
        if status in ARRIVED:
            if await self._deliveries.end(hook, news.place):
                self._places[hook.id] = news.place
        elif status == GONE or delivery.attempts >= len(self._pace.pauses):
            await self._deliveries.pause(hook, news)
        else:
            await self._deliveries.later(hook, delivery, time.time() + self._pace.pauses[delivery.attempts])


@contextmanager
def _noted() -> Iterator[None]:
    """What keeps the courier from something now does not keep it from the next: the kind of a fault is in the log.

    Also of one that nobody foresaw: a courier that has ended would keep from everybody what they wait for.
    """
    try:
        yield
    except (PolicyError, GraphError) as fault:
        _log.warning("webhooks not looked after", kind=type(fault).__name__)
    except Exception as fault:
        _log.error("unforeseen in webhooks", kind=type(fault).__name__)
