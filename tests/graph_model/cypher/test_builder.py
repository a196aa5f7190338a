"""The exact text of every form that a read can have: a slip of the hand in the builder shows here, in memory, before any database.

What the texts find is tested in tests/graph_model/test_read.py; that no predicate can be left out, in test_checker.py.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph_model.conditions import AllOf, AnyOf, Compared, Condition, Far, Linked, Not, OfOneType, OfType, Operator
from graph_model.cypher import leaving
from graph_model.cypher.builder import build, required
from graph_model.cypher.checker import check
from graph_model.cypher.ties import ties_around
from graph_model.cypher.whole_view import SHORT, whole_view
from graph_model.errors import ModelError
from graph_model.ordering import Order, OrderKey
from graph_model.parameter import Parameter
from graph_model.query import (
    ConstantColumn,
    CountsPart,
    CursorPart,
    EdgesPart,
    Hop,
    HopColumn,
    LinesPart,
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
    RootField,
    Search,
    Selection,
    Timeline,
    TotalPart,
)
from tests.golden import unchanged
from tests.graph_model.examples import AROUND, EVERY_FORM, ONE, WHOLE, page

FOLDER = Path(__file__).parent / "golden"
VALUE = Parameter("v")
EDGES = EdgesPart((("node", NodePart(ONE)),))
BARE = PageShape((("edges", EDGES),))
BEFORE = PageShape((("info", PageInfoPart((("hasPreviousPage", "hasPreviousPage"),))), ("edges", EDGES)))
OPERATORS: tuple[Operator, ...] = ("eq", "in", "contains", "startsWith", "lt", "lte", "gt", "gte", "has", "isNull")
TEXT_UP = OrderKey("displayName", "identity", True, False, Parameter("text"))
DATE_DOWN = OrderKey("recordedAt", None, False, True, Parameter("date"))


def _people(where: Condition | None = None, order: Order | None = None, shape: PageShape = BARE) -> RecordsOfType:
    return RecordsOfType("persons", "Person", replace(page(0, shape), where=where, order=order or Order()))


def _filters() -> Iterator[RootField]:
    for operator in OPERATORS:
        yield _people(Compared("displayName", "identity", operator, VALUE))
        yield _people(Compared("recordedAt", None, operator, VALUE))
    name = Compared("displayName", "identity", "eq", VALUE)
    for where in (AllOf(()), AnyOf(()), AllOf((name,)), AnyOf((name,)), AllOf((name, OfType(VALUE))), AnyOf((Not(name), name))):
        yield _people(where)
    kind = Compared("kind", "basic", "eq", VALUE)
    for forward in (True, False):
        yield _people(Linked("RELATED_TO", forward, AnyOf((kind, Far(AllOf((name, OfOneType("Person", name))))))))
        yield _people(Linked("RELATED_TO", forward, Far(Linked("RELATED_TO", not forward, kind))))


def _orders() -> Iterator[RootField]:
    for is_backward in (False, True):
        for keys in ((), (TEXT_UP,), (DATE_DOWN, TEXT_UP)):
            order = Order(keys, Parameter("begun") if keys else None, is_backward)
            yield _people(order=order)
            yield _people(order=order, shape=BEFORE)


def _pages() -> Iterator[RootField]:
    counted = (
        ("total", TotalPart()),
        ("kinds", CountsPart("type", None, ())),
        ("functions", CountsPart("publicFunction", "basic", ())),
    )
    link = (("cursor", CursorPart()), ("at", MetaColumn("at", "recordedAt")), ("kind", PropertyColumn("kind", "kind", "basic")))
    for forward in (True, False):
        for kept in (None, VALUE):
            shape = PageShape((("edges", EdgesPart((*link, ("node", NodePart(WHOLE))))), *counted))
            hop = HopColumn("kin", Hop("RELATED_TO", forward, ("Person",), replace(page(1, shape), where=Far(OfType(VALUE))), kept))
            yield NodeById("node", Parameter("id"), Selection((("Person", (hop, MetaColumn("source", "sourceSystem"))),)))
    only_link = HopColumn("kin", Hop("RELATED_TO", True, ("Person",), page(1, PageShape((("edges", EdgesPart(link)),)))))
    yield NodeById("node", Parameter("id"), Selection((("Person", (only_link,)),)))
    yield _people(shape=PageShape(counted))
    yield RecordsById("several", VALUE, WHOLE)
    yield Paths("ways", Parameter("id"), Parameter("to"), 3, Parameter("limit"), (("nodes", WHOLE),))
    yield Search("found", Parameter("text"), ("Person",), page(2, BARE))
    for radius in (1, 3):
        yield Neighbourhood(
            "near", Parameter("id"), radius, Parameter("limit"), (("records", WHOLE),), VALUE if radius == 1 else None
        )
    branches = (
        ("Person", (PropertyColumn("a", "displayName", "identity"),)),
        ("Place", (PropertyColumn("b", "name", "identity"),)),
        ("Report", (PropertyColumn("c", "name", "identity"), MetaColumn("id", "id"))),
    )
    yield NodeById("several", Parameter("id"), Selection(branches))
    yield Timeline("dates", Parameter("id"), Parameter("limit"), (("entries", LinesPart((("of", NodePart(WHOLE)),))),))


FORMS = {"every_form": EVERY_FORM, "around": AROUND} | {
    name: ReadQuery(tuple(fields())) for name, fields in (("filters", _filters), ("orders", _orders), ("pages", _pages))
}
TENSES = {"present": (False, False), "by_class": (False, True), "as_known": (True, False)}


@pytest.mark.parametrize(
    ("name", "tense"),
    [
        *((name, "present") for name in FORMS),
        ("every_form", "as_known"),
        ("around", "as_known"),
        ("every_form", "by_class"),
        ("orders", "by_class"),
    ],
)
def test_every_form_of_a_read_is_this_text(name: str, tense: str) -> None:
    unchanged(FOLDER / f"{name}.{tense}.cypher", f"{build(FORMS[name], *TENSES[tense])}\n")


@pytest.mark.parametrize("tense", TENSES)
def test_the_whole_view_is_this_text(tense: str) -> None:
    as_known, by_class = TENSES[tense]
    unchanged(FOLDER / f"whole_view.{tense}.cypher", f"{whole_view(as_known, SHORT, by_class)}\n")


@pytest.mark.parametrize("tense", ["present", "as_known"])
def test_what_lies_around_a_record_is_read_by_this_text(tense: str) -> None:
    unchanged(FOLDER / f"ties.{tense}.cypher", f"{ties_around(TENSES[tense][0], 3)}\n")


@pytest.mark.parametrize("tense", TENSES)
def test_what_leaves_is_read_by_these_texts(tense: str) -> None:
    as_known, by_class = TENSES[tense]
    brief = leaving.brief(as_known, SHORT, by_class)
    unchanged(FOLDER / f"leaving.{tense}.cypher", f"{brief}\n{leaving.whole(as_known)}\n")


@pytest.mark.parametrize("name", ["filters", "orders"])
def test_filters_and_orders_pass_the_checker_in_every_tense(name: str) -> None:
    for tense in TENSES.values():
        check(build(FORMS[name], *tense))


@pytest.mark.parametrize("tense", TENSES)
def test_a_read_requires_the_masks_that_it_names_and_no_others(tense: str) -> None:
    own = {"see", "basic", "identity", "contact", "assessment", "operational", "source", "asKnown", "classes"}
    one = ReadQuery((NodeById("node", Parameter("id"), ONE),))
    named = ReadQuery((NodeById("node", Parameter("id"), Selection((("Person", (PropertyColumn("a", "phone", "contact"),)),))),))
    every = ReadQuery(tuple(_people(Compared("name", name, "eq", VALUE)) for name in sorted(own - {"see", "asKnown", "classes"})))
    for query in (one, named, every, *FORMS.values()):
        text = build(query, *TENSES[tense])
        assert required(text) == set(re.findall(r"\$(\w+)", text)) & own
    assert required(build(one, False)) == {"see"}
    assert required(build(ReadQuery((_people(),)), False)) == {"see"}


def test_a_text_is_made_once_for_each_of_its_forms_and_a_constant_is_no_part_of_it() -> None:
    fields = (ConstantColumn("__typename", "Query"), NodeById("node", Parameter("id"), ONE))
    assert build(ReadQuery(fields), False) == build(ReadQuery(fields[1:]), False)
    assert build(ReadQuery(fields), False) != build(ReadQuery(fields), True)
    assert build(EVERY_FORM, False) == build(EVERY_FORM, False, False)


ODD = "Person {id: 1}"


@pytest.mark.parametrize(
    "field",
    [
        RecordsOfType("a", ODD, page(0, BARE)),
        RecordsOfType("a", "", page(0, BARE)),
        RecordsOfType("a", "P" * 201, page(0, BARE)),
        RecordsOfType("a", "1Person", page(0, BARE)),
        RecordsOfType("a", "Person\n", page(0, BARE)),
        NodeById("a", Parameter(ODD), ONE),
        NodeById("a", Parameter("id"), Selection((("Person", (PropertyColumn("a", "x`", "basic"),)),))),
        NodeById("a", Parameter("id"), Selection((("Person", (PropertyColumn("a", "x", "see] = 1 OR $basic"),)),))),
        NodeById("a", Parameter("id"), Selection((("Person", (MetaColumn("a", "x`"),)),))),
        NodeById("a", Parameter("id"), Selection((("Person", (HopColumn("a", Hop("A]-(", True, (), page(1, BARE))),)),))),
        _people(Compared("x`", None, "eq", VALUE)),
        _people(Compared("x", ODD, "eq", VALUE)),
        _people(Compared("x", None, "eq", Parameter(ODD))),
        _people(OfOneType("'", OfType(VALUE))),
        _people(OfType(Parameter(ODD))),
        _people(Linked("A]-(", True, OfType(VALUE))),
        _people(order=Order((replace(DATE_DOWN, name="x`"),), Parameter("begun"))),
        _people(order=Order((replace(TEXT_UP, field_class=ODD),), Parameter("begun"))),
        _people(order=Order((replace(TEXT_UP, after=Parameter(ODD)),), Parameter("begun"))),
        _people(order=Order((TEXT_UP,), Parameter(ODD))),
        RecordsOfType("a", "Person", Page(Parameter(ODD), Parameter("a"), "list", BARE)),
        RecordsOfType("a", "Person", Page(Parameter("f"), Parameter(ODD), "list", BARE)),
    ],
)
def test_a_name_that_is_none_never_comes_into_a_text(field: RootField) -> None:
    with pytest.raises(ModelError, match="no name may hold"):
        build(ReadQuery((field,)), False)


def test_what_must_hold_of_a_far_record_stands_in_a_relationship_alone() -> None:
    with pytest.raises(AssertionError, match="only a relationship"):
        build(ReadQuery((_people(Far(OfType(VALUE))),)), False)


def test_a_name_may_be_two_hundred_characters_long() -> None:
    assert f":{'P' * 200})" in build(ReadQuery((RecordsOfType("a", "P" * 200, page(0, BARE)),)), False)
