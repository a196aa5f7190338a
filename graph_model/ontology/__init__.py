"""The ontology: every type of record and relationship that the graph may hold (domain.md 6).

One value, `ONTOLOGY`, made from the declarations and checked against the laws of the model when it is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from graph_model.errors import ModelError
from graph_model.ontology.declaration import (
    FIELD_CLASSES,
    FieldClass,
    Property,
    RecordType,
    RelationshipType,
)
from graph_model.ontology.grades import GRADES
from graph_model.ontology.relationships import RELATIONSHIPS
from graph_model.ontology.types import TYPES

__all__ = [
    "DERIVED_FROM",
    "FIELD_CLASSES",
    "GRADES",
    "ONTOLOGY",
    "FieldClass",
    "Ontology",
    "Property",
    "RecordType",
    "RelationshipType",
]

DERIVED_FROM = "DERIVED_FROM"


@dataclass(frozen=True, slots=True)
class Ontology:
    """All declarations, by name."""

    types: Mapping[str, RecordType]
    relationships: Mapping[str, RelationshipType]

    def property(self, type_name: str, name: str) -> Property:
        """A property of a record type. Raises KeyError for an unknown type or property."""
        return self.types[type_name].property(name)

    def from_start(self, type_name: str) -> list[RelationshipType]:
        """Relationship types that may start at a record of this type."""
        return [rel for rel in self.relationships.values() if any(start == type_name for start, _ in rel.ends)]

    def to_end(self, type_name: str) -> list[RelationshipType]:
        """Relationship types that may end at a record of this type."""
        return [rel for rel in self.relationships.values() if any(end == type_name for _, end in rel.ends)]

    def searchable(self) -> dict[FieldClass, tuple[str, ...]]:
        """Names of the text properties by field class: what the full-text indexes hold, one index a class."""
        found: dict[FieldClass, set[str]] = {name: set() for name in FIELD_CLASSES}
        for record in self.types.values():
            for declared in record.properties:
                if declared.kind in ("text", "texts") and declared.is_searched:
                    found[declared.field_class].add(declared.name)
        return {name: tuple(sorted(names)) for name, names in found.items() if names}


def _in_case(types: tuple[RecordType, ...]) -> RelationshipType:
    ends = tuple((record.name, "Case") for record in types)
    return RelationshipType("IN_CASE", "in casus", "domain.md 6", ends=ends, in_paths=False)


def _derived_from(types: tuple[RecordType, ...]) -> RelationshipType:
    """From a sanitised version to what it was made from. Nobody says it by hand: releasing does (docs/decisions/0107)."""
    ends = tuple((record.name, record.name) for record in types)
    return RelationshipType(DERIVED_FROM, "afgeleid van", "domain.md 6", ends=ends)


def make_ontology(types: tuple[RecordType, ...], relationships: tuple[RelationshipType, ...]) -> Ontology:
    """Join the declarations, and give the grades to each. Raises ModelError where they break a law of the model."""
    types = tuple(replace(record, properties=(*record.properties, *GRADES)) for record in types)
    _one_class_per_property_name(types)
    linked = (*relationships, _in_case(types), _derived_from(types))
    rels = {rel.name: replace(rel, properties=(*rel.properties, *GRADES)) for rel in linked}
    records = {record.name: record for record in types}
    for rel in rels.values():
        for end in {name for pair in rel.ends for name in pair} - set(records):
            raise ModelError(f"ontology: {rel.name} joins {end}, which is no type")
    return Ontology(MappingProxyType(records), MappingProxyType(rels))


def _one_class_per_property_name(types: tuple[RecordType, ...]) -> None:
    """A property name means one field class everywhere: a full-text index holds one class and many types."""
    classes: dict[str, str] = {}
    for record in types:
        for declared in record.properties:
            if classes.setdefault(declared.name, declared.field_class) != declared.field_class:
                raise ModelError(f"ontology: {record.name}.{declared.name} has a second field class")


ONTOLOGY = make_ontology(TYPES, RELATIONSHIPS)
