"""Rows as the answers they stand for, for tests that build a query by hand. Cursors begin with `x.`."""

import json
from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from access_policies.guard import Rendered
from api.graphql.rendering import Answer, Renderer
from graph_model.query import ReadQuery

NONE: Mapping[str, Mapping[str, Any]] = MappingProxyType({})


def answered(query: ReadQuery, data: list[Any], answer: Answer | None = None) -> dict[str, Any]:
    """The answer."""
    renderer, values = Renderer(), iter(data)
    made = answer or Answer(defaultdict(lambda: "x."), NONE, defaultdict(str))
    return {field.key: renderer.root(field)(values, made) for field in query.fields}


def rendered(query: ReadQuery, data: list[Any], markings: Mapping[str, Mapping[str, Any]] = NONE) -> Rendered:
    """The answer as a guard releases it."""
    answer = Answer(defaultdict(lambda: "x."), markings, defaultdict(str))
    return Rendered(json.dumps(answered(query, data, answer)).encode(), answer)
