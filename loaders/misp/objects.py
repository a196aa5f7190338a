"""Records and relationships as objects of MISP: each property an attribute under its own name, by templates of Kring's own.

A reference between two objects of MISP says nothing but its kind. So a relationship is an object as well, which refers to both of
its ends and holds all that it says, who says it, and how it is marked.

A MISP takes a UUID once, and drops what comes under it in another event. So UUIDs here are of one event, and a record is known
again by the attribute `record`: the id of its object in STIX, which MISP correlates.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid5

from graph_model.instant import parse
from graph_model.leaving import Leaving
from graph_model.ontology import ONTOLOGY
from loaders.misp.tags import Tags, is_grade, of_statement
from loaders.stix.kring_extension import NAMESPACE, OWN
from loaders.stix.writing.markings import words
from loaders.stix.writing.records import object_id, relationship_name

NOBODY_ELSE = "0"
"""Distribution: the organisation that reads the file. No marking names communities of a MISP."""
RECORD, TYPE, MARKING = "record", "type", "marking"
START, END, ITSELF = "start", "end", "itself"
_CORRELATED = frozenset({"identity", "contact"})
"""Classes of fields that tell who or what something is. Others have values that many records share."""
Body = dict[str, Any]


def record_object(space: UUID, one: Leaving, links: Sequence[Leaving]) -> Body:
    """The object of a record in an event, with the relationships that it names in itself."""
    own = _uuid(space, one.id)
    references = [_reference(_uuid(space, link.id, ITSELF), own, _uuid(space, link.end), relationship_name(link)) for link in links]
    return _whole(space, one, f"{OWN}{one.type.lower()}", references)


def relationship_object(space: UUID, one: Leaving) -> Body:
    """The object of a relationship."""
    own = _uuid(space, one.id)
    ends = ((START, one.start), (END, one.end))
    return _whole(
        space,
        one,
        f"{OWN}relationship",
        [_reference(_uuid(space, one.id, name), own, _uuid(space, end), name) for name, end in ends],
    )


def seconds(instant: str) -> str:
    """An instant as MISP tells when something was changed."""
    return str(int(parse(instant).timestamp()))


def _whole(space: UUID, one: Leaving, name: str, references: list[Body]) -> Body:
    tags = of_statement(one.marking, one.properties)
    whole = {
        "name": name,
        "meta-category": "misc",
        "description": "A statement out of Kring.",
        "template_uuid": str(uuid5(NAMESPACE, f"template {name}")),
        "template_version": "1",
        "uuid": _uuid(space, one.id),
        "timestamp": seconds(one.recorded_at),
        "distribution": NOBODY_ELSE,
        "sharing_group_id": "0",
        "first_seen": _moment(one.valid_from),
        "last_seen": _moment(one.valid_to),
        "Attribute": list(_attributes(space, one, tags)),
        "ObjectReference": sorted(references, key=lambda one: str(one["uuid"])) or None,
    }
    return {name: value for name, value in whole.items() if value is not None}


def _attributes(space: UUID, one: Leaving, tags: Tags) -> Iterator[Body]:
    """What is said around a statement, and what it says. Grades are tags."""
    declared = ONTOLOGY.relationships[one.type] if one.start else ONTOLOGY.types[one.type]
    correlated = {RECORD, *(part.name for part in declared.properties if part.field_class in _CORRELATED)}
    around = {
        RECORD: object_id(one),
        TYPE: one.type,
        "originator": one.originator,
        "recordedAt": one.recorded_at,
        "sourceSystem": one.source_system,
        "externalId": one.external_id,
        MARKING: words(one.marking),
    }
    for name, value in (around | one.properties).items():
        for place, part in enumerate(value if isinstance(value, list) else [value]):
            if part is not None and not is_grade(name):
                yield {
                    "uuid": _uuid(space, one.id, name, str(place)),
                    "object_relation": name,
                    "type": "text",
                    "category": "Other",
                    "value": _text(part),
                    "to_ids": False,
                    "disable_correlation": name not in correlated,
                    "distribution": NOBODY_ELSE,
                    "timestamp": seconds(one.recorded_at),
                    "Tag": tags,
                }


def _reference(uuid: str, start: str, end: str, name: str) -> Body:
    return {"uuid": uuid, "object_uuid": start, "referenced_uuid": end, "relationship_type": name}


def _text(value: Any) -> str:
    """A value as a text. MISP takes blanks off both ends of one, so a text that would lose something is written as JSON."""
    if isinstance(value, str) and value == value.strip().strip("\0") and value and not value.startswith('"'):
        return value
    return json.dumps(value, ensure_ascii=False)


def _moment(instant: str | None) -> str | None:
    return parse(instant).isoformat() if instant else None


def _uuid(space: UUID, *of: str) -> str:
    return str(uuid5(space, "\0".join(of)))
