"""A contestant: Strawberry with a DataLoader a relationship, as its documentation teaches.

The same rules are written by hand in each statement. It checks no token and keeps no record of what it
answered: it does less than Kring does.
"""

from enum import Enum
from typing import Any, Self

import strawberry
from neo4j import READ_ACCESS, AsyncDriver
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader

_FIELDS = ".id, .displayName, .birthDate, .publicFunction, .minor, .originator, .recordedAt"
_ONE = f"MATCH (n:Statement {{id: $id}}) WHERE $see[n.pc] = 1 RETURN n {{{_FIELDS}}} AS node"
_PAGE = f"MATCH (n:Person) WHERE $see[n.pc] = 1 WITH n ORDER BY n.id LIMIT $first RETURN n {{{_FIELDS}}} AS node ORDER BY n.id"
_RELATED = f"""UNWIND $ids AS id
MATCH (n:Statement {{id: id}})
CALL (n) {{
MATCH (n)-[r:RELATED_TO]->(m) WHERE $see[r.pc] = 1 AND $see[m.pc] = 1
WITH r, m ORDER BY r.id LIMIT $first
RETURN collect({{kind: r.kind, node: m {{{_FIELDS}}}}}) AS edges
}}
RETURN id, edges"""
_LINKED = f"""UNWIND $ids AS id
MATCH (n:Statement {{id: id}})
CALL (n) {{
MATCH (n)-[r:LINKED_TO]->(m) WHERE $see[r.pc] = 1 AND $see[m.pc] = 1
WITH r, m ORDER BY r.kind DESC, r.id LIMIT $first
RETURN collect({{kind: r.kind, node: m {{{_FIELDS}}}}}) AS edges
}}
RETURN id, edges, COUNT {{ (n)-[r:LINKED_TO]->(m) WHERE $see[r.pc] = 1 AND $see[m.pc] = 1 }} AS total"""
_PLACES = "MATCH (n:Place) WHERE $see[n.pc] = 1 RETURN count(n) AS total"
_COUNTED = """MATCH (n:Place) WHERE $see[n.pc] = 1 WITH n.municipality AS value, count(n) AS count
RETURN value, count ORDER BY count DESC, value LIMIT 100"""
Rows = list[dict[str, Any]]


class Source:
    """The database as one caller may see it, for one request."""

    def __init__(self, driver: AsyncDriver, see: bytes) -> None:
        self._driver, self._see = driver, see
        self._related: dict[int, DataLoader[str, Rows]] = {}
        self._linked: dict[int, DataLoader[str, dict[str, Any]]] = {}

    async def rows(self, text: str, **parameters: Any) -> Rows:
        """What a statement brings."""
        async with self._driver.session(database="neo4j", default_access_mode=READ_ACCESS) as session:
            return await (await session.run(text, {**parameters, "see": self._see})).data()

    def related(self, first: int) -> DataLoader[str, Rows]:
        """A loader of so many relations of each person."""

        async def load(ids: list[str]) -> list[Rows]:
            found = {row["id"]: row["edges"] for row in await self.rows(_RELATED, ids=ids, first=first)}
            return [found.get(id_, []) for id_ in ids]

        return self._related.setdefault(first, DataLoader(load))

    def linked(self, first: int) -> DataLoader[str, dict[str, Any]]:
        """A loader of so many links of each person, by their kind, and of how many there are."""

        async def load(ids: list[str]) -> list[dict[str, Any]]:
            found = {row["id"]: row for row in await self.rows(_LINKED, ids=ids, first=first)}
            return [found[id_] for id_ in ids]

        return self._linked.setdefault(first, DataLoader(load))


@strawberry.interface
class Node:
    """Anything with an id."""

    id: strawberry.ID


@strawberry.type
class Person(Node):
    """A person."""

    display_name: str | None
    birth_date: str | None
    public_function: str | None
    minor: bool | None
    originator: str
    recorded_at: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """A person of a row."""
        return cls(
            id=row["id"], display_name=row["displayName"], birth_date=row["birthDate"], public_function=row["publicFunction"],
            minor=row["minor"], originator=row["originator"], recorded_at=row["recordedAt"],
        )  # fmt: skip

    @strawberry.field
    async def related_to(self, info: strawberry.Info, first: int) -> "Related":
        """Those related, by a loader."""
        rows = await info.context["source"].related(first).load(str(self.id))
        return Related(edges=[RelatedEdge(kind=row["kind"], node=Person.of(row["node"])) for row in rows])

    @strawberry.field
    async def linked_to(self, info: strawberry.Info, first: int) -> "Linked":
        """Those linked, by a loader."""
        row = await info.context["source"].linked(first).load(str(self.id))
        edges = [RelatedEdge(kind=edge["kind"], node=Person.of(edge["node"])) for edge in row["edges"]]
        return Linked(edges=edges, total_count=row["total"])


@strawberry.type
class RelatedEdge:
    """A relation."""

    kind: str | None
    node: Node


@strawberry.type
class Related:
    """Relations."""

    edges: list[RelatedEdge]


@strawberry.type
class Linked(Related):
    """Links, and how many there are."""

    total_count: int


@strawberry.type
class PersonEdge:
    """A person in a list."""

    cursor: str
    node: Person


@strawberry.type
class PageInfo:
    """Where a page ends."""

    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Persons:
    """A page of persons."""

    edges: list[PersonEdge]
    page_info: PageInfo


@strawberry.enum
class PlaceField(Enum):
    """What places are counted by."""

    MUNICIPALITY = strawberry.enum_value("municipality", name="municipality")


@strawberry.type
class ValueCount:
    """How many have a value."""

    value: str | None
    count: int


@strawberry.type
class Places:
    """What is counted of places."""

    @strawberry.field
    async def total_count(self, info: strawberry.Info) -> int:
        """How many there are."""
        (row,) = await info.context["source"].rows(_PLACES)
        return int(row["total"])

    @strawberry.field
    async def counts(self, info: strawberry.Info, by: PlaceField) -> list[ValueCount]:
        """How many have each value."""
        return [ValueCount(**row) for row in await info.context["source"].rows(_COUNTED)]


@strawberry.type
class Query:
    """What may be asked."""

    @strawberry.field
    async def node(self, info: strawberry.Info, id: strawberry.ID) -> Node | None:  # noqa: A002  # the name in the schema
        """One record."""
        rows = await info.context["source"].rows(_ONE, id=id)
        return Person.of(rows[0]["node"]) if rows else None

    @strawberry.field
    async def persons(self, info: strawberry.Info, first: int) -> Persons:
        """The first persons by id."""
        rows = await info.context["source"].rows(_PAGE, first=first + 1)
        edges = [PersonEdge(cursor=row["node"]["id"], node=Person.of(row["node"])) for row in rows[:first]]
        end = edges[-1].cursor if edges else None
        return Persons(edges=edges, page_info=PageInfo(has_next_page=len(rows) > first, end_cursor=end))

    @strawberry.field
    async def places(self, first: int) -> Places:
        """Places, to be counted."""
        return Places()


class Service(GraphQL[dict[str, Any], None]):
    """Strawberry's own application, with a source a request."""

    def __init__(self, driver: AsyncDriver, see: bytes) -> None:
        super().__init__(strawberry.Schema(Query, types=[Person]), graphql_ide=None)
        self._driver, self._see = driver, see

    async def get_context(self, request: Any, response: Any) -> dict[str, Any]:
        """What resolvers need."""
        return {"source": Source(self._driver, self._see)}
