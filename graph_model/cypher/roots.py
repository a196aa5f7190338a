"""The root fields of a read: each becomes one sub-query and one expression of the answer's map."""

from graph_model.cypher.scribe import Scribe, checked, literal, mapped, parameter
from graph_model.cypher.selection import SelectionWriter
from graph_model.ontology import ONTOLOGY
from graph_model.query import (
    ConstantColumn,
    Entity,
    Neighbourhood,
    NodeById,
    Parameter,
    Paths,
    RecordsOfType,
    Search,
    Selection,
)

MOST_PATHS = 100
"""So many shortest paths are returned at most, the first in the order of their ids."""
MOST_RECORDS = 1_000
"""So many records of a neighbourhood or entity are returned at most, the first in the order of their ids."""
LONGEST_CHAIN = 32
"""SAME_AS links from the record asked for to the farthest of its entity."""


class RootWriter:
    """Writes root fields with one scribe."""

    def __init__(self, scribe: Scribe) -> None:
        self.scribe = scribe
        self.select = SelectionWriter(scribe)

    def node(self, field: NodeById) -> tuple[str, str]:
        """One record, or null."""
        node, answer = self.scribe.fresh("n"), self.scribe.fresh("f")
        texts, record, _ = self.select.record(node, field.selection)
        lines = [self._by_id(node, field.id), *texts, f"RETURN head(collect({record})) AS {answer}"]
        return _call("", lines), answer

    def _by_id(self, variable: str, wanted: Parameter) -> str:
        return f"MATCH ({variable}:Statement {{id: {parameter(wanted)}}}) WHERE {self.scribe.predicate.sees(variable)}"

    def records(self, field: RecordsOfType) -> tuple[str, str]:
        """A page of one type."""
        node = self.scribe.fresh("n")
        match = (
            f"MATCH ({node}:{checked(field.type)}) WHERE {self.scribe.predicate.sees(node)}"
            f" AND {node}.id > {parameter(field.page.after)}\n"
            f"WITH {node} ORDER BY {node}.id LIMIT {parameter(field.page.first)} + 1"
        )
        body, edges, keys = self.select.page_body(match, node, node, field.page)
        return _call("", [body]), self.select.page(field.page, edges, keys)

    def search(self, field: Search) -> tuple[str, str]:
        """A page of records that hold the words in a property the caller may read; one index a field class."""
        node, sees = self.scribe.fresh("n"), self.scribe.predicate.sees
        finds = [
            f"CALL db.index.fulltext.queryNodes('search_{name}', {parameter(field.text)}) YIELD node AS {node}"
            f" WHERE {sees(node)} AND {self.scribe.predicate.reads(node, name)} RETURN {node}"
            for name in ONTOLOGY.searchable()
        ]
        kept = "" if set(field.types) >= set(ONTOLOGY.types) else f" AND {node}.type IN [{', '.join(map(literal, field.types))}]"
        match = (
            _call("", ["\nUNION\n".join(finds)])
            + f"\nWITH {node} WHERE {node}.id > {parameter(field.page.after)}{kept}"
            + f"\nWITH {node} ORDER BY {node}.id LIMIT {parameter(field.page.first)} + 1"
        )
        body, edges, keys = self.select.page_body(match, node, node, field.page)
        return _call("", [body]), self.select.page(field.page, edges, keys)

    def entity(self, field: Entity) -> tuple[str, str]:
        """The cluster under visible SAME_AS."""
        return self._reached(field.id, "SAME_AS", LONGEST_CHAIN, field.parts)

    def neighbourhood(self, field: Neighbourhood) -> tuple[str, str]:
        """Everything within some hops; IN_CASE left aside, since it ties all records of a case together."""
        kinds = "|".join(checked(name) for name in ONTOLOGY.relationships if name != "IN_CASE")
        return self._reached(field.id, kinds, field.radius, field.parts)

    def _reached(
        self, wanted: Parameter, kinds: str, hops: int, parts: tuple[tuple[str, Selection | ConstantColumn], ...]
    ) -> tuple[str, str]:
        start, far, rel, node, answer = (self.scribe.fresh(kind) for kind in ("n", "n", "r", "n", "f"))
        sees = self.scribe.predicate.sees
        group = f"(()-[{rel}:{kinds} WHERE {sees(rel)}]-({far} WHERE {sees(far)})){{0,{int(hops)}}}"
        gathered = self.scribe.fresh("c")
        lines = [
            self._by_id(start, wanted),
            f"CALL ({start}) {{",
            f"MATCH ANY SHORTEST ({start}) {group} ({node} WHERE {sees(node)})",
            f"WITH {node} ORDER BY {node}.id LIMIT {MOST_RECORDS}",
            f"RETURN collect({node}) AS {gathered}",
            "}",
        ]
        pairs: list[tuple[str, str]] = []
        for key, part in parts:
            if isinstance(part, ConstantColumn):
                pairs.append((key, literal(part.text)))
            else:
                text, name = self._listed(gathered, part)
                lines.append(text)
                pairs.append((key, name))
        lines.append(f"RETURN head(collect({mapped(pairs)})) AS {answer}")
        return _call("", lines), answer

    def _listed(self, gathered: str, selection: Selection) -> tuple[str, str]:
        """A list of records, each as its map, in the order given."""
        place, node, listed = (self.scribe.fresh(kind) for kind in ("i", "n", "l"))
        texts, record, scope = self.select.record(node, selection)
        kept = ", ".join([place, node, *scope])
        lines = [
            f"UNWIND range(0, size({gathered}) - 1) AS {place}",
            f"WITH {place}, {gathered}[{place}] AS {node}",
            *texts,
            f"WITH {kept} ORDER BY {place}",
            f"RETURN collect({record}) AS {listed}",
        ]
        return _call(gathered, lines), listed

    def paths(self, field: Paths) -> tuple[str, str]:
        """All shortest paths; the predicates stand inside the search, so a hidden shortcut cannot hide a visible way."""
        start, end, answer, chain = (self.scribe.fresh(kind) for kind in ("n", "n", "f", "c"))
        parts: list[tuple[str, str]] = []
        texts: list[str] = []
        for key, part in field.parts:
            if isinstance(part, Selection):
                text, name = self._listed(chain, part)
                texts.append(text)
                parts.append((key, name))
            else:
                parts.append((key, literal(part.text) if isinstance(part, ConstantColumn) else f"size({chain}) - 1"))
        lines = [
            self._by_id(start, field.start),
            self._by_id(end, field.end),
            self._chains(start, end, chain, int(field.max_hops)),
            *texts,
            f"RETURN collect({mapped(parts)}) AS {answer}",
        ]
        return _call("", lines), answer

    def _chains(self, start: str, end: str, chain: str, most: int) -> str:
        kinds = "|".join(checked(rel.name) for rel in ONTOLOGY.relationships.values() if rel.in_paths)
        sees = self.scribe.predicate.sees
        return (
            f"CALL ({start}, {end}) {{\n"
            f"WITH {start}, {end} WHERE {start}.id <> {end}.id\n"
            f"MATCH q = allShortestPaths(({start})-[:{kinds}*..{most}]-({end}))\n"
            f"WHERE all(r IN relationships(q) WHERE {sees('r')}) AND all(x IN nodes(q) WHERE {sees('x')})\n"
            f"WITH nodes(q) AS {chain} ORDER BY [x IN nodes(q) | x.id] LIMIT {MOST_PATHS}\n"
            f"RETURN {chain}\n"
            f"UNION\n"
            f"WITH {start}, {end} WHERE {start}.id = {end}.id\n"
            f"RETURN [{start}] AS {chain}\n"
            f"}}"
        )


def _call(scope: str, lines: list[str]) -> str:
    return f"CALL ({scope}) {{\n" + "\n".join(lines) + "\n}"
