"""Selections of records and pages of them: from field nodes to the columns of a query value, in the answer's order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLObjectType, GraphQLSchema, SelectionSetNode

from api.graphql import arguments
from api.graphql.arguments import Arguments, Binding, Convert
from api.graphql.declarations import META_NAMES, link_name
from api.graphql.errors import RequestError
from api.graphql.fields import FieldCollector, subselections
from api.graphql.filters import FilterCompiler
from api.graphql.operation import SHAPED
from api.graphql.orders import list_named, order_of, place_in, sortable
from api.graphql.plan import Plan
from api.graphql.rendering import Root
from graph_model.conditions import AllOf, Condition, Far, Valid
from graph_model.ontology import ONTOLOGY, Property, RelationshipType
from graph_model.ordering import Order
from graph_model.parameter import Parameter
from graph_model.query import (
    Column,
    ConstantColumn,
    CountsPart,
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
    PropertyColumn,
    ReadQuery,
    Selection,
    TotalPart,
    TypeColumn,
)

_RECORD = frozenset({"Record"})
EVERYTHING = tuple(ONTOLOGY.types)
MOST_PAGES = 100
"""So many pages (sub-queries of the statement) one plan may have."""
Product = tuple[str | int, ...]
"""How many records there may be: the product of parameters and numbers."""


class RecordCompiler:
    """Compiles selections of one operation, gathering its parameters and how many records it may bring."""

    def __init__(self, schema: GraphQLSchema, collector: FieldCollector, type_key: str | None = None) -> None:
        self._schema, self._collector, self._type_key = schema, collector, type_key
        self._filters = FilterCompiler()
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
            return MarkingColumn(key, self._keys("Marking", nodes))
        declared = next((declared for declared in properties if declared.name == name), None)
        return PropertyColumn(key, name, declared.field_class) if declared else None

    def of_statement(self, key: str, nodes: list[FieldNode]) -> MetaColumn | MarkingColumn:
        """The column of a field that every statement has."""
        column = self._stored(key, nodes, ())
        assert isinstance(column, MetaColumn | MarkingColumn), "a validated field is of every statement"
        return column

    def _hop(self, type_name: str, key: str, nodes: list[FieldNode], at_most: Product) -> HopColumn:
        name = nodes[0].name.value
        link = next(rel for rel in ONTOLOGY.relationships.values() if name in (rel.forward_name, rel.backward_name))
        forward = name == link.forward_name
        declared = self._schema.get_type(type_name)
        assert isinstance(declared, GraphQLObjectType)
        types = tuple(sorted({end if forward else start for start, end in link.ends}))
        wanted = Wanted(declared.fields[name], nodes, link_name(link), types, f"{link.name} {forward}", link)
        page = self.page(wanted, at_most)
        return HopColumn(key, Hop(link.name, forward, types, page, self.kept(wanted.given)))

    def kept(self, given: Arguments) -> Parameter | None:
        """The types that the request narrows an answer to, where it says so."""
        return self.parameter(given, arguments.kept) if "types" in given.names else None

    def page(self, wanted: "Wanted", at_most: Product) -> Page:
        """A page of records, or of relationships with the records at their ends. Raises RequestError over MOST_PAGES."""
        shapes = {name: self._collector.shaped(wanted.field, wanted.nodes[0], name) for name in SHAPED & wanted.field.args.keys()}
        is_backward = _is_backward(shapes)
        cursor, count = ("before", "last") if is_backward else ("after", "first")

        def bind(convert: Convert) -> Parameter:
            return self.parameter(wanted.given, convert)

        first = bind(arguments.count(count, arguments.PAGE))
        sorted_by = shapes.get("orderBy") or []
        name = list_named(wanted.list, sorted_by)
        if sorted_by:
            after = bind(place_in(name, cursor, len(sorted_by)))
            order = order_of(wanted.name, sorted_by, name, cursor, bind)
        else:
            after, order = bind(arguments.place(name, cursor)), Order(is_backward=is_backward)
        where = self._where(wanted, shapes.get("where"), bind)
        self._count_page((*at_most, first.name))
        parts = [
            (key, self._page_part(key, found, wanted, (*at_most, first.name)))
            for key, found in self._collector.collect(f"{wanted.name}Connection", subselections(wanted.nodes), frozenset()).items()
        ]
        page = Page(first, after, name, PageShape(tuple(parts)), where, order)
        for _ in page.tallies:
            self._count_page(at_most)
        if page.has_cursors:
            self.orders[name] = None
        return page

    def _where(self, wanted: "Wanted", shape: Any, bind: Callable[[Convert], Parameter]) -> Condition | None:
        """What rows must be like; where they are to be valid at an instant, a relationship and the record it leads to both are."""
        parts: list[Condition] = []
        if "validAt" in wanted.given.names:
            at = bind(arguments.instant("validAt"))
            parts = [Valid(at, at), *([Far(Valid(at, at))] if wanted.link else [])]
        if shape is not None:
            parts.append(self._filters.compile(wanted.name, shape, bind))
        return AllOf(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)

    def _count_page(self, at_most: Product) -> None:
        self.cost.append(at_most)
        if len(self.cost) > MOST_PAGES:
            raise RequestError("DOCUMENT_TOO_LARGE")

    def _page_part(self, key: str, nodes: list[FieldNode], wanted: "Wanted", at_most: Product) -> PagePart:
        match nodes[0].name.value:
            case "__typename":
                return ConstantColumn(key, f"{wanted.name}Connection")
            case "pageInfo":
                return PageInfoPart(self._keys("PageInfo", nodes))
            case "totalCount":
                return TotalPart()
            case "counts":
                return self._counts(nodes, wanted)
        parts = self._collector.collect(f"{wanted.name}Edge", subselections(nodes), frozenset()).items()
        return EdgesPart(tuple((part, self._edge_part(part, found, wanted, at_most)) for part, found in parts))

    def _counts(self, nodes: list[FieldNode], wanted: "Wanted") -> CountsPart:
        connection = self._schema.get_type(f"{wanted.name}Connection")
        assert isinstance(connection, GraphQLObjectType)
        by = self._collector.shaped(connection.fields["counts"], nodes[0], "by")
        field_class, _ = sortable(wanted.name, by.value)
        return CountsPart(by.value, field_class, self._keys("ValueCount", nodes))

    def _keys(self, type_name: str, nodes: list[FieldNode]) -> tuple[tuple[str, str], ...]:
        fields = self._collector.collect(type_name, subselections(nodes), frozenset())
        return tuple((key, found[0].name.value) for key, found in fields.items())

    def _edge_part(self, key: str, nodes: list[FieldNode], wanted: "Wanted", at_most: Product) -> EdgePart:
        match nodes[0].name.value:
            case "__typename":
                return ConstantColumn(key, f"{wanted.name}Edge")
            case "cursor":
                return CursorPart()
            case "node":
                return NodePart(self.selection(wanted.types, subselections(nodes), at_most))
        column = self._stored(key, nodes, wanted.link.properties if wanted.link else ())
        assert column is not None, "a validated edge has no other field"
        return column


@dataclass(frozen=True, slots=True)
class Wanted:
    """A connection of a document: its field, its arguments, and what it is a list of.

    `name` is what the names of its types begin with, and `list` names the list for its cursors.
    """

    field: GraphQLField
    nodes: list[FieldNode]
    name: str
    types: tuple[str, ...]
    list: str
    link: RelationshipType | None = None

    @property
    def given(self) -> Arguments:
        """Its arguments."""
        return Arguments(self.field, self.nodes[0])


def _is_backward(shapes: dict[str, Any]) -> bool:
    """Whether a page is read from the end of its list. Raises RequestError unless one of the two ways is asked for."""
    forward, backward = shapes.get("first") is not None, shapes.get("last") is not None
    if forward is backward or shapes.get("before" if forward else "after") is not None:
        raise RequestError("BAD_ARGUMENT")
    return backward
