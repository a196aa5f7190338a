"""What a mutation is given: input types, those of records made from the ontology. What they hold becomes values of the guard."""

from collections.abc import Iterable
from typing import Any

import strawberry
from strawberry import UNSET

from access_policies.guard.batch import Piece
from access_policies.guard.stating import Stated
from api.graphql.schema import types
from graph_model.intake.contribution import Correction, End, Known, OfferedLink, OfferedNode, OfferedRelease, Own, Withdrawal
from graph_model.ontology import ONTOLOGY, Property
from graph_model.statement import Value

_SCALARS: dict[str, Any] = {"integer": int, "number": float, "boolean": bool, "texts": list[str]}


def _fields_input(name: str, description: str, declared: Iterable[tuple[str, Any, str]]) -> Any:
    """An input type whose fields may all be left out, which is not the same as null; any name may be a field of it."""
    fields = tuple(declared)
    members: dict[str, Any] = {"__annotations__": {f"{field}_": kind | None for field, kind, _ in fields}}
    members |= {f"{field}_": strawberry.field(name=field, default=UNSET, description=dutch) for field, _, dutch in fields}
    return type(name, (), members), description


def _properties(name: str, dutch: str, properties: Iterable[Property]) -> Any:
    fields = ((one.name, _SCALARS.get(one.kind, str), one.dutch) for one in properties)
    made, description = _fields_input(f"{name}Properties", dutch, fields)
    return strawberry.input(made, description=description)


def _given(made: Any) -> dict[str, Any]:
    """What was given, by the names of the schema; null where null was."""
    return {name.removesuffix("_"): value for name, value in vars(made).items() if value is not UNSET}


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


_TYPES = {_lower(name): name for name in ONTOLOGY.types}
_RECORD, _SAYS = _fields_input(
    "RecordInput",
    "A record: its type, and its properties.",
    ((_lower(one.name), _properties(one.name, one.dutch, one.properties), one.dutch) for one in ONTOLOGY.types.values()),
)
RecordInput: Any = strawberry.input(_RECORD, one_of=True, description=_SAYS)
_BY_NAME = {one.name: one for link in ONTOLOGY.relationships.values() for one in link.properties}
RelationshipProperties: Any = _properties("Relationship", "Properties of relationships; each type has some.", _BY_NAME.values())
RelationshipType: Any = types()["RelationshipType"]


@strawberry.input(
    description="A marking. What is left out is the strictest: nobody else, no collection, the stated purpose, SILENT."
)
class MarkingInput:
    """The parts of a marking that a writer states."""

    level: str
    system: str | None = None
    scheme: str | None = None
    compartments: list[str] | None = None
    releasable_to: list[str] | None = strawberry.field(name="releasableTo", default=None)
    scopes: list[str] | None = None
    purposes: list[str] | None = None
    regime: str | None = None
    handling: list[str] | None = None
    match: str | None = None

    def stated(self) -> Stated:
        """The value of the guard."""
        given: dict[str, Any] = {name: value for name, value in vars(self).items() if value is not None}
        parts: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        return Stated(**parts)


def _stated(marking: MarkingInput | None) -> Stated | None:
    return marking.stated() if marking else None


def _record(record: Any) -> tuple[str, dict[str, Any]]:
    """The type of a record and its properties as they were given."""
    ((name, properties),) = _given(record).items()
    return _TYPES[name], _given(properties)


def _said(properties: dict[str, Any]) -> dict[str, Value]:
    """Properties without those that are null: those were never recorded."""
    return {name: value for name, value in properties.items() if value is not None}


@strawberry.input(description="A new record; under an external id that one of your own has already, a new version of it.")
class CreateInput:
    """A record; what it `cites` makes it an assessment or decision that is derived."""

    record: RecordInput
    marking: MarkingInput | None = None
    external_id: str | None = strawberry.field(name="externalId", default=None)
    valid_from: str | None = strawberry.field(name="validFrom", default=None)
    valid_to: str | None = strawberry.field(name="validTo", default=None)

    def piece(self, place: str, cites: tuple[str, ...] = ()) -> Piece:
        """The value of the guard."""
        kind, properties = _record(self.record)
        node = OfferedNode(
            kind, self.external_id or "", _said(properties), valid_from=self.valid_from, valid_to=self.valid_to, cites=cites
        )
        return Piece(node, _stated(self.marking), place)


@strawberry.input(
    description="A record that rests on others: marked at least as strictly as they are together, if no marking is given so."
)
class DeriveInput(CreateInput):
    """An assessment that cites reports and assessments, or a decision that cites assessments and decisions."""

    cites: list[strawberry.ID] = strawberry.field(default_factory=list)

    def derived(self, place: str) -> Piece:
        """The value of the guard."""
        return self.piece(place, tuple(self.cites))


@strawberry.input(description="New values for a record of your own: null takes one away, what is left out stays.")
class CorrectInput:
    """A correction."""

    id: strawberry.ID
    record: RecordInput
    marking: MarkingInput | None = None
    valid_from: str | None = strawberry.field(name="validFrom", default=UNSET)
    valid_to: str | None = strawberry.field(name="validTo", default=UNSET)

    def piece(self, place: str) -> Piece:
        """The value of the guard."""
        kind, properties = _record(self.record)
        valid = {"validFrom": self.valid_from, "validTo": self.valid_to}
        kept = {name: instant for name, instant in valid.items() if instant is not UNSET}
        return Piece(Correction(kind, self.id, properties, kept), _stated(self.marking), place)


@strawberry.input(
    description="A lower-marked version of a record that you write or cite: its text is yours to write, and others decide."
)
class SanitiseInput:
    """What is proposed; `record` is of the type of what it replaces."""

    replaces: strawberry.ID
    record: RecordInput
    marking: MarkingInput

    def piece(self, place: str) -> Piece:
        """The value of the guard."""
        kind, properties = _record(self.record)
        return Piece(OfferedRelease(kind, self.replaces, _said(properties)), _stated(self.marking), place)


@strawberry.input(one_of=True, description="A record in your view by its id, or one of your own by its external id.")
class EndInput:
    """Where a relationship starts or ends."""

    id: strawberry.ID | None = UNSET
    external_id: str | None = strawberry.field(name="externalId", default=UNSET)

    def end(self) -> End:
        """The value of the guard."""
        return Known(self.id) if self.id else Own(self.external_id or "")


@strawberry.input(description="A relationship between two records that you see.")
class RelateInput:
    """A relationship."""

    type: RelationshipType
    start: EndInput = strawberry.field(name="from")
    end: EndInput = strawberry.field(name="to")
    properties: RelationshipProperties | None = None
    marking: MarkingInput | None = None
    external_id: str | None = strawberry.field(name="externalId", default=None)

    def piece(self, place: str) -> Piece:
        """The value of the guard."""
        properties = _said(_given(self.properties)) if self.properties else {}
        link = OfferedLink(self.type.value, self.external_id or "", self.start.end(), self.end.end(), properties)
        return Piece(link, _stated(self.marking), place)


@strawberry.input(
    description="A statement of your own that you take back; a relationship with its type and the record it starts at."
)
class WithdrawInput:
    """A withdrawal."""

    id: strawberry.ID
    type: RelationshipType | None = None
    start: strawberry.ID | None = strawberry.field(name="from", default=None)

    def piece(self, place: str) -> Piece:
        """The value of the guard."""
        kind = self.type.value if self.type else ""
        return Piece(Withdrawal(self.id, kind, self.start or ""), None, place)


@strawberry.input(one_of=True, description="One statement of a batch.")
class StatementInput:
    """One of the ways to write."""

    create: CreateInput | None = UNSET
    derive: DeriveInput | None = UNSET
    correct: CorrectInput | None = UNSET
    relate: RelateInput | None = UNSET
    withdraw: WithdrawInput | None = UNSET

    def piece(self, place: str) -> Piece:
        """The value of the guard."""
        ((name, given),) = ((name, value) for name, value in vars(self).items() if value)
        place = f"{place}{name}."
        piece: Piece = given.derived(place) if name == "derive" else given.piece(place)
        return piece
