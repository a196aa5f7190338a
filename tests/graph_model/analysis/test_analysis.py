"""Each analysis gives what its definition says, worked out here over sets on small random networks."""

import math
import random
from itertools import combinations

import pytest

from graph_model.analysis import ANALYSES, Finding, Link, Network, Terms
from graph_model.analysis.network import TIES

SEEDS = range(12)
KINDS = ("Person", "Report", "Item", "Actor", "Threat", "Case")
Ties = dict[str, set[str]]


def network(seed: int) -> Network:
    """About twenty records, with ties, register links, loops and parallels."""
    rng = random.Random(seed)
    types = {f"{rng.getrandbits(32):08x}": rng.choice(KINDS) for _ in range(20)}
    ids = sorted(types)
    kinds = [*sorted(TIES)[:4], "MENTIONS", "MENTIONS", "POSES", "IN_CASE", "IN_CASE", "BASED_ON", "SUBMITTED_BY"]
    links = [Link(f"l{n}", rng.choice(kinds), rng.choice(ids), rng.choice(ids)) for n in range(rng.choice((18, 30, 45)))]
    return Network(types, tuple(links))


def ties(of: Network) -> Ties:
    """Neighbours over what counts as a tie."""
    found: Ties = {}
    for link in of.links:
        if link.type in TIES and link.start != link.end:
            found.setdefault(link.start, set()).add(link.end)
            found.setdefault(link.end, set()).add(link.start)
    return found


def found(kind: str, of: Network, about: str = "") -> list[Finding]:
    return ANALYSES[kind].find(of, Terms(about))


def reach(around: Ties, start: str, without: frozenset[str] = frozenset()) -> set[str]:
    """Everything that can be reached without the tie between two records."""
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for far in around[here] - seen:
            if frozenset((here, far)) != without:
                seen.add(far)
                waiting.append(far)
    return seen


def shortest(around: Ties, start: str, end: str) -> list[list[str]]:
    """All shortest paths."""
    paths, seen = [[start]], {start}
    while paths and all(path[-1] != end for path in paths):
        seen |= {path[-1] for path in paths}
        paths = [[*path, far] for path in paths for far in around[path[-1]] if far not in seen]
    return [path for path in paths if path[-1] == end]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_connected_have_the_most_neighbours(seed: int) -> None:
    around = ties(network(seed))
    assert {one.records[0]: one.score for one in found("CONNECTED", network(seed))} == {
        id_: len(near) for id_, near in around.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_brokers_lie_on_the_shortest_paths_of_others(seed: int) -> None:
    around, scores = ties(network(seed)), {one.records[0]: one.score for one in found("BROKERS", network(seed))}
    count = len(around)
    for middle in around:
        share = 0.0
        for start, end in combinations(set(around) - {middle}, 2):
            paths = shortest(around, start, end)
            share += sum(middle in path for path in paths) / len(paths) if paths else 0
        assert scores.get(middle, 0) == pytest.approx(2 * share / ((count - 1) * (count - 2)), abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_communities_part_everybody_who_has_a_tie_and_never_what_is_not_connected(seed: int) -> None:
    around = ties(network(seed))
    groups = found("COMMUNITIES", network(seed))
    for one in groups:
        assert set(one.records) <= reach(around, one.records[0])
    assert sum(one.score for one in groups) <= len(around)
    assert max(one.score for one in groups) > 1


@pytest.mark.parametrize("seed", SEEDS)
def test_in_a_core_everybody_has_so_many_neighbours_in_it(seed: int) -> None:
    around, scores = ties(network(seed)), {one.records[0]: int(one.score) for one in found("CORE", network(seed))}
    for k in range(1, max(scores.values()) + 2):
        left = set(around)
        while thin := {id_ for id_ in left if len(around[id_] & left) < k}:
            left -= thin
        assert left == {id_ for id_, score in scores.items() if score >= k}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_bridge_is_a_tie_without_which_its_part_falls_apart(seed: int) -> None:
    around = ties(network(seed))
    expected = {}
    for one in around:
        for other in around[one]:
            side = reach(around, one, frozenset((one, other)))
            if other not in side:
                sizes = len(side), len(reach(around, one)) - len(side)
                if min(sizes) > 1:
                    expected[tuple(sorted((one, other)))] = min(sizes)
    assert {finding.records: finding.score for finding in found("BRIDGES", network(seed))} == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_the_similar_share_neighbours_and_type(seed: int) -> None:
    of, around = network(seed), ties(network(seed))
    for about in around:
        expected = {
            other: len(around[about] & around[other]) / len(around[about] | around[other])
            for other in around
            if other != about and of.types[other] == of.types[about] and around[about] & around[other]
        }
        scores = {finding.records[0]: finding.score for finding in found("SIMILAR", of, about)}
        assert scores == pytest.approx(expected, abs=1e-5)
    assert found("SIMILAR", of, "nobody") == []


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_suggested_has_rare_neighbours_in_common(seed: int) -> None:
    around = ties(network(seed))
    expected = {
        (one, other): sum(1 / math.log(len(around[middle])) for middle in around[one] & around[other])
        for one, other in combinations(sorted(around), 2)
        if other not in around[one] and around[one] & around[other]
    }
    scores = {finding.records[:2]: finding.score for finding in found("SUGGESTED_LINKS", network(seed))}
    assert scores == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_analysts_questions_count_what_their_words_say(seed: int) -> None:
    of = network(seed)
    kind = of.types

    def pairs(name: str) -> set[tuple[str, str]]:
        return {(link.start, link.end) for link in of.links if link.type == name}

    reports = {
        item: {r for r, i in pairs("MENTIONS") if i == item and kind[r] == "Report"} for item in kind if kind[item] == "Item"
    }
    assert {f.records[0]: f.score for f in found("RECURRING_ITEMS", of)} == {i: len(r) for i, r in reports.items() if len(r) > 1}
    cases = {a: {c for b, t in pairs("POSES") if b == a for s, c in pairs("IN_CASE") if s == t} for a in kind}
    assert {f.records[0]: f.score for f in found("ACTORS_ACROSS_CASES", of)} == {a: len(c) for a, c in cases.items() if len(c) > 1}
    orphans = {r for r in kind if kind[r] == "Report"} - {r for _, r in pairs("BASED_ON")}
    assert {f.records[0] for f in found("ORPHAN_REPORTS", of)} == orphans


@pytest.mark.parametrize("kind", ANALYSES)
def test_the_order_in_which_a_network_comes_makes_no_difference(kind: str) -> None:
    of = network(3)
    links, types = list(of.links), list(of.types.items())
    random.Random(1).shuffle(links)
    random.Random(2).shuffle(types)
    about = sorted(ties(of))[0] if ANALYSES[kind].about == "ALWAYS" else ""
    assert found(kind, Network(dict(types), tuple(links)), about) == found(kind, of, about)


def test_a_network_without_anything_has_nothing_in_it() -> None:
    for kind in ANALYSES:
        assert found(kind, Network({}, ())) == []
