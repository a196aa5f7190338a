"""From a validated operation to one query value: every root field, fragment and alias, in one statement."""

import re
from typing import Any

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema, SelectionSetNode

from api.graphql.cursors import CursorSeal
from api.graphql.errors import RequestError
from api.graphql.fields import FieldCollector, subselections
from api.graphql.limits import RECORDS
from api.graphql.plan import Plan
from api.graphql.records import RecordCompiler
from api.graphql.shape import ListShape, MapShape, Shaper
from graph_model.ontology import ONTOLOGY
from graph_model.query import (
    ConstantColumn,
    Entity,
    Neighbourhood,
    NodeById,
    Parameter,
    Paths,
    ReadQuery,
    RecordsOfType,
    RootField,
    Search,
    Selection,
)

_PLURALS = {record.plural: name for name, record in ONTOLOGY.types.items()}
EVERYTHING = tuple(ONTOLOGY.types)


def compile_operation(schema: GraphQLSchema, selections: SelectionSetNode, collector: FieldCollector, seal: CursorSeal) -> Plan:
    """The plan of a query operation. Raises RequestError for arguments outside their range."""
    return _OperationCompiler(schema, collector, seal).plan(selections)


class _OperationCompiler:
    def __init__(self, schema: GraphQLSchema, collector: FieldCollector, seal: CursorSeal) -> None:
        self.collector = collector
        self.records = RecordCompiler(schema, collector, seal)
        query = schema.query_type
        assert isinstance(query, GraphQLObjectType)
        self.query = query

    def plan(self, selections: SelectionSetNode) -> Plan:
        fields: list[RootField] = []
        shapes: list[tuple[str, str, Shaper | None]] = []
        for key, nodes in self.collector.collect("Query", [selections], frozenset()).items():
            field, shape = self._root(key, nodes)
            fields.append(field)
            shapes.append((key, key, shape))
        if self.records.estimate > RECORDS:
            raise RequestError("DOCUMENT_TOO_LARGE")
        return Plan(ReadQuery(tuple(fields)), self.records.parameters, MapShape(tuple(shapes)))

    def _root(self, key: str, nodes: list[FieldNode]) -> tuple[RootField, Shaper | None]:
        name = nodes[0].name.value
        if name == "__typename":
            return ConstantColumn(key, "Query"), None
        if name not in self.query.fields:
            raise RequestError("GRAPHQL_VALIDATION_FAILED")
        arguments = self.collector.arguments(self.query.fields[name], nodes[0])
        below = subselections(nodes)
        if name in _PLURALS:
            kind = _PLURALS[name]
            page, shape = self.records.page(arguments, below, f"{kind}Connection", None, (kind,), f"root {kind}", 1)
            return RecordsOfType(key, kind, page), shape
        match name:
            case "node":
                selection, record = self.records.selection(EVERYTHING, below, 1)
                return NodeById(key, self._value(arguments["id"]), selection), record
            case "search":
                return self._search(key, arguments, below)
            case "paths":
                return self._paths(key, arguments, below)
            case _:
                return self._reached(key, name, arguments, below)

    def _value(self, value: Any) -> Parameter:
        return self.records.parameter("v", value)

    def _search(self, key: str, arguments: dict[str, Any], below: list[SelectionSetNode]) -> tuple[RootField, Shaper]:
        types = tuple(arguments.get("types", EVERYTHING))
        page, shape = self.records.page(arguments, below, "RecordConnection", None, types, "search", 1)
        return Search(key, self._value(search_words(arguments["text"])), types, page), shape

    def _reached(self, key: str, name: str, arguments: dict[str, Any], below: list[SelectionSetNode]) -> tuple[RootField, Shaper]:
        type_name = "Entity" if name == "entity" else "Neighbourhood"
        parts: list[tuple[str, Selection | ConstantColumn]] = []
        shapes: list[tuple[str, str, Shaper | None]] = []
        for part, nodes in self.collector.collect(type_name, below, frozenset()).items():
            if nodes[0].name.value == "__typename":
                parts.append((part, ConstantColumn(part, type_name)))
                shapes.append((part, part, None))
            else:
                selection, record = self.records.selection(EVERYTHING, subselections(nodes), 100)
                parts.append((part, selection))
                shapes.append((part, part, ListShape(record)))
        wanted = self._value(arguments["id"])
        if name == "entity":
            return Entity(key, wanted, tuple(parts)), MapShape(tuple(shapes))
        return Neighbourhood(key, wanted, _within(arguments["radius"], 3), tuple(parts)), MapShape(tuple(shapes))

    def _paths(self, key: str, arguments: dict[str, Any], below: list[SelectionSetNode]) -> tuple[RootField, Shaper]:
        parts: list[tuple[str, str | Selection | ConstantColumn]] = []
        shapes: list[tuple[str, str, Shaper | None]] = []
        for part, nodes in self.collector.collect("Path", below, frozenset()).items():
            shape: Shaper | None = None
            if nodes[0].name.value == "__typename":
                parts.append((part, ConstantColumn(part, "Path")))
            elif nodes[0].name.value == "hops":
                parts.append((part, "hops"))
            else:
                selection, record = self.records.selection(EVERYTHING, subselections(nodes), 100)
                parts.append((part, selection))
                shape = ListShape(record)
            shapes.append((part, part, shape))
        start, end = self._value(arguments["from"]), self._value(arguments["to"])
        field = Paths(key, start, end, _within(arguments["maxHops"], 8), tuple(parts))
        return field, ListShape(MapShape(tuple(shapes)))


def _within(number: int, most: int) -> int:
    if not 1 <= number <= most:
        raise RequestError("BAD_ARGUMENT")
    return number


def search_words(text: str) -> str:
    """Lucene text that wants every word, the last one as a beginning; a word is letters and digits, so nothing is syntax."""
    words = [word.lower() for word in re.findall(r"[^\W_]+", text)][:20]
    if not words:
        return "+kringnothingholdsthis"
    return " ".join([*(f"+{word}" for word in words[:-1]), f"+({words[-1]} {words[-1]}*)"])
