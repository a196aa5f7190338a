"""The product without its database: its compiler, its decision and its visible classes are the real ones, and the query value
that the builder would write down as Cypher is worked out here over dictionaries, with the same masks.

This tests the compiler and the decision, a thousand times faster than Neo4j; it does not test the builder's Cypher.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

import orjson

from access_policies.classes import ClassIndex
from access_policies.desk import to_subject
from access_policies.grants import Grant
from access_policies.guard import Guard
from access_policies.subject import Context, Subject
from access_policies.told_markings import ToldMarkings
from access_policies.visible import VisibleClasses, visible_classes
from api.graphql.answering import GraphQL
from api.graphql.cursors import CursorSeal
from api.graphql.errors import RequestError
from graph_model.instant import to_text
from graph_model.ontology import ONTOLOGY
from graph_model.query import (
    ConstantColumn,
    Entity,
    HopColumn,
    MetaColumn,
    Neighbourhood,
    NodeById,
    Page,
    Paths,
    ReadQuery,
    RecordsById,
    RecordsOfType,
    RootField,
    Search,
    Timeline,
)
from graph_model.rows import LINK, Row, edge_row, line_row, reached_row, record_row
from graph_model.statement import NodeStatement, RelationshipStatement
from loaders.scenario.world import World
from tests.oracle.decision import Raw
from tests.oracle.questions import words
from tests.properties.installation import Observed, make
from tests.properties.memory_filters import is_valid, keys_of, paged, tally
from tests.properties.strategies import PRESENT, Asker

KEY = b"k" * 32
Statement = NodeStatement | RelationshipStatement


class Memory:
    """A world in memory, asked in the product's own terms.

    `every_grant` gives the decision all grants and not only those that name the asker, as the directory would.
    """

    def __init__(self, every_grant: bool = False) -> None:
        self._every_grant = every_grant
        self._standings: dict[Asker, VisibleClasses] = {}
        self._room = GraphQL(cast(Guard, None), KEY)

    async def load(self, world: Raw, bumps: int = 0) -> None:
        """Hold this world."""
        self.hold(world)

    def hold(self, world: Raw) -> None:
        """Hold this world; classes are given out in the order of its statements, as at a real door."""
        self.world: World = make(world)
        statements = (*self.world.nodes, *self.world.relationships)
        self.classes = {marking: pc for pc, marking in enumerate(dict.fromkeys(s.marking for s in statements))}
        self.index = ClassIndex(self.classes)
        self.forget()

    def forget(self) -> None:
        """Decide anew from now on: the policies may have changed."""
        self._standings.clear()

    async def ask(self, asker: Asker, document: str, variables: dict[str, Any]) -> Observed:
        """The same bytes as the application would send, and the header that depends on policy."""
        try:
            bound = self._room.plan_of(document, None, variables, CursorSeal(KEY, f"{asker.who} {asker.purpose}"))
            known = self._room.as_known(self._room.operation_of(document, None), variables)
        except RequestError as fault:
            return Observed(400, (), orjson.dumps({"errors": [{"extensions": {"code": fault.code}}]}))
        visible = self.visible(asker)
        rows = Reader(self, asker, visible, bound.parameters, known).read(bound.query)
        return Observed(
            200, (("kring-epoch", visible.digest),), bound.render(rows, ToldMarkings(visible.markings, visible.masks)).body
        )

    def subject(self, asker: Asker) -> tuple[Subject, Context, list[Grant]]:
        """Who asks, in the terms of the product, with the grants that name them."""
        register = self.world.register
        user = next(user for user in register.users if user.key == asker.who)
        home = next(o for o in register.organisations if o.code == user.organisation)
        grants = [grant for grant in register.grants if self._every_grant or grant.grantee in user.grantees]
        return to_subject(user, home), Context(asker.purpose, asker.at), grants

    def visible(self, asker: Asker) -> VisibleClasses:
        """The product's own decision for every class."""
        if asker not in self._standings:
            subject, context, grants = self.subject(asker)
            self._standings[asker] = visible_classes(0, subject, context, grants, self.world.register.table, self.index)
        return self._standings[asker]


class Reader:
    """One read. Every predicate of the builder has its counterpart in `sees` and `reads`."""

    def __init__(
        self, memory: Memory, asker: Asker, visible: VisibleClasses, parameters: dict[str, Any], known: datetime | None
    ) -> None:
        self.memory, self.visible, self.parameters = memory, visible, parameters
        self.at, self.present = to_text(min(known or asker.at, asker.at)), asker.tense == PRESENT and known is None
        self.nodes = {node.id: node for node in memory.world.nodes if self.sees(node)}
        self.links = [r for r in memory.world.relationships if r.start in self.nodes and r.end in self.nodes and self.sees(r)]

    def sees(self, s: Statement) -> bool:
        if self.present:
            return s.provenance.retracted_at is None and self.masked("see", s)
        withdrawn = s.provenance.retracted_at
        return self.masked("see", s) and s.provenance.recorded_at <= self.at and (withdrawn is None or withdrawn > self.at)

    def masked(self, name: str, s: Statement) -> bool:
        mask, place = self.visible.masks[name], self.memory.classes[s.marking]
        return place < len(mask) and mask[place] == 1

    def read(self, query: ReadQuery) -> list[Any]:
        return [self.root(field) for field in query.fields if not isinstance(field, ConstantColumn)]

    def root(self, field: RootField) -> Any:
        match field:
            case NodeById():
                node = self.nodes.get(self.parameters[field.id.name])
                return None if node is None else self.record(node, record_row([field.selection]))
            case RecordsById():
                asked_for, row = self.parameters[field.ids.name], record_row([field.selection])
                return [self.record(self.nodes[id_], row) for id_ in dict.fromkeys(asked_for) if id_ in self.nodes]
            case RecordsOfType():
                found = [node for node in self.nodes.values() if node.type == field.type]
                return self.page([(node, node) for node in found], field.page)
            case Search():
                kept = self.kept(field.kept)
                found = [node for node in self.found(self.parameters[field.text.name]) if kept is None or node.type in kept]
                return self.page([(node, node) for node in found], field.page)
            case Entity():
                return self.reached(field, 32, lambda link: link.type == "SAME_AS", None)
            case Neighbourhood():
                return self.reached(field, field.radius, lambda link: link.type != "IN_CASE", self.kept(field.kept))
            case Timeline():
                return self.timeline(field)
            case Paths():
                return self.chains(field)
        raise AssertionError("a constant is no part of a read")

    def kept(self, parameter: Any) -> list[str] | None:
        return None if parameter is None else self.parameters[parameter.name]

    def found(self, text: str) -> list[NodeStatement]:
        whole, begun = re.findall(r"\+([^\s()]+)", text), re.findall(r"\((\S+) \S+\*(?: \S+\*)?\)", text)
        whole, begun = [words(w) for w in whole], [words(w) for w in begun]
        return [node for node in self.nodes.values() if begun and self.holds(node, whole, begun)]

    def holds(self, node: NodeStatement, whole: list[list[str]], begun: list[list[str]]) -> bool:
        for field_class, names in ONTOLOGY.searchable().items():
            texts = [node.properties[name] for name in names if name in node.properties and self.masked(field_class, node)]
            held = {w for text in texts for t in (text if isinstance(text, list) else [text]) for w in words(str(t))}
            if all(w in held for ws in whole for w in ws) and all(any(h.startswith(w) for h in held) for ws in begun for w in ws):
                return True
        return False

    def steps(self, over: Callable[[RelationshipStatement], bool]) -> dict[str, set[str]]:
        ways: dict[str, set[str]] = {}
        for link in self.links:
            if over(link):
                ways.setdefault(link.start, set()).add(link.end)
                ways.setdefault(link.end, set()).add(link.start)
        return ways

    def reached(
        self, field: Entity | Neighbourhood, hops: int, over: Callable[[RelationshipStatement], bool], kept: list[str] | None
    ) -> Any:
        start, limit, ways = self.parameters[field.id.name], self.parameters[field.limit.name], self.steps(over)
        if start not in self.nodes:
            return None
        reached = {start}
        for _ in range(hops):
            reached |= {far for near in reached for far in ways.get(near, ())}
        listed = [self.nodes[id_] for id_ in sorted(reached) if kept is None or self.nodes[id_].type in kept]
        row = reached_row(field.parts)
        return [[self.record(node, row) for node in listed[:limit]], len(listed) <= limit]

    def timeline(self, field: Timeline) -> Any:
        start, limit = self.nodes.get(self.parameters[field.id.name]), self.parameters[field.limit.name]
        if start is None:
            return None
        around = {start.id: start}
        dated: list[tuple[Statement, NodeStatement, list[Any]]] = []
        for link in self.links:
            if start.id in (link.start, link.end):
                forward = link.start == start.id
                far = self.nodes[link.end if forward else link.start]
                around[far.id] = far
                dated += [(link, far, [*date, link.type, forward]) for date in self.dates(link)]
        dated += [(node, node, [*date, None, None]) for node in around.values() for date in self.dates(node)]
        begin, end, kept = (self.parameters[given.name] if given else None for given in (field.begin, field.end, field.kept))
        shown = [one for one in dated if _in_window(one[2][1], begin, end) and (kept is None or one[1].type in kept)]
        shown.sort(key=lambda one: (one[2][1], one[0].id, one[2][0]))
        rows = [self.line(field, *one) for one in shown[:limit]]
        return [rows, len(shown) <= limit, [start.id, self.memory.classes[start.marking]]]

    def dates(self, s: Statement) -> list[tuple[str, str]]:
        """(name, date) of what may be read."""
        owner = ONTOLOGY.types[s.type] if isinstance(s, NodeStatement) else ONTOLOGY.relationships[s.type]
        known: list[tuple[str, Any]] = [("validFrom", s.provenance.valid_from), ("validTo", s.provenance.valid_to)]
        known += [(p.name, self.value(s, p.name, p.field_class)) for p in owner.properties if p.kind in ("date", "instant")]
        return [(name, date) for name, date in known if date is not None]

    def line(self, field: Timeline, said_by: Statement, record: NodeStatement, date: list[Any]) -> list[Any]:
        row = line_row(field.parts)
        shown = [self.record(record, row.record)] if row.record else []
        return [*self.row(said_by, row.link, LINK), *shown, *date]

    def chains(self, field: Paths) -> list[list[Any]]:
        start, end = self.parameters[field.start.name], self.parameters[field.end.name]
        if start not in self.nodes or end not in self.nodes:
            return []
        shut = {node.id for node in self.nodes.values() if not self.passable(field, node)}
        ways = self.steps(lambda link: ONTOLOGY.relationships[link.type].in_paths and self.passable(field, link))
        rim, found = [[start]] if not shut & {start, end} else [], []
        for hops in range(field.max_hops + 1):
            found += sorted(chain for chain in rim if chain[-1] == end)
            if found and hops - len(found[0]) + 1 >= field.longer:
                break
            onward = [chain for chain in rim if chain[-1] != end]
            rim = [[*chain, far] for chain in onward for far in ways.get(chain[-1], ()) if far not in chain and far not in shut]
        row = reached_row(field.parts)
        return [[self.record(self.nodes[id_], row) for id_ in chain] for chain in found[: self.parameters[field.limit.name]]]

    def passable(self, field: Paths, s: Statement) -> bool:
        if field.valid and not is_valid(self, field.valid, s):
            return False
        if isinstance(s, NodeStatement):
            return field.avoid is None or s.id not in self.parameters[field.avoid.name]
        return field.over is None or s.type in self.parameters[field.over.name]

    def record(self, node: NodeStatement, row: Row) -> list[Any]:
        return self.row(node, row, node.type)

    def row(self, s: Statement, row: Row, type_name: str) -> list[Any]:
        fixed = [s.id, self.memory.classes[s.marking], *([s.type] if row.is_typed else [])]
        shown = [self.hop(s, c) if isinstance(c, HopColumn) else _part(s, c) for c in row.open]
        return [*fixed, *shown, *(self.of_class(s, name, types.get(type_name)) for name, types in row.classes.items())]

    def of_class(self, s: Statement, field_class: str, names: tuple[str, ...] | None) -> list[Any] | None:
        if names is None or not self.masked(field_class, s):
            return None
        return [s.properties.get(name) for name in names]

    def hop(self, s: Statement, column: HopColumn) -> Any:
        hop, rows, kept = column.hop, [], self.kept(column.hop.kept)
        for link in self.links:
            near, far = (link.start, link.end) if hop.forward else (link.end, link.start)
            if link.type == hop.relationship and near == s.id and (kept is None or self.nodes[far].type in kept):
                rows.append((link, self.nodes[far]))
        return self.page(rows, hop.page)

    def page(self, rows: list[tuple[Any, NodeStatement]], page: Page) -> Any:
        is_record = not rows or rows[0][0] is rows[0][1]
        left, shown, has_more = paged(self, rows, page)
        edges = [[*self.edge(row, page, is_record), *keys_of(self, page.order, row[0])] for row in shown]
        found = [edges, has_more] if page.wants_more else edges
        rows = [found] if page.is_read else []
        return [*rows, *(tally(self, left, part) for part in page.tallies)] if page.tallies else found

    def value(self, s: Statement, name: str, field_class: str | None) -> Any:
        if field_class is None:
            return s.type if name == "type" else _part(s, MetaColumn("", name))
        return s.properties.get(name) if self.masked(field_class, s) else None

    def edge(self, row: tuple[Statement, NodeStatement], page: Page, is_record: bool) -> list[Any]:
        edge = edge_row(page, is_record)
        if edge.is_record and edge.record:
            return self.record(row[1], edge.record)
        values = self.row(row[0], edge.link, LINK)
        return values if edge.record is None else [*values, self.record(row[1], edge.record)]


def _in_window(date: str, begin: str | None, end: str | None) -> bool:
    return (begin is None or date >= begin[: len(date)]) and (end is None or date < end)


def _part(s: Statement, column: MetaColumn) -> Any:
    """A part of every statement, by the name that the API gives it."""
    own = {"id": s.id, "originator": s.marking.originator}
    kept = {"sourceSystem": "source_system", "externalId": "external_id", "recordedAt": "recorded_at"}
    kept |= {"validFrom": "valid_from", "validTo": "valid_to"}
    return own[column.name] if column.name in own else getattr(s.provenance, kept[column.name])
