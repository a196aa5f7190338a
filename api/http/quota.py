"""Quotas: what one person, and all of one organisation, may ask for in a window; and the header fields that tell of it.

The fields are those of draft-ietf-httpapi-ratelimit-headers. Nothing here depends on what was found (docs/decisions/0098).
"""

import math
import time
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from access_policies.guard.corrections import PERSONS
from api.http.errors import HttpRefusal
from api.http.membership import Membership

PERSON, ORGANISATION = "person", "organisation"


@dataclass(frozen=True, slots=True)
class Quotas:
    """Requests and records that may be asked for in `window` seconds; 0 for as many as one likes."""

    person: int = 0
    organisation: int = 0
    window: int = 60


UNCOUNTED = Quotas()


class QuotaSpent(HttpRefusal):
    """Too much was asked for in this window; `seconds` are left of it."""

    def __init__(self, seconds: int) -> None:
        super().__init__("QUOTA_SPENT")
        self.seconds = seconds


class Meter:
    """Counts what is asked, in the memory of this process."""

    def __init__(self, quotas: Quotas, membership: Membership) -> None:
        self._membership = membership
        self._windows = FixedWindowRateLimiter(MemoryStorage())
        given = {PERSON: quotas.person, ORGANISATION: quotas.organisation}
        self._items = {name: RateLimitItemPerSecond(amount, quotas.window, name) for name, amount in given.items() if amount}
        self._policy = ", ".join(f'"{name}";q={item.amount};w={item.multiples}' for name, item in self._items.items())

    async def charge(self, user: str, cost: int, told: dict[str, str]) -> None:
        """Count a cost, with the header fields in `told`. Raises QuotaSpent, counting nothing, where it is more than is left."""
        if not self._items:
            return
        told["RateLimit-Policy"] = self._policy
        charged = {name: (self._items[name], who) for name in self._items if (who := await self._who(name, user))}
        for item, who in charged.values():
            if not self._windows.test(item, who, cost=cost):
                told["RateLimit"] = f'"{item.namespace}";r=0;t={self._seconds(item, who)}'
                raise QuotaSpent(self._seconds(item, who))
        for item, who in charged.values():
            self._windows.hit(item, who, cost=cost)
        if PERSON in charged:
            item, who = charged[PERSON]
            remaining = self._windows.get_window_stats(item, who).remaining
            told["RateLimit"] = f'"{PERSON}";r={remaining};t={self._seconds(item, who)}'

    def _seconds(self, item: RateLimitItem, who: str) -> int:
        return max(1, math.ceil(self._windows.get_window_stats(item, who).reset_time - time.time()))

    async def _who(self, name: str, user: str) -> str:
        """Whose quota it is; empty for nobody's. Those who are protected share nothing with one another."""
        if name == PERSON:
            return user
        organisation = await self._membership.of(user)
        return "" if organisation == PERSONS else organisation
