"""Leaks through the shape of the graph: neighbours, pages, paths, search, equal values."""

import json
from typing import Any

import pytest

from tests.leaks.small import assert_same, id_of, link, node, observe, questions, world
from tests.oracle.decision import Raw
from tests.properties.installation import Installation

ADA, BO, CLEO = node("ada", displayName="Ada Valk"), node("bo", displayName="Bo"), node("cleo", displayName="Cleo")
KIN = link("ada", "RELATED_TO", "bo", kind="FAMILY")
GHOST = node("ghost", "Person", "hidden", displayName="Ada Spook", aliases=["Bo"])


async def test_L06_L07_every_page_but_the_last_is_full_and_all_pages_together_are_the_view(installation: Installation) -> None:
    people = [node(f"p{n}", "Person", "hidden" if n % 3 else "open", displayName=f"Valk {n}") for n in range(24)]
    await installation.load(world(people))
    visible = sorted(id_of(f"p{n}") for n in range(24) if n % 3 == 0)
    for field in ("persons(", 'search(text: "valk", ', 'search(types: [Person], text: "val", '):
        for size in (1, 2, 3, 7):
            walked, after = [], None
            while True:
                text = f"query($a: String) {{ found: {field}first: {size}, after: $a) {{ edges {{ node {{ id }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
                page = json.loads((await observe(installation, [(text, {"a": after})]))[0].body)["data"]["found"]
                walked += [edge["node"]["id"] for edge in page["edges"]]
                after = page["pageInfo"]["endCursor"]
                if not page["pageInfo"]["hasNextPage"]:
                    break
                assert len(page["edges"]) == size
            assert walked == visible


async def test_L08_a_hidden_relationship_between_two_visible_records_is_as_if_it_were_not_there(installation: Installation) -> None:
    bare = world([ADA, BO, CLEO], [KIN])
    tied = world([ADA, BO, CLEO], [KIN, link("bo", "RELATED_TO", "cleo", "hidden"), link("ada", "SAME_AS", "cleo", "hidden")])
    await assert_same(installation, bare, tied, questions("ada", "bo", "cleo"))


async def test_L09_a_relationship_to_a_hidden_record_vanishes(installation: Installation) -> None:
    bare = world([ADA, BO], [KIN])
    tied = world(
        [ADA, BO, GHOST],
        [KIN, link("ada", "RELATED_TO", "ghost"), link("ghost", "RELATED_TO", "bo"), link("ada", "SAME_AS", "ghost")],
    )
    await assert_same(installation, bare, tied, questions("ada", "bo"))


@pytest.mark.parametrize("hidden", range(8))
async def test_L09_no_hidden_part_breaks_an_answer(installation: Installation, hidden: int) -> None:
    nodes = [each | {"m": "hidden" if hidden >> n & 1 else "open"} for n, each in enumerate((ADA, BO, CLEO))]
    links = [KIN, link("bo", "RELATED_TO", "cleo"), link("cleo", "RELATED_TO", "ada"), link("ada", "SAME_AS", "cleo")]
    await installation.load(world(nodes, links))
    assert {seen.status for seen in await observe(installation, questions("ada", "bo", "cleo"))} == {200}


async def test_L10_a_path_runs_over_the_view_alone(installation: Installation) -> None:
    chain = [node(f"c{n}") for n in range(5)]
    steps = [link(f"c{n}", "RELATED_TO", f"c{n + 1}") for n in range(4)]
    bare = world(chain, steps)
    tied = world(
        [*chain, GHOST],
        [*steps, link("c0", "RELATED_TO", "ghost"), link("ghost", "RELATED_TO", "c4"), link("c0", "RELATED_TO", "c4", "hidden")],
    )
    seen = await assert_same(installation, bare, tied, questions("c0", "c4"))
    assert any(b'"hops":4' in one.body for one in seen)


@pytest.mark.parametrize("text", ["valk", "Valk", "ada valk", "spook", "zwaluw"])
async def test_L12_hidden_records_full_of_a_word_change_no_order_and_no_score(installation: Installation, text: str) -> None:
    bare = world([ADA, node("b", displayName="Valk Valk"), CLEO])
    full = world([*bare["nodes"], *(node(f"h{n}", "Person", "hidden", displayName="Ada Valk Zwaluw " * 20) for n in range(30))])
    asked = [
        (
            f'{{ search(text: "{text}", first: {size}) {{ edges {{ cursor node {{ id }} }} pageInfo {{ hasNextPage endCursor }} }} }}',
            {},
        )
        for size in (1, 50)
    ]
    await assert_same(installation, bare, full, asked)


async def test_L27_a_hidden_record_with_the_same_value_is_no_match(installation: Installation) -> None:
    car = node("car", "Item", kind="VEHICLE", value="AA-00-OE")
    bare = world([ADA, car], [link("ada", "USES", "car")])
    twin = node("twin", "Item", "hidden", kind="VEHICLE", value="AA-00-OE")
    tied = world([ADA, car, twin, GHOST], [link("ada", "USES", "car"), link("ghost", "USES", "car"), link("ghost", "USES", "twin")])
    asked = [
        (
            '{ search(text: "AA 00 OE", first: 9) { edges { node { id ... on Item { usesOf(first: 9) { edges { node { id } } } } } } } }',
            {},
        )
    ]
    await assert_same(installation, bare, tied, [*asked, *questions("ada", "car")])


def _sealed(value: str, text: str) -> Raw:
    return world([node("r", "Report", kind="TIP", text=text), node("p", "Place", kind="WONING", address=value)])


async def test_L28_an_unreadable_field_is_never_searched(installation: Installation) -> None:
    asked = [
        (
            f'{{ search(text: "{word}", first: 9) {{ edges {{ node {{ id ... on Place {{ address }} ... on Report {{ text }} }} }} }} }}',
            {},
        )
        for word in ("Emmerpad", "emm", "busje", "wit")
    ]
    asked += [
        ("{ reports(first: 9) { edges { node { text kind } } } places(first: 9) { edges { node { address kind geo } } } }", {})
    ]
    seen = await assert_same(installation, _sealed("Emmerpad 14", "wit busje"), _sealed("Lindelaan 2", "niets"), asked)
    assert not any(b"Emmerpad" in one.body or b"busje" in one.body for one in seen)


async def test_L37_what_is_added_to_a_shared_case_later_is_covered_and_nothing_else_is(installation: Installation) -> None:
    later: list[dict[str, Any]] = [node("late", displayName="Late"), node("aside", "Person", "hidden", displayName="Aside")]
    await installation.load(world([ADA, *later]))
    body = (await observe(installation, questions()))[0].body
    assert b"Late" in body
    assert b"Aside" not in body


async def test_L41_no_type_condition_fragment_or_nesting_skips_the_view(installation: Installation) -> None:
    bare = world([ADA, BO], [KIN])
    tied = world([ADA, BO, GHOST], [KIN, link("bo", "RELATED_TO", "ghost"), link("bo", "RELATED_TO", "ada", "hidden")])
    kin = "relatedTo(first: 9) { edges { node { ...F } } } relatedToOf(first: 9) { edges { node { ... on Record { ... on Person { displayName } id } } } }"
    text = f"{{ persons(first: 9) {{ edges {{ node {{ ...F ... on Person {{ {kin} }} }} }} }} }} fragment F on Record {{ id __typename ... on Person {{ displayName }} }}"
    await assert_same(installation, bare, tied, [(text, {})])
