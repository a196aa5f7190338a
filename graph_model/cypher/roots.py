"""The root fields of a read: each becomes one sub-query, whose one value is rows as `graph_model.rows` lays them out."""

from graph_model.cypher.scribe import Scribe, checked, listed, parameter
from graph_model.cypher.selection import SelectionWriter
from graph_model.cypher.timelines import TimelineWriter
from graph_model.cypher.ways import WayWriter
from graph_model.ontology import ONTOLOGY
from graph_model.parameter import Parameter
from graph_model.query import Entity, Neighbourhood, NodeById, Paths, RecordsById, RecordsOfType, Search, Timeline
from graph_model.rows import Row, reached_row, record_row

LONGEST_CHAIN = 32
"""SAME_AS links from the record asked for to the farthest of its entity."""
_AROUND = "|".join(checked(name) for name in ONTOLOGY.relationships if name != "IN_CASE")


class RootWriter:
    """Writes root fields with one scribe. Each method gives (sub-query, name of its value)."""

    def __init__(self, scribe: Scribe) -> None:
        self.scribe = scribe
        self.select = SelectionWriter(scribe)

    def node(self, field: NodeById) -> tuple[str, str]:
        """One record's row, or null."""
        node, answer = self.scribe.fresh("n"), self.scribe.fresh("f")
        written = self.select.record(node, record_row([field.selection]))
        return _call("", [self._by_id(node, field.id), *written.texts, f"RETURN head(collect({written.row})) AS {answer}"]), answer

    def records_by_id(self, field: RecordsById) -> tuple[str, str]:
        """The rows of those that are seen, in no order: whoever asked knows the order of the ids."""
        node, answer = self.scribe.fresh("n"), self.scribe.fresh("f")
        written = self.select.record(node, record_row([field.selection]))
        match = f"MATCH ({node}:Statement) WHERE {node}.id IN {parameter(field.ids)} AND {self.scribe.predicate.sees(node)}"
        return _call("", [match, *written.texts, f"RETURN collect({written.row}) AS {answer}"]), answer

    def _by_id(self, variable: str, wanted: Parameter) -> str:
        return f"MATCH ({variable}:Statement {{id: {parameter(wanted)}}}) WHERE {self.scribe.predicate.sees(variable)}"

    def records(self, field: RecordsOfType) -> tuple[str, str]:
        """A page of one type; class by class for a caller of few, so that what is hidden is not even looked at."""
        node, seen_class = self.scribe.fresh("n"), self.scribe.fresh("k") if self.scribe.by_class else ""
        label = checked(field.type)
        hint = f" USING INDEX SEEK {node}:{label}(pc, id)" if seen_class else ""
        of_class = f"{node}.pc = {seen_class} AND {node}.id >= '' AND " if seen_class else ""
        match = f"MATCH ({node}:{label}){hint} WHERE {of_class}{self.scribe.predicate.sees(node)}"
        text, page = self.select.records(match, node, field.page, seen_class)
        return _call("", [text]), page

    def search(self, field: Search) -> tuple[str, str]:
        """A page of records that hold the words in a property the caller may read; one index a field class."""
        node, index, sees = self.scribe.fresh("n"), self.scribe.fresh("i"), self.scribe.predicate.sees
        indexes = listed(f"['search_{name}', ${name}]" for name in ONTOLOGY.searchable())
        kept = f"{node}.type IN {parameter(field.kept)}" if field.kept else f"{node}.id IS NOT NULL"
        match = (
            f"UNWIND {indexes} AS {index}\n"
            f"CALL db.index.fulltext.queryNodes({index}[0], {parameter(field.text)}) YIELD node AS {node}"
            f" WHERE {sees(node)} AND {index}[1][{self.scribe.predicate.policy_class(node)}] = 1\n"
            f"WITH DISTINCT {node} WHERE {kept}"
        )
        text, page = self.select.records(match, node, field.page)
        return _call("", [text]), page

    def entity(self, field: Entity) -> tuple[str, str]:
        """The cluster under visible SAME_AS: null, or [rows, whether they are all]."""
        return self._reached(field, "SAME_AS", LONGEST_CHAIN, None)

    def neighbourhood(self, field: Neighbourhood) -> tuple[str, str]:
        """Everything within some hops, in the same form; IN_CASE left aside, since it ties all records of a case together."""
        return self._reached(field, _AROUND, int(field.radius), field.kept)

    def _reached(self, field: Entity | Neighbourhood, kinds: str, hops: int, kept: Parameter | None) -> tuple[str, str]:
        """A record and those within so many hops over relationships of these kinds, in the order of their ids.

        Each record once is all that is asked for, so the database looks at each relationship once and not at every way, and
        keeps nothing but the records (docs/decisions/0135 and 0146).
        """
        start, far, rel, node = (self.scribe.fresh(kind) for kind in ("n", "n", "r", "n"))
        sees = self.scribe.predicate.sees
        group = f"(()-[{rel}:{kinds} WHERE {sees(rel)}]-({far} WHERE {sees(far)})){{0,{hops}}}"
        rows, answer, limit = self.scribe.fresh("e"), self.scribe.fresh("f"), parameter(field.limit)
        written = self.select.record(node, reached_row(field.parts))
        lines = [
            self._by_id(start, field.id),
            f"CALL ({start}) {{",
            f"MATCH ({start}) {group} ({node})",
            f"WITH DISTINCT {node}",
            *([f"WITH {node} WHERE {node}.type IN {parameter(kept)}"] if kept else []),
            f"WITH {node} ORDER BY {node}.id LIMIT {limit} + 1",
            *written.texts,
            f"WITH {', '.join([node, *written.scope])} ORDER BY {node}.id",
            f"RETURN collect({written.row}) AS {rows}",
            "}",
            f"RETURN head(collect([{rows}[0..{limit}], size({rows}) <= {limit}])) AS {answer}",
        ]
        return _call("", lines), answer

    def timeline(self, field: Timeline) -> tuple[str, str]:
        """Null, or [rows of the lines, whether they are all, id and class of the record that was asked for]."""
        start, answer, limit = self.scribe.fresh("n"), self.scribe.fresh("f"), parameter(field.limit)
        text, rows = TimelineWriter(self.scribe, self.select).lines(field, start)
        asked_for = listed([f"{start}.id", self.scribe.predicate.policy_class(start)])
        value = listed([f"{rows}[0..{limit}]", f"size({rows}) <= {limit}", asked_for])
        return _call("", [self._by_id(start, field.id), text, f"RETURN head(collect({value})) AS {answer}"]), answer

    def paths(self, field: Paths) -> tuple[str, str]:
        """A list of paths, each the rows of its records from start to end; two ways over the same records are one."""
        start, end, answer = (self.scribe.fresh(kind) for kind in ("n", "n", "f"))
        ways, chain = WayWriter(self.scribe).ways(field, start, end)
        text, listed = self._along(chain, reached_row(field.parts))
        lines = [
            self._by_id(start, field.start),
            self._by_id(end, field.end),
            ways,
            text,
            f"RETURN collect({listed}) AS {answer}",
        ]
        return _call("", lines), answer

    def _along(self, chain: str, row: Row) -> tuple[str, str]:
        """The rows of the records of a path, in its order."""
        place, node, rows = (self.scribe.fresh(kind) for kind in ("i", "n", "l"))
        written = self.select.record(node, row)
        lines = [
            f"UNWIND range(0, size({chain}) - 1) AS {place}",
            f"WITH {place}, {chain}[{place}] AS {node}",
            *written.texts,
            f"WITH {', '.join([place, node, *written.scope])} ORDER BY {place}",
            f"RETURN collect({written.row}) AS {rows}",
        ]
        return _call(chain, lines), rows


def _call(scope: str, lines: list[str]) -> str:
    return f"CALL ({scope}) {{\n" + "\n".join(lines) + "\n}"
