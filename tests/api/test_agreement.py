"""What is compiled answers as ordinary execution does: the same bytes, so the same data, order of keys and nulls; errors in the same cases."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from neo4j import GraphDatabase, NotificationMinimumSeverity, Session

from access_policies.visible import as_seen
from graph_model import migrations
from graph_model.cypher.builder import build
from graph_model.cypher.checker import check
from graph_model.local.server import Endpoint
from graph_model.store import Store
from graph_model.writer import StatementWriter
from tests.api.agreement import OPEN, ROOM, SCHEMA, agree
from tests.api.graph import Graph
from tests.api.operations import ROOTS, TIMELINES, operations
from tests.api.prove_graphql import prove
from tests.api.rooms import planned
from tests.wipe import wipe

EXAMPLES = int(os.environ.get("KRING_EXAMPLES", "200"))
IN_MEMORY = 100
GRAPH = Graph(7)


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
        rendered = bound.render(record["data"], {"0": as_seen(GRAPH.marking) | {"withheld": []}})
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


@given(operations(SCHEMA, [node.id for node in GRAPH.nodes]))
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_compiled_answer_is_the_answer_of_ordinary_execution(loaded: Loaded, operation: tuple[str, dict[str, Any], bool]) -> None:
    event(agree(GRAPH, loaded, operation))


@given(operations(SCHEMA, [node.id for node in GRAPH.nodes], TIMELINES))
@settings(max_examples=EXAMPLES // 2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_so_is_a_timeline(loaded: Loaded, operation: tuple[str, dict[str, Any], bool]) -> None:
    event(agree(GRAPH, loaded, operation))


@pytest.mark.parametrize("roots", [ROOTS, TIMELINES])
def test_so_it_is_of_other_graphs_without_a_database(roots: tuple[str, ...]) -> None:
    outcomes = prove(IN_MEMORY, 20_260_316, lambda _: None, roots)
    assert outcomes["answered"] > IN_MEMORY / 3
