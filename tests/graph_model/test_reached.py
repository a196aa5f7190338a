"""What is reached from a record, its entity and its neighbourhood: all of it, however it is tied, for the work of looking at each
relationship a few times and the memory of the records alone.
"""

from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any

import neo4j as driver
import pytest

from graph_model.cypher.builder import build
from graph_model.local.server import Endpoint
from graph_model.query import Entity, Neighbourhood, ReadQuery
from graph_model.statement import NodeStatement, RelationshipStatement
from graph_model.store import Store
from graph_model.writer import StatementWriter
from tests.graph_model.examples import EVERY_FORM, RECORDED, marking, parameters

ENTITY = ReadQuery(tuple(field for field in EVERY_FORM.fields if isinstance(field, Entity)))
(_AROUND,) = (field for field in EVERY_FORM.fields if isinstance(field, Neighbourhood))
TWO_HOPS = ReadQuery((replace(_AROUND, radius=2, kept=None),))
IDS = [f"{number:032x}" for number in range(14)]
PRUNED = "VarLengthExpand(Pruning,BFS,All)"
A_LOOK = 16
"""Database hits for a relationship at most: two ends, their classes and its own, and what the tense asks."""


A_RECORD = 512
"""Bytes of the database's memory for a record of the answer at most, its row and its place in the order included."""
HUB = 400


async def _tied(store: Store, times: int) -> int:
    """Everybody is everybody, so many times over; how many relationships that takes."""
    persons = [NodeStatement("Person", marking(), RECORDED, {"displayName": id_}, id_) for id_ in IDS]
    links = [RelationshipStatement("SAME_AS", a, b, marking(), RECORDED, {}) for a, b in combinations(IDS, 2) for _ in range(times)]
    await StatementWriter(store).write(persons, links)
    return len(links)


async def _hub(store: Store) -> None:
    """Somebody known to hundreds, each of whom knows the next."""
    ids = [f"{number:032x}" for number in range(HUB)]
    persons = [NodeStatement("Person", marking(), RECORDED, {"displayName": id_}, id_) for id_ in ids]
    ends = [(ids[0], other) for other in ids[1:]] + list(pairwise(ids[1:]))
    links = [RelationshipStatement("RELATED_TO", a, b, marking(), RECORDED, {"kind": "FAMILY"}) for a, b in ends]
    await StatementWriter(store).write(persons, links)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a read took: its operators, database hits and bytes of memory; and what it brought."""

    operators: list[str]
    hits: int
    memory: int
    data: Any


def _profile(neo4j: Endpoint, query: ReadQuery, as_known: bool, **values: Any) -> Profile:
    """One execution, given up after some seconds."""
    text = build(query, as_known).replace("CYPHER 5\n", "CYPHER 5 PROFILE\n", 1)
    with driver.GraphDatabase.driver(neo4j.uri, auth=(neo4j.user, neo4j.password)) as known, known.session() as session:
        result = session.run(driver.Query(text, timeout=20), parameters() | {"id": IDS[0]} | values)  # type: ignore[arg-type]  # a text of the builder
        (record,) = list(result)
        plan: Any = result.consume().profile
    steps = list(_steps(plan))
    hits = sum(step["args"].get("DbHits", 0) for step in steps)
    return Profile([step["operatorType"] for step in steps], hits, plan["args"]["GlobalMemory"], record["data"])


def _steps(plan: Any) -> Any:
    yield plan
    for child in plan.get("children", ()):
        yield from _steps(child)


@pytest.mark.parametrize("as_known", [False, True])
async def test_a_dense_entity_is_whole_and_each_of_its_relationships_is_looked_at_once(
    store: Store, neo4j: Endpoint, as_known: bool
) -> None:
    links = await _tied(store, 2)
    took = _profile(neo4j, ENTITY, as_known)
    assert any(name.startswith(PRUNED) for name in took.operators), took.operators
    assert took.hits <= A_LOOK * links
    assert [row[0] for row in took.data[0][0]] == IDS


@pytest.mark.parametrize("as_known", [False, True])
async def test_everything_around_a_hub_takes_the_memory_of_its_records_alone(store: Store, neo4j: Endpoint, as_known: bool) -> None:
    await _hub(store)
    took = _profile(neo4j, TWO_HOPS, as_known, limit=2 * HUB)
    assert any(name.startswith(PRUNED) for name in took.operators), took.operators
    assert len(took.data[0][0]) == HUB
    assert took.hits <= A_LOOK * 2 * HUB
    assert took.memory <= A_RECORD * HUB
