"""The table of legal regimes: a data file with articles, versions and dates. Loaded and judged here; never code."""

from access_policies.legal.faults import faults
from access_policies.legal.table import Handling, LegalTable, RegimeRow, load, standard

__all__ = ["Handling", "LegalTable", "RegimeRow", "faults", "load", "standard"]
