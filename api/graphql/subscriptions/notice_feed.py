"""The feed of `notices`: what somebody, or their organisation, is told; an event each."""

from collections.abc import Sequence
from dataclasses import dataclass

from access_policies.guard import Asked, Guard
from access_policies.guard.following.looks import AT_ONCE, Place, Told
from access_policies.guard.following.notices import Given
from api.graphql.subscriptions.events import NEWLINE, Asking, Events


@dataclass(frozen=True, slots=True)
class NoticeFeed:
    """`place` is where the caller goes on from."""

    events: Events
    place: Place | None
    cost: int = AT_ONCE

    async def look(self, guard: Guard, asked: Asked, place: Place, under: str) -> Told:
        """What was told since a place. Raises what the guard raises."""
        return await guard.notices.look(asked, place, under, self._rendered)

    def _rendered(self, notices: Sequence[Given]) -> bytes:
        return NEWLINE.join(self.events.event(one.place, {"kind": one.kind, "about": one.about, "at": one.at}) for one in notices)


def notice_feed(asking: Asking) -> NoticeFeed:
    """The feed of a field `notices`. Raises RequestError."""
    events = asking.events("NoticeGiven", "")
    return NoticeFeed(events, asking.after(events))
