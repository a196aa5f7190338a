"""What is compiled answers as ordinary execution does: the same bytes, so the same data, order of keys and nulls; errors in the same cases."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from graphql import GraphQLSchema, build_schema, execute_sync, parse, validate
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from neo4j import GraphDatabase, NotificationMinimumSeverity, Session

from access_policies.visible import as_seen
from api.graphql.errors import RequestError
from api.graphql.schema import make_schema
from graph_model import migrations
from graph_model.cypher.builder import build
from graph_model.cypher.checker import check
from graph_model.local.server import Endpoint
from graph_model.ontology import FIELD_CLASSES
from graph_model.store import Store
from graph_model.writer import StatementWriter
from tests.api.graph import Graph, Resolvers
from tests.api.operations import operations
from tests.api.rooms import SEAL, planned, planning_room
from tests.wipe import wipe

EXAMPLES = int(os.environ.get("KRING_EXAMPLES", "200"))
GRAPH = Graph(7)
SCHEMA: GraphQLSchema = build_schema(make_schema().as_str())
ROOM = planning_room()
OPEN = dict.fromkeys(("see", *FIELD_CLASSES), b"\x01")


@dataclass
class Loaded:
    """A database that holds the graph."""

    session: Session

    def answer(self, document: str, variables: dict[str, Any]) -> bytes:
        """The answer that the product gives to whoever sees everything."""
        bound = planned(ROOM, document, variables)
        text = build(bound.query, as_known=False)
        check(text)
        (record,) = list(self.session.run(text, bound.parameters | OPEN))
        rendered = bound.render(record["data"], {"0": as_seen(GRAPH.marking)})
        known = {statement.id for statement in (*GRAPH.nodes, *GRAPH.links)}
        assert {id_ for id_, _ in rendered.served} <= known
        return rendered.body


@pytest.fixture(scope="module")
def loaded(neo4j: Endpoint) -> Iterator[Loaded]:
    async def load() -> None:
        store = Store(neo4j.uri, neo4j.user, neo4j.password)
        await migrations.migrate(store)
        await StatementWriter(store).write(GRAPH.nodes, GRAPH.links)
        await store.close()

    wipe(neo4j)
    asyncio.run(load())
    quiet = NotificationMinimumSeverity.OFF
    with GraphDatabase.driver(neo4j.uri, auth=(neo4j.user, neo4j.password), notifications_min_severity=quiet) as driver:
        with driver.session() as session:
            session.run("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()").consume()
            yield Loaded(session)


def ordinary(document: str, variables: dict[str, Any]) -> bytes | None:
    """The answer of ordinary execution; None where it has an error."""
    parsed = parse(document)
    if validate(SCHEMA, parsed):
        event("does not fit the schema")
        return None
    resolvers = Resolvers(GRAPH, SEAL)
    result = execute_sync(
        SCHEMA, parsed, variable_values=variables, field_resolver=resolvers.field, type_resolver=resolvers.type_of
    )
    if result.errors:
        event("an error at execution")
        return None
    return orjson.dumps({"data": result.data})


def compiled(loaded: Loaded, document: str, variables: dict[str, Any]) -> bytes | str:
    """Our answer, or the code it is refused with."""
    try:
        return loaded.answer(document, variables)
    except RequestError as refused:
        return refused.code


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_compiled_answer_is_the_answer_of_ordinary_execution(loaded: Loaded, data: st.DataObject) -> None:
    document, variables, may_be_refused = data.draw(operations(SCHEMA, [node.id for node in GRAPH.nodes]))
    expected, found = ordinary(document, variables), compiled(loaded, document, variables)
    if expected is None:
        assert isinstance(found, str), (document, variables, found)
    elif isinstance(found, str):
        event(f"refused: {found}")
        assert may_be_refused or found == "DOCUMENT_TOO_LARGE", (document, variables, found)
    else:
        event("answered")
        assert found == expected, (document, variables)
