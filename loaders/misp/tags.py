"""Markings and grades as tags: MISP knows neither, and filters by tags alone. Every part of a marking is in one of them.

The Traffic Light Protocol is for those who know nothing else; it says what it says in STIX. Grades have the words of the taxonomy
`admiralty-scale`, which is the scale that they are on.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from graph_model.ontology.grades import CREDIBILITY, RELIABILITY
from loaders.stix.markings import ORDER
from loaders.stix.writing.markings import level_of

Tags = list[dict[str, str]]
_NAMED = ("originator", "scheme", "level")
"""What names a marking in one tag; each other part has its own."""
_GRADES = {RELIABILITY.name: "source-reliability", CREDIBILITY.name: "information-credibility"}


def of_statement(marking: dict[str, Any], said: dict[str, Any]) -> Tags:
    """The tags of what is said under a marking, with its grades."""
    grades = [_tag("admiralty-scale", word, said[name].lower()) for name, word in _GRADES.items() if name in said]
    return _tags([*_of_marking(marking), *grades], [marking])


def of_all(markings: Sequence[dict[str, Any]]) -> Tags:
    """The tags of an event: all that its statements are marked with, and of TLP the narrowest alone."""
    return _tags((tag for marking in markings for tag in _of_marking(marking)), markings)


def is_grade(name: str) -> bool:
    """True for a property that is told as a tag."""
    return name in _GRADES


def _tags(names: Iterable[str], markings: Sequence[dict[str, Any]]) -> Tags:
    levels = [level for marking in markings if (level := level_of(marking))]
    narrowest = [max(levels, key=ORDER.index).lower()] if levels else []
    return [{"name": name} for name in sorted({*names, *narrowest})]


def _of_marking(marking: dict[str, Any]) -> Iterable[str]:
    yield _tag("kring", "marking", " ".join(marking[part] for part in _NAMED))
    for part, value in marking.items():
        if part not in _NAMED:
            yield from (_tag("kring", part, one) for one in ([value] if isinstance(value, str) else value))


def _tag(space: str, predicate: str, value: str) -> str:
    """A tag of three parts. A quotation mark in a value would end it, so it is written as JSON writes it."""
    return f"{space}:{predicate}={json.dumps(value, ensure_ascii=False)}"
