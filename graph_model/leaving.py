"""A statement that may leave, as its exporter sees it, and what formats make of it. What may not be exported is not in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Leaving:
    """A record, or a relationship between two records (`start` and `end` are ids, empty for a record)."""

    id: str
    type: str
    originator: str
    recorded_at: str
    marking: dict[str, Any]
    properties: dict[str, Any]
    valid_from: str | None = None
    valid_to: str | None = None
    source_system: str | None = None
    external_id: str | None = None
    start: str = ""
    end: str = ""

    @property
    def said(self) -> dict[str, Any]:
        """The statement as the extension carries it."""
        found = {"type": self.type, "properties": self.properties, "valid_from": self.valid_from, "valid_to": self.valid_to}
        return {name: value for name, value in found.items() if value is not None}


def in_order(statements: Iterable[Leaving]) -> list[Leaving]:
    """By their ids, which tell nothing: the same view gives the same bytes."""
    return sorted(statements, key=lambda one: one.id)


@dataclass(frozen=True, slots=True)
class Listing:
    """All that may leave, in brief: of a record's properties only its kind. `classes` are by the id of a statement.

    `is_complete` is false where there is more than is read at once; then what is left out depends on the ids of the view alone.
    """

    statements: tuple[Leaving, ...]
    classes: dict[str, int]
    is_complete: bool

    def until(self, moment: str) -> "Listing":
        """What of it was recorded by a moment, and relationships only between such records."""
        known = {one.id for one in self.statements if not one.start and one.recorded_at <= moment}
        links = {one.id for one in self.statements if one.start in known and one.end in known and one.recorded_at <= moment}
        return replace(self, statements=tuple(one for one in self.statements if one.id in known or one.id in links))

    def tied(self) -> "Listing":
        """What is in it without the relationships that have an end elsewhere."""
        known = {one.id for one in self.statements if not one.start}
        kept = tuple(one for one in self.statements if not one.start or (one.start in known and one.end in known))
        return replace(self, statements=kept, classes={one.id: self.classes[one.id] for one in kept})


@dataclass(frozen=True, slots=True)
class Taken:
    """By whom a file was taken, for which purpose and when, under which rights, and until when they may have it.

    `rights` is the digest of rights and rules that every answer tells; `as_known` is the past instant that it shows, or None.
    """

    name: str
    organisation: str
    purpose: str
    at: str
    until: str
    rights: str
    as_known: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """An object of a format, in the order of a collection: since when, and where among those of one instant; and its version.

    `statement` is the id of the statement that it is made of; of what a format puts around statements, of the first of them.
    `speaks_of` are the ids of all statements that its dates tell of, that one among them.
    """

    added: str
    rank: int
    id: str
    type: str
    version: str
    statement: str
    speaks_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """A format as pure functions: the members of a listing, and the objects of some, each with the ids it speaks of.

    `objects` is given the listing, the statements that are wanted whole, and the ids of the members that are wanted.
    """

    members: Callable[[Sequence[Leaving]], list[Member]]
    objects: Callable[[Sequence[Leaving], Iterable[Leaving], frozenset[str]], dict[str, tuple[dict[str, Any], tuple[str, ...]]]]


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its name in addresses, its media type, and a pure function that writes it: no bytes for nothing."""

    name: str
    media: str
    write: Callable[[Sequence[Leaving], Taken], bytes]
