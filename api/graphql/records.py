"""Selections of records and pages of them: from field nodes to the columns of a query value, and the answer's order."""

from typing import Any

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema, SelectionSetNode

from api.graphql.cursors import CursorSeal
from api.graphql.errors import RequestError
from api.graphql.fields import FieldCollector, subselections
from api.graphql.schema import META_NAMES, link_name
from api.graphql.shape import TYPE_KEY, ListShape, MapShape, RecordShape, Shaper
from graph_model.ontology import ONTOLOGY, RelationshipType
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
    Selection,
    TypeColumn,
)

_RECORD = frozenset({"Record"})
Keys = list[tuple[str, str, Shaper | None]]


class RecordCompiler:
    """Compiles selections of one operation, gathering its parameters and an estimate of the records it may bring."""

    def __init__(self, schema: GraphQLSchema, collector: FieldCollector, seal: CursorSeal) -> None:
        self._schema, self._collector, self._seal = schema, collector, seal
        self.parameters: dict[str, Any] = {}
        self.estimate = 0

    def parameter(self, kind: str, value: Any) -> Parameter:
        """A parameter with this value; its name depends on its place in the operation only."""
        name = f"{kind}{len(self.parameters)}"
        self.parameters[name] = value
        return Parameter(name)

    def selection(self, types: tuple[str, ...], below: list[SelectionSetNode], at_most: int) -> tuple[Selection, Shaper]:
        """Columns and order for a record of one of these types, of which there may be `at_most`."""
        columns: dict[str, tuple[Column, ...]] = {}
        shapes: dict[str, MapShape] = {}
        for name in types:
            columns[name], shapes[name] = self._columns(name, below, at_most)
        if len({*columns.values()}) == 1:
            only = next(iter(columns))
            return Selection(tuple((name, columns[only]) for name in types)), shapes[only]
        told = tuple((name, (*columns[name], TypeColumn(TYPE_KEY))) for name in types)
        return Selection(told), RecordShape(shapes)

    def _columns(self, type_name: str, below: list[SelectionSetNode], at_most: int) -> tuple[tuple[Column, ...], MapShape]:
        columns: list[Column] = []
        keys: Keys = []
        for key, nodes in self._collector.collect(type_name, below, _RECORD).items():
            column, shape = self._column(type_name, key, nodes, at_most)
            columns.append(column)
            keys.append((key, key, shape))
        return tuple(columns), MapShape(tuple(keys))

    def _column(self, type_name: str, key: str, nodes: list[FieldNode], at_most: int) -> tuple[Column, Shaper | None]:
        name = nodes[0].name.value
        if name == "__typename":
            return TypeColumn(key), None
        if name in META_NAMES:
            return MetaColumn(key, name), None
        if name == "marking":
            return MarkingColumn(key), self._marking(nodes)
        for declared in ONTOLOGY.types[type_name].properties:
            if declared.name == name:
                return PropertyColumn(key, name, declared.field_class), None
        return self._hop(type_name, key, nodes, at_most)

    def _marking(self, nodes: list[FieldNode]) -> Shaper:
        fields = self._collector.collect("Marking", subselections(nodes), frozenset())

        def typename(_: Any) -> str:
            return "Marking"

        return MapShape(
            tuple(
                (key, "level", typename) if found[0].name.value == "__typename" else (key, found[0].name.value, None)
                for key, found in fields.items()
            )
        )

    def _hop(self, type_name: str, key: str, nodes: list[FieldNode], at_most: int) -> tuple[Column, Shaper]:
        """A hop is compiled once for all types that have it, so equal fields of several types stay equal columns."""
        name = nodes[0].name.value
        for link in ONTOLOGY.relationships.values():
            if name in (link.forward_name, link.backward_name):
                forward = name == link.forward_name
                far = {end if forward else start for start, end in link.ends}
                declared = self._schema.get_type(type_name)
                assert isinstance(declared, GraphQLObjectType)
                arguments = self._collector.arguments(declared.fields[name], nodes[0])
                types = tuple(sorted(far & set(arguments.get("types", far)))) or tuple(sorted(far))[:0]
                if not types:
                    raise RequestError("BAD_ARGUMENT")
                connection = f"{link_name(link)}Connection"
                page, shape = self.page(arguments, subselections(nodes), connection, link, types, f"{link.name} {forward}", at_most)
                return HopColumn(key, Hop(link.name, forward, types, page)), shape
        raise RequestError("GRAPHQL_VALIDATION_FAILED")

    def page(
        self,
        arguments: dict[str, Any],
        below: list[SelectionSetNode],
        connection: str,
        link: RelationshipType | None,
        types: tuple[str, ...],
        order: str,
        at_most: int,
    ) -> tuple[Page, Shaper]:
        """A page and the order of its answer. Raises RequestError for a bad `first` or cursor."""
        first = arguments.get("first")
        if not isinstance(first, int) or not 1 <= first <= 100:
            raise RequestError("BAD_ARGUMENT")
        self.estimate += at_most * first
        count = self.parameter("f", first)
        after = self.parameter("a", self._seal.place(order, arguments.get("after")))
        prefix = self.parameter("c", self._seal.prefix(order))
        parts: list[tuple[str, PagePart]] = []
        keys: Keys = []
        for key, nodes in self._collector.collect(connection, below, frozenset()).items():
            part, shape = self._page_part(key, nodes, connection, link, types, at_most * first)
            parts.append((key, part))
            keys.append((key, key, shape))
        return Page(count, after, prefix, PageShape(tuple(parts))), MapShape(tuple(keys))

    def _page_part(
        self, key: str, nodes: list[FieldNode], connection: str, link: RelationshipType | None, types: tuple[str, ...], at_most: int
    ) -> tuple[PagePart, Shaper | None]:
        name = nodes[0].name.value
        if name == "__typename":
            return ConstantColumn(key, connection), None
        if name == "pageInfo":
            fields = self._collector.collect("PageInfo", subselections(nodes), frozenset())
            wanted = tuple((k, found[0].name.value) for k, found in fields.items())
            return PageInfoPart(wanted), MapShape(tuple((k, k, None) for k, _ in wanted))
        parts: list[tuple[str, EdgePart]] = []
        keys: Keys = []
        edge = connection.removesuffix("Connection") + "Edge"
        for part_key, found in self._collector.collect(edge, subselections(nodes), frozenset()).items():
            part, shape = self._edge_part(part_key, found, edge, link, types, at_most)
            parts.append((part_key, part))
            keys.append((part_key, part_key, shape))
        return EdgesPart(tuple(parts)), ListShape(MapShape(tuple(keys)))

    def _edge_part(
        self, key: str, nodes: list[FieldNode], edge: str, link: RelationshipType | None, types: tuple[str, ...], at_most: int
    ) -> tuple[EdgePart, Shaper | None]:
        name = nodes[0].name.value
        if name == "__typename":
            return ConstantColumn(key, edge), None
        if name == "cursor":
            return CursorPart(), None
        if name == "node":
            selection, shape = self.selection(types, subselections(nodes), at_most)
            return NodePart(selection), shape
        if name in META_NAMES:
            return MetaColumn(key, name), None
        if name == "marking":
            return MarkingColumn(key), self._marking(nodes)
        declared = next(p for p in (link.properties if link else ()) if p.name == name)
        return PropertyColumn(key, name, declared.field_class), None
