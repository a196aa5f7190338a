"""Selections of a timeline: from field nodes to the parts of a query value. Its entries are rendered like the edges of a page."""

from graphql import FieldNode

from api.graphql import arguments
from api.graphql.arguments import Arguments
from api.graphql.fields import FieldCollector, subselections
from api.graphql.records import EVERYTHING, RecordCompiler
from graph_model.query import CompletePart, ConstantColumn, DatePart, LinePart, LinesPart, MetaColumn, NodePart, Timeline


class TimelineCompiler:
    """Compiles one root field of an operation."""

    def __init__(self, records: RecordCompiler, collector: FieldCollector) -> None:
        self._records, self._collector = records, collector

    def timeline(self, key: str, given: Arguments, nodes: list[FieldNode]) -> Timeline:
        """The field. Raises RequestError for what is too much or outside its range."""
        wanted = self._records.parameter(given, arguments.plain("id"))
        limit = self._records.parameter(given, arguments.count("limit", arguments.REACHED))
        self._records.cost.append((limit.name,))
        parts: list[tuple[str, LinesPart | CompletePart | ConstantColumn]] = []
        for part, found in self._collector.collect("Timeline", subselections(nodes), frozenset()).items():
            match found[0].name.value:
                case "__typename":
                    parts.append((part, ConstantColumn(part, "Timeline")))
                case "isComplete":
                    parts.append((part, CompletePart()))
                case _:
                    parts.append((part, self._lines(found, limit.name)))
        is_bounded = not given.names.isdisjoint({"from", "until"})
        begin, end = (self._records.parameter(given, of) if is_bounded else None for of in (arguments.begin, arguments.end))
        return Timeline(key, wanted, limit, tuple(parts), begin, end, self._records.kept(given))

    def _lines(self, nodes: list[FieldNode], limit: str) -> LinesPart:
        fields = self._collector.collect("TimelineEntry", subselections(nodes), frozenset()).items()
        return LinesPart(tuple((key, self._of_line(key, found, limit)) for key, found in fields))

    def _of_line(self, key: str, nodes: list[FieldNode], limit: str) -> LinePart:
        match name := nodes[0].name.value:
            case "__typename":
                return ConstantColumn(key, "TimelineEntry")
            case "at" | "what" | "relationship":
                return DatePart(name)
            case "statement":
                return MetaColumn(key, "id")
            case "record":
                return NodePart(self._records.selection(EVERYTHING, subselections(nodes), (limit,)))
        return self._records.of_statement(key, nodes)
