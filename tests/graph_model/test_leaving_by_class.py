"""The whole view and what may leave, for a caller of few classes: the work for it is that of what is in it, to the database hit."""

from dataclasses import replace
from typing import Any

import neo4j as driver
import pytest

from graph_model.cypher import leaving
from graph_model.cypher.whole_view import Most, whole_view
from graph_model.local.server import Endpoint
from graph_model.marking import Marking
from graph_model.statement import NodeStatement, RelationshipStatement
from graph_model.store import Store
from graph_model.writer import StatementWriter
from tests.graph_model.examples import RECORDED, marking, parameters

SEEN = [replace(marking(), scopes=frozenset({f"S{n}"})) for n in range(3)]
HIDDEN = [replace(marking(), scopes=frozenset({f"H{n}"})) for n in range(20)]
MOST = Most(400, 400)
TEXTS = {"leaving": leaving.brief, "analysed": whole_view}
MASKS = parameters(see=b"\1\1\1", basic=b"\1\1\1", assessment=b"\1\1\1") | {"classes": [0, 1, 2]}
A_TIE = 4
"""Database hits at most for a hidden relationship of a record that is seen: finding it, its class, and its other end's."""


def _person(number: int, mark: Marking) -> NodeStatement:
    return NodeStatement("Person", mark, RECORDED, {"displayName": f"Cor {number}"}, f"{number:032x}")


def _tie(start: int, end: int, mark: Marking) -> RelationshipStatement:
    return RelationshipStatement("RELATED_TO", f"{start:032x}", f"{end:032x}", mark, RECORDED, {"kind": "FAMILY"})


def _profiled(neo4j: Endpoint, text: str) -> tuple[int, Any]:
    """Database hits of a read, and its answer."""

    def total(plan: Any) -> int:
        return int(plan["args"].get("DbHits", 0)) + sum(total(child) for child in plan.get("children", ()))

    with driver.GraphDatabase.driver(neo4j.uri, auth=(neo4j.user, neo4j.password)) as known, known.session() as session:
        result = session.run(text.replace("CYPHER 5\n", "CYPHER 5 PROFILE\n", 1), MASKS)  # type: ignore[arg-type]  # a text of the builder
        (record,) = list(result)
        return total(result.consume().profile), record["data"]


@pytest.mark.parametrize("name", TEXTS)
async def test_hidden_records_cost_a_caller_of_few_classes_not_one_hit(store: Store, neo4j: Endpoint, name: str) -> None:
    writer, text = StatementWriter(store), TEXTS[name](False, MOST, True)
    ties = [_tie(n, n + 1, SEEN[n % 3]) for n in range(29)]
    await writer.write([_person(n, SEEN[n % 3]) for n in range(30)], ties)
    before = _profiled(neo4j, text)
    assert [len(rows) for rows in before[1]] == [30, 29]
    apart = [_tie(100 + n, 101 + n, HIDDEN[n % 20]) for n in range(800)]
    await writer.write([_person(100 + n, HIDDEN[n % 20]) for n in range(801)], apart)
    assert _profiled(neo4j, text) == before
    hits, data = _profiled(neo4j, TEXTS[name](False, MOST, False))
    assert hits > 2 * before[0]
    assert data == before[1]
    beside = [_tie(n % 30, 100 + n, HIDDEN[0]) for n in range(50)] + [_tie(n, n + 2, HIDDEN[1]) for n in range(28)]
    await writer.write([], beside)
    hits, data = _profiled(neo4j, text)
    assert hits <= before[0] + A_TIE * len(beside)
    assert data == before[1]


async def test_a_relationship_is_there_with_both_of_its_ends_or_not_at_all(store: Store, neo4j: Endpoint) -> None:
    writer = StatementWriter(store)
    await writer.write([_person(n, SEEN[n]) for n in range(3)], [])
    ties = [_tie(0, 1, SEEN[0]), _tie(1, 3, SEEN[0]), _tie(3, 0, SEEN[1]), _tie(0, 1, HIDDEN[0])]
    await writer.write([_person(3, HIDDEN[0])], ties)
    for text in (leaving.brief(False, MOST, True), whole_view(False, MOST, True)):
        assert [row[0] for row in _profiled(neo4j, text)[1][1]] == [ties[0].id]


async def test_what_is_left_out_of_too_much_is_what_comes_last_by_id(store: Store, neo4j: Endpoint) -> None:
    ties = [_tie(n, n + 1, SEEN[n % 3]) for n in range(11)]
    await StatementWriter(store).write([_person(n, SEEN[n % 3]) for n in range(12)], ties)
    records, links = _profiled(neo4j, leaving.brief(False, Most(7, 5), True))[1]
    assert [row[0] for row in records] == [f"{n:032x}" for n in range(8)]
    assert [row[0] for row in links] == sorted(tie.id for tie in ties)[:6]
