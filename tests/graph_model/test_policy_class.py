"""A policy class that is negative, broken, no integer or missing is written by no way in, and found at start."""

from typing import Any

import pytest

from graph_model.errors import ModelError
from graph_model.local.server import Endpoint
from graph_model.policy_class import misplaced_classes, policy_class
from graph_model.statement import Provenance
from graph_model.store import Store
from graph_model.stored import stored
from graph_model.writer import StatementWriter
from tests.graph_model.examples import marking, records
from tests.wipe import raw


@pytest.mark.parametrize("value", [-1, 1.0, 0.5, "0", None, True])
def test_what_is_no_class_is_refused(value: Any) -> None:
    with pytest.raises(ModelError, match="policy class"):
        policy_class(value)
    for retracted in (None, "2026-01-01T00:00:00.000Z"):
        with pytest.raises(ModelError, match="policy class"):
            stored("a" * 32, marking(), Provenance("2026-01-01T00:00:00.000Z", retracted_at=retracted), {}, value)


@pytest.mark.parametrize("value", ["-1", "0.5", "'0'"])
async def test_nothing_is_written_under_a_class_that_is_none(store: Store, neo4j: Endpoint, value: str) -> None:
    raw(neo4j, f"CREATE (:Marking {{pc: {value}, key: $key, parts: '{{}}'}})", key=marking().key)
    with pytest.raises(ModelError, match="policy class"):
        await StatementWriter(store).write(*records(marking()))
    assert raw(neo4j, "MATCH (s:Statement) RETURN count(s) AS n") == [{"n": 0}]
    assert await misplaced_classes(store) == {"markings": 1}


async def test_a_sound_store_has_none_misplaced(store: Store) -> None:
    await StatementWriter(store).write(*records(marking()))
    await StatementWriter(store).retract(["b" * 32, "e" * 32], "POL", "2026-03-01T00:00:00.000Z")
    assert await misplaced_classes(store) == {}


@pytest.mark.parametrize("change", ["x.pc = -1", "x.pc = 0.0", "x.pc = '0'", "x.pc = null", "x.pc = null, x.formerPc = -1"])
async def test_a_misplaced_class_is_found_on_records_and_on_relationships(store: Store, neo4j: Endpoint, change: str) -> None:
    await StatementWriter(store).write(*records(marking()))
    raw(neo4j, f"MATCH (x:Statement {{id: $id}}) SET {change}", id="a" * 32)
    assert await misplaced_classes(store) == {"nodes": 1}
    raw(neo4j, f"MATCH ()-[x]->() WHERE x.id = $id SET {change}", id="d" * 32)
    assert await misplaced_classes(store) == {"nodes": 1, "links": 1}
