"""The questions of the suite (performance.md 4), each as a partner would send it."""

from dataclasses import dataclass
from typing import Any

from benchmarks.need2know import Data

_PERSON = "id displayName birthDate publicFunction minor originator recordedAt"


@dataclass(frozen=True, slots=True)
class Question:
    """A document and its variables."""

    name: str
    what: str
    document: str
    variables: dict[str, Any]


def _related(first: int, inner: str) -> str:
    return f"relatedTo(first: {first}) {{ edges {{ kind node {{ ... on Person {{ {inner} }} }} }} }}"


def _node(inner: str) -> str:
    return f"query($id: ID!) {{ node(id: $id) {{ ... on Person {{ {_PERSON} {inner} }} }} }}"


def questions(data: Data) -> list[Question]:
    """All of them. Each has one root field, so that answers can be compared."""
    at = {"id": data.start}
    deep = _related(5, f"{_PERSON} {_related(5, f'{_PERSON} {_related(4, _PERSON)}')}")
    page = f"{{ persons(first: 50) {{ edges {{ cursor node {{ {_PERSON} }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    near = "query($id: ID!) { neighbourhood(id: $id, radius: 2) { records { id __typename } } }"
    way = "query($from: ID!, $to: ID!) { paths(from: $from, to: $to, maxHops: 8, k: 1) { hops nodes { id __typename } } }"
    search = "query($text: String!) { search(text: $text, first: 20) { edges { node { id __typename } } } }"
    counts = "{ places(first: 1) { totalCount counts(by: municipality) { value count } } }"
    linked = "linkedTo(first: 50, orderBy: [{ field: kind, direction: DESC }])"
    hub = f"{linked} {{ totalCount edges {{ kind node {{ ... on Person {{ {_PERSON} }} }} }} }}"
    return [
        Question("one", "one record by id", _node(""), at),
        Question("Q1", "a record and 20 around it", _node(_related(20, "id displayName")), at),
        Question("Q2", "25 x 25 around it", _node(_related(25, f"{_PERSON} {_related(25, _PERSON)}")), at),
        Question("Q3", "everything within 2 hops", near, at),
        Question("Q4", "the shortest path to who is farthest", way, {"from": data.start, "to": data.farthest}),
        Question("Q5", "search, first 20", search, {"text": "ada bo"}),
        Question("Q6", "a page of 50", page, {}),
        Question("Q7", "counts by value, of all places", counts, {}),
        Question("Q8", "10 x 5 x 5 x 4", f"{{ persons(first: 10) {{ edges {{ node {{ {_PERSON} {deep} }} }} }} }}", {}),
        Question("Q9", "a hub's first 50, sorted, and how many", _node(hub), {"id": data.hub}),
    ]
