"""What a compiled answer is held against: ordinary execution of the same document over the same graph, field by field.

The compiled side is asked of a real Neo4j, or worked out over dictionaries; both begin with the product's own plan.
"""

from types import SimpleNamespace
from typing import Any, Protocol, cast

import orjson
from graphql import GraphQLSchema, build_schema, execute_sync, parse, validate

from access_policies.visible import as_seen
from api.graphql.errors import RequestError
from api.graphql.schema import make_schema
from graph_model.ontology import FIELD_CLASSES
from tests.api.graph import Graph, Resolvers
from tests.api.rooms import SEAL, planned, planning_room
from tests.properties.memory import Memory, Reader
from tests.properties.strategies import NOW, PRESENT, Asker

SCHEMA: GraphQLSchema = build_schema(make_schema().as_str())
ROOM = planning_room()
OPEN = dict.fromkeys(("see", *FIELD_CLASSES), b"\x01")
"""The masks of whoever sees and reads everything."""


class Answers(Protocol):
    """The compiled side."""

    def answer(self, document: str, variables: dict[str, Any]) -> bytes:
        """The answer that the product gives to whoever sees everything. Raises RequestError."""


class InMemory:
    """The compiled side without a database: the query value is worked out over dictionaries."""

    def __init__(self, graph: Graph) -> None:
        world = SimpleNamespace(nodes=graph.nodes, relationships=graph.links)
        self._held = cast(Memory, SimpleNamespace(world=world, classes={graph.marking: 0}))
        self._markings = {"0": as_seen(graph.marking) | {"withheld": []}}

    def answer(self, document: str, variables: dict[str, Any]) -> bytes:
        """The answer. Raises RequestError."""
        bound = planned(ROOM, document, variables)
        visible: Any = SimpleNamespace(masks=OPEN)
        asker = Asker("u-somebody", "THREAT_ASSESSMENT", NOW, PRESENT)
        rows = Reader(self._held, asker, visible, bound.parameters, None).read(bound.query)
        return bound.render(rows, self._markings).body


def ordinary(graph: Graph, document: str, variables: dict[str, Any]) -> bytes | str:
    """The answer of ordinary execution, or why there is none."""
    parsed = parse(document)
    if validate(SCHEMA, parsed):
        return "does not fit the schema"
    resolvers = Resolvers(graph, SEAL)
    result = execute_sync(
        SCHEMA, parsed, variable_values=variables, field_resolver=resolvers.field, type_resolver=resolvers.type_of
    )
    return "an error at execution" if result.errors else orjson.dumps({"data": result.data})


def compiled(answers: Answers, document: str, variables: dict[str, Any]) -> bytes | str:
    """Our answer, or the code it is refused with."""
    try:
        return answers.answer(document, variables)
    except RequestError as refused:
        return refused.code


def agree(graph: Graph, answers: Answers, operation: tuple[str, dict[str, Any], bool]) -> str:
    """What became of an operation. Fails unless both give the same bytes (data, order of keys, nulls), or both an error."""
    document, variables, may_be_refused = operation
    expected, found = ordinary(graph, document, variables), compiled(answers, document, variables)
    if isinstance(expected, str):
        assert isinstance(found, str), (document, variables, found)
        return expected
    if isinstance(found, str):
        assert may_be_refused or found == "DOCUMENT_TOO_LARGE", (document, variables, found)
        return f"refused: {found}"
    assert found == expected, (document, variables)
    return "answered"
