"""The records of an entity: all of them, however they are tied, for the work of looking at each relationship a few times."""

from itertools import combinations
from typing import Any

import neo4j as driver
import pytest

from graph_model.cypher.builder import build
from graph_model.local.server import Endpoint
from graph_model.query import Entity, ReadQuery
from graph_model.statement import NodeStatement, RelationshipStatement
from graph_model.store import Store
from graph_model.writer import StatementWriter
from tests.graph_model.examples import EVERY_FORM, RECORDED, marking, parameters

ENTITY = ReadQuery(tuple(field for field in EVERY_FORM.fields if isinstance(field, Entity)))
IDS = [f"{number:032x}" for number in range(14)]
PRUNED = "VarLengthExpand(Pruning,BFS,All)"
A_LOOK = 16
"""Database hits for a relationship at most: two ends, their classes and its own, and what the tense asks."""


async def _tied(store: Store, times: int) -> int:
    """Everybody is everybody, so many times over; how many relationships that takes."""
    persons = [NodeStatement("Person", marking(), RECORDED, {"displayName": id_}, id_) for id_ in IDS]
    links = [RelationshipStatement("SAME_AS", a, b, marking(), RECORDED, {}) for a, b in combinations(IDS, 2) for _ in range(times)]
    await StatementWriter(store).write(persons, links)
    return len(links)


def _profile(neo4j: Endpoint, as_known: bool) -> tuple[list[str], int, Any]:
    """Operators, database hits and answer of the read, given up after some seconds."""
    text = build(ENTITY, as_known).replace("CYPHER 5\n", "CYPHER 5 PROFILE\n", 1)
    with driver.GraphDatabase.driver(neo4j.uri, auth=(neo4j.user, neo4j.password)) as known, known.session() as session:
        result = session.run(driver.Query(text, timeout=20), parameters() | {"id": IDS[0]})  # type: ignore[arg-type]  # a text of the builder
        (record,) = list(result)
        steps = list(_steps(result.consume().profile))
    return [step["operatorType"] for step in steps], sum(step["args"].get("DbHits", 0) for step in steps), record["data"]


def _steps(plan: Any) -> Any:
    yield plan
    for child in plan.get("children", ()):
        yield from _steps(child)


@pytest.mark.parametrize("as_known", [False, True])
async def test_a_dense_entity_is_whole_and_each_of_its_relationships_is_looked_at_once(
    store: Store, neo4j: Endpoint, as_known: bool
) -> None:
    links = await _tied(store, 2)
    operators, hits, data = _profile(neo4j, as_known)
    assert any(name.startswith(PRUNED) for name in operators), operators
    assert hits <= A_LOOK * links
    assert [row[0] for row in data[0][0]] == IDS
