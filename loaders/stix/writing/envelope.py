"""What STIX puts around statements: our extension, markings, and who asserts. Each is the same wherever it is written."""

from collections.abc import Sequence
from typing import Any

from graph_model.leaving import Leaving
from loaders.stix.kring_extension import EXTENSION, NEW_OBJECT, PROPERTY, stix_id
from loaders.stix.markings import STRICT
from loaders.stix.writing.markings import DATE, definitions, tlp_id

RANKS = {"extension-definition": 0, "marking-definition": 1}
"""What comes first: whoever reads from the beginning knows what follows."""
OTHERS = 2
SCHEMA = "docs/how-to/export-stix.md"
KRING = "KRING"


def around(kept: Sequence[Leaving]) -> list[dict[str, Any]]:
    """All that stands around these statements."""
    names = sorted({KRING, *(one.originator for one in kept)})
    return [_extension(), *definitions(list(kept)), *(_identity(name) for name in names)]


def _identity(name: str) -> dict[str, Any]:
    """Who asserts, by the name that every marking says."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": originator_id(name),
        "created": DATE,
        "modified": DATE,
        "object_marking_refs": [tlp_id(STRICT)],
        "name": name,
        "identity_class": "organization",
        "extensions": {EXTENSION: {"extension_type": PROPERTY}},
    }


def originator_id(name: str) -> str:
    """The id of the identity of whoever asserts."""
    return stix_id("identity", f"originator {name}")


def _extension() -> dict[str, Any]:
    return {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        "created": DATE,
        "modified": DATE,
        "created_by_ref": originator_id(KRING),
        "name": "Kring statement",
        "description": "The statement that an object was made of, and the marking as its originator gave it.",
        "schema": SCHEMA,
        "version": "1.0.0",
        "extension_types": [NEW_OBJECT, PROPERTY],
    }
