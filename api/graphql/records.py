"""Selections of records and pages of them: from field nodes to the columns of a query value, in the answer's order."""

from collections.abc import Iterator

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema, SelectionSetNode

from api.graphql import arguments
from api.graphql.arguments import Arguments, Binding, Convert
from api.graphql.declarations import META_NAMES, link_name
from api.graphql.errors import RequestError
from api.graphql.fields import FieldCollector, subselections
from api.graphql.plan import Plan
from api.graphql.rendering import Root
from graph_model.ontology import ONTOLOGY, Property, RelationshipType
from graph_model.query import (
    Column,
    ConstantColumn,
    CursorPart,
    EdgePart,
    EdgesPart,
    Hop,
    HopColumn,
    MarkingColumn,
    MetaColumn,
    NodePart,
    Page,
    PageInfoPart,
    PagePart,
    PageShape,
    Parameter,
    PropertyColumn,
    ReadQuery,
    Selection,
    TypeColumn,
)

_RECORD = frozenset({"Record"})
MOST_PAGES = 100
"""So many pages (sub-queries of the statement) one plan may have."""
Product = tuple[str | int, ...]
"""How many records there may be: the product of parameters and numbers."""


class RecordCompiler:
    """Compiles selections of one operation, gathering its parameters and how many records it may bring."""

    def __init__(self, schema: GraphQLSchema, collector: FieldCollector, type_key: str | None = None) -> None:
        self._schema, self._collector, self._type_key = schema, collector, type_key
        self.bindings: list[Binding] = []
        self.orders: dict[str, None] = {}
        self.cost: list[Product] = []

    def parameter(self, given: Arguments, convert: Convert) -> Parameter:
        """A parameter with this value; its name depends on its place in the operation only."""
        name = f"v{len(self.bindings)}"
        self.bindings.append(Binding(name, given, convert))
        return Parameter(name)

    def plan(self, query: ReadQuery, roots: tuple[tuple[str, Root | None], ...], introspected: tuple[FieldNode, ...]) -> Plan:
        """The plan of what was compiled so far."""
        return Plan(query, tuple(self.bindings), roots, introspected, tuple(self.orders), tuple(self.cost))

    def selection(self, types: tuple[str, ...], below: list[SelectionSetNode], at_most: Product) -> Selection:
        """Columns for a record of one of these types, of which there may be `at_most`."""
        told_apart = self._collector.conditions(below)
        alike: tuple[Column, ...] | None = None
        found: list[tuple[str, tuple[Column, ...]]] = []
        for name in types:
            if name in told_apart or alike is None:
                columns = tuple(self._columns(name, below, at_most))
                alike = columns if name not in told_apart else alike
            else:
                columns = alike
            found.append((name, columns))
        return Selection(tuple(found))

    def _columns(self, type_name: str, below: list[SelectionSetNode], at_most: Product) -> Iterator[Column]:
        if self._type_key is not None:
            yield TypeColumn(self._type_key)
        for key, nodes in self._collector.collect(type_name, below, _RECORD).items():
            name = nodes[0].name.value
            if name == "__typename":
                yield TypeColumn(key)
            elif (column := self._stored(key, nodes, ONTOLOGY.types[type_name].properties)) is not None:
                yield column
            else:
                yield self._hop(type_name, key, nodes, at_most)

    def _stored(
        self, key: str, nodes: list[FieldNode], properties: tuple[Property, ...]
    ) -> MetaColumn | MarkingColumn | PropertyColumn | None:
        """The column of a field that a statement itself holds; None for another field."""
        name = nodes[0].name.value
        if name in META_NAMES:
            return MetaColumn(key, name)
        if name == "marking":
            fields = self._collector.collect("Marking", subselections(nodes), frozenset())
            return MarkingColumn(key, tuple((part, found[0].name.value) for part, found in fields.items()))
        declared = next((declared for declared in properties if declared.name == name), None)
        return PropertyColumn(key, name, declared.field_class) if declared else None

    def _hop(self, type_name: str, key: str, nodes: list[FieldNode], at_most: Product) -> HopColumn:
        name = nodes[0].name.value
        link = next(rel for rel in ONTOLOGY.relationships.values() if name in (rel.forward_name, rel.backward_name))
        forward = name == link.forward_name
        declared = self._schema.get_type(type_name)
        assert isinstance(declared, GraphQLObjectType)
        given = Arguments(declared.fields[name], nodes[0])
        types = tuple(sorted({end if forward else start for start, end in link.ends}))
        page = self.page(given, nodes, f"{link_name(link)}Connection", types, f"{link.name} {forward}", at_most, link)
        return HopColumn(key, Hop(link.name, forward, types, page, self.kept(given)))

    def kept(self, given: Arguments) -> Parameter | None:
        """The types that the request narrows an answer to, where it says so."""
        return self.parameter(given, arguments.kept) if "types" in given.names else None

    def page(
        self,
        given: Arguments,
        nodes: list[FieldNode],
        connection: str,
        types: tuple[str, ...],
        order: str,
        at_most: Product,
        link: RelationshipType | None = None,
    ) -> Page:
        """A page of records, or of relationships with the records at their ends. Raises RequestError over MOST_PAGES."""
        first = self.parameter(given, arguments.count("first", arguments.PAGE))
        after = self.parameter(given, arguments.place(order))
        self.cost.append((*at_most, first.name))
        if len(self.cost) > MOST_PAGES:
            raise RequestError("DOCUMENT_TOO_LARGE")
        parts = [
            (key, self._page_part(key, found, connection, types, (*at_most, first.name), link))
            for key, found in self._collector.collect(connection, subselections(nodes), frozenset()).items()
        ]
        page = Page(first, after, order, PageShape(tuple(parts)))
        if page.has_cursors:
            self.orders[order] = None
        return page

    def _page_part(
        self,
        key: str,
        nodes: list[FieldNode],
        connection: str,
        types: tuple[str, ...],
        at_most: Product,
        link: RelationshipType | None,
    ) -> PagePart:
        name = nodes[0].name.value
        if name == "__typename":
            return ConstantColumn(key, connection)
        if name == "pageInfo":
            fields = self._collector.collect("PageInfo", subselections(nodes), frozenset())
            return PageInfoPart(tuple((part, found[0].name.value) for part, found in fields.items()))
        edge = connection.removesuffix("Connection") + "Edge"
        parts = self._collector.collect(edge, subselections(nodes), frozenset()).items()
        return EdgesPart(tuple((part, self._edge_part(part, found, edge, types, at_most, link)) for part, found in parts))

    def _edge_part(
        self, key: str, nodes: list[FieldNode], edge: str, types: tuple[str, ...], at_most: Product, link: RelationshipType | None
    ) -> EdgePart:
        match nodes[0].name.value:
            case "__typename":
                return ConstantColumn(key, edge)
            case "cursor":
                return CursorPart()
            case "node":
                return NodePart(self.selection(types, subselections(nodes), at_most))
        column = self._stored(key, nodes, link.properties if link else ())
        assert column is not None, "a validated edge has no other field"
        return column
