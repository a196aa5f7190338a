"""Does a value fit its declaration? Asked of every statement before it is sent to the store."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from graph_model.errors import ModelError
from graph_model.instant import parse
from graph_model.ontology.declaration import Property

LONGEST = 1_000_000
"""Characters that one property may hold."""
_BIGGEST = 2**63


def require_conformity(place: str, properties: Mapping[str, Any], declared: Sequence[Property]) -> None:
    """Raise ModelError with the place and the first property that is unknown or does not fit. It quotes no value."""
    known = {one.name: one for one in declared}
    for name, value in properties.items():
        if name not in known:
            raise ModelError(f"{place}: unknown property {name!r}")
        if not _FITS[known[name].kind](value):
            raise ModelError(f"{place}: {name} is not of kind {known[name].kind}")
        if known[name].values and value not in known[name].values:
            raise ModelError(f"{place}: {name} is none of its values")


def is_text(value: Any) -> bool:
    """True for a text that the store can hold: not too long, and no half of a surrogate pair in it."""
    if not isinstance(value, str) or len(value) > LONGEST:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_instant(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(parse(value))
    except ModelError:
        return False


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_BIGGEST <= value < _BIGGEST


def _is_number(value: Any) -> bool:
    return _is_integer(value) or (isinstance(value, float) and math.isfinite(value))


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(is_text(one) for one in value) and sum(len(one) for one in value) <= LONGEST


_FITS: dict[str, Callable[[Any], bool]] = {
    "text": is_text,
    "date": lambda value: _is_date(value) or _is_instant(value),
    "instant": _is_instant,
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "texts": _is_texts,
}
