"""Markings as STIX has them: one statement marking for each marking in the bundle, and the Traffic Light Protocol beside it.

TLP is for those who know nothing else. It says at most what the marking says: what is marked closer than "open" and has no TLP of
its own is AMBER+STRICT, since Kring cannot name recipients to a stranger's system.
"""

import json
from typing import Any

from graph_model.leaving import Leaving
from loaders.stix.kring_extension import EXTENSION, PROPERTY, stix_id
from loaders.stix.markings import AMBER, GREEN, ORDER, STRICT

DATE = "2022-10-01T00:00:00.000Z"
"""When TLP 2.0 was defined; markings of Kring have no date of their own and are given the same."""
_TLP2 = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_TLP = {
    GREEN: ("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"),
    AMBER: ("55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"),
    STRICT: ("939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"),
}
_CODES = {"TLP_GREEN": GREEN, "TLP_AMBER": AMBER, "TLP_AMBER_STRICT": STRICT}


def refs(one: Leaving) -> list[str]:
    """The markings that the object of a statement carries."""
    level = level_of(one.marking)
    return [_id(one.marking), *([tlp_id(level)] if level else [])]


def definitions(statements: list[Leaving]) -> list[dict[str, Any]]:
    """The definition of every marking that these statements carry."""
    distinct = {_id(one.marking): one.marking for one in statements}
    levels = {STRICT, *(level for one in statements if (level := level_of(one.marking)))}
    return [*(_definition(id_, marking) for id_, marking in distinct.items()), *(_tlp(level) for level in levels)]


def tlp_id(level: str) -> str:
    """The id that the standard gives to a level."""
    return f"marking-definition--{_TLP[level][0]}"


def _id(marking: dict[str, Any]) -> str:
    return stix_id("marking-definition", json.dumps(marking, sort_keys=True))


def level_of(marking: dict[str, Any]) -> str | None:
    """The level of TLP beside a marking; None where nothing is asked of the reader."""
    named = [_CODES[code] for code in marking["handling"] if code in _CODES]
    if (
        set(marking["handling"]) - set(_CODES)
        or marking["level"] != "NONE"
        or marking["regime"] != "OPEN"
        or marking["compartments"]
    ):
        named.append(STRICT)
    return max(named, key=ORDER.index, default=None)


def _definition(id_: str, marking: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": id_,
        "created": DATE,
        "created_by_ref": stix_id("identity", f"originator {marking['originator']}"),
        "object_marking_refs": [tlp_id(STRICT)],
        "definition_type": "statement",
        "definition": {"statement": words(marking)},
        "extensions": {EXTENSION: {"extension_type": PROPERTY, "marking": marking}},
    }


def words(marking: dict[str, Any]) -> str:
    """All that a reader is obliged to, in one line, with the originator, who can be asked."""
    parts = [f"{marking['originator']}: {marking['scheme']} {marking['level']}", f"legal regime {marking['regime']}"]
    parts += [f"compartments {', '.join(marking['compartments'])}"] if marking["compartments"] else []
    parts += [f"obligations {', '.join(marking['handling'])}"] if marking["handling"] else []
    return "; ".join(parts)


def _tlp(level: str) -> dict[str, Any]:
    extension = {"extension_type": PROPERTY, "tlp_2_0": _TLP[level][1]}
    name = {"type": "marking-definition", "spec_version": "2.1", "id": tlp_id(level), "created": DATE, "name": level}
    return {**name, "extensions": {_TLP2: extension}}
