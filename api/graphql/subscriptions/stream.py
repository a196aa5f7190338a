"""A subscription that is open: where it stands, and what a look brings. Whoever sends decides when to look."""

from access_policies.guard import Asked, Guard
from access_policies.guard.following.changes import Followed
from api.graphql.subscriptions.events import NEWLINE
from api.graphql.subscriptions.feed import Feed


class Stream:
    """One caller's. `opened` says under which rights; they stay the same as long as it is open."""

    def __init__(self, guard: Guard, asked: Asked, feed: Feed, opened: Followed) -> None:
        self._guard, self._asked, self._feed = guard, asked, feed
        self.opened = opened
        self._place = feed.place or opened.place

    @property
    def first(self) -> bytes:
        """The event that it begins with."""
        return self._feed.events.started(self._place)

    async def look(self) -> list[bytes]:
        """The events since the last look, on record and free to leave. Raises what the guard raises; nothing goes on after that."""
        told = await self._feed.look(self._guard, self._asked, self._place, self.opened.policy_digest)
        self._place = told.place
        return told.body.split(NEWLINE) if told.body else []
