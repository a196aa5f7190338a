"""From a validated operation to its plan: every root field, fragment and alias, in one statement."""

from collections.abc import Iterator

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema, SelectionSetNode

from api.graphql import arguments
from api.graphql.arguments import Arguments
from api.graphql.declarations import META_NAMES
from api.graphql.errors import RequestError
from api.graphql.fields import FieldCollector, subselections
from api.graphql.operation import INTROSPECTION
from api.graphql.plan import Plan, short
from api.graphql.records import EVERYTHING, RecordCompiler, Wanted
from api.graphql.rendering import Renderer
from api.graphql.schema import TYPE_KEY
from api.graphql.timelines import TimelineCompiler
from graph_model.conditions import Valid
from graph_model.ontology import ONTOLOGY, RecordType
from graph_model.parameter import Parameter
from graph_model.query import (
    ClaimsPart,
    Column,
    CompletePart,
    ConstantColumn,
    Entity,
    MetaColumn,
    Neighbourhood,
    NodeById,
    Paths,
    PropertyColumn,
    ReachedPart,
    ReadQuery,
    RecordsById,
    RecordsOfType,
    RootField,
    Search,
    Selection,
)

_PLURALS = {record.plural: name for name, record in ONTOLOGY.types.items()}
FARTHEST, LONGEST, DETOUR = 3, 8, 2
"""The most of `radius`, of `maxHops` and of `longer`."""


def compile_operation(schema: GraphQLSchema, selections: SelectionSetNode, collector: FieldCollector) -> Plan:
    """The plan of a query operation. Raises RequestError for what is too much or outside its range."""
    return _OperationCompiler(schema, collector).plan(selections)


def compile_record(schema: GraphQLSchema, collector: FieldCollector, nodes: list[FieldNode], type_name: str) -> Plan:
    """The plan of one record below a field of ordinary execution: parameter `id`, key `record`, types told to the executor."""
    records = RecordCompiler(schema, collector, TYPE_KEY)
    types = EVERYTHING if type_name == "Record" else (type_name,)
    field = NodeById("record", Parameter("id"), records.selection(types, subselections(nodes), (1,)))
    return records.plan(ReadQuery((field,)), (("record", Renderer().root(field)),), ())


def compile_records(schema: GraphQLSchema, collector: FieldCollector, nodes: list[FieldNode]) -> Plan:
    """The plan of records below a field of ordinary execution: parameter `ids`, key `records`, types told to the executor."""
    records = RecordCompiler(schema, collector, TYPE_KEY)
    selection = records.selection(EVERYTHING, subselections(nodes), (arguments.IDS,))
    field = RecordsById("records", Parameter("ids"), selection)
    return records.plan(ReadQuery((field,)), (("records", Renderer().root(field)),), ())


def _columns(record: RecordType) -> Iterator[PropertyColumn]:
    return (PropertyColumn("", one.name, one.field_class) for one in record.properties)


class _OperationCompiler:
    def __init__(self, schema: GraphQLSchema, collector: FieldCollector) -> None:
        self.collector = collector
        self.records = RecordCompiler(schema, collector)
        query = schema.query_type
        assert isinstance(query, GraphQLObjectType)
        self.query = query

    def plan(self, selections: SelectionSetNode) -> Plan:
        collected = self.collector.collect("Query", [selections], frozenset())
        of_schema = [key for key, nodes in collected.items() if nodes[0].name.value in INTROSPECTION]
        fields = {key: self._root(key, nodes) for key, nodes in collected.items() if key not in of_schema}
        query, renderer = short(ReadQuery(tuple(fields.values()))), Renderer()
        roots = tuple((key, renderer.root(fields[key]) if key in fields else None) for key in collected)
        asked = tuple(node for key in of_schema for node in collected[key])
        return self.records.plan(query, roots, asked)

    def _root(self, key: str, nodes: list[FieldNode]) -> RootField:
        name = nodes[0].name.value
        if name == "__typename":
            return ConstantColumn(key, "Query")
        given = Arguments(self.query.fields[name], nodes[0])
        if name in _PLURALS:
            kind = _PLURALS[name]
            wanted = Wanted(self.query.fields[name], nodes, kind, (kind,), f"root {kind}")
            return RecordsOfType(key, kind, self.records.page(wanted, (1,)))
        match name:
            case "node":
                self.records.cost.append((1,))
                id_ = self.records.parameter(given, arguments.plain("id"))
                return NodeById(key, id_, self.records.selection(EVERYTHING, subselections(nodes), (1,)))
            case "nodes":
                wanted_ids = self.records.parameter(given, arguments.ids("ids"))
                self.records.cost.append((arguments.IDS,))
                return RecordsById(key, wanted_ids, self.records.selection(EVERYTHING, subselections(nodes), (arguments.IDS,)))
            case "search":
                text = self.records.parameter(given, arguments.words)
                wanted = Wanted(self.query.fields[name], nodes, "Record", EVERYTHING, "search")
                return Search(key, text, EVERYTHING, self.records.page(wanted, (1,)), self.records.kept(given))
            case "paths":
                return self._paths(key, given, nodes)
            case "timeline":
                return TimelineCompiler(self.records, self.collector).timeline(key, given, nodes)
            case _:
                return self._reached(key, name, given, nodes)

    def _reached(self, key: str, name: str, given: Arguments, nodes: list[FieldNode]) -> RootField:
        wanted = self.records.parameter(given, arguments.plain("id"))
        limit = self.records.parameter(given, arguments.count("limit", arguments.REACHED))
        self.records.cost.append((limit.name,))
        parts = tuple(self._reached_parts("Entity" if name == "entity" else "Neighbourhood", nodes, limit.name))
        if name == "entity":
            return Entity(key, wanted, limit, parts)
        radius = self._planned(nodes[0], name, "radius", 1, FARTHEST)
        return Neighbourhood(key, wanted, radius, limit, parts, self.records.kept(given))

    def _reached_parts(self, type_name: str, nodes: list[FieldNode], limit: str) -> Iterator[tuple[str, ReachedPart]]:
        for key, found in self.collector.collect(type_name, subselections(nodes), frozenset()).items():
            match found[0].name.value:
                case "__typename":
                    yield key, ConstantColumn(key, type_name)
                case "isComplete":
                    yield key, CompletePart()
                case "properties":
                    yield key, self._claims(found)
                case _:
                    yield key, self.records.selection(EVERYTHING, subselections(found), (limit,))

    def _claims(self, nodes: list[FieldNode]) -> ClaimsPart:
        parts: list[tuple[str, str | tuple[tuple[str, str], ...]]] = []
        told: dict[str, None] = {}
        for key, found in self.collector.collect("EntityProperty", subselections(nodes), frozenset()).items():
            if found[0].name.value != "claims":
                parts.append((key, found[0].name.value))
                continue
            fields = self.collector.collect("Claim", subselections(found), frozenset()).items()
            parts.append((key, tuple((inner, of[0].name.value) for inner, of in fields)))
            told |= dict.fromkeys("id" if of[0].name.value == "record" else of[0].name.value for _, of in fields)
        metas = [MetaColumn("", name) for name in told if name in META_NAMES]
        types: dict[str, tuple[Column, ...]] = {name: (*metas, *_columns(record)) for name, record in ONTOLOGY.types.items()}
        return ClaimsPart(Selection(tuple(types.items())), tuple(parts))

    def _paths(self, key: str, given: Arguments, nodes: list[FieldNode]) -> RootField:
        start = self.records.parameter(given, arguments.plain("from"))
        end = self.records.parameter(given, arguments.plain("to"))
        most = self.records.parameter(given, arguments.count("k", arguments.PATHS))
        hops = self._planned(nodes[0], "paths", "maxHops", 1, LONGEST)
        longer = self._planned(nodes[0], "paths", "longer", 0, DETOUR)
        at_most = (most.name, hops + 1)
        self.records.cost.append(at_most)
        parts: list[tuple[str, str | Selection | ConstantColumn]] = []
        for part, found in self.collector.collect("Path", subselections(nodes), frozenset()).items():
            match found[0].name.value:
                case "__typename":
                    parts.append((part, ConstantColumn(part, "Path")))
                case "hops":
                    parts.append((part, "hops"))
                case _:
                    parts.append((part, self.records.selection(EVERYTHING, subselections(found), at_most)))
        over = self.records.parameter(given, arguments.over) if "over" in given.names else None
        avoid = self.records.parameter(given, arguments.ids("avoid")) if "avoid" in given.names else None
        return Paths(key, start, end, hops, most, tuple(parts), longer, over, avoid, self._window(given))

    def _window(self, given: Arguments) -> Valid | None:
        if given.names.isdisjoint({"validFrom", "validTo"}):
            return None
        begin, end = (self.records.parameter(given, arguments.instant(name)) for name in ("validFrom", "validTo"))
        return Valid(begin, end)

    def _planned(self, node: FieldNode, field: str, name: str, least: int, most: int) -> int:
        number: int = self.collector.planned(self.query.fields[field], node, name)
        if not least <= number <= most:
            raise RequestError("BAD_ARGUMENT")
        return number
