"""Where somebody belongs, for what is counted or registered by organisation. Never for what they may see: that is the guard's."""

import time
from collections.abc import Awaitable, Callable

from access_policies.errors import PolicyError
from graph_model.errors import GraphError

KNOWN_FOR = 600.0
"""Seconds that somebody counts with the organisation they were found in."""
REMEMBERED = 10_000


class Membership:
    """Asks `organisation_of`, and remembers what it said."""

    def __init__(self, organisation_of: Callable[[str], Awaitable[str]]) -> None:
        self._organisation_of = organisation_of
        self._known: dict[str, tuple[str, float]] = {}

    async def of(self, user: str) -> str:
        """The organisation of a user; empty where that cannot be told: whoever reads next for them meets the same, on record."""
        found, until = self._known.get(user, ("", 0.0))
        if time.monotonic() < until:
            return found
        try:
            found = await self._organisation_of(user)
        except (PolicyError, GraphError):
            return ""
        if len(self._known) >= REMEMBERED:
            self._known.pop(next(iter(self._known)))
        self._known[user] = found, time.monotonic() + KNOWN_FOR
        return found
