"""Analyses of a network (NetworkX). Pure functions of the network they are given, so of one caller's view and nothing else.

`ANALYSES` holds every kind by name. Nothing in here knows a caller, a database or a policy.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph_model.analysis.finding import Finding
from graph_model.analysis.network import Link, Network
from graph_model.analysis.questions import actors_across_cases, orphan_reports, recurring_items
from graph_model.analysis.similarity import similar, suggested
from graph_model.analysis.structure import bridges, brokers, communities, connected, core

__all__ = ["ANALYSES", "Analysis", "Finding", "Link", "Network"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """A kind of analysis: what it finds, so that an analyst can repeat it in a report, and whether it is about one record."""

    find: Callable[[Network, str], list[Finding]]
    explanation: str
    is_about: bool = False


ANALYSES: Mapping[str, Analysis] = MappingProxyType(
    {
        "CONNECTED": Analysis(connected, "Records with the most distinct neighbours; the score is their number."),
        "BROKERS": Analysis(
            brokers,
            "Records that lie on the most shortest paths between others: betweenness centrality, from 0 to 1."
            " In a network of more than 300 records it is estimated from 200 of them, the same ones each time.",
        ),
        "COMMUNITIES": Analysis(
            communities,
            "Groups with more relationships inside than to others (Louvain, modularity, fixed seed); the score is their size.",
        ),
        "CORE": Analysis(
            core, "The densest part: a score of k says that a record is in a part where everybody has at least k neighbours."
        ),
        "BRIDGES": Analysis(
            bridges, "Single connections that hold two parts together; the score is the number of records in the smaller part."
        ),
        "SIMILAR": Analysis(
            similar,
            "Records of the same type that share neighbours with this one: shared neighbours over all neighbours (Jaccard).",
            is_about=True,
        ),
        "SUGGESTED_LINKS": Analysis(
            suggested,
            "Pairs without a connection that share neighbours, of which the rare ones count for more (Adamic and Adar).",
        ),
        "RECURRING_ITEMS": Analysis(recurring_items, "Items that two or more reports mention; the score is the number of reports."),
        "ACTORS_ACROSS_CASES": Analysis(
            actors_across_cases, "Actors who pose threats in two or more cases; the score is the number of cases."
        ),
        "ORPHAN_REPORTS": Analysis(orphan_reports, "Reports that no assessment is based on."),
    }
)
"""Every kind of analysis, by name."""
