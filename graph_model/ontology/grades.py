"""Grades: how reliable a source is, and how credible what it says. Every record and every relationship may carry them.

The scale is the Admiralty's, which is NATO's as well: a letter for the source and a digit for the information, judged apart.
"""

from graph_model.ontology.declaration import Property

_SOURCE = "docs/decisions/0155"

RELIABILITY = Property(
    "reliability",
    "text",
    "assessment",
    "betrouwbaarheid van de bron",
    _SOURCE,
    unit="Admiralty scale",
    values=("A", "B", "C", "D", "E", "F"),
    is_searched=False,
)
CREDIBILITY = Property(
    "credibility",
    "text",
    "assessment",
    "geloofwaardigheid van de informatie",
    _SOURCE,
    unit="Admiralty scale",
    values=("1", "2", "3", "4", "5", "6"),
    is_searched=False,
)
GRADES = (RELIABILITY, CREDIBILITY)

STIX_CONFIDENCE = Property("stixConfidence", "integer", "assessment", "zekerheid volgens STIX", "STIX 2.1, 3.2", unit="0 to 100")
"""The number that a credibility was read from: for what is made of STIX, beside its other attributes."""
