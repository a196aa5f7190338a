"""A plan: what an operation asks of the graph and how its rows become the answer. It holds nothing of any caller.

It is made once and bound for each request: variables are coerced, parameters filled in, and the cost is known before
anything goes to the database.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import prod
from types import MappingProxyType
from typing import Any

import orjson
from graphql import FieldNode, VariableValues

from access_policies.guard import Rendered
from api.graphql.answer import Answer
from api.graphql.arguments import Arguments, Binding
from api.graphql.cost import MOST_RECORDS, cost_told
from api.graphql.cursors import CursorSeal
from api.graphql.errors import RequestError
from api.graphql.rendering import Root
from graph_model.cypher.builder import build
from graph_model.query import ReadQuery

STATEMENT = 12_000
"""Characters of a statement: the database takes a quarter of a second to plan a thousand."""


def short(query: ReadQuery) -> ReadQuery:
    """A query whose statement is not more than the database is to plan. Raises RequestError for any other.

    Asked before anything is made that renders its answer: what is refused is to cost little.
    """
    require_short([query])
    return query


def require_short(queries: Iterable[ReadQuery]) -> None:
    """Raise RequestError for queries whose statements, each planned once, are together more than the database is to plan."""
    if sum(map(len, {build(query, as_known=True) for query in queries})) > STATEMENT:
        raise RequestError("DOCUMENT_TOO_LARGE")


@dataclass(frozen=True, slots=True)
class Bound:
    """A plan for one request: what the guard runs, and how the rows become bytes."""

    query: ReadQuery
    parameters: dict[str, Any]
    cost: int
    render: Callable[..., Rendered]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """`roots`: (key, what makes its part of the answer), in order; None for a field of `introspected`, given when it is bound.

    `orders` names the lists whose cursors are in the answer; `cost` is a sum of products of parameters.
    """

    query: ReadQuery
    bindings: tuple[Binding, ...]
    roots: tuple[tuple[str, Root | None], ...]
    introspected: tuple[FieldNode, ...]
    orders: tuple[str, ...]
    cost: tuple[tuple[str | int, ...], ...]

    def bind(
        self,
        variables: VariableValues,
        seal: CursorSeal,
        given: Mapping[str, Any] = MappingProxyType({}),
        tells_cost: bool = False,
    ) -> Bound:
        """The plan for one request. Raises RequestError for a value outside its range or too many records."""
        parameters = self._parameters(variables, seal)
        cost = sum(prod(parameters[n] if isinstance(n, str) else n for n in product) for product in self.cost)
        if cost > MOST_RECORDS:
            raise RequestError("DOCUMENT_TOO_LARGE")
        prefixes = {order: seal.prefix(order) for order in self.orders}
        beside = {"extensions": cost_told(cost)} if tells_cost else {}

        def render(
            data: list[Any], markings: Mapping[str, Mapping[str, Any]], more: Mapping[str, Any] = MappingProxyType({})
        ) -> Rendered:
            answer = Answer(prefixes, markings, {**parameters, **more})
            return Rendered(orjson.dumps({"data": self._answered(data, answer, given)} | beside), answer)

        return Bound(self.query, parameters, cost, render)

    def _parameters(self, variables: VariableValues, seal: CursorSeal) -> dict[str, Any]:
        known: dict[Arguments, dict[str, Any]] = {}
        parameters: dict[str, Any] = {}
        for binding in self.bindings:
            values = known.get(binding.arguments)
            if values is None:
                values = known[binding.arguments] = binding.arguments.values(variables)
            parameters[binding.parameter] = binding.convert(values, seal)
        return parameters

    def _answered(self, data: list[Any], answer: Answer, given: Mapping[str, Any]) -> dict[str, Any]:
        values = iter(data)
        return {key: given[key] if part is None else part(values, answer) for key, part in self.roots}
