"""What an event of MISP says as statements, read by the library that is MISP's own and by the names of the how-to page alone."""

import json
import re
from typing import Any

import orjson
from pymisp import MISPEvent

from graph_model.instant import parse, to_text
from graph_model.leaving import Leaving
from graph_model.ontology import ONTOLOGY
from loaders.stix.kring_extension import stix_id
from loaders.stix.writing.bundle import FORM

AROUND = {"record", "type", "originator", "recordedAt", "sourceSystem", "externalId", "marking"}
_TAG = re.compile(r'([a-z-]+):([a-z-]+)=(".*")', re.DOTALL)
_LISTS = ("compartments", "handling")
_GRADES = {"source-reliability": "reliability", "information-credibility": "credibility"}
Said = dict[str, Any]


def loaded(file: bytes) -> Any:
    """The event as PyMISP dumps it again, which is how it left: not a byte is another."""
    read = MISPEvent(strict_validation=True)
    read.load(file)
    again = json.loads(read.to_json())
    assert orjson.dumps({"Event": again}, option=FORM) == file
    return again


def number(id_: str) -> str:
    """The number that a record has in every file, by its id in Kring."""
    return stix_id("x", id_).partition("--")[2]


def said(file: bytes) -> list[Said]:
    """All that an event says, in the order of the numbers."""
    objects = loaded(file)["Object"]
    numbers = {one["uuid"]: _first(one, "record").partition("--")[2] for one in objects}
    return in_order([_statement(one, numbers) for one in objects])


def expected(one: Leaving) -> Said:
    """What an event must say of a statement."""
    parts = {name: getattr(one, name) for name in ("type", "originator", "recorded_at", "properties", "marking")}
    parts |= {"valid_from": one.valid_from, "valid_to": one.valid_to, "source": (one.source_system, one.external_id)}
    ends = (number(one.start), number(one.end)) if one.start else None
    return parts | {"record": None if one.start else number(one.id), "ends": ends}


def in_order(statements: list[Said]) -> list[Said]:
    """One order of the same statements."""
    return sorted(statements, key=lambda one: json.dumps(one, sort_keys=True))


def _statement(raw: dict[str, Any], numbers: dict[str, str]) -> Said:
    tags = {json.dumps(one["Tag"]) for one in raw["Attribute"]}
    assert len(tags) == 1, "every attribute is marked alike"
    marking, grades = _of_tags([tag["name"] for tag in json.loads(tags.pop())])
    type_ = _first(raw, "type")
    ends = {one["relationship_type"]: numbers[one["referenced_uuid"]] for one in raw.get("ObjectReference", ())}
    is_link = type_ in ONTOLOGY.relationships
    return {
        "type": type_,
        "originator": _first(raw, "originator"),
        "recorded_at": _first(raw, "recordedAt"),
        "properties": _properties(type_, raw) | grades,
        "marking": marking,
        "valid_from": _instant(raw.get("first_seen")),
        "valid_to": _instant(raw.get("last_seen")),
        "source": (_first(raw, "sourceSystem"), _first(raw, "externalId")),
        "record": None if is_link else _first(raw, "record").partition("--")[2],
        "ends": (ends["start"], ends["end"]) if is_link else None,
    }


def _of_tags(names: list[str]) -> tuple[Said, Said]:
    marking: Said = {name: [] for name in _LISTS}
    grades: Said = {}
    for space, name, value in (found.groups() for one in names if (found := _TAG.fullmatch(one))):
        text = json.loads(value)
        if space == "admiralty-scale":
            grades[_GRADES[name]] = text.upper()
        elif name == "marking":
            marking["originator"], marking["scheme"], marking["level"] = text.rsplit(" ", 2)
        elif name in _LISTS:
            marking[name].append(text)
        else:
            marking[name] = text
    return marking, grades


def _properties(type_: str, raw: dict[str, Any]) -> Said:
    declared = {one.name: one for one in (ONTOLOGY.types.get(type_) or ONTOLOGY.relationships[type_]).properties}
    found: Said = {}
    for one in raw["Attribute"]:
        name = one["object_relation"]
        if name in AROUND:
            continue
        match declared[name].kind:
            case "texts":
                found.setdefault(name, []).append(_text(one["value"]))
            case "integer" | "number" | "boolean":
                found[name] = json.loads(one["value"])
            case _:
                found[name] = _text(one["value"])
    return found


def _text(value: str) -> Any:
    return json.loads(value) if value.startswith('"') else value


def _first(raw: dict[str, Any], name: str) -> Any:
    return next((_text(one["value"]) for one in raw["Attribute"] if one["object_relation"] == name), None)


def _instant(moment: str | None) -> str | None:
    return None if moment is None else to_text(parse(moment))
