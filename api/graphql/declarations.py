"""What the schema holds: its types as plain values, made from the declarations of the ontology. No library in here.

A type is written as a Python annotation (`"str | None"`, `"list[PersonEdge]"`), which is what Strawberry reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from graph_model.ontology import GRADES, ONTOLOGY, Property, RecordType, RelationshipType

_SCALARS = {
    "text": "str",
    "date": "str",
    "instant": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "texts": "list[str]",
}


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a field; without a default it may be left out only where its type allows null."""

    name: str
    type: str
    default: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a type."""

    name: str
    type: str
    description: str | None = None
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class Type:
    """An object type or an interface."""

    name: str
    description: str | None
    fields: tuple[Field, ...]
    interfaces: tuple[str, ...] = ()
    is_interface: bool = False


_PAGED = (
    Argument("first", "int | None"),
    Argument("after", "str | None"),
    Argument("last", "int | None"),
    Argument("before", "str | None"),
)
_KEPT = Argument("types", "list[RecordType] | None")
_VALID_AT = Argument("validAt", "str | None")
_META = (
    Field("id", "ID"),
    Field("originator", "str | None", "organisatie die dit stelt"),
    Field("sourceSystem", "str | None", "bronsysteem"),
    Field("externalId", "str | None", "kenmerk in het bronsysteem"),
    Field("recordedAt", "str | None", "vastgelegd op (ISO 8601, UTC)"),
    Field("validFrom", "str | None", "geldig vanaf (ISO 8601, UTC)"),
    Field("validTo", "str | None", "geldig tot (ISO 8601, UTC)"),
    Field("marking", "Marking | None", "merking"),
)
META_NAMES = frozenset(field.name for field in _META) - {"marking"}
_CLAIM = (
    Field("record", "ID"),
    *(field for field in _META if field.name not in ("id", "externalId", "marking")),
    *(
        Field(grade.name, "str | None", f"{grade.dutch}, as the record is graded; null as well where it is not for you")
        for grade in GRADES
    ),
)
_MARKING = ("originator", "system", "scheme", "level", "compartments", "regime", "handling", "match")
_LISTS = ("compartments", "handling")
_WITHHELD = (
    "field classes that rights do not open of what has this marking (for an export: to export): those fields are null in this"
    " answer, whether or not anything is recorded there"
)
_WAYS = (
    "The first `k` ways of at most `maxHops` (1 to 8) hops, the shortest first: all shortest, and those up to `longer` (0 to 2)"
    " hops longer. `over`: these types of relationship; `avoid`: passing none of these records; `validFrom`, `validTo`: all of it"
    " valid at some time in between."
)
_AROUND = (
    "Every date that the record, its relationships and the records at their other ends hold, in order of time: of their properties,"
    " and from when until when they hold. `from`: this day or instant on, `until`: until just before it; a day counts as a whole."
    " `types`: where the record of an entry is of these types. The first `limit` (1 to 1,000)."
)
_ENTRY = (
    Field("at", "str", "the day or instant, as it is recorded (ISO 8601)"),
    Field("what", "str", "which date of the statement it is: a property, `validFrom` or `validTo`"),
    Field("statement", "ID", "the record or relationship that says it; what is told of a statement here is told of this one"),
    Field(
        "relationship",
        "str | None",
        "where a relationship says it: the field of the record that was asked for which leads over it to `record`",
    ),
    Field("record", "Record", "the record that was asked for, or one at the other end of a relationship"),
)
_COMPLETE = Field("isComplete", "bool", "false when there are more records than the limit")

FIXED = (
    Type("Record", "One asserted record. What may not be read is null, the same as what was never recorded.", _META, (), True),
    Type(
        "Marking",
        "A marking as its reader may know it.",
        (
            *(Field(name, "list[str] | None" if name in _LISTS else "str | None") for name in _MARKING),
            Field("withheld", "list[str]", _WITHHELD),
        ),
    ),
    Type(
        "PageInfo",
        None,
        (
            Field("hasNextPage", "bool"),
            Field("hasPreviousPage", "bool"),
            Field("startCursor", "str | None"),
            Field("endCursor", "str | None"),
        ),
    ),
    Type("ValueCount", "How many records have a value.", (Field("value", "str | None"), Field("count", "int"))),
    Type("RecordEdge", None, (Field("cursor", "str"), Field("node", "Record"))),
    Type(
        "Entity",
        "Records that are one under the SAME_AS statements the caller sees.",
        (Field("records", "list[Record]"), _COMPLETE, Field("properties", "list[EntityProperty]", "what they say, by property")),
    ),
    Type(
        "EntityProperty",
        "A property that some of the records tell, and who says what.",
        (
            Field("name", "str"),
            Field("isContested", "bool", "true when not all say the same"),
            Field("claims", "list[Claim]", "each value told, in the order of the ids of the records"),
        ),
    ),
    Type("Claim", "A value, and who says it.", (Field("values", "list[str]", "as texts; several where it is a list"), *_CLAIM)),
    Type("Neighbourhood", "Records within some hops.", (Field("records", "list[Record]"), _COMPLETE)),
    Type(
        "Timeline",
        "What is dated around a record.",
        (
            Field("entries", "list[TimelineEntry]", "in order of time, then of the ids of the statements"),
            Field("isComplete", "bool", "false when there are more entries than the limit"),
        ),
    ),
    Type("TimelineEntry", "A date, and the statement that says it.", (*_ENTRY, *(field for field in _META if field.name != "id"))),
    Type("Path", "A shortest path.", (Field("hops", "int", "number of relationships"), Field("nodes", "list[Record]"))),
)


def declared_types() -> Iterator[Type]:
    """Every type of the schema but the enum of record types; interfaces first."""
    yield from FIXED
    yield _connection("Record", counted=True)
    for record in ONTOLOGY.types.values():
        yield _record(record)
        yield Type(f"{record.name}Edge", None, (Field("cursor", "str"), Field("node", record.name)))
        yield _connection(record.name, counted=True)
    for link in ONTOLOGY.relationships.values():
        own = (_property(declared) for declared in link.properties)
        yield Type(f"{link_name(link)}Edge", link.dutch, (Field("cursor", "str"), *_META, *own, Field("node", "Record")))
        yield _connection(link_name(link))
    yield _query()


def link_name(link: RelationshipType) -> str:
    """Name of a relationship's types: `RelatedToLink`; a record type may be called the same as a relationship."""
    return link.forward_name[0].upper() + link.forward_name[1:] + "Link"


def properties_of(name: str) -> dict[str, Property]:
    """The properties of a type of record, or of a relationship by what the names of its types begin with."""
    owner = ONTOLOGY.types.get(name) or next(link for link in ONTOLOGY.relationships.values() if link_name(link) == name)
    return {declared.name: declared for declared in owner.properties}


def _order(name: str) -> Argument:
    return Argument("orderBy", f"list[{name}Order] | None")


def _where(name: str) -> Argument:
    return Argument("where", f"{name}Filter | None")


def _connection(name: str, counted: bool = False) -> Type:
    fields = [Field("edges", f"list[{name}Edge]"), Field("pageInfo", "PageInfo")]
    fields.append(Field("totalCount", "int", "how many there are in your view, on all pages"))
    if counted:
        by = Argument("by", f"{name}Field")
        fields.append(Field("counts", "list[ValueCount]", "how many have each value, the most frequent hundred", (by,)))
    return Type(f"{name}Connection", None, tuple(fields))


def _property(declared: Property) -> Field:
    notes = [declared.unit] if declared.unit else []
    notes += [", ".join(declared.values)] if declared.values else []
    description = declared.dutch + (f" ({'; '.join(notes)})" if notes else "")
    return Field(declared.name, f"{_SCALARS[declared.kind]} | None", description)


def _record(record: RecordType) -> Type:
    fields = [_property(declared) for declared in record.properties]
    links = [(link.forward_name, link) for link in ONTOLOGY.from_start(record.name)]
    links += [(link.backward_name, link) for link in ONTOLOGY.to_end(record.name)]
    fields += [_hop(name, link) for name, link in links]
    return Type(record.name, record.dutch, tuple(fields), ("Record",))


def _hop(name: str, link: RelationshipType) -> Field:
    made = link_name(link)
    return Field(name, f"{made}Connection", link.dutch, (*_PAGED, _KEPT, _where(made), _order(made), _VALID_AT))


def _query() -> Type:
    wanted = Argument("id", "ID")
    ends = (Argument("from", "ID"), Argument("to", "ID"), Argument("maxHops", "int"), Argument("k", "int", 100))
    over = (Argument("over", "list[RelationshipType] | None"), Argument("avoid", "list[ID] | None"))
    within = (Argument("validFrom", "str | None"), Argument("validTo", "str | None"))
    near = (wanted, Argument("radius", "int"), _KEPT, Argument("limit", "int", 1_000))
    window = (Argument("from", "str | None"), Argument("until", "str | None"))
    around = (wanted, _KEPT, *window, Argument("limit", "int", 1_000))
    fields = [
        Field("node", "Record | None", "One record by its id.", (wanted,)),
        Field("nodes", "list[Record | None]", "Records by their ids, at most 100.", (Argument("ids", "list[ID]"),)),
        Field("entity", "Entity | None", "Who or what a record is.", (wanted, Argument("limit", "int", 100))),
        Field("neighbourhood", "Neighbourhood | None", "Records within `radius` (1 to 3) hops.", near),
        Field("timeline", "Timeline | None", _AROUND, around),
        Field("paths", "list[Path]", _WAYS, (*ends, Argument("longer", "int", 0), *over, *within)),
        Field(
            "search",
            "RecordConnection",
            "Records that hold every word.",
            (Argument("text", "str"), *_PAGED, _KEPT, _where("Record"), _VALID_AT),
        ),
    ]
    for record in ONTOLOGY.types.values():
        asked = (*_PAGED, _where(record.name), _order(record.name), _VALID_AT)
        fields.append(Field(record.plural, f"{record.name}Connection", record.dutch, asked))
    return Type("Query", None, tuple(fields))
