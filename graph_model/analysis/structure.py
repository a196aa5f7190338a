"""Analyses of the form of a network: who is central, which groups there are, what holds them together."""

from graph_model.analysis.finding import Finding, Terms, ranked
from graph_model.analysis.network import Network
from graph_model.analysis.words import Told

EXACT, PIVOTS, SEED = 300, 200, 1
"""Up to so many records betweenness is exact; beyond that it is estimated from so many, drawn with this seed."""
SHOWN = 10
"""Members of a group that are named."""


def connected(network: Network, _: Terms) -> list[Finding]:
    """Distinct neighbours."""
    degrees = network.ties().degrees()
    return ranked([Finding(count, (id_,), Told("NEIGHBOURS", (count,))) for id_, count in degrees.items()])


def brokers(network: Network, _: Terms) -> list[Finding]:
    """Betweenness centrality."""
    scores = network.ties().betweenness(EXACT, PIVOTS, SEED)
    found = [Finding(round(score, 6), (id_,), Told("BETWEEN")) for id_, score in scores.items() if score > 0]
    return ranked(found)


def communities(network: Network, _: Terms) -> list[Finding]:
    """Louvain communities of more than one record."""
    groups = network.ties().communities(SEED)
    found = [Finding(len(group), tuple(group[:SHOWN]), Told("GROUP", (len(group),))) for group in groups if len(group) > 1]
    return ranked(found)


def core(network: Network, _: Terms) -> list[Finding]:
    """Core numbers."""
    numbers = network.ties().core_numbers()
    return ranked([Finding(k, (id_,), Told("CORE", (k,))) for id_, k in numbers.items()])


def bridges(network: Network, __: Terms) -> list[Finding]:
    """Ties without which their part falls apart, with the size of the smaller side."""
    cuts = network.ties().bridges()
    return ranked([Finding(cut.smaller, cut.ends, Told("BRIDGE", (cut.smaller, cut.larger))) for cut in cuts if cut.smaller > 1])
