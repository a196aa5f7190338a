"""Records and relationships as objects of STIX 2.1. What STIX has no type for is an object of Kring's own.

The type of an object follows from the type of the record, and never from what may be read of it, so that two exports name one
record alike; only open knowledge has the type of STIX that it is about. Where STIX demands a property that is absent, the type
stands in its place: absent is one thing, whether it may not be exported or was never recorded.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from graph_model.instant import parse, to_text
from graph_model.leaving import Leaving
from loaders.stix.confidence import confidence_of
from loaders.stix.kring_extension import EXTENSION, NEW_OBJECT, OWN, PROPERTY, STATEMENT, stix_id
from loaders.stix.writing.envelope import originator_id
from loaders.stix.writing.markings import refs

KNOWLEDGE = frozenset({"attack-pattern", "campaign", "course-of-action", "infrastructure", "tool", "vulnerability"})
"""Types of STIX that need a name and nothing else."""
MENTIONS = "MENTIONS"
_GEO = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]+)?), ?(-?[0-9]{1,3}(?:\.[0-9]+)?)")
_KIND = re.compile(r"[a-z0-9-]{1,250}")
Body = dict[str, Any]
Named = Sequence[tuple[Leaving, Leaving]]
"""Relationships by which a report names others, each with the record that it names."""


def object_id(one: Leaving) -> str:
    """The id of the object that a statement becomes."""
    return stix_id("relationship" if one.start else _type(one), one.id)


def record_object(one: Leaving, named: Named) -> Body:
    """The object of a record, with what a report names in itself."""
    body = _BODIES.get(one.type, _nothing)(one)
    if one.type == "Report":
        body["object_refs"] = sorted(object_id(end) for _, end in named) or [originator_id(one.originator)]
    return _whole(one, body, version(one, named))


def version(one: Leaving, named: Named) -> str:
    """Since when a record says what it says: what a report names is in it, so another version comes with each."""
    return max([one.recorded_at, *(part.recorded_at for pair in named for part in pair)])


def mentioned(statements: Sequence[Leaving]) -> dict[str, Named]:
    """What each report names in itself, by its id: a mention with another marking stands as a relationship alone."""
    records = {one.id: one for one in statements if not one.start}
    found: dict[str, list[tuple[Leaving, Leaving]]] = {}
    for one in statements:
        report, end = records.get(one.start), records.get(one.end)
        if report and end and report.type == "Report" and one.type == MENTIONS and one.marking == report.marking:
            found.setdefault(report.id, []).append((one, end))
    return dict(found)


def relationship_object(one: Leaving, start: str, end: str) -> Body:
    """The object of a relationship between two objects."""
    said = one.properties.get("description")
    body = {"relationship_type": relationship_name(one), "source_ref": start, "target_ref": end, "description": said}
    return _whole(one, body, one.recorded_at)


def relationship_name(one: Leaving) -> str:
    """What a relationship is called in formats that have no type of ours."""
    kind = str(one.properties.get("kind", "")) if one.type == "LINKED_TO" else ""
    return kind if _KIND.fullmatch(kind) else one.type.lower().replace("_", "-")


def _whole(one: Leaving, body: Body, modified: str) -> Body:
    """An object with what every object has."""
    is_own = object_id(one).startswith(OWN)
    extension: Body = {"extension_type": NEW_OBJECT} if is_own else {"extension_type": PROPERTY, STATEMENT: one.said}
    whole = {
        "type": object_id(one).partition("--")[0],
        "spec_version": "2.1",
        "id": object_id(one),
        "created": one.recorded_at,
        "modified": modified,
        "created_by_ref": originator_id(one.originator),
        "object_marking_refs": refs(one),
        "confidence": confidence_of(one.properties),
        "external_references": _origin(one),
        "extensions": {EXTENSION: extension},
        STATEMENT: one.said if is_own else None,
    }
    return {name: value for name, value in (whole | body).items() if value is not None}


def _origin(one: Leaving) -> list[Body] | None:
    """Where the record stands in its originator's own system."""
    if one.source_system is None or one.external_id is None:
        return None
    return [{"source_name": one.source_system, "external_id": one.external_id}]


def _type(one: Leaving) -> str:
    if one.type == "Knowledge" and one.properties.get("kind") in KNOWLEDGE:
        return str(one.properties["kind"])
    return _TYPES.get(one.type, f"{OWN}{one.type.lower()}")


def _person(one: Leaving) -> Body:
    return {"name": one.properties.get("displayName", one.type), "identity_class": "individual"}


def _organisation(one: Leaving) -> Body:
    said = one.properties
    return {"name": said.get("name", one.type), "identity_class": "organization", "description": said.get("description")}


def _actor(one: Leaving) -> Body:
    said = one.properties
    return {"name": said.get("label", one.type), "aliases": said.get("knownAs") or None, "description": said.get("description")}


def _place(one: Leaving) -> Body:
    """A location needs coordinates or a region, and a region may be any word."""
    said = one.properties
    where = _GEO.fullmatch(str(said.get("geo", "")))
    point: Body = {"latitude": float(where[1]), "longitude": float(where[2])} if where else {"region": "not-said"}
    return {"city": said.get("municipality"), "street_address": said.get("address")} | point


def _report(one: Leaving) -> Body:
    said = one.properties
    received = said.get("receivedAt", one.recorded_at)
    published = to_text(parse(f"{received}T00:00:00Z" if len(received) == len("2026-01-01") else received))
    return {"name": said.get("kind", one.type), "description": said.get("text"), "published": published}


def _knowledge(one: Leaving) -> Body:
    if _type(one).startswith(OWN):
        return {}
    return {"name": one.properties.get("name", one.type), "description": one.properties.get("description")}


def _nothing(_: Leaving) -> Body:
    return {}


_TYPES = {"Person": "identity", "Organisation": "identity", "Actor": "threat-actor", "Place": "location", "Report": "report"}
_BODIES: dict[str, Callable[[Leaving], Body]] = {
    "Person": _person,
    "Organisation": _organisation,
    "Actor": _actor,
    "Place": _place,
    "Report": _report,
    "Knowledge": _knowledge,
}
