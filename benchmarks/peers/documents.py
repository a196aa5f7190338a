"""The questions as each peer would be asked them, and its answers in one form, so that they can be compared with Kring's."""

from dataclasses import dataclass
from typing import Any

import orjson

from benchmarks.questions import Question

STRAWBERRY, NEO4J_GRAPHQL, POSTGRAPHILE = "Strawberry", "@neo4j/graphql", "PostGraphile"
PEERS = (STRAWBERRY, NEO4J_GRAPHQL, POSTGRAPHILE)
_PERSON = "id displayName birthDate publicFunction minor originator recordedAt"
_PLACES = frozenset({"cursor", "endCursor"})
"""Fields that every library fills in its own way."""


@dataclass(frozen=True, slots=True)
class PeerQuestion:
    """A document for one peer."""

    peer: str
    document: str
    variables: dict[str, Any]


def asked_of_peers(question: Question) -> list[PeerQuestion]:
    """The same question for every peer that can be asked it.

    Searching, neighbourhoods and paths have no like among them: whoever wrote the statement by hand would be the bare route. Counts
    by value are nothing that @neo4j/graphql or PostGraphile has.
    """
    found = []
    if question.name in _STRAWBERRY:
        found.append(PeerQuestion(STRAWBERRY, _STRAWBERRY[question.name] or question.document, question.variables))
    if question.name in _NEO4J:
        found.append(PeerQuestion(NEO4J_GRAPHQL, _NEO4J[question.name], question.variables))
    if question.name in _POSTGRAPHILE:
        found.append(PeerQuestion(POSTGRAPHILE, _POSTGRAPHILE[question.name], question.variables))
    return found


def is_answered(body: bytes) -> bool:
    """False for errors: of 100,000 nodes a peer may ask for more memory than the database gives a transaction."""
    return not orjson.loads(body).get("errors")


def normal(body: bytes) -> Any:
    """What an answer says, without how its library says it."""
    (root,) = orjson.loads(body)["data"].values()
    return _normal(root[0] if isinstance(root, list) else root)


def _normal(value: Any) -> Any:
    if isinstance(value, list):
        return [_normal(one) for one in value]
    if not isinstance(value, dict):
        return value
    flat = {name: one for name, one in value.items() if name not in _PLACES} | value.get("properties", {})
    flat.pop("properties", None)
    if aggregate := flat.pop("aggregate", None):
        flat["totalCount"] = aggregate["count"]["edges"]
    return {name.removesuffix("Connection"): _normal(one) for name, one in flat.items()}


def _related(first: int, inner: str) -> str:
    edges = f"edges {{ properties {{ kind }} node {{ {inner} }} }}"
    return f"relatedToConnection(first: {first}, sort: [{{ edge: {{ id: ASC }} }}]) {{ {edges} }}"


def _one(inner: str) -> str:
    return f"query($id: ID!) {{ people(where: {{ id: {{ eq: $id }} }}) {{ {_PERSON} {inner} }} }}"


def _page(first: int, inner: str) -> str:
    return f"{{ peopleConnection(first: {first}, sort: [{{ id: ASC }}]) {{ {inner} }} }}"


_DEEP = _related(5, f"{_PERSON} {_related(5, f'{_PERSON} {_related(4, _PERSON)}')}")
_NEO4J = {
    "one": _one(""),
    "Q1": _one(_related(20, "id displayName")),
    "Q2": _one(_related(25, f"{_PERSON} {_related(25, _PERSON)}")),
    "Q6": _page(50, f"edges {{ cursor node {{ {_PERSON} }} }} pageInfo {{ hasNextPage endCursor }}"),
    "Q8": _page(10, f"edges {{ node {{ {_PERSON} {_DEEP} }} }}"),
    "Q9": _one(
        "linkedToConnection(first: 50, sort: [{ edge: { kind: DESC } }, { edge: { id: ASC } }])"
        f" {{ aggregate {{ count {{ edges }} }} edges {{ properties {{ kind }} node {{ {_PERSON} }} }} }}"
    ),
}
_LINKED = f"linkedTo(first: 50) {{ totalCount edges {{ kind node {{ ... on Person {{ {_PERSON} }} }} }} }}"
_STRAWBERRY = dict.fromkeys(("one", "Q1", "Q2", "Q6", "Q7", "Q8"), "") | {
    "Q9": f"query($id: ID!) {{ node(id: $id) {{ ... on Person {{ {_PERSON} {_LINKED} }} }} }}"
}
"""Kring's own document where there is none: the schemas are alike."""
_ROW = "id: rowId" + _PERSON.removeprefix("id")
"""Columns of a person: PostGraphile keeps `id` for its own."""


def _rows(field: str, arguments: str, inner: str, beside: str = "") -> str:
    """A relation as PostGraphile names it, under the names of Kring's answer."""
    return f"{field}: {field}sByStartId({arguments}) {{ {beside} edges: nodes {{ kind node: personByEndId {{ {inner} }} }} }}"


def _row_related(first: int, inner: str) -> str:
    return _rows("relatedTo", f"first: {first}, orderBy: [ROW_ID_ASC]", inner)


def _row_of(inner: str) -> str:
    return f"query($id: String!) {{ personByRowId(rowId: $id) {{ {_ROW} {inner} }} }}"


def _row_page(first: int, inner: str) -> str:
    return f"{{ allPeople(first: {first}, orderBy: [ROW_ID_ASC]) {{ {inner} }} }}"


_ROW_DEEP = _row_related(5, f"{_ROW} {_row_related(5, f'{_ROW} {_row_related(4, _ROW)}')}")
_POSTGRAPHILE = {
    "one": _row_of(""),
    "Q1": _row_of(_row_related(20, "id: rowId displayName")),
    "Q2": _row_of(_row_related(25, f"{_ROW} {_row_related(25, _ROW)}")),
    "Q6": _row_page(50, f"edges {{ cursor node {{ {_ROW} }} }} pageInfo {{ hasNextPage endCursor }}"),
    "Q8": _row_page(10, f"edges {{ node {{ {_ROW} {_ROW_DEEP} }} }}"),
    "Q9": _row_of(_rows("linkedTo", "first: 50, orderBy: [KIND_DESC, ROW_ID_ASC]", _ROW, "totalCount")),
}
