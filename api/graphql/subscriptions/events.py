"""How an event is written: response keys in the order of the document, cursors sealed for its reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import orjson
from graphql import FieldNode, GraphQLSchema, SelectionSetNode, VariableValues

from access_policies.guard.following.looks import Place
from api.graphql.arguments import Arguments
from api.graphql.cursors import CursorSeal
from api.graphql.errors import RequestError
from api.graphql.fields import FieldCollector, subselections
from api.graphql.operation import Operation
from api.graphql.subscriptions.place_seal import PlaceSeal

NEWLINE = b"\n"
"""Stands between events: JSON of one line holds none."""


@dataclass(frozen=True, slots=True)
class Events:
    """`key` is the response key of the root field, `parts` are those below with the names of their fields."""

    key: str
    type_name: str
    parts: tuple[tuple[str, str], ...]
    seal: PlaceSeal

    def event(self, place: Place, told: Mapping[str, Any], records: Mapping[str, Any] = MappingProxyType({})) -> bytes:
        """The event at a place; `records` stand under their response keys, and all else under names of fields."""
        values = {**told, "cursor": self.seal.sealed(place), "__typename": self.type_name}
        event = {key: records.get(key) if name == "record" else values.get(name) for key, name in self.parts}
        return orjson.dumps({"data": {self.key: event}})

    def started(self, place: Place) -> bytes:
        """The first event: where it begins."""
        return self.event(place, {"kind": "STARTED"})


class Asking:
    """The one root field of a subscription, with its arguments and what is selected below it."""

    def __init__(self, schema: GraphQLSchema, operation: Operation, values: VariableValues, seal: CursorSeal) -> None:
        """Raises RequestError when there is no single field, or a null where none may be."""
        root = schema.subscription_type
        assert root is not None
        self.schema, self.values, self.seal = schema, values, seal
        self.collector = FieldCollector(operation.fragments, values)
        selections: list[SelectionSetNode] = [operation.node.selection_set]
        collected = self.collector.collect(operation.root, selections, frozenset())
        if len(collected) != 1:
            raise RequestError("BAD_REQUEST")
        ((self.key, self._nodes),) = collected.items()
        self.name = self._nodes[0].name.value
        self.given = Arguments(root.fields[self.name], self._nodes[0]).values(values)

    def parts(self, type_name: str) -> dict[str, list[FieldNode]]:
        """What is selected of an event."""
        return self.collector.collect(type_name, subselections(self._nodes), frozenset())

    def events(self, type_name: str, followed: str) -> Events:
        """How events are written; `followed` names what is followed, so that a cursor of it is none of anything else."""
        parts = tuple((key, nodes[0].name.value) for key, nodes in self.parts(type_name).items())
        return Events(self.key, type_name, parts, PlaceSeal(self.seal.key, f"{self.seal.caller}\n{self.name} {followed}"))

    def after(self, events: Events) -> Place | None:
        """The place to go on from, where a cursor is given. Raises RequestError for one that is not ours."""
        cursor = self.given.get("after")
        return None if cursor is None else events.seal.opened(cursor)
