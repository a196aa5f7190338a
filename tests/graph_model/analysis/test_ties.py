"""The measures of a graph are those of NetworkX, whatever its form; communities are as good as its own, and the same each time."""

import random
from itertools import pairwise

import networkx as nx
import pytest

from graph_model.analysis.ties import Cut, Ties

EXACT, PIVOTS = 60, 20
SEEDS = range(25)


def drawn(seed: int) -> list[tuple[str, str]]:
    """Ties of a graph in one of the forms that networks have: sparse or dense, with hubs, chains, parts, loops and parallels."""
    rng = random.Random(seed)
    count = rng.choice((3, 12, EXACT, EXACT + 1, 90, 160))
    ids = [f"{rng.getrandbits(32):08x}" for _ in range(count)]
    ties = [(rng.choice(ids), rng.choice(ids)) for _ in range(int(count * rng.choice((0.6, 1.1, 3.0))))]
    ties += [(ids[0], far) for far in rng.sample(ids, count // 3)] if rng.random() < 0.5 else []
    ties += list(pairwise(ids[: count // 4])) if rng.random() < 0.5 else []
    return [*ties, (ids[0], ids[1]), *((other, one) for one, other in ties[:3])]


def plain(ties: list[tuple[str, str]]) -> "nx.Graph[str]":
    """The same graph as NetworkX has it, made from the ties themselves."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted({end for tie in ties if tie[0] != tie[1] for end in tie}))
    graph.add_edges_from(tie for tie in ties if tie[0] != tie[1])
    return graph


@pytest.mark.parametrize("seed", SEEDS)
def test_degrees_and_cores_are_those_of_networkx(seed: int) -> None:
    graph, ties = plain(drawn(seed)), Ties(drawn(seed))
    assert ties.degrees() == dict(graph.degree())
    assert ties.core_numbers() == nx.core_number(graph)


@pytest.mark.parametrize("seed", SEEDS)
def test_betweenness_is_that_of_networkx_from_all_and_from_the_same_pivots(seed: int) -> None:
    graph = plain(drawn(seed))
    pivots = PIVOTS if len(graph) > EXACT else None
    expected = nx.betweenness_centrality(graph, k=pivots, seed=7)
    assert Ties(drawn(seed)).betweenness(EXACT, PIVOTS, seed=7) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_bridges_are_those_of_networkx_and_part_what_they_say(seed: int) -> None:
    graph = plain(drawn(seed))
    expected = set()
    for one, other in list(nx.bridges(graph)):
        graph.remove_edge(one, other)
        sides = sorted(len(nx.node_connected_component(graph, end)) for end in (one, other))
        expected.add(Cut((min(one, other), max(one, other)), *sides))
        graph.add_edge(one, other)
    found = list(Ties(drawn(seed)).bridges())
    assert set(found) == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_communities_are_as_good_as_those_of_networkx_and_the_same_each_time(seed: int) -> None:
    graph, ties = plain(drawn(seed)), drawn(seed)
    groups = Ties(ties).communities(seed=1)
    random.Random(seed).shuffle(ties)
    random.random()  # what others draw makes no difference
    assert Ties([(other, one) for one, other in ties]).communities(seed=1) == groups
    assert sorted(one for group in groups for one in group) == sorted(graph)
    modularity = nx.community.modularity(graph, groups)
    assert modularity >= nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1)) - 0.04


def test_nothing_has_no_measures() -> None:
    none = Ties([("a", "a")])
    assert (none.records, none.degrees(), none.core_numbers(), none.betweenness(EXACT, PIVOTS, 1)) == ([], {}, {}, {})
    assert (none.communities(1), list(none.bridges())) == ([], [])
