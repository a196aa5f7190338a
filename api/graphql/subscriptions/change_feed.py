"""The feed of `changes`: what is followed, and how a change and its record become an event. Compiled before anything is read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from access_policies.guard import Asked, Guard, Rendered
from access_policies.guard.following.changes import Change, Following
from access_policies.guard.following.looks import AT_ONCE, Place, Told
from api.graphql.fields import subselections
from api.graphql.plan import Bound, short
from api.graphql.records import EVERYTHING, RecordCompiler
from api.graphql.rendering import Renderer
from api.graphql.subscriptions.events import NEWLINE, Asking, Events
from graph_model.parameter import Parameter
from graph_model.query import ReadQuery, RecordsById


@dataclass(frozen=True, slots=True)
class ChangeFeed:
    """`bound` reads the records that events hold; `place` is where the caller goes on from."""

    events: Events
    following: Following
    bound: Bound
    place: Place | None

    @property
    def cost(self) -> int:
        """Records that one look may bring."""
        return AT_ONCE + self.bound.cost

    async def look(self, guard: Guard, asked: Asked, place: Place, under: str) -> Told:
        """What changed since a place. Raises what the guard raises."""
        query, parameters = self.bound.query, self.bound.parameters
        return await guard.changes.look(asked, self.following, place, under, query, parameters, self._rendered)

    def _rendered(self, changes: Sequence[Change], data: list[Any], markings: Mapping[str, Mapping[str, Any]]) -> Rendered:
        """An event for each change, and every statement that is in one."""
        records = self.bound.render(data, markings, {"ids": [change.id for change in changes]})
        columns = orjson.loads(records.body)["data"]
        events = (
            self.events.event(change.place, _told(change), {key: column[number] for key, column in columns.items()})
            for number, change in enumerate(changes)
        )
        return Rendered(NEWLINE.join(events), list(_served(changes, records)))


def change_feed(asking: Asking) -> ChangeFeed:
    """The feed of a field `changes`. Raises RequestError for what is too much or outside its range."""
    types = asking.given.get("types")
    following = Following(None if types is None else tuple(member.value for member in types), asking.given.get("case"))
    kept = None if following.types is None else sorted(following.types)
    events = asking.events("Change", f"{kept} {following.case}")
    return ChangeFeed(events, following, _records(asking), asking.after(events))


def _records(asking: Asking) -> Bound:
    """What reads the records of one look, once for each selection of them."""
    records = RecordCompiler(asking.schema, asking.collector)
    wanted = {key: nodes for key, nodes in asking.parts("Change").items() if nodes[0].name.value == "record"}
    fields = tuple(
        RecordsById(key, Parameter("ids"), records.selection(EVERYTHING, subselections(nodes), (AT_ONCE,)))
        for key, nodes in wanted.items()
    )
    records.cost += [(AT_ONCE,)] * len(fields)
    query, renderer = short(ReadQuery(fields)), Renderer()
    roots = tuple((field.key, renderer.root(field)) for field in fields)
    return records.plan(query, roots, ()).bind(asking.values, asking.seal)


def _told(change: Change) -> dict[str, Any]:
    return {"kind": change.kind, "id": change.id, "type": change.type, "at": change.at}


def _served(changes: Sequence[Change], records: Rendered) -> Iterator[tuple[str, int]]:
    for change in changes:
        yield change.id, change.policy_class
    yield from records.served
