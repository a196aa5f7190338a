"""Values that several tests of the graph model use: one marking, a few records, and a query with every form in it."""

from dataclasses import replace

from graph_model.conditions import AllOf, AnyOf, Compared, Far, Linked, Not, OfOneType, OfType, Valid
from graph_model.marking import Marking
from graph_model.ordering import Order, OrderKey
from graph_model.parameter import Parameter
from graph_model.query import (
    CompletePart,
    ConstantColumn,
    CountsPart,
    CursorPart,
    DatePart,
    EdgesPart,
    Entity,
    Hop,
    HopColumn,
    LinesPart,
    MarkingColumn,
    MetaColumn,
    Neighbourhood,
    NodeById,
    NodePart,
    Page,
    PageInfoPart,
    PageShape,
    Paths,
    PropertyColumn,
    ReadQuery,
    RecordsById,
    RecordsOfType,
    Search,
    Selection,
    Timeline,
    TotalPart,
    TypeColumn,
)
from graph_model.statement import NodeStatement, Provenance, RelationshipStatement

RECORDED = Provenance("2026-01-01T00:00:00.000Z")
_ID = (MetaColumn("id", "id"),)
ONE = Selection((("Person", _ID), ("Report", _ID)))
_INFO = PageInfoPart((("hasNextPage", "hasNextPage"), ("endCursor", "endCursor")))


def marking(originator: str = "POL", level: str = "DEP_V", regime: str = "OPEN") -> Marking:
    """A plain marking."""
    none: frozenset[str] = frozenset()
    return Marking(
        originator, "PROTECTION", "VIRBI", level, none, frozenset({"NCTV"}), frozenset({"C1"}),
        frozenset({"THREAT_ASSESSMENT"}), regime, none, "MATCH",
    )  # fmt: skip


def page(number: int, shape: PageShape) -> Page:
    """A page whose parameters end in a number."""
    return Page(Parameter(f"f{number}"), Parameter(f"a{number}"), f"list {number}", shape)


_EDGES = EdgesPart((("cursor", CursorPart()), ("kind", PropertyColumn("kind", "kind", "basic")), ("node", NodePart(ONE))))
_HOP = HopColumn("kin", Hop("RELATED_TO", True, ("Person",), page(1, PageShape((("edges", _EDGES), ("info", _INFO))))))
_NAMED = (*_ID, PropertyColumn("displayName", "displayName", "identity"), _HOP)
WHOLE = Selection(
    (("Person", _NAMED), ("Report", (*_ID, TypeColumn("__typename"), MarkingColumn("marking", (("level", "level"),)))))
)
LIST = page(0, PageShape((("edges", EdgesPart((("node", NodePart(WHOLE)),))), ("info", _INFO))))
_NAME_IS = Compared("displayName", "identity", "eq", Parameter("name"))
_KIN = Linked("RELATED_TO", True, AllOf((Compared("kind", "basic", "isNull", Parameter("absent")), Far(Not(_NAME_IS)))))
_ORDER = Order((OrderKey("displayName", "identity", True, False, Parameter("place")),), Parameter("begun"), is_backward=True)
SORTED = replace(
    LIST,
    shape=PageShape((*LIST.shape.parts, ("total", TotalPart()), ("counts", CountsPart("publicFunction", "basic", ())))),
    where=AnyOf((_KIN, OfOneType("Person", OfType(Parameter("kept"))))),
    order=_ORDER,
)

EVERY_FORM = ReadQuery(
    (
        NodeById("node", Parameter("id"), WHOLE),
        RecordsById("several", Parameter("kept"), ONE),
        RecordsOfType("persons", "Person", LIST),
        Entity("entity", Parameter("id"), Parameter("limit"), (("records", ONE),)),
        Neighbourhood("near", Parameter("id"), 2, Parameter("limit"), (("records", ONE), ("all", CompletePart()))),
        Paths("ways", Parameter("id"), Parameter("to"), 6, Parameter("limit"), (("hops", "hops"), ("nodes", ONE))),
        Search("found", Parameter("text"), ("Person", "Report"), LIST, Parameter("kept")),
        RecordsOfType("sorted", "Person", SORTED),
        ConstantColumn("__typename", "Query"),
    )
)
_ASKED = (6, Parameter("limit"), (("nodes", ONE),))
_WITHIN = (Parameter("over"), Parameter("avoid"), Valid(Parameter("place"), Parameter("place")))
DETOURS = ReadQuery(tuple(Paths(f"ways{longer}", Parameter("id"), Parameter("to"), *_ASKED, longer, *_WITHIN) for longer in (0, 2)))
"""Ways with all that may be asked of them: apart, since a database plans them long."""

_LINE = (("at", DatePart("at")), ("what", DatePart("what")), ("by", MetaColumn("by", "id")))
_LINES = (("entries", LinesPart((*_LINE, ("over", DatePart("relationship")), ("of", NodePart(ONE))))), ("all", CompletePart()))
_WINDOW = (Parameter("place"), Parameter("until"), Parameter("kept"))
AROUND = ReadQuery(
    (
        Timeline("around", Parameter("id"), Parameter("limit"), _LINES),
        Timeline("within", Parameter("id"), Parameter("limit"), (("dates", LinesPart(_LINE)),), *_WINDOW),
    )
)
"""Timelines: the whole, and one narrowed in every way."""

ADA, BO, REPORT = "a" * 32, "b" * 32, "c" * 32


def records(of: Marking) -> tuple[list[NodeStatement], list[RelationshipStatement]]:
    """Ada, related to Bo and said to be the same; a report that mentions Bo and names Ada in its text."""
    nodes = [
        NodeStatement("Person", of, RECORDED, {"displayName": "Ada Voorbeeld"}, ADA),
        NodeStatement("Person", of, RECORDED, {"displayName": "Bo"}, BO),
        NodeStatement("Report", of, RECORDED, {"text": "de bus van Ada"}, REPORT),
    ]
    links = [
        RelationshipStatement("RELATED_TO", ADA, BO, of, RECORDED, {"kind": "FAMILY"}, "d" * 32),
        RelationshipStatement("MENTIONS", REPORT, BO, of, RECORDED, {}, "e" * 32),
        RelationshipStatement("SAME_AS", ADA, BO, of, RECORDED, {}, "f" * 32),
    ]
    return nodes, links


def parameters(**masks: bytes) -> dict[str, object]:
    """Parameters of EVERY_FORM; every mask is open for class 0 unless given."""
    classes = ("see", "basic", "identity", "contact", "assessment", "operational", "source")
    pages = {f"{name}{n}": value for n in (0, 1) for name, value in (("f", 5), ("a", ""))}
    asked: dict[str, object] = {"id": ADA, "to": REPORT, "text": "+ada", "asKnown": "2026-02-01T00:00:00.000Z", "limit": 50}
    asked |= {
        "classes": [0],
        "kept": ["Person", "Report"],
        "name": "Cor",
        "absent": False,
        "place": None,
        "begun": False,
        "until": "2026-03-01",
    }
    return dict.fromkeys(classes, b"\x01") | pages | asked | masks
