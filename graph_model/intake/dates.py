"""Dates of a contribution as they are stored: UTC with milliseconds, and days as `YYYY-MM-DD`.

As text they then stand in their order in time, which filters, windows and timelines rely on (baseline.md 5).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from graph_model.instant import parse, to_text
from graph_model.intake.contribution import Contribution, Correction, OfferedNode
from graph_model.ontology import ONTOLOGY
from graph_model.ontology.declaration import Property

DAY = 10
"""Characters of a day."""


def as_stored(contribution: Contribution) -> Contribution:
    """The same contribution, its dates as they are stored. It fits the ontology."""
    return replace(
        contribution,
        nodes=tuple(_node(node) for node in contribution.nodes),
        links=tuple(replace(one, properties=_of(one.properties, _of_link(one.type))) for one in contribution.links),
        corrections=tuple(_correction(one) for one in contribution.corrections),
        releases=tuple(replace(one, properties=_of(one.properties, _of_record(one.type))) for one in contribution.releases),
    )


def _node(node: OfferedNode) -> OfferedNode:
    properties = _of(node.properties, _of_record(node.type))
    return replace(node, properties=properties, valid_from=_instant(node.valid_from), valid_to=_instant(node.valid_to))


def _correction(one: Correction) -> Correction:
    valid = {name: _instant(instant) for name, instant in one.valid.items()}
    return replace(one, properties=_of(one.properties, _of_record(one.type)), valid=valid)


def _of_record(name: str) -> Sequence[Property]:
    return ONTOLOGY.types[name].properties


def _of_link(name: str) -> Sequence[Property]:
    return ONTOLOGY.relationships[name].properties


def _of(properties: Mapping[str, Any], declared: Sequence[Property]) -> dict[str, Any]:
    dated = {one.name for one in declared if one.kind in ("date", "instant")}
    return {name: _date(value) if name in dated and isinstance(value, str) else value for name, value in properties.items()}


def _date(text: str) -> str | None:
    return date.fromisoformat(text).isoformat() if len(text) == DAY else _instant(text)


def _instant(text: str | None) -> str | None:
    return None if text is None else to_text(parse(text))
