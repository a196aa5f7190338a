"""Totals, counts and filters: over every list and relationship, on the view (leaks.md A)."""

import json
from typing import Any

import pytest

from tests.leaks.small import PAGE, READER, Question, assert_same, id_of, link, node, observe, world
from tests.oracle.table import PLURALS, TYPES
from tests.properties.installation import Installation

ADA = node("ada", displayName="Ada", publicFunction="RECHTER")
BO = node("bo", displayName="Bo", publicFunction="RECHTER")
KIN = link("ada", "RELATED_TO", "bo", kind="FAMILY")
BARE = world([ADA, BO], [KIN])
GHOSTS = [node(f"g{n}", "Person", "hidden", displayName="Ada", publicFunction="ADVOCAAT") for n in range(4)]
FULL = world(
    [ADA, BO, *GHOSTS],
    [KIN, *(link("ada", "RELATED_TO", f"g{n}") for n in range(4)), link("ada", "RELATED_TO", "bo", "hidden", kind="OTHER")],
)
"""The same view: hidden records with the same words, relationships to them, and a hidden one beside a visible one."""


async def _data(installation: Installation, text: str) -> Any:
    (seen,) = await observe(installation, [(text, {})])
    return json.loads(seen.body)["data"]


async def test_L01_L02_totals_and_counts_are_the_same_whatever_is_hidden(installation: Installation) -> None:
    lists: list[Question] = [
        (f"{{ {plural}(first: 2) {{ totalCount counts(by: {by}) {{ value count }} {PAGE} }} }}", {})
        for plural, kind in PLURALS.items()
        for by in ("originator", "recordedAt", *(["publicFunction"] if kind == "Person" else []))
    ]
    search = '{ search(text: "ada", first: 5) { totalCount counts(by: type) { value count } } }'
    seen = await assert_same(installation, BARE, FULL, [*lists, (search, {})])
    assert any(b'{"totalCount":2,"counts":[{"value":"RECHTER","count":2}]' in one.body for one in seen)
    assert b'{"totalCount":1,"counts":[{"value":"Person","count":1}]}' in seen[-1].body


async def test_L04_relationships_are_counted_as_they_are_seen(installation: Installation) -> None:
    text = f'{{ node(id: "{id_of("ada")}") {{ ... on Person {{ relatedTo(first: 1) {{ totalCount {PAGE} }} }} }} }}'
    await assert_same(installation, BARE, FULL, [(text, {})])
    assert (await _data(installation, text))["node"]["relatedTo"]["totalCount"] == 1


async def test_L05_a_total_is_the_number_of_records_that_can_be_walked_to(installation: Installation) -> None:
    await installation.load(FULL)
    page = await _data(installation, "{ persons(first: 100) { totalCount edges { node { id } } } }")
    assert page["persons"]["totalCount"] == len(page["persons"]["edges"]) == 2


async def test_L03_what_may_not_be_read_is_counted_as_never_recorded(installation: Installation) -> None:
    """The reader may read basic and identity: a property of another class counts as absent, whatever it is."""
    cases = [node("r1", "Report", text="one"), node("r2", "Report", text="two")]
    other = [node("r1", "Report", text="three"), node("r2", "Report")]
    asked: list[Question] = [
        ("{ reports(first: 5) { counts(by: text) { value count } } }", {}),
        ('{ reports(first: 5, where: {text: {contains: "o"}}) { totalCount } }', {}),
        ("{ reports(first: 5, where: {not: {text: {isNull: true}}}) { totalCount } }", {}),
        ("{ reports(first: 5, orderBy: [{field: text}]) { edges { cursor node { id } } } }", {}),
    ]
    seen = await assert_same(installation, world(cases), world(other), asked)
    assert b'"counts":[{"value":null,"count":2}]' in seen[0].body
    assert [b'"totalCount":0' in one.body for one in seen[1:3]] == [True, True]


@pytest.mark.parametrize("quantifier", ["some", "none", "every"])
async def test_L28_L39_a_filter_over_relationships_tells_nothing_of_hidden_ones(
    installation: Installation, quantifier: str
) -> None:
    inner = ("{}", '{node: {person: {displayName: {eq: "Ada"}}}}', "{kind: {isNull: true}}", '{kind: {eq: "OTHER"}}')
    asked: list[Question] = [
        (f"{{ persons(first: 9, where: {{{field}: {{{quantifier}: {where}}}}}) {{ totalCount edges {{ node {{ id }} }} }} }}", {})
        for field in ("relatedTo", "relatedToOf")
        for where in inner
    ]
    await assert_same(installation, BARE, FULL, asked)


async def test_L28_sorting_by_every_property_gives_the_order_of_what_is_read(installation: Installation) -> None:
    asked: list[Question] = [
        (
            f"{{ {plural}(first: 3, orderBy: [{{field: {name}, direction: DESC}}]) {{ edges {{ cursor node {{ id }} }} {PAGE} }} }}",
            {},
        )
        for plural, kind in (("persons", "Person"), ("reports", "Report"))
        for name in TYPES[kind]
        if name not in ("aliases",)
    ]
    await assert_same(installation, BARE, FULL, asked, READER)
