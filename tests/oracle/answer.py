"""A GraphQL document answered over a view: the syntax comes from the parser, everything else is worked out here."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from functools import lru_cache
from typing import Any

from graphql import DocumentNode, FragmentDefinitionNode, OperationDefinitionNode, parse

from tests.oracle import questions
from tests.oracle.cursor import Cursor, ReadCursor
from tests.oracle.filters import as_texts, counted, is_valid
from tests.oracle.paging import Paged
from tests.oracle.paging import list_of as _order
from tests.oracle.table import FIELDS, LINKS, PLURALS, Link
from tests.oracle.times import Window
from tests.oracle.view import Statement, View

GRADES = ("reliability", "credibility")
"""What a record says of itself: told beside each of its claims, and no claim."""
META = ("id", "originator", "sourceSystem", "externalId", "recordedAt", "validFrom", "validTo")
RANGES = {
    "first": (1, 100),
    "last": (1, 100),
    "radius": (1, 3),
    "maxHops": (1, 8),
    "limit": (1, 1_000),
    "k": (1, 100),
    "longer": (0, 2),
}


class Refused(Exception):
    """The document is refused with this code."""


def answer(view: View, document: str, variables: dict[str, Any], read_cursor: ReadCursor) -> dict[str, Any]:
    """The data of an operation, its keys in order. Raises Refused."""
    return _Answerer(view, document, variables, read_cursor).data()


@lru_cache(maxsize=1_000)
def _parsed(document: str) -> DocumentNode:
    return parse(document, no_location=True)


class _Values:
    """A view as filters look at it."""

    def __init__(self, view: View) -> None:
        self.view = view

    def value(self, statement: Statement, name: str) -> Any:
        return statement.parts[name] if name in META else self.view.readable(statement).get(name)

    def type(self, statement: Statement) -> str:
        return statement.type

    def linked(self, record: Statement, field: str) -> list[tuple[Statement, Statement]]:
        return _linked(self.view, record, *FIELDS[field])


class _Answerer:
    def __init__(self, view: View, document: str, variables: dict[str, Any], read_cursor: ReadCursor) -> None:
        parsed = _parsed(document)
        self.view, self.read_cursor = view, read_cursor
        self.fragments = {d.name.value: d for d in parsed.definitions if isinstance(d, FragmentDefinitionNode)}
        self.operation = next(d for d in parsed.definitions if isinstance(d, OperationDefinitionNode))
        defaults = {v.variable.name.value: v.default_value for v in self.operation.variable_definitions or ()}
        self.variables = {name: self._value(node) for name, node in defaults.items() if node is not None} | variables

    def data(self) -> dict[str, Any]:
        self._check([self.operation.selection_set])
        return {key: self._root(fields) for key, fields in self._collect("Query", [self.operation.selection_set]).items()}

    # -------------------------------------------------------------- documents

    def _value(self, node: Any) -> Any:
        match node.kind:
            case "variable":
                return self.variables.get(node.name.value)
            case "list_value":
                return [self._value(member) for member in node.values]
            case "int_value":
                return int(node.value)
            case "float_value":
                return float(node.value)
            case "null_value":
                return None
            case "object_value":
                fields = {field.name.value: field.value for field in node.fields}
                return {name: self._value(value) for name, value in fields.items() if not self._is_left_out(value)}
            case _:
                return node.value

    def _is_left_out(self, node: Any) -> bool:
        return bool(node.kind == "variable" and node.name.value not in self.variables)

    def _arguments(self, field: Any) -> dict[str, Any]:
        given = {argument.name.value: self._value(argument.value) for argument in field.arguments or ()}
        return {name: value for name, value in given.items() if value is not None}

    def _wanted(self, node: Any) -> bool:
        flags = {d.name.value: self._value(d.arguments[0].value) for d in node.directives or ()}
        return not flags.get("skip", False) and flags.get("include", True)

    def _spread(self, selections: Any) -> Iterator[tuple[Any, str | None]]:
        """Fields of a selection set, each with the innermost type condition it stands under."""
        for node in selections.selections:
            if not self._wanted(node):
                continue
            if node.kind == "field":
                yield node, None
                continue
            inner = node if node.kind == "inline_fragment" else self.fragments[node.name.value]
            condition = inner.type_condition.name.value if inner.type_condition else None
            for field, below in self._spread(inner.selection_set):
                yield field, below if condition in (None, "Record") or below is not None else condition

    def _collect(self, type_name: str, sets: Iterable[Any]) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for selections in sets:
            for field, condition in self._spread(selections):
                if condition in (None, type_name):
                    found.setdefault(field.alias.value if field.alias else field.name.value, []).append(field)
        return found

    def _check(self, sets: Iterable[Any]) -> None:
        """Refuse arguments out of range wherever they stand, whether or not a record is there to ask them of."""
        for selections in sets:
            for field, _ in self._spread(selections):
                arguments = self._arguments(field)
                for name, (least, most) in RANGES.items():
                    if name in arguments and not least <= arguments[name] <= most:
                        raise Refused("BAD_ARGUMENT")
                self._check_list(field.name.value, arguments)
                if field.selection_set:
                    self._check([field.selection_set])

    def _check_list(self, name: str, arguments: dict[str, Any]) -> None:
        if name == "timeline":
            _window(arguments)
        for cursor in ("after", "before"):
            if cursor in arguments:
                found = self.read_cursor(arguments[cursor])
                if found is None or found.order != _order(name, arguments):
                    raise Refused("BAD_CURSOR")

    # ---------------------------------------------------------------- answers

    def _root(self, fields: list[Any]) -> Any:
        name, arguments = fields[0].name.value, self._arguments(fields[0])
        below = [field.selection_set for field in fields if field.selection_set]
        match name:
            case "__typename":
                return "Query"
            case "node":
                found = self.view.nodes.get(str(arguments["id"]))
                return None if found is None else self._record(found, below)
            case "nodes":
                wanted = [self.view.nodes.get(id_) for id_ in _listed(arguments["ids"])]
                return [None if record is None else self._record(record, below) for record in wanted]
            case "entity":
                found_all = questions.entity(self.view, str(arguments["id"]))
                return self._gathered("Entity", found_all, arguments.get("limit", 100), below)
            case "neighbourhood":
                near = questions.neighbourhood(self.view, str(arguments["id"]), arguments["radius"])
                if near is not None and (kept := _kept(arguments)) is not None:
                    near = [record for record in near if record.type in kept]
                return self._gathered("Neighbourhood", near, arguments.get("limit", 1_000), below)
            case "paths":
                ends = str(arguments["from"]), str(arguments["to"])
                chains = questions.paths(self._passable(arguments), *ends, arguments["maxHops"], arguments.get("longer", 0))
                return [self._path(chain, below) for chain in chains[: arguments.get("k", 100)]]
            case "timeline":
                return self._timeline(arguments, below)
            case "search":
                found_list = questions.search(self.view, arguments["text"], _kept(arguments))
                return self._page([(record, record) for record in found_list], "Record", None, name, arguments, below)
        kind = PLURALS[name]
        rows = [(record, record) for record in questions.of_type(self.view, kind)]
        return self._page(rows, kind, None, name, arguments, below)

    def _passable(self, arguments: dict[str, Any]) -> View:
        """The view without what a way must not pass."""
        begin, end = arguments.get("validFrom"), arguments.get("validTo")
        avoided, over = _listed(arguments.get("avoid", [])), _listed(arguments.get("over", list(LINKS)))
        left, world = copy(self.view), _Values(self.view)
        left.nodes = {
            id_: node for id_, node in self.view.nodes.items() if id_ not in avoided and is_valid(world, node, begin, end)
        }
        left.links = [
            link
            for link in self.view.links
            if link.type in over and {link.start, link.end} <= left.nodes.keys() and is_valid(world, link, begin, end)
        ]
        return left

    def _gathered(self, type_name: str, records: list[Statement] | None, limit: int, sets: list[Any]) -> Any:
        if records is None:
            return None
        values: dict[str, Callable[[list[Any]], Any]] = {
            "__typename": lambda _: type_name,
            "isComplete": lambda _: len(records) <= limit,
            "records": lambda fields: [self._record(record, _below(fields)) for record in records[:limit]],
            "properties": lambda fields: self._claimed(records[:limit], _below(fields)),
        }
        return {key: values[fields[0].name.value](fields) for key, fields in self._collect(type_name, sets).items()}

    def _claimed(self, records: list[Statement], sets: list[Any]) -> list[dict[str, Any]]:
        """Who says what, for each property that any of the records tells."""
        told = {name for record in records for name in self.view.readable(record) if name not in GRADES}
        return [self._claims(name, [r for r in records if name in self.view.readable(r)], sets) for name in sorted(told)]

    def _claims(self, name: str, records: list[Statement], sets: list[Any]) -> dict[str, Any]:
        said = [as_texts(self.view.readable(record)[name]) for record in records]
        answer: dict[str, Any] = {}
        for key, fields in self._collect("EntityProperty", sets).items():
            keys = self._collect("Claim", _below(fields)).items()
            known: dict[str, Any] = {"__typename": "EntityProperty", "name": name, "isContested": said.count(said[0]) < len(said)}
            known["claims"] = [
                {k: (self._said_by(record) | {"values": texts})[f[0].name.value] for k, f in keys}
                for record, texts in zip(records, said, strict=True)
            ]
            answer[key] = known[fields[0].name.value]
        return answer

    def _said_by(self, record: Statement) -> dict[str, Any]:
        """What is told of a record beside each of its claims."""
        grades = {name: self.view.readable(record).get(name) for name in GRADES}
        return {"__typename": "Claim", "record": record.id} | record.parts | grades

    def _timeline(self, arguments: dict[str, Any], sets: list[Any]) -> Any:
        found = questions.timeline(self.view, str(arguments["id"]), _kept(arguments), _window(arguments))
        if found is None:
            return None
        limit = arguments.get("limit", 1_000)
        values: dict[str, Callable[[list[Any]], Any]] = {
            "__typename": lambda _: "Timeline",
            "isComplete": lambda _: len(found) <= limit,
            "entries": lambda fields: [self._dated(one, _below(fields)) for one in found[:limit]],
        }
        return {key: values[fields[0].name.value](fields) for key, fields in self._collect("Timeline", sets).items()}

    def _dated(self, one: questions.Dated, sets: list[Any]) -> dict[str, Any]:
        known = {"__typename": "TimelineEntry", "at": one.at, "what": one.what, "statement": one.said_by.id}
        known |= {"relationship": one.field or None}
        entry: dict[str, Any] = {}
        for key, fields in self._collect("TimelineEntry", sets).items():
            name = fields[0].name.value
            if name == "record":
                entry[key] = self._record(one.record, _below(fields))
            else:
                entry[key] = known[name] if name in known else self._field(one.said_by, {}, fields)
        return entry

    def _path(self, chain: list[Statement], sets: list[Any]) -> dict[str, Any]:
        values = {"__typename": lambda _: "Path", "hops": lambda _: len(chain) - 1}
        values["nodes"] = lambda fields: [self._record(record, _below(fields)) for record in chain]
        return {key: values[fields[0].name.value](fields) for key, fields in self._collect("Path", sets).items()}

    def _record(self, record: Statement, sets: list[Any]) -> dict[str, Any]:
        readable = self.view.readable(record)
        return {key: self._field(record, readable, fields) for key, fields in self._collect(record.type, sets).items()}

    def _field(self, record: Statement, readable: dict[str, Any], fields: list[Any]) -> Any:
        name = fields[0].name.value
        if name == "__typename":
            return record.type
        if name in META:
            return record.parts[name]
        if name == "marking":
            return self._marking(record, fields)
        if record.start or name not in FIELDS:
            return readable.get(name)
        link, forward = FIELDS[name]
        arguments = self._arguments(fields[0])
        rows = self._hop(record, link, forward, _kept(arguments))
        return self._page(rows, link.forward[0].upper() + link.forward[1:] + "Link", link, name, arguments, _below(fields))

    def _hop(self, record: Statement, link: Link, forward: bool, kept: set[str] | None) -> list[tuple[Statement, Statement]]:
        return [row for row in _linked(self.view, record, link, forward) if kept is None or row[1].type in kept]

    def _marking(self, record: Statement, fields: list[Any]) -> dict[str, Any]:
        values = {"__typename": "Marking", "withheld": self.view.withheld(record)} | record.marking_as_seen
        return {key: values[inner[0].name.value] for key, inner in self._collect("Marking", _below(fields)).items()}

    def _page(
        self,
        rows: list[tuple[Statement, Statement]],
        name: str,
        link: Link | None,
        field: str,
        arguments: dict[str, Any],
        sets: list[Any],
    ) -> dict[str, Any]:
        paged = Paged(_Values(self.view), self.read_cursor, rows, name, field, arguments)
        page: dict[str, Any] = {}
        for key, fields in self._collect(f"{name}Connection", sets).items():
            match fields[0].name.value:
                case "__typename":
                    page[key] = f"{name}Connection"
                case "totalCount":
                    page[key] = len(paged.rows)
                case "counts":
                    page[key] = self._counts(paged, fields)
                case "pageInfo":
                    values = {"__typename": "PageInfo"} | paged.info()
                    page[key] = {k: values[f[0].name.value] for k, f in self._collect("PageInfo", _below(fields)).items()}
                case _:
                    page[key] = [
                        self._edge(row, f"{name}Edge", link, cursor, _below(fields))
                        for row, cursor in zip(paged.shown, paged.cursors, strict=True)
                    ]
        return page

    def _counts(self, paged: Paged, fields: list[Any]) -> list[dict[str, Any]]:
        found = counted(_Values(self.view), [record for _, record in paged.rows], self._arguments(fields[0])["by"])
        keys = {key: inner[0].name.value for key, inner in self._collect("ValueCount", _below(fields)).items()}
        return [{k: {"value": v, "count": n, "__typename": "ValueCount"}[name] for k, name in keys.items()} for v, n in found]

    def _edge(
        self, row: tuple[Statement, Statement], name: str, link: Link | None, cursor: Cursor, sets: list[Any]
    ) -> dict[str, Any]:
        keyed, record = row
        edge: dict[str, Any] = {}
        for key, fields in self._collect(name, sets).items():
            wanted = fields[0].name.value
            if wanted == "__typename":
                edge[key] = name
            elif wanted == "cursor":
                edge[key] = cursor
            elif wanted == "node":
                edge[key] = self._record(record, _below(fields))
            else:
                readable = self.view.readable(keyed) if link else {}
                edge[key] = self._field(keyed, readable, fields)
        return edge


def _linked(view: View, record: Statement, link: Link, forward: bool) -> list[tuple[Statement, Statement]]:
    rows = []
    for found in view.links:
        near, far = (found.start, found.end) if forward else (found.end, found.start)
        if found.type == link.name and near == record.id:
            rows.append((found, view.nodes[far]))
    return rows


def _window(arguments: dict[str, Any]) -> Window:
    try:
        return Window(arguments.get("from"), arguments.get("until"))
    except ValueError:
        raise Refused("BAD_ARGUMENT") from None


def _below(fields: list[Any]) -> list[Any]:
    return [field.selection_set for field in fields if field.selection_set]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _kept(arguments: dict[str, Any]) -> set[str] | None:
    """Types that an answer is narrowed to; one alone is a list of one."""
    types = arguments.get("types")
    return None if types is None else {types} if isinstance(types, str) else set(types)
