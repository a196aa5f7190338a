"""GraphQL for one installation: from a document to an answer that may leave. The one call into this room.

Plans hold nothing of any caller, so one cache serves everybody; what is refused is kept as well, by its code.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from graphql import VariableValues

from access_policies.guard import Asked, Guard, Released
from api.graphql.cache import WeightedCache
from api.graphql.compiler import compile_operation
from api.graphql.cost import cost_told
from api.graphql.cursors import CursorSeal
from api.graphql.errors import RequestError
from api.graphql.execution import Execution
from api.graphql.fields import FieldCollector
from api.graphql.introspection import introspected
from api.graphql.operation import Operation, operation_of
from api.graphql.plan import Bound, Plan
from api.graphql.schema import core, make_schema
from api.graphql.shapes import as_key, fields_in, shape
from api.graphql.subscriptions.feed import Feed, compile_feed
from api.graphql.subscriptions.stream import Stream
from api.webhooks.hosts import OFF, Hosts
from api.webhooks.registering import Registering
from api.webhooks.secret import SecretSeal

CACHED_TEXT = 1 << 20
"""Bytes of documents whose operations are kept: parsed, they take a hundred times as many."""
CACHED_PLANS = 1_000
FIELDS_OF_A_PLAN = 50
"""A plan whose shapes have so many fields weighs as much as two in what is kept."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An operation that may be answered: its cost is known, and nothing was read yet. `release` raises what the guard raises."""

    cost: int
    release: Callable[[], Awaitable[Released]]


class GraphQL:
    """Answers operations behind one guard."""

    def __init__(
        self,
        guard: Guard,
        cursor_key: bytes,
        introspection: bool = False,
        mutation: type | None = None,
        query: type | None = None,
        subscription: type | None = None,
        hosts: Hosts = OFF,
    ) -> None:
        self._guard, self._cursor_key, self._introspection = guard, cursor_key, introspection
        self._registering = Registering(hosts, SecretSeal(cursor_key))
        self.schema = make_schema(mutation, query, subscription)
        self._core = core(self.schema)
        self._operations: WeightedCache[tuple[str, str | None], Operation | str] = WeightedCache(CACHED_TEXT)
        self._plans: WeightedCache[tuple[Operation, tuple[Any, ...]], Plan | str] = WeightedCache(CACHED_PLANS)

    async def answer(self, asked: Asked, document: str, name: str | None, variables: dict[str, Any], key: str = "") -> Released:
        """The answer to an operation. Raises RequestError, and what the guard raises."""
        return await self.ready(asked, document, name, variables, key).release()

    def ready(
        self,
        asked: Asked,
        document: str,
        name: str | None,
        variables: dict[str, Any],
        key: str = "",
        tells_cost: bool = False,
    ) -> Ready:
        """An operation up to where it is read; `key` makes a repeat of a mutation safe. Raises RequestError."""
        seal = self._seal(asked)
        operation = self.operation_of(document, name)
        if operation.is_subscription:
            raise RequestError("STREAM_NEEDED")
        if not operation.is_read:
            asked = replace(asked, as_known=self.as_known(operation, variables))
            execution = Execution(self._core, self._guard, asked, seal, self._registering, key)
            cost = execution.cost(operation, variables)
            beside = {"extensions": cost_told(cost)} if tells_cost else {}
            return Ready(cost, partial(execution.run, operation, variables, beside))
        bound = self._bound(operation, variables, seal, tells_cost)
        asked = replace(asked, as_known=self.as_known(operation, variables), exports=operation.exports)
        read = partial(self._guard.reading.read, asked, bound.query, bound.parameters, bound.render)
        return Ready(bound.cost, read)

    def feed(self, asked: Asked, document: str, name: str | None, variables: dict[str, Any]) -> Feed | None:
        """What a subscription follows; None for an operation that is answered once. Reads nothing. Raises RequestError."""
        operation = self.operation_of(document, name)
        if not operation.is_subscription:
            return None
        return compile_feed(self._core, operation, operation.variables(self._core, variables), self._seal(asked))

    async def open(self, asked: Asked, feed: Feed) -> Stream:
        """Begin to follow; it is on record. Raises what the guard raises."""
        return Stream(self._guard, asked, feed, await self._guard.changes.follow(asked))

    def _seal(self, asked: Asked) -> CursorSeal:
        return CursorSeal(self._cursor_key, f"{asked.subject} {asked.purpose}")

    def plan_of(self, document: str, name: str | None, variables: dict[str, Any], seal: CursorSeal) -> Bound:
        """The plan of a read for one request. Raises RequestError with a code that says at which stage it was refused."""
        operation = self.operation_of(document, name)
        if not operation.is_read:
            raise RequestError("NOT_A_READ")
        return self._bound(operation, variables, seal)

    def as_known(self, operation: Operation, variables: dict[str, Any]) -> datetime | None:
        """The instant that records are asked for as known at, if one is named. Raises RequestError when it is none."""
        if not operation.node.directives:
            return None
        return operation.as_known(self._core, operation.variables(self._core, variables))

    def _bound(self, operation: Operation, variables: dict[str, Any], seal: CursorSeal, tells_cost: bool = False) -> Bound:
        weight = 1 + sum(fields_in(variables.get(name)) for name in operation.shaped) // FIELDS_OF_A_PLAN
        values = operation.variables(self._core, variables)
        plan = self._plan(operation, values, weight)
        return plan.bind(values, seal, introspected(self._core, operation, plan.introspected, variables), tells_cost)

    def operation_of(self, document: str, name: str | None) -> Operation:
        """The operation of a document. Raises RequestError."""
        found = self._operations.get((document, name))
        if found is None:
            try:
                found = operation_of(self._core, document, name, self._introspection)
            except RequestError as refused:
                found = refused.code
            self._operations.put((document, name), found, len(document))
        if isinstance(found, str):
            raise RequestError(found)
        return found

    def _plan(self, operation: Operation, values: VariableValues, weight: int) -> Plan:
        switches = {name: values.coerced[name] for name in operation.switches if name in values.coerced}
        switches |= {name: shape(values.coerced[name]) for name in operation.shaped if name in values.coerced}
        key = (operation, as_key(switches))
        found = self._plans.get(key)
        if found is None:
            collector = FieldCollector(operation.fragments, VariableValues(values.sources, switches))
            try:
                found = compile_operation(self._core, operation.node.selection_set, collector)
            except RequestError as refused:
                found = refused.code
            self._plans.put(key, found, weight)
        if isinstance(found, str):
            raise RequestError(found)
        return found
