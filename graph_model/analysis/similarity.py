"""Analyses of shared neighbours: who is like whom, and which connection may be missing."""

import networkx as nx

from graph_model.analysis.finding import Finding, Terms, ranked
from graph_model.analysis.network import Network
from graph_model.analysis.words import Told

WHY = 5
"""Shared neighbours that are named."""
HUB = 200
"""A neighbour with more ties than this says nothing about who belongs together, and would give all pairs of its neighbours."""


def similar(network: Network, terms: Terms) -> list[Finding]:
    """Records of the type of the one in question by the Jaccard coefficient of their neighbours; none when it is not there."""
    graph, about = network.graph(), terms.about
    if about not in graph:
        return []
    others = {far for near in graph[about] for far in graph[near]} - {about}
    alike = sorted(other for other in others if network.types.get(other) == network.types.get(about))
    found: list[Finding] = []
    for _, other, score in nx.jaccard_coefficient(graph, [(about, other) for other in alike]):
        shared = sorted(nx.common_neighbors(graph, about, other))
        found.append(Finding(round(score, 6), (other, *shared[:WHY]), Told("SHARED", (len(shared),))))
    return ranked(found)


def suggested(network: Network, _: Terms) -> list[Finding]:
    """Pairs without a tie by the index of Adamic and Adar."""
    graph = network.graph()
    pairs = {
        (one, other)
        for middle in graph
        if len(graph[middle]) <= HUB
        for one in graph[middle]
        for other in graph[middle]
        if one < other and other not in graph[one]
    }
    found: list[Finding] = []
    for one, other, score in nx.adamic_adar_index(graph, sorted(pairs)):
        shared = sorted(nx.common_neighbors(graph, one, other))
        found.append(Finding(round(score, 6), (one, other, *shared[:WHY]), Told("SHARED", (len(shared),))))
    return ranked(found)
