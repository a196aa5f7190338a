"""What a collection holds of a view, by the plain reference: each statement as it may leave, and since when each object is there."""

import json
from datetime import datetime
from typing import Any

from graph_model.instant import to_text
from graph_model.leaving import Leaving
from loaders.stix.kring_extension import statement_in, stix_id
from loaders.stix.writing.bundle import bundle
from tests.oracle.export import ExportView
from tests.oracle.view import Statement

ENVELOPE = ("extension-definition", "marking-definition")


def number(id_: str) -> str:
    """The number of the object of a statement, whatever its type."""
    return stix_id("x", id_).partition("--")[2]


def leaving(view: ExportView, one: Statement) -> Leaving:
    """A statement of a view."""
    said = view.readable(one)
    parts = one.parts
    if one.start:
        return Leaving(
            one.id, one.type, parts["originator"], parts["recordedAt"], one.marking_as_seen, said, start=one.start, end=one.end
        )
    origin = parts["sourceSystem"], parts["externalId"]
    times = parts["validFrom"], parts["validTo"]
    return Leaving(one.id, one.type, parts["originator"], parts["recordedAt"], one.marking_as_seen, said, *times, *origin)


def objects(view: ExportView, until: datetime | None = None) -> dict[str, dict[str, Any]]:
    """The objects of a file of the whole view, or of what of it was recorded by an instant, by their ids."""
    everything = [leaving(view, one) for one in _known(view, until)]
    return {raw["id"]: raw for raw in json.loads(bundle(everything))["objects"]} if everything else {}


def _known(view: ExportView, until: datetime | None) -> list[Statement]:
    """What of a view was recorded by an instant: records, and relationships between these."""

    def is_known(one: Statement) -> bool:
        return until is None or one.parts["recordedAt"] <= to_text(until)

    nodes = {id_: one for id_, one in view.nodes.items() if is_known(one)}
    return [*nodes.values(), *(one for one in view.links if is_known(one) and {one.start, one.end} <= nodes.keys())]


def since(view: ExportView, until: datetime | None = None) -> dict[str, str]:
    """When each object came: a statement's when the last was recorded of it, its ends and what it mentions under its own marking; what
    stands around with the first that names it, however far.
    """
    found = objects(view, until)
    names = {id_: set(_refs(raw)) & found.keys() for id_, raw in found.items()}
    came = {number(id_): moment for id_, moment in _came(view, until).items()}
    first = {id_: came[id_.partition("--")[2]] for id_, raw in found.items() if statement_in(raw) is not None}
    dates = dict(first)
    for id_, moment in sorted(first.items(), key=lambda pair: pair[1]):
        waiting = [name for name in names[id_] if name not in first]
        while waiting:
            name = waiting.pop()
            if name not in dates:
                dates[name] = moment
                waiting += names[name]
    return dates


def _came(view: ExportView, until: datetime | None) -> dict[str, str]:
    """The same of statements, by their ids."""
    known = _known(view, until)
    links = [one for one in known if one.start]
    recorded = {one.id: one.parts["recordedAt"] for one in known}
    came = recorded | {link.id: max(recorded[id_] for id_ in (link.id, link.start, link.end)) for link in links}
    for link in links:
        report = view.nodes[link.start]
        if (report.type, link.type) == ("Report", "MENTIONS") and link.marking_as_seen == report.marking_as_seen:
            came[report.id] = max(came[report.id], came[link.id])
    return came


def _refs(raw: Any) -> list[str]:
    """Every id that stands in an object, but what a relationship or a report leads to."""
    named = [raw.get("created_by_ref"), *raw.get("object_marking_refs", ()), *raw.get("extensions", {})]
    return [name for name in named if name]
