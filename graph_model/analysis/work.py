"""The work of an analysis in a process of its own, inside bounds of memory. It knows this package and nothing above it."""

import os
import resource
from importlib import import_module

from graph_model.analysis.catalogue import ANALYSES
from graph_model.analysis.finding import Finding, Terms
from graph_model.analysis.network import Network

MEMORY = 4 << 30
"""Bytes of address space that the work may take; more raises MemoryError there, and nowhere else."""
POLITENESS = 5
"""How far it stands back for the processes that answer."""


def load() -> None:
    """This module is loaded, and what work needs and nobody else does."""
    import_module("graph_model.analysis.ties")


def work(kind: str, network: Network, terms: Terms, memory: int = MEMORY) -> list[Finding]:
    """All findings of a kind of analysis."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))
    os.setpriority(os.PRIO_PROCESS, 0, POLITENESS)
    return ANALYSES[kind].find(network, terms)
