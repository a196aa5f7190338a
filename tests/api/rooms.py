"""GraphQL rooms for tests: whole, but for the guard where nothing is asked of a graph."""

from typing import Any, cast

from access_policies.guard import Guard
from api.graphql.answering import GraphQL
from api.graphql.cursors import CursorSeal
from api.graphql.errors import RequestError
from api.graphql.plan import Bound

KEY = b"k" * 32
SEAL = CursorSeal(KEY, "u-somebody THREAT_ASSESSMENT")


def planning_room(introspection: bool = False) -> GraphQL:
    """A room that plans and never answers."""
    return GraphQL(cast(Guard, None), KEY, introspection)


def planned(room: GraphQL, document: str, variables: dict[str, Any] | None = None, seal: CursorSeal = SEAL) -> Bound:
    """The plan of a document's only operation."""
    return room.plan_of(document, None, variables or {}, seal)


def refusal(room: GraphQL, document: str, variables: dict[str, Any] | None = None, name: str | None = None) -> str:
    """The code a document is refused with; empty when it is planned."""
    try:
        room.plan_of(document, name, variables or {}, SEAL)
    except RequestError as refused:
        return refused.code
    return ""
