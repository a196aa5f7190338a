"""Statements: the protected atoms of the graph, as they are written (access-model.md 2). Values only, no storage."""

import secrets
from dataclasses import dataclass, field
from typing import TypeAlias

from graph_model.marking import Marking

Value: TypeAlias = str | int | float | bool | list[str]
"""What a property may hold. Dates and instants are ISO 8601 text (baseline.md 5)."""


def new_id() -> str:
    """An opaque random id of 128 bits, never sequential and never derived from content (access-model.md 2)."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a statement came from. Instants are UTC text, `YYYY-MM-DDTHH:MM:SS.mmmZ`.

    `fingerprint` is a hash of what the source sent, so that a second load can tell what changed; `version` is the
    source's own, a text whose order is the order of the versions.
    """

    recorded_at: str
    source_system: str = "kring"
    external_id: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    retracted_at: str | None = None
    fingerprint: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class NodeStatement:
    """One record by one originator (the originator of its marking)."""

    type: str
    marking: Marking
    provenance: Provenance
    properties: dict[str, Value] = field(hash=False)
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class RelationshipStatement:
    """One asserted relationship between two records, with a marking of its own."""

    type: str
    start: str
    end: str
    marking: Marking
    provenance: Provenance
    properties: dict[str, Value] = field(hash=False)
    id: str = field(default_factory=new_id)
