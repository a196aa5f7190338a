"""Analyses of the form of a network: who is central, which groups there are, what holds them together."""

import networkx as nx

from graph_model.analysis.finding import Finding, Terms, ranked
from graph_model.analysis.network import Network
from graph_model.analysis.words import Told

EXACT, PIVOTS, SEED = 300, 200, 1
"""Up to so many records betweenness is exact; beyond that it is estimated from so many, drawn with this seed."""
SHOWN = 10
"""Members of a group that are named."""


def connected(network: Network, _: Terms) -> list[Finding]:
    """Distinct neighbours."""
    degrees = dict(network.graph().degree())
    return ranked([Finding(count, (id_,), Told("NEIGHBOURS", (count,))) for id_, count in degrees.items()])


def brokers(network: Network, _: Terms) -> list[Finding]:
    """Betweenness centrality."""
    graph = network.graph()
    pivots = None if len(graph) <= EXACT else PIVOTS
    scores = nx.betweenness_centrality(graph, k=pivots, seed=SEED)
    found = [Finding(round(score, 6), (id_,), Told("BETWEEN")) for id_, score in scores.items() if score > 0]
    return ranked(found)


def communities(network: Network, _: Terms) -> list[Finding]:
    """Louvain communities of more than one record."""
    groups = [sorted(group) for group in nx.community.louvain_communities(network.graph(), seed=SEED)]
    found = [Finding(len(group), tuple(group[:SHOWN]), Told("GROUP", (len(group),))) for group in groups if len(group) > 1]
    return ranked(found)


def core(network: Network, _: Terms) -> list[Finding]:
    """Core numbers."""
    numbers = nx.core_number(network.graph())
    return ranked([Finding(k, (id_,), Told("CORE", (k,))) for id_, k in numbers.items()])


def bridges(network: Network, __: Terms) -> list[Finding]:
    """Ties without which their part falls apart, with the size of the smaller side."""
    graph = network.graph()
    found: list[Finding] = []
    for component in nx.connected_components(graph):
        part = graph.subgraph(component)
        below = _sizes_below(part)
        for tie in nx.bridges(part):
            side, _ = below[max(tie, key=lambda node: below[node][1])]
            smaller = min(side, len(part) - side)
            told = Told("BRIDGE", (smaller, len(part) - smaller))
            found.append(Finding(smaller, tuple(sorted(tie)), told))
    return ranked([finding for finding in found if finding.score > 1])


def _sizes_below(part: "nx.Graph[str]") -> dict[str, tuple[int, int]]:
    """(records below, depth) of every record in a depth-first tree: what a bridge cuts off is what is below its deeper end."""
    root = min(part)
    depths, sizes = {root: 0}, dict.fromkeys(part, 1)
    order = list(nx.dfs_edges(part, root))
    for parent, child in order:
        depths[child] = depths[parent] + 1
    for parent, child in reversed(order):
        sizes[parent] += sizes[child]
    return {node: (sizes[node], depths[node]) for node in part}
