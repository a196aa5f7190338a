"""What may leave as a whole: in pages, listed in brief and some of it read whole, under the same rights (docs/decisions/0141);
or as one file of what somebody names (docs/decisions/0157).

It is the view of an export (docs/decisions/0133), so nothing here can tell what reading does not. What a format makes of it is no
business of the guard's.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from access_policies.clock import Clock
from access_policies.directory import Directory, PolicyOfSubject
from access_policies.errors import PolicyError, PolicyInFlux
from access_policies.guard.asked import Asked, Released, Rendered
from access_policies.guard.reading import TRIES, Reading
from access_policies.guard.recorder import Recorder
from access_policies.guard.standing import Standing
from graph_model.cypher.whole_view import SHORT, Most
from graph_model.errors import StoreError
from graph_model.instant import to_text
from graph_model.leaving import Leaving, Listing, Taken

EXPORT = "export"
Choose = Callable[[Listing], Sequence[Leaving]]
"""Which statements of a listing are wanted whole; asked in a thread. What it raises, its caller puts on record."""
Render = Callable[[Listing, Sequence[Leaving]], Rendered]
"""Makes an answer of a listing and of those that were wanted and are still there; in a thread too."""
Write = Callable[[Sequence[Leaving], Taken], bytes]
"""Writes a file of statements, at least one of them a record; in a thread too. Where it gives no bytes, nothing leaves."""


class Exports:
    """The way out for what leaves as a whole."""

    def __init__(self, reading: Reading, directory: Directory, clock: Clock, recorder: Recorder, most: Most = SHORT) -> None:
        self._reading, self._directory, self._clock, self._recorder, self._most = reading, directory, clock, recorder, most

    async def purposes(self, asked: Asked) -> tuple[str, ...]:
        """The purposes for which a grant in force lets somebody export: of own grants alone, whatever they open.

        Raises UnknownSubject or StoreError after its own audit entry. What becomes of an answer is for whoever asks.
        """
        try:
            return self._purposes(await self._directory.policy_of(asked.subject))
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, EXPORT, type(fault).__name__, b"")
            raise

    async def offer(self, asked: Asked, render: Callable[[tuple[str, ...]], bytes]) -> tuple[bytes, str]:
        """An answer made of these purposes, and its receipt. Raises as `purposes`, and whatever `render` raises."""
        body = render(await self.purposes(asked))
        return body, await self._recorder.note(asked, None, EXPORT, "released", body)

    async def read(self, asked: Asked, choose: Choose, render: Render) -> Released:
        """One page. Raises PolicyError or StoreError after its own audit entry, and whatever `choose` raises without one."""
        asked = replace(asked, exports=True)
        try:
            standing, listing, whole = await self._read(asked, choose)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, EXPORT, type(fault).__name__, b"")
            raise
        rendered = await asyncio.to_thread(render, listing, whole)
        receipt = await self._recorder.note(asked, standing, EXPORT, "released", rendered.body, served=rendered.served)
        return Released(rendered.body, standing.classes.digest, receipt)

    async def file(self, asked: Asked, records: Sequence[str], links: Sequence[str], write: Write) -> Released:
        """A file of these records, and of those of these relationships whose ends are both among them: of each what may leave.

        Its bytes are the answer, so its receipt is for the file. Where nothing may leave there are none, whatever was named.
        Raises PolicyError or StoreError after its own audit entry.
        """
        asked = replace(asked, exports=True)
        try:
            standing, found = await self._reading.named(asked, records, links, records)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, EXPORT, type(fault).__name__, b"")
            raise
        kept = found.tied()
        until = standing.keep_until(kept.classes.values())
        body = await asyncio.to_thread(write, kept.statements, _taken(asked, standing, until)) if kept.statements else b""
        served = kept.classes.items() if body else ()
        receipt = await self._recorder.note(asked, standing, EXPORT, "released", body, served=served)
        return Released(body, standing.classes.digest, receipt, until, self._recorder.vouch(body, receipt))

    async def _read(self, asked: Asked, choose: Choose) -> tuple[Standing, Listing, list[Leaving]]:
        for _ in range(TRIES):
            before, listing = await self._reading.listing(asked, self._most)
            wanted = await asyncio.to_thread(choose, listing)  # of a large view that takes a second, and others must not wait
            if not wanted:
                return before, listing, []
            standing, whole = await self._reading.whole(asked, wanted)
            if (standing.classes.epoch, standing.classes.masks) == (before.classes.epoch, before.classes.masks):
                return standing, listing, whole
        raise PolicyInFlux("the policies changed during every try; ask again")

    def _purposes(self, policy: PolicyOfSubject) -> tuple[str, ...]:
        now = self._clock.now()
        grants = policy.grants if self._clock.by_hand else tuple(grant.happened_by(now) for grant in policy.grants)
        in_force = (one for one in grants if EXPORT in one.actions and one.state_at(now) == "ACTIVE" and one.not_before <= now)
        known = policy.table.purposes
        return tuple(sorted({purpose for grant in in_force for purpose in grant.purposes if purpose in known}))


def _taken(asked: Asked, standing: Standing, until: str) -> Taken:
    who = standing.policy.subject
    then, now = asked.as_known, standing.context.at
    as_known = None if then is None or then >= now else to_text(then)  # what is to come is not known: it was read as of now
    return Taken(who.name, who.organisation, asked.purpose, to_text(now), until, standing.classes.digest, as_known)
