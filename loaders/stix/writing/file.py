"""A file that somebody took: a bundle, and beside its objects the stamp that every file of Kring's carries.

The stamp is a statement marking that no object refers to: an object is the same in every file and in every collection, and who took
it belongs to the file alone.
"""

from collections.abc import Sequence
from typing import Any

from graph_model.leaving import Leaving, Taken
from graph_model.marking import LEVELS
from loaders.stix.kring_extension import EXTENSION, PROPERTY, RECEIPT, stix_id
from loaders.stix.markings import STRICT
from loaders.stix.writing.bundle import bundle
from loaders.stix.writing.envelope import KRING, originator_id
from loaders.stix.writing.markings import tlp_id


def file(statements: Sequence[Leaving], taken: Taken) -> bytes:
    """The file. There is at least one statement in it."""
    return bundle(statements, [_stamp(statements, taken)])


def _stamp(statements: Sequence[Leaving], taken: Taken) -> dict[str, Any]:
    """The highest marking of what is in a file, who took it, for what and when: in words, and as data."""
    said = _said(statements, taken)
    words = _words(said)
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": stix_id("marking-definition", words),
        "created": taken.at,
        "created_by_ref": originator_id(KRING),
        "object_marking_refs": [tlp_id(STRICT)],
        "definition_type": "statement",
        "definition": {"statement": words},
        "extensions": {EXTENSION: {"extension_type": PROPERTY, "export": said, RECEIPT: ""}},
    }


def _said(statements: Sequence[Leaving], taken: Taken) -> dict[str, Any]:
    markings = [one.marking for one in statements]
    said = {
        "level": max((marking["level"] for marking in markings), key=LEVELS.index),
        "compartments": _all(markings, "compartments"),
        "handling": _all(markings, "handling"),
        "exported_by": f"{taken.name} ({taken.organisation})",
        "purpose": taken.purpose,
        "exported_at": taken.at,
        "keep_until": taken.until,
        "as_known_on": taken.as_known,
    }
    return {name: value for name, value in said.items() if value not in (None, [])}


def _all(markings: Sequence[dict[str, Any]], part: str) -> list[str]:
    return sorted({code for marking in markings for code in marking[part]})


def _words(said: dict[str, Any]) -> str:
    level = " ".join([said["level"], *said.get("compartments", ())])
    parts = [f"Exported by {said['exported_by']} for {said['purpose']} at {said['exported_at']}", f"highest marking {level}"]
    parts += [f"to be kept until {said['keep_until']}"]
    parts += [f"obligations {', '.join(said['handling'])}"] if "handling" in said else []
    parts += [f"as known on {said['as_known_on']}"] if "as_known_on" in said else []
    return "; ".join(parts)
