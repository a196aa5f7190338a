"""Analyses of a network. Pure functions of the network they are given, so of one caller's view and nothing else.

`ANALYSES` holds every kind by name. Nothing in here knows a caller, a database or a policy.
"""

from graph_model.analysis.catalogue import ANALYSES, Analysis
from graph_model.analysis.finding import Finding, Terms
from graph_model.analysis.network import Link, Network
from graph_model.analysis.words import Language, Told

__all__ = ["ANALYSES", "Analysis", "Finding", "Language", "Link", "Network", "Terms", "Told"]
