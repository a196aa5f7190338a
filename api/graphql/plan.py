"""A plan: the query value of an operation, its parameters for one request, and the order of its answer."""

from dataclasses import dataclass
from typing import Any

from api.graphql.shape import MapShape
from graph_model.query import ReadQuery


@dataclass(frozen=True, slots=True)
class Plan:
    """What the guard runs, and how its map becomes the answer."""

    query: ReadQuery
    parameters: dict[str, Any]
    shape: MapShape
