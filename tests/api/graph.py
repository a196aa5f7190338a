"""A small graph as plain dictionaries, the same graph as statements, and how ordinary execution answers from it.

Nothing here knows of plans, rows or Cypher: fields are resolved one by one, as any GraphQL server would.
"""

import random
from collections import deque
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo

from api.graphql.cursors import CursorSeal, place_of
from graph_model.ontology import ONTOLOGY, Property
from graph_model.statement import NodeStatement, Provenance, RelationshipStatement, Value
from tests.graph_model.examples import marking
from tests.oracle.cursor import Cursor
from tests.oracle.filters import as_texts, counted, is_valid, link_type
from tests.oracle.paging import Paged, list_of
from tests.oracle.questions import words
from tests.oracle.table import FIELDS
from tests.oracle.times import Window, place_in_time

TYPES = ("Person", "Actor", "Report", "Place", "Item", "Organisation", "Case")
WORDS = ("ada", "bo", "cor", "daan", "eva", "fee")
LINKS = ("RELATED_TO", "LINKED_TO", "MENTIONS", "SAME_AS", "AT", "USES", "IN_CASE", "SUBMITTED_BY")
VALID = ("2026-01-02T00:00:00.000Z", "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z")
NODES, EDGES = 24, 70
PLURALS = {record.plural: name for name, record in ONTOLOGY.types.items()}


class Graph:
    """Nodes and links by id, made from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.marking = marking()
        self.nodes = [self._node(number) for number in range(NODES)]
        self.links = [link for number in range(EDGES) if (link := self._link(number))]
        self.by_id = {node.id: node for node in self.nodes}

    def _provenance(self) -> Provenance:
        choose = self._random.choice
        return Provenance(
            "2026-01-01T00:00:00.000Z",
            choose(("kring", "other")),
            choose((None, "x-1")),
            choose((None, *VALID[:2])),
            choose((None, None, *VALID[1:])),
        )

    def _node(self, number: int) -> NodeStatement:
        kind = TYPES[number % len(TYPES)]
        properties = self._values(ONTOLOGY.types[kind].properties)
        return NodeStatement(kind, self.marking, self._provenance(), properties, f"{self._random.getrandbits(128):032x}")

    def _link(self, number: int) -> RelationshipStatement | None:
        link = ONTOLOGY.relationships[LINKS[number % len(LINKS)]]
        start, end = self._random.choice(self.nodes), self._random.choice(self.nodes)
        if (start.type, end.type) not in link.ends or start is end:
            return None
        properties = self._values(link.properties)
        id_ = f"{self._random.getrandbits(128):032x}"
        return RelationshipStatement(link.name, start.id, end.id, self.marking, self._provenance(), properties, id_)

    def _values(self, declared: tuple[Property, ...]) -> dict[str, Value]:
        return {p.name: self._value(p) for p in declared if self._random.random() < 0.7}

    def _value(self, declared: Property) -> Value:
        if declared.values:
            return self._random.choice(declared.values)
        words = [self._random.choice(WORDS) for _ in range(2)]
        values: dict[str, Value] = {
            "texts": words,
            "integer": self._random.randrange(4),
            "number": self._random.random(),
            "boolean": self._random.random() < 0.5,
            "date": f"20{self._random.randrange(10, 27)}-0{self._random.randrange(1, 10)}-1{self._random.randrange(10)}",
        }
        return values.get(declared.kind, " ".join(words))

    def value(self, statement: Any, name: str) -> Any:
        """A property, or a part of every statement."""
        parts = {"id": statement.id, "originator": statement.marking.originator}
        kept = {"sourceSystem": "source_system", "externalId": "external_id", "recordedAt": "recorded_at"}
        kept |= {"validFrom": "valid_from", "validTo": "valid_to"}
        if name in kept:
            return getattr(statement.provenance, kept[name])
        return parts.get(name, statement.properties.get(name))

    def type(self, statement: Any) -> str:
        """The type of a record."""
        return str(statement.type)

    def linked(self, record: Any, field: str) -> list[tuple[Any, Any]]:
        """Relationships below a field of a record, with the records they lead to."""
        link, forward = FIELDS[field]
        return self.linked_by(record.id, link.name, forward)

    def linked_by(self, id_: str, kind: str, forward: bool) -> list[tuple[Any, Any]]:
        """The same, by type and direction."""
        found = [link for link in self.links if link.type == kind and id_ == (link.start if forward else link.end)]
        return [(link, self.by_id[link.end if forward else link.start]) for link in found]

    def around(self, id_: str, kinds: set[str]) -> set[str]:
        """Nodes next to a node over links of these kinds, either way."""
        ends = [(link.start, link.end) for link in self.links if link.type in kinds]
        return {b for a, b in ends if a == id_} | {a for a, b in ends if b == id_}

    def distances(self, id_: str, kinds: set[str], most: int) -> dict[str, int]:
        """Hops to every node within reach."""
        found, waiting = {id_: 0}, deque([id_])
        while waiting:
            here = waiting.popleft()
            for other in self.around(here, kinds) - found.keys() if found[here] < most else ():
                found[other] = found[here] + 1
                waiting.append(other)
        return found

    def ways(self, start: str, end: str, given: dict[str, Any]) -> list[list[str]]:
        """The ways that `paths` asks for as lists of ids, the shortest first, then in the order of their ids."""
        window = given.get("validFrom"), given.get("validTo")
        kinds = {
            link.name for link in ONTOLOGY.relationships.values() if link.in_paths and link.name in (given.get("over") or LINKS)
        }
        kinds = kinds if given.get("over") != [] else set()
        avoided = set(given.get("avoid") or ()) | {node.id for node in self.nodes if not is_valid(self, node, *window)}
        if {start, end} & avoided:
            return []
        links = [link for link in self.links if link.type in kinds and is_valid(self, link, *window)]
        steps: dict[str, set[str]] = {node.id: set() for node in self.nodes}
        for link in links:
            steps[link.start].add(link.end)
            steps[link.end].add(link.start)
        found, waiting = [], deque([[start]])
        while waiting:
            way = waiting.popleft()
            if found and len(way) > len(found[0]) + given["longer"]:
                break
            if way[-1] == end:
                found.append(way)
            elif len(way) <= given["maxHops"]:
                waiting += [[*way, far] for far in steps[way[-1]] - avoided if far not in way]
        return sorted(found, key=lambda way: (len(way), way))


class Resolvers:
    """Field and type resolvers of ordinary execution, for one caller's cursors."""

    def __init__(self, graph: Graph, seal: CursorSeal) -> None:
        self.graph, self.seal = graph, seal

    def type_of(self, value: Any, *_: Any) -> str:
        """The type of a record."""
        return str(value["__typename"])

    def field(self, source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        """What a field gives."""
        if source is None:
            return getattr(self, f"_{info.field_name}", self._plural)(info.field_name, **arguments)
        value = source.get(info.field_name)
        return value(**arguments) if callable(value) else value

    def _plural(self, name: str, **arguments: Any) -> Any:
        kind = PLURALS[name]
        rows = [(node, node) for node in self.graph.nodes if node.type == kind]
        return self._page(f"root {kind}", rows, kind, arguments)

    def _node(self, _: str, id: str) -> Any:  # noqa: A002  # the argument's name
        return self._record(self.graph.by_id[id]) if id in self.graph.by_id else None

    def _nodes(self, _: str, ids: list[str]) -> Any:
        if len(ids) > 100:
            raise GraphQLError("too many")
        return [self._node(_, id_) for id_ in ids]

    def _search(self, _: str, text: str, types: list[str] | None = None, **arguments: Any) -> Any:
        wanted = words(text)
        found = [node for node in self.graph.nodes if (types is None or node.type in types) and _holds(node, wanted)]
        return self._page("search", [(node, node) for node in found], "Record", arguments)

    def _entity(self, _: str, id: str, limit: int) -> Any:  # noqa: A002  # the argument's name
        return self._reached(id, {"SAME_AS"}, 32, None, limit)

    def _neighbourhood(self, _: str, id: str, radius: int, limit: int, types: list[str] | None = None) -> Any:  # noqa: A002  # as above
        _within(radius, 3)
        return self._reached(id, set(ONTOLOGY.relationships) - {"IN_CASE"}, radius, types, limit)

    def _reached(self, id_: str, kinds: set[str], most: int, types: list[str] | None, limit: int) -> Any:
        _within(limit, 1_000)
        if id_ not in self.graph.by_id:
            return None
        nodes = [self.graph.by_id[other] for other in sorted(self.graph.distances(id_, kinds, most))]
        kept = [self._record(node) for node in nodes if types is None or node.type in types]
        told = [node for node in nodes if types is None or node.type in types][:limit]
        return {"records": kept[:limit], "isComplete": len(kept) <= limit, "properties": self._properties(told)}

    def _properties(self, nodes: list[NodeStatement]) -> list[dict[str, Any]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for node in nodes:
            grades = {name: node.properties.get(name) for name in ("reliability", "credibility")}
            for name, value in node.properties.items():
                if name not in grades:
                    claim = self._statement(node) | grades | {"record": node.id, "values": as_texts(value)}
                    found.setdefault(name, []).append(claim)
        return [
            {"name": name, "claims": claims, "isContested": any(claim["values"] != claims[0]["values"] for claim in claims)}
            for name, claims in sorted(found.items())
        ]

    def _paths(self, _: str, **given: Any) -> Any:
        _within(given["k"], 100)
        _within(given["maxHops"], 8)
        _within(given["longer"], 2, least=0)
        _within(len(given.get("avoid") or ()), 100, least=0)
        ends = given["from"], given["to"]
        if not all(end in self.graph.by_id for end in ends):
            return []
        paths = self.graph.ways(*ends, given)[: given["k"]]
        return [{"hops": len(path) - 1, "nodes": [self._record(self.graph.by_id[id_]) for id_ in path]} for path in paths]

    def _timeline(self, _: str, id: str, limit: int, **given: Any) -> Any:  # noqa: A002  # the argument's name
        _within(limit, 1_000)
        try:
            window = Window(given.get("from"), given.get("until"))
        except ValueError as fault:
            raise GraphQLError("no window") from fault
        if id not in self.graph.by_id:
            return None
        fields = [(one, name) for one in ONTOLOGY.relationships.values() for name in (one.forward_name, one.backward_name)]
        over = [(name, *row) for one, name in fields for row in self.graph.linked_by(id, one.name, name == one.forward_name)]
        near = {node.id: node for node in (self.graph.by_id[id], *(node for *_, node in over))}
        dated = [self._entry(date, link, name, node) for name, link, node in over for date in _dates(link)]
        dated += [self._entry(date, node, None, node) for node in near.values() for date in _dates(node)]
        types = given.get("types")
        kept = [e for e in dated if window.holds(e["at"]) and (types is None or e["record"]["__typename"] in types)]
        kept.sort(key=lambda entry: (place_in_time(entry["at"]), entry["statement"], entry["what"]))
        return {"entries": kept[:limit], "isComplete": len(kept) <= limit}

    def _entry(self, date: tuple[str, str], said_by: Any, field: str | None, node: NodeStatement) -> dict[str, Any]:
        what, at = date
        told = {"at": at, "what": what, "statement": said_by.id, "relationship": field, "record": self._record(node)}
        return self._statement(said_by) | told

    def _record(self, node: NodeStatement) -> dict[str, Any]:
        record = {"__typename": node.type, **self._statement(node)}
        for link in ONTOLOGY.relationships.values():
            for forward, name in ((True, link.forward_name), (False, link.backward_name)):
                record[name] = lambda link=link.name, forward=forward, **given: self._hop(node.id, link, forward, **given)
        return record

    def _statement(self, of: NodeStatement | RelationshipStatement) -> dict[str, Any]:
        p = of.provenance
        known = {"id": of.id, "originator": of.marking.originator, "sourceSystem": p.source_system, "externalId": p.external_id}
        known |= {"recordedAt": p.recorded_at, "validFrom": p.valid_from, "validTo": p.valid_to}
        parts = {k: sorted(v) if isinstance(v, frozenset) else v for k, v in ((n, getattr(of.marking, n)) for n in _MARKING)}
        return {**of.properties, **known, "marking": parts | {"withheld": []}}

    def _hop(self, id_: str, kind: str, forward: bool, types: list[str] | None = None, **arguments: Any) -> Any:
        rows = [row for row in self.graph.linked_by(id_, kind, forward) if types is None or row[1].type in types]
        return self._page(f"{kind} {forward}", rows, link_type(ONTOLOGY.relationships[kind].forward_name), arguments)

    def _page(self, order: str, rows: list[Any], of: str, arguments: dict[str, Any]) -> Any:
        arguments = {name: value for name, value in arguments.items() if value is not None}
        counts = [name for name in ("first", "last") if name in arguments]
        if len(counts) != 1 or ("before" if counts == ["first"] else "after") in arguments:
            raise GraphQLError("one way or the other")
        _within(arguments[counts[0]], 100)
        name = list_of(order, arguments)
        paged = Paged(self.graph, lambda text: self._place(name, text), rows, of, order, arguments)
        cursors = [self.seal.prefix(name) + (place_of([*c.keys, c.id], 0) if c.keys else c.id) for c in paged.cursors]
        edges = [
            {**({} if link is node else self._statement(link)), "cursor": cursor, "node": self._record(node)}
            for (link, node), cursor in zip(paged.shown, cursors, strict=True)
        ]
        ends = {"startCursor": cursors[0], "endCursor": cursors[-1]} if cursors else {"startCursor": None, "endCursor": None}
        records = [node for _, node in paged.rows]
        return {
            "edges": edges,
            "pageInfo": paged.info() | ends,
            "totalCount": len(records),
            "counts": lambda by: [{"value": value, "count": count} for value, count in counted(self.graph, records, by)],
        }

    def _place(self, name: str, text: str) -> Cursor:
        """A cursor of ours in these tests is never one that was given, so it is always refused."""
        self.seal.place(name, text)
        raise AssertionError("no cursor is made up")


_MARKING = ("originator", "system", "scheme", "level", "compartments", "regime", "handling", "match")


def _dates(statement: NodeStatement | RelationshipStatement) -> list[tuple[str, str]]:
    """(name, date) of all that a statement has."""
    is_record = isinstance(statement, NodeStatement)
    declared = (ONTOLOGY.types if is_record else ONTOLOGY.relationships)[statement.type].properties
    found = {p.name: statement.properties.get(p.name) for p in declared if p.kind in ("date", "instant")}
    found |= {"validFrom": statement.provenance.valid_from, "validTo": statement.provenance.valid_to}
    return [(name, str(date)) for name, date in found.items() if date is not None]


def _within(number: int, most: int, least: int = 1) -> None:
    if not least <= number <= most:
        raise GraphQLError("outside its range")


def _holds(node: NodeStatement, wanted: list[str]) -> bool:
    """True when the texts of one field class hold every word, the last one as a beginning."""
    texts: dict[str, list[str]] = {}
    for declared in ONTOLOGY.types[node.type].properties:
        value = node.properties.get(declared.name)
        if declared.kind in ("text", "texts") and declared.is_searched and value is not None:
            texts.setdefault(declared.field_class, []).extend(words(" ".join(value) if isinstance(value, list) else str(value)))
    return (
        any(
            all(word in held for word in wanted[:-1]) and any(word.startswith(wanted[-1]) for word in held)
            for held in texts.values()
        )
        if wanted
        else False
    )
