"""A feed: what one subscription follows, and how a change and its record become an event. Compiled before anything is read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import FieldNode, GraphQLSchema, VariableValues

from access_policies.guard import Rendered
from access_policies.guard.changes import AT_ONCE, Change, Following, Place
from api.graphql.arguments import Arguments
from api.graphql.compiler import EVERYTHING
from api.graphql.cursors import CursorSeal
from api.graphql.errors import RequestError
from api.graphql.fields import FieldCollector, subselections
from api.graphql.operation import Operation
from api.graphql.plan import Bound
from api.graphql.records import RecordCompiler
from api.graphql.rendering import Renderer
from api.graphql.subscriptions.place_seal import PlaceSeal
from graph_model.parameter import Parameter
from graph_model.query import ReadQuery, RecordsById

NEWLINE = b"\n"
"""Stands between events: JSON of one line holds none."""
STARTED = "STARTED"


@dataclass(frozen=True, slots=True)
class Feed:
    """`key` and `parts`: response keys, and the names of their fields; `bound` reads the records that `parts` wants."""

    key: str
    parts: tuple[tuple[str, str], ...]
    following: Following
    bound: Bound
    seal: PlaceSeal
    place: Place | None

    @property
    def cost(self) -> int:
        """Records that one look may bring."""
        return AT_ONCE + self.bound.cost

    def started(self, place: Place) -> bytes:
        """The first event: where it begins."""
        return self._event({"kind": STARTED, "cursor": self.seal.sealed(place)}, {})

    def rendered(self, changes: Sequence[Change], data: list[Any], markings: Mapping[str, Mapping[str, Any]]) -> Rendered:
        """An event for each change, and every statement that is in one."""
        ids = [change.id for change in changes]
        records = self.bound.render(data, markings, {"ids": ids})
        columns = orjson.loads(records.body)["data"]
        events = (
            self._event(self._told(change), {key: column[number] for key, column in columns.items()})
            for number, change in enumerate(changes)
        )
        return Rendered(NEWLINE.join(events), list(_served(changes, records)))

    def _told(self, change: Change) -> dict[str, Any]:
        return {
            "kind": change.kind,
            "cursor": self.seal.sealed(change.place),
            "id": change.id,
            "type": change.type,
            "at": change.at,
        }

    def _event(self, told: Mapping[str, Any], records: Mapping[str, Any]) -> bytes:
        values = {**told, "__typename": "Change"}
        event = {key: records.get(key) if name == "record" else values.get(name) for key, name in self.parts}
        return orjson.dumps({"data": {self.key: event}})


def _served(changes: Sequence[Change], records: Rendered) -> Iterator[tuple[str, int]]:
    for change in changes:
        yield change.id, change.policy_class
    yield from records.served


def compile_feed(schema: GraphQLSchema, operation: Operation, values: VariableValues, seal: CursorSeal) -> Feed:
    """The feed of a subscription. Raises RequestError for what is too much, outside its range, or no single field."""
    root = schema.subscription_type
    assert root is not None
    collector = FieldCollector(operation.fragments, values)
    collected = collector.collect(operation.root, [operation.node.selection_set], frozenset())
    if len(collected) != 1:
        raise RequestError("BAD_REQUEST")
    ((key, nodes),) = collected.items()
    parts = collector.collect("Change", subselections(nodes), frozenset())
    given = Arguments(root.fields[nodes[0].name.value], nodes[0]).values(values)
    types = given.get("types")
    following = Following(None if types is None else tuple(member.value for member in types), given.get("case"))
    places = PlaceSeal(seal.key, seal.caller, following)
    after = given.get("after")
    return Feed(
        key,
        tuple((name, found[0].name.value) for name, found in parts.items()),
        following,
        _bound(schema, collector, parts, values, seal),
        places,
        None if after is None else places.opened(after),
    )


def _bound(
    schema: GraphQLSchema,
    collector: FieldCollector,
    parts: Mapping[str, list[FieldNode]],
    values: VariableValues,
    seal: CursorSeal,
) -> Bound:
    """What reads the records of one look, once for each selection of them."""
    records = RecordCompiler(schema, collector)
    wanted = {key: nodes for key, nodes in parts.items() if nodes[0].name.value == "record"}
    fields = tuple(
        RecordsById(key, Parameter("ids"), records.selection(EVERYTHING, subselections(nodes), (AT_ONCE,)))
        for key, nodes in wanted.items()
    )
    records.cost += [(AT_ONCE,)] * len(fields)
    renderer = Renderer()
    roots = tuple((field.key, renderer.root(field)) for field in fields)
    return records.plan(ReadQuery(fields), roots, ()).bind(values, seal)
