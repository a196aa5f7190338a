"""The confidence of STIX (0 to 100) and the credibility of the Admiralty scale, by the tables of STIX 2.1, appendix A. Pure.

What the table gives no number, truth that cannot be judged, has none: nothing is read as it, and it is written as no confidence.
"""

from collections.abc import Mapping
from typing import Any

from graph_model.ontology.grades import CREDIBILITY, STIX_CONFIDENCE

_NUMBERS = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
_LEAST = {"1": 80, "2": 60, "3": 40, "4": 20, "5": 0}


def is_confidence(value: Any) -> bool:
    """True for a whole number of 0 to 100."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100


def credibility_of(confidence: Any) -> str | None:
    """The digit of a confidence; None for what is none."""
    return next(digit for digit, least in _LEAST.items() if confidence >= least) if is_confidence(confidence) else None


def confidence_of(said: Mapping[str, Any]) -> int | None:
    """The number of a statement's credibility: the one that it was read from, as long as the two agree, else that of the table."""
    came, digit = said.get(STIX_CONFIDENCE.name), said.get(CREDIBILITY.name)
    return came if digit is not None and credibility_of(came) == digit else _NUMBERS.get(str(digit))
