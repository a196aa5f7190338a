"""The whole view as a network: the one read that is asked for by analyses, and by no document.

Ids, types and the few properties that analyses are about, each behind the mask of its field class. Both lists are in the order of
ids before they are cut, so what is left out depends on the view alone.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from graph_model.analysis import Link, Network
from graph_model.cypher import everything
from graph_model.cypher.scribe import Scribe


class Most(NamedTuple):
    """The most of a network that is read at once."""

    records: int
    links: int


SHORT, LONG = Most(20_000, 50_000), Most(200_000, 600_000)
"""Inside a request, and for an analysis that takes its time."""
FACTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "basic": {
        "Assessment": ("kind", "issuedAt"),
        "Decision": ("decidedAt",),
        "Event": ("start", "readiness"),
        "Measure": ("state", "promisedAt", "activeAt"),
        "Report": ("receivedAt",),
        "Threat": ("status",),
    },
    "assessment": {"Assessment": ("severity", "likelihood"), "Decision": ("levelSet",)},
}
"""What analyses are about, by field class and type."""
_PARTS = ("recordedAt", "validTo")


@cache
def whole_view(as_known: bool, most: Most, by_class: bool) -> str:
    """One record of `epoch` and `data`: lists of records and of relationships, each one longer than the most.

    `by_class` is for callers who see few classes, now.
    """
    scribe = Scribe(as_known, by_class)
    pc = scribe.predicate.policy_class
    facts = ", ".join(scribe.of_class("n0", name, types) for name, types in FACTS.items())
    parts = ", ".join(f"n0.{name}" for name in _PARTS)
    kind = f"CASE WHEN {scribe.predicate.reads('r0', 'basic')} THEN r0.kind END"
    return f"""CYPHER 5
CALL () {{
{everything.records(scribe)}
WITH n0 ORDER BY n0.id LIMIT {most.records + 1}
RETURN collect([n0.id, n0.type, {pc("n0")}, {parts}, {facts}]) AS l0
}}
CALL () {{
{everything.relationships(scribe)}
WITH r0, n1, n2 ORDER BY r0.id LIMIT {most.links + 1}
RETURN collect([r0.id, type(r0), n1.id, n2.id, {kind}, {pc("r0")}]) AS l1
}}
MATCH (epoch:PolicyEpoch)
RETURN epoch.value AS epoch, [l0, l1] AS data"""


def network_of(data: list[Any], now: str, most: Most, is_past: bool = False) -> tuple[Network, dict[str, int]]:
    """The network of what `whole_view` brings of an instant, and the policy class of each record and relationship in it."""
    records, links = data
    kept = records[: most.records]
    types: dict[str, str] = {row[0]: row[1] for row in kept}
    facts = {row[0]: dict(_facts(row[1], row[3:])) for row in kept}
    tied = [row for row in links[: most.links] if row[2] in types and row[3] in types]
    is_complete = len(records) <= most.records and len(links) <= most.links
    classes = {row[0]: row[2] for row in kept} | {row[0]: row[5] for row in tied}
    return Network(types, tuple(Link(*row[:5]) for row in tied), is_complete, facts, now, is_past), classes


def _facts(type_name: str, columns: list[Any]) -> list[tuple[str, Any]]:
    """What is read of one record, by name."""
    found = list(zip(_PARTS, columns, strict=False))
    for types, values in zip(FACTS.values(), columns[len(_PARTS) :], strict=True):
        found += zip(types.get(type_name, ()), values or (), strict=False)
    return [(name, value) for name, value in found if value is not None]
