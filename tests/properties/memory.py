"""The product without its database: its compiler, its decision and its visible classes are the real ones, and the query value
that the builder would write down as Cypher is worked out here over dictionaries, with the same masks.

This tests the compiler and the decision, a thousand times faster than Neo4j; it does not test the builder's Cypher.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import orjson

from access_policies.directory import _plain, _plain_organisation, _subject
from access_policies.subject import Context
from access_policies.visible import VisibleClasses, visible_classes
from api.graphql.cursors import CursorSeal
from api.graphql.errors import RequestError
from api.graphql.operation import plan_of
from graph_model.instant import to_text
from graph_model.ontology import ONTOLOGY
from graph_model.query import (
    ConstantColumn,
    CursorPart,
    EdgesPart,
    Entity,
    HopColumn,
    MarkingColumn,
    MetaColumn,
    Neighbourhood,
    NodeById,
    NodePart,
    Page,
    Paths,
    PropertyColumn,
    ReadQuery,
    RecordsOfType,
    RootField,
    Search,
    Selection,
    TypeColumn,
)
from graph_model.statement import NodeStatement, RelationshipStatement
from loaders.scenario.world import World
from tests.oracle.decision import Raw
from tests.oracle.questions import words
from tests.properties.installation import Observed, make
from tests.properties.strategies import PRESENT, Asker

Statement = NodeStatement | RelationshipStatement


class Memory:
    """A world in memory, asked in the product's own terms.

    `every_grant` gives the decision all grants and not only those that name the asker, as the directory would.
    """

    def __init__(self, every_grant: bool = False) -> None:
        self._every_grant = every_grant
        self._standings: dict[Asker, VisibleClasses] = {}

    async def load(self, world: Raw, bumps: int = 0) -> None:
        """Hold this world."""
        self.hold(world)

    def hold(self, world: Raw) -> None:
        """Hold this world; classes are given out in the order of its statements, as at a real door."""
        self.world: World = make(world)
        statements = (*self.world.nodes, *self.world.relationships)
        self.classes = {marking: pc for pc, marking in enumerate(dict.fromkeys(s.marking for s in statements))}
        self._standings.clear()

    async def ask(self, asker: Asker, document: str, variables: dict[str, Any]) -> Observed:
        """The same bytes as the application would send, and the header that depends on policy."""
        try:
            plan = plan_of(document, None, variables, CursorSeal(b"k" * 32, f"{asker.who} {asker.purpose}"))
        except RequestError as fault:
            return Observed(400, (), orjson.dumps({"errors": [{"extensions": {"code": fault.code}}]}))
        visible = self.visible(asker)
        data = _Reader(self, asker, visible, plan.parameters).read(plan.query)
        return Observed(200, (("kring-epoch", visible.digest),), orjson.dumps({"data": plan.shape(data)}))

    def visible(self, asker: Asker) -> VisibleClasses:
        """The product's own decision for every class."""
        if asker not in self._standings:
            register = self.world.register
            user = next(user for user in register.users if user.key == asker.who)
            home = next(o for o in register.organisations if o.code == user.organisation)
            subject = _subject(json.loads(json.dumps(_plain(user))), _plain_organisation(home))
            grants = [grant for grant in register.grants if self._every_grant or grant.grantee in user.grantees]
            context = Context(asker.purpose, asker.at)
            self._standings[asker] = visible_classes(0, subject, context, grants, register.table, list(self.classes))
        return self._standings[asker]


class _Reader:
    """One read. Every predicate of the builder has its counterpart in `sees` and `reads`."""

    def __init__(self, memory: Memory, asker: Asker, visible: VisibleClasses, parameters: dict[str, Any]) -> None:
        self.memory, self.visible, self.parameters = memory, visible, parameters
        self.at, self.present = to_text(asker.at), asker.tense == PRESENT
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

    def read(self, query: ReadQuery) -> dict[str, Any]:
        return {field.key: self.root(field) for field in query.fields}

    def root(self, field: RootField) -> Any:
        match field:
            case ConstantColumn():
                return field.text
            case NodeById():
                node = self.nodes.get(self.parameters[field.id.name])
                return None if node is None else self.record(node, field.selection)
            case RecordsOfType():
                found = sorted((n for n in self.nodes.values() if n.type == field.type), key=lambda n: n.id)
                return self.page([(n, n) for n in found], field.page)
            case Search():
                return self.page([(n, n) for n in self.found(self.parameters[field.text.name], field.types)], field.page)
            case Entity():
                return self.reached(field.id.name, 32, lambda kind: kind == "SAME_AS", field.parts)
            case Neighbourhood():
                return self.reached(field.id.name, field.radius, lambda kind: kind != "IN_CASE", field.parts)
            case Paths():
                return self.chains(field)

    def found(self, text: str, types: tuple[str, ...]) -> list[NodeStatement]:
        whole, begun = re.findall(r"\+([^\s()]+)", text), re.findall(r"\((\S+) \S+\*\)", text)
        whole, begun = [words(w) for w in whole], [words(w) for w in begun]
        found = [n for n in self.nodes.values() if n.type in types and begun and self.holds(n, whole, begun)]
        return sorted(found, key=lambda n: n.id)

    def holds(self, node: NodeStatement, whole: list[list[str]], begun: list[list[str]]) -> bool:
        for field_class, names in ONTOLOGY.searchable().items():
            texts = [node.properties[name] for name in names if name in node.properties and self.masked(field_class, node)]
            held = {w for text in texts for t in (text if isinstance(text, list) else [text]) for w in words(str(t))}
            if all(w in held for ws in whole for w in ws) and all(any(h.startswith(w) for h in held) for ws in begun for w in ws):
                return True
        return False

    def steps(self, over: Callable[[str], bool]) -> dict[str, set[str]]:
        ways: dict[str, set[str]] = {}
        for link in self.links:
            if over(link.type):
                ways.setdefault(link.start, set()).add(link.end)
                ways.setdefault(link.end, set()).add(link.start)
        return ways

    def reached(self, name: str, hops: int, over: Callable[[str], bool], parts: Any) -> Any:
        start, ways = self.parameters[name], self.steps(over)
        if start not in self.nodes:
            return None
        reached = {start}
        for _ in range(hops):
            reached |= {far for near in reached for far in ways.get(near, ())}
        listed = [self.nodes[id_] for id_ in sorted(reached)][:1_000]
        return {k: p.text if isinstance(p, ConstantColumn) else [self.record(n, p) for n in listed] for k, p in parts}

    def chains(self, field: Paths) -> list[dict[str, Any]]:
        start, end = self.parameters[field.start.name], self.parameters[field.end.name]
        if start not in self.nodes or end not in self.nodes:
            return []
        ways = self.steps(lambda kind: ONTOLOGY.relationships[kind].in_paths)
        rim, seen = [[start]], {start}
        for _ in range(field.max_hops):
            if any(chain[-1] == end for chain in rim):
                break
            rim = [[*chain, far] for chain in rim for far in ways.get(chain[-1], ()) if far not in seen]
            seen |= {chain[-1] for chain in rim}
        return [self.chain(chain, field.parts) for chain in sorted(c for c in rim if c[-1] == end)[:100]]

    def chain(self, ids: list[str], parts: tuple[tuple[str, str | Selection | ConstantColumn], ...]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, part in parts:
            if isinstance(part, Selection):
                made[key] = [self.record(self.nodes[id_], part) for id_ in ids]
            else:
                made[key] = part.text if isinstance(part, ConstantColumn) else len(ids) - 1
        return made

    def record(self, node: NodeStatement, selection: Selection) -> dict[str, Any]:
        return {column.key: self.column(node, column) for column in dict(selection.types)[node.type]}

    def column(self, s: Statement, column: Any) -> Any:
        match column:
            case PropertyColumn():
                return s.properties.get(column.property) if self.masked(column.field_class, s) else None
            case MetaColumn():
                kept = {"sourceSystem": "source_system", "externalId": "external_id", "recordedAt": "recorded_at"}
                kept |= {"validFrom": "valid_from", "validTo": "valid_to"}
                own = {"id": s.id, "originator": s.marking.originator}
                return own[column.name] if column.name in own else getattr(s.provenance, kept[column.name])
            case TypeColumn():
                return s.type
            case ConstantColumn():
                return column.text
            case MarkingColumn():
                return self.visible.markings[str(self.memory.classes[s.marking])]
            case HopColumn():
                return self.hop(s, column)

    def hop(self, s: Statement, column: HopColumn) -> dict[str, Any]:
        hop, rows = column.hop, []
        for link in self.links:
            near, far = (link.start, link.end) if hop.forward else (link.end, link.start)
            if link.type == hop.relationship and near == s.id and self.nodes[far].type in hop.types:
                rows.append((link, self.nodes[far]))
        return self.page(sorted(rows, key=lambda row: row[0].id), hop.page)

    def page(self, rows: list[Any], page: Page) -> dict[str, Any]:
        first, after, prefix = (self.parameters[p.name] for p in (page.first, page.after, page.cursor_prefix))
        rest = [row for row in rows if row[0].id > after]
        shown = rest[:first]
        made: dict[str, Any] = {}
        for key, part in page.shape.parts:
            if isinstance(part, EdgesPart):
                made[key] = [{k: self.edge(row, piece, prefix) for k, piece in part.parts} for row in shown]
            elif isinstance(part, ConstantColumn):
                made[key] = part.text
            else:
                end = prefix + shown[-1][0].id if shown else None
                known = {"hasNextPage": len(rest) > first, "endCursor": end, "__typename": "PageInfo"}
                made[key] = {k: known[name] for k, name in part.keys}
        return made

    def edge(self, row: tuple[Statement, NodeStatement], part: Any, prefix: str) -> Any:
        if isinstance(part, CursorPart):
            return prefix + row[0].id
        return self.record(row[1], part.selection) if isinstance(part, NodePart) else self.column(row[0], part)
