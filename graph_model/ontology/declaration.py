"""How a type of the ontology is declared. The declarations themselves stand one to a file in `types/`."""

from dataclasses import dataclass
from typing import Literal

FieldClass = Literal["basic", "identity", "contact", "assessment", "operational", "source"]
Kind = Literal["text", "date", "instant", "integer", "number", "boolean", "texts"]

FIELD_CLASSES: tuple[FieldClass, ...] = ("basic", "identity", "contact", "assessment", "operational", "source")


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a record or relationship.

    `values` closes a text to a list; `unit` says what a number counts, or on which scale a value stands; `source` is where the rule
    stands. What is not searched is found by filters only: a letter that is a value is no word.
    """

    name: str
    kind: Kind
    field_class: FieldClass
    dutch: str
    source: str
    unit: str | None = None
    values: tuple[str, ...] = ()
    is_searched: bool = True


@dataclass(frozen=True, slots=True)
class RecordType:
    """A type of record. `plural` names its connection in the API."""

    name: str
    plural: str
    dutch: str
    source: str
    properties: tuple[Property, ...]

    def property(self, name: str) -> Property:
        """The property of that name. Raises KeyError when the type has none."""
        for declared in self.properties:
            if declared.name == name:
                return declared
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """A type of relationship: which types it may join, and whether paths may run over it.

    A register link (authority, contact, submitter ...) is something every record has, so it says nothing in a path.
    """

    name: str
    dutch: str
    source: str
    ends: tuple[tuple[str, str], ...]
    properties: tuple[Property, ...] = ()
    in_paths: bool = True

    @property
    def forward_name(self) -> str:
        """Name of the field on the start side: the type in camelCase."""
        head, *tail = self.name.lower().split("_")
        return head + "".join(word.capitalize() for word in tail)

    @property
    def backward_name(self) -> str:
        """Name of the field on the end side."""
        return self.forward_name + "Of"
