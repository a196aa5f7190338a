"""What stops an export in the middle: rights or records that are others by now, and more than one takes. Nothing of it is kept."""

import json
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import pytest

from cli.leaving import MOST, Answered, Changed, Exchange, TooMuch, collect, statements
from graph_model.local.errors import SetupError
from graph_model.ontology import ONTOLOGY

FIRST, LATER = "rights of the first answer", "rights of a later one"
STATEMENT: dict[str, Any] = {"originator": "POL", "recordedAt": "2026-03-02T09:00:00.000Z", "marking": {"level": "NONE"}}


def exchange(*answers: tuple[dict[str, Any], str], until: Sequence[str] = ("",)) -> Exchange:
    """One whose questions are answered with these, the last again and again."""
    left, ends = list(answers), cycle(until)

    def ask(_: str, __: dict[str, Any]) -> Answered:
        data, rights = left.pop(0) if len(left) > 1 else left[0]
        return Answered(json.dumps({"data": data}), "receipt", rights, next(ends))

    return Exchange(ask)


NAMED = {"named": [{"__typename": "Case", "id": "c"}]}
RECORD = {one.name: None for one in ONTOLOGY.types["Case"].properties} | STATEMENT | {"__typename": "Case", "id": "c"}
FOUND = {"records": [RECORD]}


def test_under_one_set_of_rights_what_is_answered_leaves() -> None:
    one = exchange((NAMED, FIRST), (FOUND, FIRST))
    collect(one, ["c"], 0)
    assert {left.id for left in statements(kept.body for kept in one.answers)} == {"c"}


def test_what_leaves_may_be_kept_as_long_as_each_answer_in_it() -> None:
    ends = "2026-04-16T00:00:00.000Z", "", "2026-03-20T00:00:00.000Z", "2026-05-01T00:00:00.000Z"
    one = exchange((NAMED, FIRST), (FOUND, FIRST), until=ends)
    collect(one, ["c"], 0)
    assert len(one.answers) >= len(ends)
    assert one.until == ends[2]


@pytest.mark.parametrize(
    ("later", "rights", "fault"),
    [
        (FOUND, LATER, Changed),
        ({"records": [None]}, FIRST, Changed),
        ({"around": {"records": [], "isComplete": False}}, FIRST, TooMuch),
        ({"around": {"records": [{"__typename": "Case", "id": str(n)} for n in range(MOST)], "isComplete": True}}, FIRST, TooMuch),
    ],
    ids=["rights", "a record", "a part of what is around", "one too many"],
)
def test_what_is_another_by_now_or_too_much_makes_no_file(later: dict[str, Any], rights: str, fault: type[SetupError]) -> None:
    with pytest.raises(fault, match="no file was written"):
        collect(exchange((NAMED, FIRST), (later, rights)), ["c"], int("around" in later))
