"""Lists for a caller of few classes: the work for them is that of what they see, to the database hit."""

from dataclasses import replace
from typing import Any

import neo4j as driver
import pytest

from graph_model.cypher.builder import build
from graph_model.local.server import Endpoint
from graph_model.migrations.m0007_lists import STEPS
from graph_model.ontology import ONTOLOGY
from graph_model.query import ReadQuery, RecordsOfType
from graph_model.statement import NodeStatement
from graph_model.store import Store
from graph_model.writer import StatementWriter
from tests.graph_model.examples import EVERY_FORM, RECORDED, marking, parameters

SEEN = [replace(marking(), scopes=frozenset({f"S{n}"})) for n in range(3)]
LISTS = {field.key: field for field in EVERY_FORM.fields if isinstance(field, RecordsOfType)}


def _report(number: int, mark: Any) -> NodeStatement:
    return NodeStatement("Person", mark, RECORDED, {"displayName": f"Cor {number}"})


def _hits(neo4j: Endpoint, text: str, asked: dict[str, Any]) -> tuple[int, Any]:
    """Database hits of a read, and its answer."""

    def total(plan: Any) -> int:
        return int(plan["args"].get("DbHits", 0)) + sum(total(child) for child in plan.get("children", ()))

    with driver.GraphDatabase.driver(neo4j.uri, auth=(neo4j.user, neo4j.password)) as known, known.session() as session:
        result = session.run(text.replace("CYPHER 5\n", "CYPHER 5 PROFILE\n", 1), asked)  # type: ignore[arg-type]  # a text of the builder
        (record,) = list(result)
        return total(result.consume().profile), record["data"]


@pytest.mark.parametrize("key", list(LISTS))
async def test_what_is_hidden_costs_a_caller_of_few_classes_not_one_hit(store: Store, neo4j: Endpoint, key: str) -> None:
    writer = StatementWriter(store)
    await writer.write([_report(n, SEEN[n % 3]) for n in range(30)], [])
    text = build(ReadQuery((LISTS[key],)), as_known=False, by_class=True)
    asked = parameters(see=b"\1\1\1", identity=b"\1\1\1", basic=b"\1\1\1") | {"classes": [0, 1, 2], "name": "Zed"}
    _hits(neo4j, text, asked)
    before = _hits(neo4j, text, asked)
    for n in range(4):
        await writer.write([_report(n, replace(marking(), scopes=frozenset({f"H{n}-{m}"}))) for m in range(200)], [])
    assert _hits(neo4j, text, asked) == before
    assert _hits(neo4j, build(ReadQuery((LISTS[key],)), as_known=False), asked)[0] > before[0]


async def test_a_page_ends_the_reading_of_each_class(store: Store, neo4j: Endpoint) -> None:
    writer = StatementWriter(store)
    await writer.write([_report(n, SEEN[n % 3]) for n in range(60)], [])
    text = build(ReadQuery((LISTS["persons"],)), as_known=False, by_class=True)
    asked = parameters(see=b"\1\1\1") | {"classes": [0, 1, 2]}
    before = _hits(neo4j, text, asked)[0]
    await writer.write([_report(n, SEEN[n % 3]) for n in range(600)], [])
    assert _hits(neo4j, text, asked)[0] <= before + len(SEEN)


def test_every_type_has_the_index_of_its_lists() -> None:
    made = "\n".join(STEPS)
    assert [name for name in ONTOLOGY.types if f"(node:{name}) ON (node.pc, node.id)" not in made] == []
