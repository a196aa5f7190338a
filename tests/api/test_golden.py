"""The exact statement and parameters of some operations: what changes here shows in a review."""

import json
from pathlib import Path

import pytest

from graph_model.cypher.builder import build
from graph_model.cypher.checker import check
from tests.api.rooms import planned, planning_room
from tests.golden import unchanged

FOLDER = Path(__file__).parent / "golden"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.graphql")), ids=lambda path: path.stem)
def test_an_operation_becomes_this_statement(path: Path) -> None:
    document = path.read_text()
    bound = planned(planning_room(), document, json.loads(document.splitlines()[0].removeprefix("#")))
    parameters = "\n".join(f"// ${name} = {json.dumps(value)}" for name, value in bound.parameters.items())
    text = build(bound.query, as_known=False)
    by_class = build(bound.query, as_known=False, by_class=True)
    for other in (text, by_class, build(bound.query, as_known=True)):
        check(other)
    unchanged(path.with_suffix(".cypher"), f"// at most {bound.cost} records\n{parameters}\n{text}\n")
    if by_class != text:
        unchanged(path.with_suffix(".by_class.cypher"), f"{by_class}\n")


def test_an_alias_changes_nothing_that_goes_to_the_database() -> None:
    room = planning_room()
    plain = "{ persons(first: 2) { edges { cursor node { id displayName } } } }"
    named = "{ a: persons(first: 2) { b: edges { c: cursor d: node { e: id f: displayName g: displayName } } } }"
    one, other = (planned(room, document) for document in (plain, named))
    assert build(one.query, False) == build(other.query, False)
    assert one.parameters == other.parameters
