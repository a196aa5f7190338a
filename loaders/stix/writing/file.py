"""A file that somebody took: a bundle, and beside its objects the stamp that every file of Kring's carries.

The stamp is a statement marking that no object refers to: an object is the same in every file and in every collection, and who took
it belongs to the file alone.
"""

from collections.abc import Sequence
from typing import Any

from graph_model.leaving import FileKind, Leaving, Taken
from graph_model.stamp import said_of, words_of
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
    said = said_of(statements, taken)
    words = words_of(said)
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


BUNDLE = FileKind("stix", "application/stix+json;version=2.1", file)
