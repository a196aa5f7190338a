"""Small worlds with places that somebody may be found at, and what a grant opens in them between records, worked out by networkx.

Views are those of `ByHand`, a decision a record; nothing is grouped by class, and nothing of the product's paths is used.
"""

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import networkx as nx

from access_policies.grants import Grant
from access_policies.register import Register
from graph_model.marking import LEVELS, Marking
from graph_model.ontology import ONTOLOGY
from graph_model.statement import NodeStatement, RelationshipStatement
from tests.access_policies.test_preview import RECORDED, ByHand, RandomWorld

TWO, THREE = 2, 3
"""How far a path reaches that is counted, and how far a place tells of a person."""
Told = tuple[frozenset[tuple[str, ...]], tuple[str, ...]]
"""A path by the words of its steps, from either end; and the fields at its end."""

TURNED = str.maketrans("<>", "><")


class PathWorld(RandomWorld):
    """A random world with persons without a name, and places with and without an address: where persons are, or reports mention."""

    def __init__(self, base: Register, seed: int) -> None:
        super().__init__(base, seed)
        self.chance = random.Random(f"places of {seed}")
        self.nodes = [self._nameless(node) for node in self.nodes]
        persons, reports = ([node for node in self.nodes if node.type == kind] for kind in ("Person", "Report"))
        places = [self._place(number) for number in range(self.chance.randrange(4, 8))]
        file = NodeStatement("Case", self._open(), RECORDED, {"state": "TRIAGE"}, f"c{0:031x}")
        self.nodes += [*places, file]
        self.links += [self._link_of("CONCERNS", file, person) for person in persons[:2]]
        self.links += [self._link_of("AT", self.chance.choice(persons), place) for place in places for _ in persons[:2]]
        self.links += [self._link_of("MENTIONS", self.chance.choice(reports), place) for place in places for _ in reports[:1]]
        held = self.grants or [self._grant("G-held", "ACTIVE", "C1")]
        self.grants = [self._widened(grant) for grant in held]
        self.waiting = self._widened(self.waiting)
        self.register = replace(self.register, grants=(*self.grants, self.waiting))

    def _open(self) -> Marking:
        """A marking that rarely keeps a record from a view, in one scope or in both."""
        scopes = self.chance.choice((("C1",), ("C2",), ("C1", "C2")))
        return replace(self._marking(), scopes=frozenset(scopes), level="NONE", releasable_to=frozenset({"POL"}), regime="OPEN")

    def _nameless(self, node: NodeStatement) -> NodeStatement:
        lacks = node.type == "Person" and self.chance.random() < 0.3
        return replace(node, properties={"minor": False}) if lacks else node

    def _place(self, number: int) -> NodeStatement:
        said = {"kind": "WONING"} | ({"address": "x"} if self.chance.random() < 0.8 else {})
        return NodeStatement("Place", self._open(), RECORDED, said, f"e{number:031x}")

    def _link_of(self, kind: str, start: NodeStatement, end: NodeStatement) -> RelationshipStatement:
        return RelationshipStatement(kind, start.id, end.id, self._open(), RECORDED, {}, f"{self.chance.getrandbits(128):032x}")

    def _widened(self, grant: Grant) -> Grant:
        more = ("operational",) if self.chance.random() < 0.7 else ()
        return replace(grant, field_classes=(*grant.field_classes, *more))


class Between:
    """What opens between the records of three views: before, after, and of whom nothing but this grant was given."""

    def __init__(self, world: RandomWorld, before: ByHand, after: ByHand, alone: ByHand) -> None:
        self.before, self.after, self.alone = before, after, alone
        self.graphs = {view: _graph(view) for view in (before, after, alone)}
        own = {node.id for node in world.nodes if node.marking.originator == "DLIO"}
        concerns = [link for link in world.links if link.type == "CONCERNS" and link.marking.originator == "DLIO"]
        self.protected = {link.end for link in concerns if {link.start, link.end} <= own}

    def new_paths(self) -> tuple[Counter[Told], dict[Told, str]]:
        """How many pairs are new, by the first path of each; and the highest level of each kind."""
        near = {view: self._pairs(view, TWO) for view in (self.before, self.after)}
        kinds: Counter[Told] = Counter()
        levels: dict[Told, list[int]] = {}
        for one, other in near[self.after] - near[self.before]:
            path = self._first(one, other)
            words = [
                f"{said} {'HELD' if statement in self._in_view(self.before) else 'NEW'}" for said, statement in self._steps(path)
            ]
            kind = (_either_way(words), ())
            kinds[kind] += 1
            levels.setdefault(kind, []).extend(self._marking(one).rank for _, one in self._steps(path))
        return kinds, {kind: LEVELS[max(ranks)] for kind, ranks in levels.items()}

    def joint(self) -> Counter[Told]:
        """How many records tell of how many persons jointly, by the path between them."""
        told = self._told(self.after) - self._told(self.before) - self._told(self.alone)
        kinds: Counter[Told] = Counter()
        for person, end in {(person, end) for person, end, _, _ in told}:
            facts = [fact for fact in told if fact[:2] == (person, end)]
            names = sorted({name for _, _, name, _ in facts})
            steps = self._steps(self._first(person, end))
            asked = ["see"] * len(steps)
            asked[0] = "read_identity" if all(named for *_, named in facts) else "see"
            asked[-1] = "read_operational"
            words = [f"{said} {self._by(action, statement)}" for action, (said, statement) in zip(asked, steps, strict=True)]
            kinds[_either_way(words), tuple(names)] += 1
        return kinds

    def _told(self, view: ByHand) -> set[tuple[str, str, str, bool]]:
        graph, found = self.graphs[view], set()
        for person in self.protected & view.nodes.keys():
            for end in nx.single_source_shortest_path_length(graph, person, THREE):
                if (end, "address") in view.fields and end != person:
                    found.add((person, end, "Place.address", False))
                    if (person, "displayName") in view.fields:
                        found.add((person, end, "Place.address", True))
        return found

    def _pairs(self, view: ByHand, hops: int) -> set[tuple[str, str]]:
        lengths = nx.all_pairs_shortest_path_length(self.graphs[view], hops)
        return {(one, other) for one, ends in lengths for other in ends if one < other}

    def _first(self, one: str, other: str) -> list[tuple[str, str, str]]:
        """The shortest path after, the first by the ids of its relationships where there are several."""
        graph = self.graphs[self.after]
        hops = nx.shortest_path_length(graph, one, other)
        return min(nx.all_simple_edge_paths(graph, one, other, hops), key=lambda path: [key for _, _, key in path])

    def _steps(self, path: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
        """The words of each step and the id of its statement."""
        steps = [(self.after.nodes[path[0][0]].type, path[0][0])]
        for near, far, key in path:
            link = self.after.links[key]
            steps += [(f"{link.type} {'>' if link.start == near else '<'}", key), (self.after.nodes[far].type, far)]
        return steps

    def _marking(self, statement: str) -> Marking:
        return (self.after.nodes.get(statement) or self.after.links[statement]).marking

    def _in_view(self, view: ByHand) -> set[str]:
        return view.nodes.keys() | view.links.keys()

    def _by(self, action: str, statement: str) -> str:
        marking = self._marking(statement)
        held, new = ((view.may("see", marking) and view.may(action, marking)) for view in (self.before, self.alone))
        return {(True, True): "EITHER", (True, False): "HELD", (False, True): "NEW", (False, False): "TOGETHER"}[held, new]


def _graph(view: ByHand) -> Any:
    graph = nx.MultiGraph()
    graph.add_nodes_from(view.nodes)
    for link in view.links.values():
        if ONTOLOGY.relationships[link.type].in_paths and link.start != link.end:
            graph.add_edge(link.start, link.end, key=link.id)
    return graph


def _either_way(words: list[str]) -> frozenset[tuple[str, ...]]:
    back = [word.translate(TURNED) for word in words[::-1]]
    return frozenset({tuple(words), tuple(back)})


def as_told(steps: Any, tells: Any) -> Told:
    """A kind of the product in the same words."""
    arrows: dict[bool | None, str] = {None: "", True: " >", False: " <"}
    return _either_way([f"{step.type}{arrows[step.forwards]} {step.by}" for step in steps]), tuple(tells)
