"""What newly lies near a watched person is what networkx finds, relationship by relationship, in random graphs and in random views."""

import random
from dataclasses import replace
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest

from access_policies.decision import Decider
from access_policies.directory import Directory
from access_policies.guard.previews.joint_disclosures import HOPS
from access_policies.guard.previews.links import Link, Record
from access_policies.guard.watches.nearing import WAYS, Tie, neared
from access_policies.guard.watches.watch import SETTLES, Wanted
from access_policies.subject import Context
from graph_model.instant import to_text
from graph_model.ontology import ONTOLOGY
from graph_model.statement import Provenance
from tests.access_policies.conftest import Installation
from tests.access_policies.path_worlds import PathWorld
from tests.access_policies.strategies import NOW
from tests.access_policies.test_administration import asks
from tests.access_policies.test_grant_life import DAY, HOUR
from tests.access_policies.test_preview_paths import PURPOSE, granted

BEGIN, END = "2026-02-01", "2026-03-01"
Told = list[tuple[str, int, list[list[str]]]]
"""Causes in order: id, how many records came near, and the relationships of the ways to the first of them."""


def by_networkx(person: str, edges: list[tuple[str, str, str, str]], begin: str, end: str) -> Told:
    """Of edges (when, id, start, end), each looked at anew when it is there: all of the graph as it was before, and after."""
    graph = nx.MultiGraph()
    graph.add_node(person)
    told: Told = []
    for at, key, one, other in sorted(edges):
        before = set(nx.single_source_shortest_path_length(graph, person, HOPS))
        graph.add_edge(one, other, key=key)
        fresh = set(nx.single_source_shortest_path_length(graph, person, HOPS)) - before
        if fresh and begin <= at <= end:
            ways = sorted((_first(graph, person, record) for record in fresh), key=lambda way: (len(way), way))
            told.append((key, len(fresh), ways[:WAYS]))
    return told


def _first(graph: Any, person: str, record: str) -> list[str]:
    hops = nx.shortest_path_length(graph, person, record)
    return min([key for _, _, key in path] for path in nx.all_simple_edge_paths(graph, person, record, hops))


@pytest.mark.parametrize("seed", range(60))
def test_each_relationship_brings_near_what_networkx_says(seed: int) -> None:
    chance = random.Random(seed)
    nodes = [f"n{number:02}" for number in range(chance.randrange(4, 25))]
    edges = []
    for number in range(chance.randrange(3, 60)):
        at = f"2026-{chance.choice(('01', '02', '02', '03'))}-{chance.randrange(10, 28)}"
        edges.append((at, f"e{chance.randrange(100)}-{number}", *chance.sample(nodes, 2)))
    ties = [Tie(Link(key, "AT", 0, *(Record(end, "Place", 0) for end in ends)), at, "POL") for at, key, *ends in edges]
    chance.shuffle(ties)
    found = neared(Record("n00", "Person", 0), ties, BEGIN, END)
    told = [(one.tie.link.id, one.records, [[link.id for link in way.links] for way in one.ways]) for one in found]
    assert told == by_networkx("n00", edges, BEGIN, END)
    for one in found:
        for way in one.ways:
            assert one.tie.link in way.links
            assert way.records[0].id == "n00"
            assert all({near.id, far.id} == {link.start.id, link.end.id} for near, link, far in zip(way.records, way.links, way.records[1:], strict=False))  # fmt: skip


async def test_what_an_analyst_is_told_is_what_the_relationships_of_their_own_view_brought_near(shared: Installation) -> None:
    """Views by a decision a record; other originators' records count where they are seen, and hidden ones never."""
    several = hid = 0
    for seed in range(12):
        world = PathWorld(shared.world.register, seed)
        persons = [node for node in world.nodes if node.type == "Person" and node.marking.originator == "DLIO"]
        if not persons:
            continue
        chance = random.Random(f"times of {seed}")
        times = [to_text(NOW + hours * HOUR) for hours in (-48, -24, -1, 1, 2, 3, 4)]
        world.links = [replace(link, provenance=Provenance(chance.choice(times))) for link in world.links]
        person = replace(persons[0], marking=replace(persons[0].marking, level="NONE", scopes=frozenset({"C1"}), regime="OPEN"))
        world.nodes = [person if node.id == person.id else node for node in world.nodes]
        given = ("G-sees", "C1", "ACTIVE", "basic")
        grants = [granted(*given, grantee="user:u-hugo"), granted("G-om", *given[1:], grantee="user:u-hugo", grantor="OM")]
        register = replace(shared.world.register, grants=tuple(grants))
        await shared.store_wiped()
        shared.clock.set(NOW)
        guard = shared.guard_anew()
        await guard.intake.found(register, world.nodes, world.links)
        outcome = await guard.watches.begin(asks("u-willemijn"), Wanted(person.id, "x", NOW + DAY))
        assert outcome.value is not None, outcome.refusals
        shared.clock.set(NOW + 3 * HOUR)
        alarm = (await guard.alarms.of(asks("u-hugo", PURPOSE), outcome.value.watch.id, 1_000)).value
        assert alarm is not None
        desk = await Directory(shared.store).records.desk(["u-hugo"])
        decider = Decider(desk.subject("u-hugo"), Context(PURPOSE, NOW + 3 * HOUR), grants, world.table)
        known = to_text(NOW + 3 * HOUR)
        nodes = {node.id for node in world.nodes if decider.decide("see", [node.marking])[0].permit}
        assert person.id in nodes
        edges = [
            (link.provenance.recorded_at, link.id, link.start, link.end)
            for link in world.links
            if {link.start, link.end} <= nodes and decider.decide("see", [link.marking])[0].permit
            if ONTOLOGY.relationships[link.type].in_paths and link.provenance.recorded_at <= known
        ]
        expected = by_networkx(person.id, edges, to_text(NOW - SETTLES), to_text(NOW + DAY))
        told = [(one.cause, one.records, [[link.id for link in way.links] for way in one.ways]) for one in alarm.alerts]
        assert sorted(told) == sorted(expected), seed
        assert [one.at for one in alarm.alerts] == sorted((one.at for one in alarm.alerts), reverse=True)
        several += len(told) > 1
        hid += len(edges) < len(world.links)
    assert min(several, hid) >= 4, (several, hid)


@pytest.mark.parametrize("hops", [0, 1, 2])
def test_a_star_takes_about_as_many_steps_as_it_has_relationships(monkeypatch: pytest.MonkeyPatch, hops: int) -> None:
    """Around the person, or around a record so many hops from them, of which every relationship is new."""
    steps, other = 0, Link.other

    def counted(link: Link, end: Record) -> Record:
        nonlocal steps
        steps += 1
        return other(link, end)

    monkeypatch.setattr(Link, "other", counted)
    way = [Record(f"w{n}", "Person", 0) for n in range(hops + 1)]
    for size in (200, 400):
        steps = 0
        ends = [*pairwise(way), *((way[-1], Record(f"n{n}", "Place", 0)) for n in range(size))]
        ties = [Tie(Link(f"e{n:05}", "AT", 0, *pair), "2026-02-10", "POL") for n, pair in enumerate(ends)]
        assert len(neared(way[0], ties, BEGIN, END)) == len(ties)
        assert steps <= 8 * len(ties)
