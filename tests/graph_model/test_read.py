"""Reads on the real database: the view and nothing else, in one statement with one record."""

import asyncio
from collections import defaultdict
from typing import Any

import pytest

from api.graphql.rendering import Answer
from graph_model.cypher.builder import build
from graph_model.cypher.control import BUMP_EPOCH
from graph_model.errors import SchemaMismatch, StoreUnavailable, UnsafeStatement
from graph_model.local.server import Endpoint
from graph_model.migrations import migrate, status
from graph_model.statement import NodeStatement
from graph_model.store import Store
from graph_model.writer import StatementWriter
from tests.answers import answered
from tests.graph_model.examples import ADA, BO, EVERY_FORM, RECORDED, REPORT, marking, parameters, records
from tests.wipe import raw

NOTHING = {
    "node": None,
    "persons": {"edges": [], "info": {"hasNextPage": False, "endCursor": None}},
    "several": [None, None],
    "entity": None,
    "near": None,
    "ways": [],
    "found": {"edges": [], "info": {"hasNextPage": False, "endCursor": None}},
    "sorted": {"edges": [], "info": {"hasNextPage": False, "endCursor": None}, "total": 0, "counts": []},
    "__typename": "Query",
}


async def _read(store: Store, text: str, parameters: dict[str, object]) -> tuple[int, dict[str, Any]]:
    epoch, data = await store.read(text, parameters)
    answer = Answer(defaultdict(lambda: "x."), {"0": {"level": "DEP_V"}, "1": {"level": "STG_C"}}, parameters)
    return epoch, answered(EVERY_FORM, data, answer)


FORMS = [(False, False), (False, True), (True, False)]
"""(as known, by class)"""


@pytest.mark.parametrize(("as_known", "by_class"), FORMS)
async def test_whoever_sees_all_gets_every_form_of_answer(store: Store, as_known: bool, by_class: bool) -> None:
    await StatementWriter(store).write(*records(marking()))
    epoch, data = await _read(store, build(EVERY_FORM, as_known, by_class), parameters())
    assert epoch == 1
    assert data["node"]["displayName"] == "Ada Voorbeeld"
    assert data["node"]["kin"]["edges"] == [{"cursor": "x." + "d" * 32, "kind": "FAMILY", "node": {"id": BO}}]
    assert [edge["node"]["id"] for edge in data["persons"]["edges"]] == [ADA, BO]
    assert [record["id"] for record in data["entity"]["records"]] == [ADA, BO]
    assert [record["id"] for record in data["near"]["records"]] == [ADA, BO, REPORT]
    assert data["near"]["all"] is True
    assert data["ways"] == [{"hops": 2, "nodes": [{"id": ADA}, {"id": BO}, {"id": REPORT}]}]
    assert [edge["node"]["id"] for edge in data["found"]["edges"]] == [ADA, REPORT]
    assert [edge["node"]["id"] for edge in data["sorted"]["edges"]] == [ADA, BO]
    assert data["sorted"]["total"] == 2


@pytest.mark.parametrize("mask", [b"", b"\0", b"\0\1", b"\2"])
@pytest.mark.parametrize(("as_known", "by_class"), FORMS)
async def test_a_mask_that_is_not_open_gives_the_answer_of_an_empty_graph(
    store: Store, mask: bytes, as_known: bool, by_class: bool
) -> None:
    text = build(EVERY_FORM, as_known, by_class)
    _, empty = await _read(store, text, parameters())
    await StatementWriter(store).write(*records(marking()))
    _, data = await _read(store, text, parameters(see=mask))
    assert data == empty == NOTHING


async def test_a_field_class_that_may_not_be_read_is_absent_and_not_searched(store: Store) -> None:
    await StatementWriter(store).write(*records(marking()))
    _, data = await _read(store, build(EVERY_FORM, False), parameters(identity=b"\0"))
    assert data["node"]["displayName"] is None
    assert [edge["node"]["id"] for edge in data["found"]["edges"]] == [REPORT]


async def test_a_hidden_end_takes_its_relationship_with_it(store: Store) -> None:
    nodes, links = records(marking())
    hidden = NodeStatement("Person", marking(level="STG_C"), RECORDED, {"displayName": "Bo"}, BO)
    await StatementWriter(store).intern([marking(), hidden.marking])
    classes = await StatementWriter(store).intern([marking(), hidden.marking])
    await StatementWriter(store).write([nodes[0], hidden, nodes[2]], links)
    mask = bytes(1 if pc == classes[marking()] else 0 for pc in range(2))
    everything = dict.fromkeys(("basic", "identity", "contact", "assessment", "operational", "source"), b"\x01\x01")
    _, data = await _read(store, build(EVERY_FORM, False), parameters(see=mask, **everything))
    assert data["node"]["kin"]["edges"] == []
    assert data["near"]["all"] is True
    assert data["ways"] == []
    assert [record["id"] for record in data["near"]["records"]] == [ADA]


async def test_a_withdrawn_statement_is_gone_now_and_known_then(store: Store) -> None:
    writer = StatementWriter(store)
    await writer.write(*records(marking()))
    await writer.retract([BO], "POL", "2026-03-01T00:00:00.000Z")
    _, now = await _read(store, build(EVERY_FORM, False), parameters())
    _, then = await _read(store, build(EVERY_FORM, True), parameters())
    _, later = await _read(store, build(EVERY_FORM, True), parameters() | {"asKnown": "2026-03-02T00:00:00.000Z"})
    assert [edge["node"]["id"] for edge in now["persons"]["edges"]] == [ADA]
    assert [edge["node"]["id"] for edge in then["persons"]["edges"]] == [ADA, BO]
    assert [edge["node"]["id"] for edge in later["persons"]["edges"]] == [ADA]


async def test_writing_the_same_twice_changes_nothing(store: Store, neo4j: Endpoint) -> None:
    for _ in range(2):
        await StatementWriter(store).write(*records(marking()))
    assert raw(neo4j, "MATCH (n:Statement) RETURN count(n) AS n")[0]["n"] == 3
    assert raw(neo4j, "MATCH (:Statement)-[r]->() RETURN count(r) AS n")[0]["n"] == 3


async def test_classes_stay_dense_when_many_writers_intern_at_once(store: Store, neo4j: Endpoint) -> None:
    markings = [marking(originator=f"ORG{number}") for number in range(20)]
    await asyncio.gather(*(StatementWriter(store).intern(markings[number:]) for number in range(10)))
    found = [row["pc"] for row in raw(neo4j, "MATCH (m:Marking) RETURN m.pc AS pc ORDER BY pc")]
    assert found == list(range(20))


async def test_the_epoch_comes_from_the_same_statement(store: Store) -> None:
    await store.write((BUMP_EPOCH, {}))
    epoch, _ = await _read(store, build(EVERY_FORM, False), parameters())
    assert epoch == 1


async def test_a_text_without_a_predicate_never_reaches_the_database(store: Store) -> None:
    with pytest.raises(UnsafeStatement):
        await store.read("CYPHER 5\nMATCH (n:Person)\nRETURN 0 AS epoch, [n.id] AS data", {})


async def test_a_newer_schema_is_refused(store: Store, neo4j: Endpoint) -> None:
    assert (await migrate(store)).is_current
    raw(neo4j, "CREATE (:SchemaVersion {number: 999})")
    try:
        with pytest.raises(SchemaMismatch, match="999"):
            await status(store)
    finally:
        raw(neo4j, "MATCH (v:SchemaVersion {number: 999}) DELETE v")


async def test_an_address_where_nothing_answers_is_an_error_of_one_line() -> None:
    store = Store("bolt://127.0.0.1:1", "neo4j", "x")
    with pytest.raises(StoreUnavailable, match="does not answer"):
        await store.verify()
    await store.close()
