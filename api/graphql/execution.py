"""Ordinary execution, for operations that do more than read: resolvers run, with the guard in their context.

Whatever they give is released by the guard in the end, like every answer: its bytes and its statements are in one
audit entry before it leaves.
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, VariableValues, execute
from strawberry import Info

from access_policies.errors import PolicyError
from access_policies.guard import Asked, Guard, Released, Rendered
from access_policies.guard.replay import Lens
from api.graphql.cost import ACT, MOST_RECORDS
from api.graphql.cursors import CursorSeal
from api.graphql.errors import RequestError, code_of
from api.graphql.fields import FieldCollector, subselections
from api.graphql.operation import Operation
from api.graphql.read_backs import ReadBacks
from api.webhooks.registering import Registering
from graph_model.errors import GraphError
from graph_model.query import ReadQuery

NOTHING = ReadQuery(())
"""A read of the epoch alone."""
ADMINISTRATION = "administration"
MOST_ACTS = 10
"""Mutations, or questions of administration, of one operation."""


class Execution:
    """What resolvers get as `info.context`; `key` is the idempotency key of the request, empty where it has none."""

    def __init__(
        self, schema: GraphQLSchema, guard: Guard, asked: Asked, seal: CursorSeal, registering: Registering, key: str = ""
    ) -> None:
        self._schema, self._seal, self.registering = schema, seal, registering
        self.guard, self.asked, self.key = guard, asked, key
        self._served: list[tuple[str, int]] = []
        self._read_backs: ReadBacks

    def cost(self, operation: Operation, variables: dict[str, Any]) -> int:
        """What an operation costs, with all that it reads back. Raises RequestError for one that may not be executed."""
        operation.require_unmixed()
        values = operation.variables(self._schema, variables)
        acts = self._acts(operation, values)
        self._read_backs = ReadBacks(self._schema, operation, values, self._seal)
        cost = ACT * acts + self._read_backs.cost
        if cost > MOST_RECORDS:
            raise RequestError("DOCUMENT_TOO_LARGE")
        return cost

    async def run(self, operation: Operation, variables: dict[str, Any], beside: dict[str, Any]) -> Released:
        """Execute an operation whose cost was asked for, and release its answer with what stands beside it.

        Raises what the guard raises.
        """
        await self._require_standing()
        name = operation.node.name.value if operation.node.name else None
        outcome = execute(self._schema, operation.document, None, self, variables, name)
        result = await outcome if inspect.isawaitable(outcome) else outcome
        body = orjson.dumps(_answer(result) | beside)
        return await self.guard.reading.read(self.asked, NOTHING, {}, lambda *_: Rendered(body, self._served))

    def _acts(self, operation: Operation, values: VariableValues) -> int:
        """How many acts it has. Raises RequestError for more than one answer may take: each may be as much work as an operation."""
        collector = FieldCollector(operation.fragments, values)
        acts = 0
        for nodes in collector.collect(operation.root, [operation.node.selection_set], frozenset()).values():
            below = nodes[0].name.value == ADMINISTRATION
            acts += len(collector.collect("Administration", subselections(nodes), frozenset())) if below else 1
        if acts > MOST_ACTS:
            raise RequestError("DOCUMENT_TOO_LARGE")
        return acts

    async def _require_standing(self) -> None:
        """Raise, after its audit entry, what would keep the answer in after the work was done."""
        try:
            await self.guard.reading.seen(self.asked, [])
        except (PolicyError, GraphError) as fault:
            await self.guard.refused(self.asked.subject, type(fault).__name__)
            raise

    async def read_back(self, info: Info, id_: str, lens: Lens | None = None) -> dict[str, Any] | None:
        """The record of this id as the caller sees it, with what is selected below the field; None when it is not seen.

        Through a lens, if there is one, it is as others knew it.
        """
        record: dict[str, Any] | None = (await self._read(info, {"id": id_}, lens=lens))["record"]
        return record

    async def read_back_all(self, info: Info, ids: Sequence[str], as_known: datetime | None) -> list[dict[str, Any]]:
        """The same for several, in one statement, now or as known then; those that are not seen are left out."""
        found = (await self._read(info, {"ids": list(ids)}, as_known=as_known))["records"]
        return [record for record in found if record is not None]

    async def _read(
        self, info: Info, given: dict[str, Any], lens: Lens | None = None, as_known: datetime | None = None
    ) -> dict[str, Any]:
        raw = info._raw_info
        bound = self._read_backs.plan(raw.field_nodes).bind(raw.variable_values, self._seal)
        asked_for = bound.parameters | given

        def render(data: list[Any], markings: Mapping[str, Mapping[str, Any]]) -> Rendered:
            rendered = bound.render(data, markings, given)
            self._served += rendered.served
            return rendered

        asked = replace(self.asked, as_known=as_known)
        released = await self.guard.reading.read(asked, bound.query, asked_for, render, lens)
        data: dict[str, Any] = orjson.loads(released.body)["data"]
        return data


def _answer(result: ExecutionResult) -> dict[str, Any]:
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [_error(fault) for fault in result.errors]
    return answer


def _error(fault: GraphQLError) -> dict[str, Any]:
    """An error from the list; where it stands is the caller's own text. What graphql-core says by itself is of arguments."""
    cause = fault.original_error
    if isinstance(cause, RequestError | PolicyError | GraphError):
        refused = RequestError(code_of(cause))
    else:
        refused = RequestError("BAD_VARIABLES" if isinstance(cause, GraphQLError | None) else "UNAVAILABLE")
    return {"message": refused.message, "path": fault.path or [], "extensions": {"code": refused.code}}
