"""A batch of statements as somebody writes it by hand, and what is wrong with it as it stands.

Nothing of the graph is looked at here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from access_policies.guard.asked import Asked
from access_policies.guard.citing import CITATIONS
from access_policies.guard.stating import Stated
from access_policies.refusals import Refusal, Refused
from graph_model.errors import ModelError
from graph_model.intake.check import LONGEST_NAME, require_instants
from graph_model.intake.contribution import (
    Contribution,
    Correction,
    OfferedLink,
    OfferedNode,
    OfferedPointer,
    OfferedRelease,
    PointerWithdrawal,
    Withdrawal,
)
from graph_model.marking import MATCHES
from graph_model.ontology import DERIVED_FROM, ONTOLOGY
from graph_model.ontology.conformity import is_text, require_conformity
from graph_model.ontology.declaration import Property
from graph_model.statement import new_id

MOST = 1_000
"""Statements in one batch."""
LONGEST_KEY = 200
Statement = OfferedNode | OfferedLink | Correction | Withdrawal | OfferedPointer | PointerWithdrawal | OfferedRelease
LASTING = frozenset({*CITATIONS, DERIVED_FROM})
"""Relationships that nobody says or takes back by hand: they come with what cites, and last as long as it does."""
KINDS = {
    OfferedNode: "nodes",
    OfferedLink: "links",
    Correction: "corrections",
    Withdrawal: "withdrawals",
    OfferedPointer: "pointers",
    PointerWithdrawal: "pointer_withdrawals",
    OfferedRelease: "releases",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement, its marking as stated, and its place in what the writer asked (a prefix of field names).

    A statement without an external id gets one at random.
    """

    statement: Statement
    marking: Stated | None = None
    place: str = ""

    @property
    def kind(self) -> str:
        """The list of a contribution that it belongs to."""
        return KINDS[type(self.statement)]

    def marked(self, originator: str, purpose: str) -> Statement:
        """The statement with its marking, where one was stated. Raises Refused for a level or match that is none."""
        one = self.statement
        if isinstance(one, OfferedNode | OfferedLink) and not one.external_id:
            one = replace(one, external_id=new_id())
        if self.marking is None or isinstance(one, Withdrawal | PointerWithdrawal):
            return one
        try:
            return replace(one, marking=self.marking.marking(originator, purpose))
        except ModelError:
            raise Refused("INVALID", f"{self.place}marking") from None


@dataclass(frozen=True, slots=True)
class Batch:
    """What is written together, from one source system. `said`: what was asked, where the pieces were worked out from it."""

    source_system: str
    pieces: tuple[Piece, ...]
    said: str = ""

    def contribution(self, originator: str, purpose: str) -> Contribution:
        """As the write door takes it. Raises Refused."""
        lists: dict[str, list[Statement]] = {name: [] for name in KINDS.values()}
        for piece in self.pieces:
            lists[piece.kind].append(piece.marked(originator, purpose))
        given = {name: tuple(found) for name, found in lists.items()}
        return Contribution(self.source_system, by_hand=True, **given)  # type: ignore[arg-type]  # each list holds its kind only

    def of(self, kind: str) -> list[Piece]:
        """Its pieces of one kind, in their order there."""
        return [piece for piece in self.pieces if piece.kind == kind]

    def body(self, asked: Asked) -> str:
        """A hash of all that was asked, for what and about which case: two with the same are the same."""
        pieces = self.said or [[repr(piece.statement), repr(piece.marking)] for piece in self.pieces]
        return sha256(json.dumps([asked.purpose, asked.case, self.source_system, pieces]).encode()).hexdigest()

    def faults(self, key: str) -> Iterator[Refusal]:
        """Every fault with its place."""
        if not _is_name(key) or len(key) > LONGEST_KEY:
            yield Refusal("INVALID", "idempotencyKey")
        if not _is_name(self.source_system):
            yield Refusal("INVALID", "sourceSystem")
        if not 0 < len(self.pieces) <= MOST:
            yield Refusal("INVALID", "statements")
            return
        named: set[tuple[str, str, str]] = set()
        for piece in self.pieces:
            yield from _faults(piece)
            field, name = _name(piece.statement)
            if name and (piece.kind, field, name) in named:
                yield Refusal("INVALID", piece.place + field)
            named.add((piece.kind, field, name))


def _name(one: Statement) -> tuple[str, str]:
    """By what it is named, and its name: no two of a batch may have the same."""
    match one:
        case OfferedNode() | OfferedLink():
            return "externalId", one.external_id
        case OfferedPointer():
            return "reference", one.reference
        case OfferedRelease():
            return "replaces", one.replaces
        case _:
            return "id", one.id


def _faults(piece: Piece) -> Iterator[Refusal]:
    one, place = piece.statement, piece.place
    match one:
        case OfferedNode():
            yield from _faults_of_name(one.external_id, place)
            yield from _faults_in(one.properties, ONTOLOGY.types[one.type].properties, f"{place}record.")
            yield from _faults_of_instants({"validFrom": one.valid_from, "validTo": one.valid_to}, place)
            if len(set(one.cites)) < len(one.cites):
                yield Refusal("INVALID", f"{place}cites")
        case Correction():
            given = {name: value for name, value in one.properties.items() if value is not None}
            yield from _faults_in(given, ONTOLOGY.types[one.type].properties, f"{place}record.")
            yield from _faults_of_instants(one.valid, place)
        case OfferedLink():
            yield from _faults_of_name(one.external_id, place)
            if one.type in LASTING:
                yield Refusal("INVALID", f"{place}type", "what cites is derived, or released")
            yield from _faults_in(one.properties, ONTOLOGY.relationships[one.type].properties, f"{place}properties.")
        case Withdrawal():
            if one.type in LASTING:
                yield Refusal("INVALID", f"{place}type", "what cites keeps its citation, and is itself withdrawn")
        case OfferedRelease():
            if piece.marking is None:
                yield Refusal("INVALID", f"{place}marking")
            yield from _faults_in(one.properties, ONTOLOGY.types[one.type].properties, f"{place}record.")
        case OfferedPointer():
            for name in ("matched", "ask", "reference"):
                if not _is_name(getattr(one, name)):
                    yield Refusal("INVALID", place + name)
            if one.match not in MATCHES or one.match == "SILENT":
                yield Refusal("INVALID", f"{place}match")


def _faults_of_name(name: str, place: str) -> Iterator[Refusal]:
    if name and not _is_name(name):
        yield Refusal("INVALID", f"{place}externalId")


def _faults_in(properties: Mapping[str, object], declared: Sequence[Property], place: str) -> Iterator[Refusal]:
    for name, value in properties.items():
        try:
            require_conformity(place, {name: value}, declared)
        except ModelError:
            yield Refusal("INVALID", f"{place}{name}")


def _faults_of_instants(instants: Mapping[str, str | None], place: str) -> Iterator[Refusal]:
    for name, instant in instants.items():
        try:
            require_instants(place, (instant,))
        except ModelError:
            yield Refusal("INVALID", f"{place}{name}")


def _is_name(name: str) -> bool:
    return is_text(name) and 0 < len(name) <= LONGEST_NAME
