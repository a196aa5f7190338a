"""The bundle: all objects in one order, so that the same view gives the same bytes. No clock and no chance is in it."""

from typing import Any

import orjson

from loaders.stix.kring_extension import EXTENSION, NEW_OBJECT, PROPERTY, stix_id
from loaders.stix.markings import STRICT
from loaders.stix.writing.markings import DATE, definitions, tlp_id
from loaders.stix.writing.records import object_id, record_object, relationship_object
from loaders.stix.writing.statement import Leaving

_RANKS = {"extension-definition": 0, "marking-definition": 1}
_FORM = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
SCHEMA = "docs/how-to/export-stix.md"
KRING = "originator KRING"


def bundle(statements: list[Leaving]) -> bytes:
    """The file. A relationship is in it when both of its ends are."""
    records = {one.id: one for one in statements if not one.start}
    links = {one.id: one for one in statements if one.start in records and one.end in records}
    kept = [*records.values(), *links.values()]
    objects = [_extension(), _identity("KRING"), *definitions(kept)]
    objects += [_identity(name) for name in sorted({one.originator for one in kept} - {"KRING"})]
    objects += [record_object(one, _mentioned(one, records, links)) for one in records.values()]
    objects += [relationship_object(one, object_id(records[one.start]), object_id(records[one.end])) for one in links.values()]
    objects.sort(key=lambda one: (_RANKS.get(one["type"], 2), one["id"]))
    id_ = stix_id("bundle", orjson.dumps(objects, option=orjson.OPT_SORT_KEYS).decode())
    return orjson.dumps({"type": "bundle", "id": id_, "objects": objects}, option=_FORM)


def _mentioned(report: Leaving, records: dict[str, Leaving], links: dict[str, Leaving]) -> list[str]:
    """What a report may name in itself: a mention with a marking of its own stands as a relationship alone."""
    found = [one for one in links.values() if one.type == "MENTIONS" and one.start == report.id and one.marking == report.marking]
    return sorted(object_id(records[one.end]) for one in found)


def _identity(name: str) -> dict[str, Any]:
    """Who asserts, by the name that every marking says."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": stix_id("identity", f"originator {name}"),
        "created": DATE,
        "modified": DATE,
        "object_marking_refs": [tlp_id(STRICT)],
        "name": name,
        "identity_class": "organization",
        "extensions": {EXTENSION: {"extension_type": PROPERTY}},
    }


def _extension() -> dict[str, Any]:
    return {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        "created": DATE,
        "modified": DATE,
        "created_by_ref": stix_id("identity", KRING),
        "name": "Kring statement",
        "description": "The statement that an object was made of, and the marking as its originator gave it.",
        "schema": SCHEMA,
        "version": "1.0.0",
        "extension_types": [NEW_OBJECT, PROPERTY],
    }
