"""Leaks through ways with conditions, and through orders and valid times of relationships."""

import json

from tests.leaks.small import assert_same, id_of, link, node, observe, world
from tests.oracle.decision import Raw
from tests.properties.installation import Installation

CHAIN = [node(f"c{n}") for n in range(5)]
STEPS = [link(f"c{n}", "RELATED_TO", f"c{n + 1}") for n in range(4)]
ROUND = [*CHAIN, node("d"), node("e")]
WAYS = [*STEPS, link("c0", "LINKED_TO", "d"), link("d", "RELATED_TO", "e"), link("e", "RELATED_TO", "c2")]
GHOST = node("ghost", "Person", "hidden")
PAST = {"valid_from": "2026-01-01T00:00:00.000Z", "valid_to": "2026-02-01T00:00:00.000Z"}
ASKED = (
    "longer: 1", "longer: 2", "longer: 2, over: [RELATED_TO]", "longer: 1, avoid: $not", "avoid: $not", "over: [RELATED_TO]",
    'validFrom: "2026-03-01T00:00:00Z"', 'longer: 1, validTo: "2026-03-01T00:00:00Z"', "longer: 2, k: 1", "over: []",
)  # fmt: skip
QUESTIONS = [
    (
        f"query($i: ID!, $j: ID!, $not: [ID!]) {{ a: node(id: $i) {{ id }} paths(from: $i, to: $j, maxHops: 8, {asked}) {{ hops nodes {{ id }} }} o: paths(from: $i, to: $j, maxHops: 8, avoid: $not) {{ hops }} }}",
        {"i": id_of("c0"), "j": id_of("c4"), "not": [id_of(key) for key in avoided]},
    )
    for asked in ASKED
    for avoided in (["c1"], ["ghost"], ["nothing"])
]


async def test_L10_no_condition_on_ways_tells_of_a_hidden_one(installation: Installation) -> None:
    bare = world(ROUND, WAYS)
    hidden = [
        link("c0", "RELATED_TO", "ghost"), link("ghost", "RELATED_TO", "c4"), link("c0", "RELATED_TO", "c3", "hidden"),
        link("c1", "LINKED_TO", "c4", "hidden"), link("d", "RELATED_TO", "c2", "hidden"),
    ]  # fmt: skip
    seen = await assert_same(installation, bare, world([*ROUND, GHOST], [*WAYS, *hidden]), QUESTIONS)
    ways = [json.loads(one.body)["data"]["paths"] for one in seen[::3]]
    assert [[way["hops"] for way in found] for found in ways] == [[4, 5], [4, 5], [4], [5], [5], [4], [4], [4, 5], [4], []]


async def test_L10_what_is_no_longer_valid_or_is_avoided_is_as_if_it_were_not_there(installation: Installation) -> None:
    bare = world(CHAIN, STEPS)
    past = [link("c0", "RELATED_TO", "c3") | PAST, link("c1", "LINKED_TO", "c4") | PAST, link("c0", "RELATED_TO", "old")]
    past += [link("old", "RELATED_TO", "c4")]
    await installation.load(world([*CHAIN, node("old") | PAST], [*STEPS, *past]))
    text = 'query($i: ID!, $j: ID!) { paths(from: $i, to: $j, maxHops: 8, longer: %d, validFrom: "2026-02-01T00:00:00Z") { hops nodes { id } } }'
    asked = [(text % longer, {"i": id_of("c0"), "j": id_of("c4")}) for longer in (0, 1, 2)]
    with_past = await observe(installation, asked)
    await installation.load(bare)
    assert [one.body for one in with_past] == [one.body for one in await observe(installation, asked)]
    assert b'"hops":4' in with_past[0].body


async def test_L28_relationships_are_not_sorted_by_what_may_not_be_read(installation: Installation) -> None:
    ends = [node(f"t{n}", "Threat") for n in range(4)]

    def posed(numbers: tuple[int, ...]) -> Raw:
        links = [link("ada", "POSES", f"t{n}", confidence=value / 10) for n, value in enumerate(numbers)]
        return world([node("ada", "Actor"), *ends], links)

    poses = "poses(first: 2, orderBy: [{field: confidence, direction: DESC}]) { edges { cursor confidence node { id } } pageInfo { endCursor } }"
    asked = [(f"query($i: ID!) {{ node(id: $i) {{ ... on Actor {{ {poses} }} }} }}", {"i": id_of("ada")})]
    seen = await assert_same(installation, posed((1, 2, 3, 4)), posed((9, 3, 7, 1)), asked)
    assert len(json.loads(seen[0].body)["data"]["node"]["poses"]["edges"]) == 2


async def test_relationships_come_in_the_order_that_is_asked_for_and_only_those_that_were_valid(installation: Installation) -> None:
    people = [node(f"p{n}") for n in range(4)]
    kin = [link("ada", "RELATED_TO", f"p{n}", kind=kind) for n, kind in enumerate(("friend", "Colleague", "family"))]
    await installation.load(world([node("ada"), *people], [*kin, link("ada", "RELATED_TO", "p3") | PAST]))
    page = 'relatedTo(first: 2, after: $a, orderBy: [{field: kind}], validAt: "2026-02-01T00:00:00Z") { edges { kind } pageInfo { hasNextPage endCursor } }'
    text, walked, after = f"query($i: ID!, $a: String) {{ node(id: $i) {{ ... on Person {{ {page} }} }} }}", [], None
    while after is not False:
        (seen,) = await observe(installation, [(text, {"i": id_of("ada"), "a": after})])
        found = json.loads(seen.body)["data"]["node"]["relatedTo"]
        walked += [edge["kind"] for edge in found["edges"]]
        after = found["pageInfo"]["hasNextPage"] and found["pageInfo"]["endCursor"]
    assert walked == ["Colleague", "family", "friend"]
