"""Input types of the schema as plain values: filters and orders, made from the declarations of the ontology. No library in here.

A filter's field of a name is a property, a part of every statement, or a relationship. What is compared is named by the kind of
value; what joins conditions is `and`, `or` and `not`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from api.graphql.declarations import Field, link_name, properties_of
from graph_model.ontology import ONTOLOGY, RelationshipType

PARTS = {
    "id": "id",
    "originator": "text",
    "sourceSystem": "text",
    "externalId": "text",
    "recordedAt": "instant",
    "validFrom": "instant",
    "validTo": "instant",
}
"""Parts of every statement that may be asked for, with their kinds."""
SORTABLE = ("text", "date", "instant", "integer", "number", "boolean")
_SCALARS = {"text": "str", "date": "str", "instant": "str", "id": "str", "integer": "int", "number": "float", "boolean": "bool"}
_COMPARISONS = {
    "id": ("eq", "in"),
    "text": ("eq", "in", "contains", "startsWith"),
    "date": ("eq", "lt", "lte", "gt", "gte"),
    "instant": ("eq", "lt", "lte", "gt", "gte"),
    "integer": ("eq", "in", "lt", "lte", "gt", "gte"),
    "number": ("eq", "lt", "lte", "gt", "gte"),
    "boolean": ("eq",),
    "texts": ("has",),
}
_NOTES = {
    "contains": "without regard to case",
    "startsWith": "without regard to case",
    "has": "one of the values, exactly",
    "isNull": "never recorded, or not for you",
}


@dataclass(frozen=True, slots=True)
class Input:
    """An input type; every field may be left out."""

    name: str
    description: str | None
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An enum."""

    name: str
    description: str | None
    members: tuple[str, ...]


def declared_choices() -> Iterator[Choice]:
    """Every enum of the schema."""
    yield Choice("RecordType", "Types of record.", tuple(ONTOLOGY.types))
    yield Choice("RelationshipType", "Types of relationship.", tuple(ONTOLOGY.relationships))
    yield Choice("Direction", "What is absent comes last, either way.", ("ASC", "DESC"))
    yield Choice("RecordField", None, ("type", *PARTS))
    for name in (*ONTOLOGY.types, *map(link_name, ONTOLOGY.relationships.values())):
        yield Choice(f"{name}Field", None, (*_sortable(name), *(part for part in PARTS if part != "id")))


def declared_inputs() -> Iterator[Input]:
    """Every input type of the schema."""
    for kind, operators in _COMPARISONS.items():
        yield Input(
            filter_of(kind),
            None,
            (*(_operator(kind, name) for name in operators), Field("isNull", "bool | None", _NOTES["isNull"])),
        )
    yield _any_record()
    for record in ONTOLOGY.types.values():
        links = [(link.forward_name, link) for link in ONTOLOGY.from_start(record.name)]
        links += [(link.backward_name, link) for link in ONTOLOGY.to_end(record.name)]
        own = (_compared(declared.name, declared.kind) for declared in record.properties)
        linked = (Field(name, f"{link_name(link)}Quantified | None", link.dutch) for name, link in links)
        yield _filter(record.name, (*own, *linked))
        yield _order(record.name)
    for link in ONTOLOGY.relationships.values():
        yield from _of_link(link)


def filter_of(kind: str) -> str:
    """The name of the filter of a kind of value."""
    return {"id": "IdFilter", "texts": "TextListFilter"}.get(kind, f"{kind.capitalize()}Filter")


def _operator(kind: str, name: str) -> Field:
    scalar = _SCALARS.get(kind, "str")
    return Field(name, f"list[{scalar}] | None" if name == "in" else f"{scalar} | None", _NOTES.get(name))


def _sortable(name: str) -> Iterator[str]:
    return (declared.name for declared in properties_of(name).values() if declared.kind in SORTABLE)


def _order(name: str) -> Input:
    return Input(f"{name}Order", None, (Field("field", f"{name}Field"), Field("direction", "Direction | None")))


def _compared(name: str, kind: str) -> Field:
    return Field(name, f"{filter_of(kind)} | None")


def _filter(name: str, fields: tuple[Field, ...]) -> Input:
    many, one = f"list[{name}Filter] | None", f"{name}Filter | None"
    joined = (Field("and", many), Field("or", many), Field("not", one))
    return Input(f"{name}Filter", None, (*joined, *(_compared(*part) for part in PARTS.items()), *fields))


def _any_record() -> Input:
    """Of whatever type: the fields of one type stand below its name."""
    of_type = (Field(record_field(name), f"{name}Filter | None", f"of this type, and like this: {name}") for name in ONTOLOGY.types)
    return _filter("Record", (Field("types", "list[RecordType] | None"), *of_type))


def record_field(type_name: str) -> str:
    """The field of `RecordFilter` for one type: `person`."""
    return type_name[0].lower() + type_name[1:]


def _of_link(link: RelationshipType) -> Iterator[Input]:
    name = link_name(link)
    own = (_compared(declared.name, declared.kind) for declared in link.properties)
    yield _filter(name, (*own, Field("node", "RecordFilter | None", "the record it leads to")))
    one = f"{name}Filter | None"
    yield _order(name)
    yield Input(f"{name}Quantified", None, (Field("some", one), Field("none", one), Field("every", one)))
