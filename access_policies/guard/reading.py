"""Reading: visible classes -> one statement that brings data and epoch -> the answer's bytes -> audit entry -> release.

If the epoch is not the one the classes were decided under, the answer is thrown away (access-model.md 5).
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from access_policies.clock import Clock
from access_policies.errors import PolicyError, PolicyInFlux
from access_policies.guard.asked import Asked, Released, Rendered
from access_policies.guard.recorder import Recorder
from access_policies.guard.replay import Lens
from access_policies.guard.standing import Standing, Standings
from graph_model.analysis import Network
from graph_model.cypher import leaving
from graph_model.cypher.builder import build, required
from graph_model.cypher.ties import ties_around
from graph_model.cypher.whole_view import Most, network_of, whole_view
from graph_model.errors import StoreError
from graph_model.instant import to_text
from graph_model.leaving import Leaving, Listing
from graph_model.ontology import ONTOLOGY
from graph_model.parameter import Parameter
from graph_model.query import MetaColumn, NodeById, ReadQuery, RecordsById, Selection
from graph_model.store import Store

TRIES = 5
FEW = 256
"""A caller who sees at most so many classes gets lists class by class (docs/decisions/0103): it depends on the view alone."""
_ID = Selection(tuple((name, (MetaColumn("id", "id"),)) for name in ONTOLOGY.types))
SEEN = ReadQuery((RecordsById("found", Parameter("ids"), _ID),))
"""Which of several records are in the view."""
SETTLES = timedelta(seconds=90)
"""So long after its recorded time a statement may still be on its way into the graph: a write has a minute, clocks differ."""
Markings = Mapping[str, Mapping[str, Any]]
"""The markings that the caller sees, by their class as a text."""
Render = Callable[[list[Any], Markings], Rendered]
"""Makes an answer of rows (`graph_model.rows`)."""


def class_by_class(standing: Standing, as_known: bool) -> bool:
    """Which of the two texts of a list, or of the whole view, a caller is sent."""
    return not as_known and standing.classes.seen.bit_count() <= FEW


class Reading:
    """The way out of the graph."""

    def __init__(self, store: Store, clock: Clock, standings: Standings, recorder: Recorder) -> None:
        self._store, self._clock, self._standings, self._recorder = store, clock, standings, recorder

    async def read(
        self, asked: Asked, query: ReadQuery, parameters: Mapping[str, Any], render: Render, lens: Lens | None = None
    ) -> Released:
        """Answer a read, through a lens if there is one.

        Raises PolicyError or StoreError, both after their own audit entry; AuditUnavailable without.
        """
        action = "export" if asked.exports else "read"
        try:
            standing, data = await self._decided_read(asked, query, parameters, lens)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, action, type(fault).__name__, b"")
            raise
        rendered = render(data, standing.markings(lens))
        served = list(rendered.served) if asked.exports else rendered.served
        receipt = await self._recorder.note(asked, standing, action, "released", rendered.body, served=served)
        kept = standing.keep_until(policy_class for _, policy_class in served) if asked.exports else ""
        return Released(rendered.body, standing.classes.digest, receipt, kept)

    async def seen(self, asked: Asked, ids: Sequence[str]) -> tuple[Standing, list[str]]:
        """Which of these records the caller sees, and where the caller stands. Whoever asks writes the audit entry.

        Raises PolicyError or StoreError.
        """
        fields = tuple(NodeById(f"record{n}", Parameter(f"id{n}"), _ID) for n in range(len(ids)))
        standing, data = await self._decided_read(asked, ReadQuery(fields), {f"id{n}": id_ for n, id_ in enumerate(ids)})
        return standing, [id_ for n, id_ in enumerate(ids) if data[n] is not None]

    async def all_seen(self, asked: Asked, ids: Sequence[str]) -> tuple[Standing, bool]:
        """Where the caller stands, and whether all of these records are in the view: one statement however many they are.

        Raises PolicyError or StoreError.
        """
        standing, data = await self._decided_read(asked, SEEN, {"ids": list(ids)})
        return standing, len(data[0]) == len(set(ids))

    async def records(self, asked: Asked, query: ReadQuery, parameters: Mapping[str, Any]) -> tuple[Standing, list[Any]]:
        """What a read brings, and where the caller stands. Whoever asks writes the audit entry.

        Raises PolicyError or StoreError.
        """
        return await self._decided_read(asked, query, parameters)

    async def network(self, asked: Asked, most: Most) -> tuple[Standing, Network, dict[str, int]]:
        """The caller's whole view as a network, the class of each statement in it, and where the caller stands.

        Whoever asks writes the audit entry. Raises PolicyError or StoreError.
        """
        as_known = self._clock.by_hand or asked.as_known is not None
        standing, data = await self._decided(asked, lambda one: whole_view(as_known, most, class_by_class(one, as_known)), {})
        read_at = standing.context.at
        known_at = min(asked.as_known or read_at, read_at)
        network, classes = network_of(data, to_text(known_at), most, is_past=known_at < read_at)
        return standing, network, classes

    async def around(self, asked: Asked, record: str, hops: int) -> tuple[Standing, list[Any] | None]:
        """A record and the relationships so near it, as `ties_around` brings them; None where it is not seen.

        Whoever asks writes the audit entry. Raises PolicyError or StoreError.
        """
        as_known = self._clock.by_hand or asked.as_known is not None
        standing, data = await self._decided(asked, lambda _: ties_around(as_known, hops), {"id": record})
        return standing, data[0]

    async def listing(self, asked: Asked, most: Most) -> tuple[Standing, Listing]:
        """All that may leave and is settled, in brief, and where the caller stands. Whoever asks writes the audit entry.

        What is not settled may still have company to come that was recorded before it. Raises PolicyError or StoreError.
        """
        as_known, now = self._clock.by_hand, self._clock.now()
        standing, data = await self._decided(asked, lambda at: leaving.brief(as_known, most, class_by_class(at, as_known)), {})
        statements, classes, is_complete = await asyncio.to_thread(leaving.briefly, data, standing.classes.markings, most)
        listing = Listing(statements, classes, is_complete)
        return standing, await asyncio.to_thread(listing.until, to_text(now if as_known else now - SETTLES))

    async def whole(self, asked: Asked, wanted: Sequence[Leaving]) -> tuple[Standing, list[Leaving]]:
        """Those of some statements of a listing that still may leave, with all that may. Otherwise as `listing`."""
        links = [one for one in wanted if one.start]
        records, starts = [one.id for one in wanted if not one.start], sorted({one.start for one in links})
        standing, found = await self.named(asked, records, [one.id for one in links], starts)
        return standing, list(found.statements)

    async def named(
        self, asked: Asked, records: Sequence[str], links: Sequence[str], starts: Sequence[str]
    ) -> tuple[Standing, Listing]:
        """What may leave of these records, and of these relationships that leave one of `starts`. Otherwise as `listing`."""
        as_known = self._clock.by_hand or asked.as_known is not None
        given = {"records": list(records), "links": list(links), "starts": list(starts)}
        standing, data = await self._decided(asked, lambda _: leaving.whole(as_known), given)
        return standing, leaving.wholly(data, standing.classes.markings)

    async def _decided_read(
        self, asked: Asked, query: ReadQuery, parameters: Mapping[str, Any], lens: Lens | None = None
    ) -> tuple[Standing, list[Any]]:
        then = lens.at if lens else asked.as_known
        as_known = self._clock.by_hand or then is not None

        def text(standing: Standing) -> str:
            return build(query, as_known, class_by_class(standing, as_known))

        return await self._decided(asked, text, parameters, lens)

    async def _decided(
        self, asked: Asked, text: Callable[[Standing], str], parameters: Mapping[str, Any], lens: Lens | None = None
    ) -> tuple[Standing, list[Any]]:
        """Where the caller stands, with the instant of the read as its context's, and what the read brings."""
        then = lens.at if lens else asked.as_known
        for attempt in range(TRIES):
            context = self._standings.context(asked)
            standing = await self._standings.of(asked, context, anew=attempt > 0)
            sent = text(standing)
            masks = standing.masks(required(sent), min(then or context.at, context.at), lens)
            epoch, data = await self._store.read(sent, {**parameters, **masks})
            if epoch == standing.classes.epoch:
                return replace(standing, context=context), data
        raise PolicyInFlux("the policies changed during every try; ask again")
