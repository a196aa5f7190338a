"""Leaks around an answer: errors, ids, suggestions, headers, other doors, logs."""

import json
import re
from itertools import pairwise
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from graph_model.statement import new_id
from loaders.scenario.world import read_world
from tests.leaks.small import READER, assert_same, id_of, link, node, observe, questions, world
from tests.oracle.table import FIELDS, LINKS, PLURALS, TYPES
from tests.properties.installation import Installation
from tests.properties.strategies import Asker

ADA, GHOST = node("ada", displayName="Ada Valk"), node("ghost", "Person", "hidden", displayName="kq0123456789")
WITH_GHOST = world([ADA, GHOST], [link("ada", "RELATED_TO", "ghost")])
NOBODY = "0" * 32
BY_ID = (
    "query($i: ID!) { node(id: $i) { id } }",
    "query($i: ID!) { entity(id: $i) { records { id } } }",
    "query($i: ID!) { neighbourhood(id: $i, radius: 2) { records { id } } }",
    "query($i: ID!) { timeline(id: $i) { isComplete entries { at record { id } } } }",
    "query($i: ID!) { paths(from: $i, to: $i, maxHops: 3) { hops } }",
    f'query($i: ID!) {{ paths(from: "{id_of("ada")}", to: $i, maxHops: 3) {{ hops }} }}',
    f'query($i: ID!) {{ paths(from: $i, to: "{id_of("ada")}", maxHops: 3) {{ hops }} }}',
)
"""Every place that an id can be put in."""


@pytest.mark.parametrize("text", BY_ID)
async def test_L25_L29_hidden_missing_of_another_type_and_malformed_are_one_answer(installation: Installation, text: str) -> None:
    await installation.load(WITH_GHOST)
    relationship = WITH_GHOST["relationships"][0]["id"]
    ids = (id_of("ghost"), NOBODY, relationship, "", "x", "' OR 1=1 //", "\u202e", "z" * 400, id_of("ghost").upper())
    assert (
        len({(seen.status, seen.headers, seen.body) for seen in await observe(installation, [(text, {"i": i}) for i in ids])}) == 1
    )


async def test_L29_what_is_withheld_is_what_rights_say_whether_or_not_anything_is_there(installation: Installation) -> None:
    asked = [("query($i: ID!) { node(id: $i) { marking { withheld } ... on Place { address } } }", {"i": id_of("house")})]
    known, unknown = node("house", "Place", kind="HOME", address="kq0123456789"), node("house", "Place", kind="HOME")
    (told,) = await assert_same(installation, world([unknown]), world([known, GHOST]), asked)
    classes = ["contact", "assessment", "operational", "source"]
    assert json.loads(told.body)["data"] == {"node": {"marking": {"withheld": classes}, "address": None}}


async def test_L17_an_id_cannot_be_computed_from_content(installation: Installation) -> None:
    await installation.load(WITH_GHOST)
    computed = [str(uuid5(NAMESPACE_URL, "kq0123456789")), uuid5(NAMESPACE_URL, "Person:kq0123456789").hex, id_of("somebody")]
    answers = await observe(installation, [(BY_ID[0], {"i": i}) for i in (*computed, new_id())])
    assert len({seen.body for seen in answers}) == 1
    one, two = read_world(), read_world()
    assert not set(one.ids.values()) & set(two.ids.values())


async def test_L18_ids_and_receipts_tell_no_order_and_no_volume(installation: Installation) -> None:
    ids = [new_id() for _ in range(200)]
    assert all(re.fullmatch(r"[0-9a-f]{32}", id_) for id_ in ids)
    assert 60 < sum(a < b for a, b in pairwise(ids)) < 140
    crowd = world([ADA, *(node(f"h{n}", "Person", "hidden") for n in range(40))])
    await assert_same(installation, world([ADA]), crowd, questions("ada"))


BROKEN = (
    "{", "{ nothing }", "{ persons }", "{ persons(first: 1) }", '{ node(id: "kq0123456789") { id kq0123456789 } }', "query($i: ID!) { node(id: $i) { id } }",
    '{ persons(first: 1, after: "kq0123456789") { edges { cursor } } }', "{ persons(first: 1000) { edges { cursor } } }", 'mutation { x(v: "kq0123456789") }',
    '{ search(text: "kq0123456789", first: 1, types: [Kq0123456789]) { edges { cursor } } }', "subscription { persons }", '"kq0123456789',
)  # fmt: skip


async def test_L30_no_error_carries_data_of_the_graph_or_of_the_request(installation: Installation) -> None:
    asked = [(text, {}) for text in BROKEN] + [
        ("query($n: Int!) { persons(first: $n) { edges { cursor } } }", {"n": "kq0123456789"})
    ]
    await installation.load(WITH_GHOST)
    for seen in await observe(installation, asked):
        assert seen.status == 400
        assert b"kq0123456789" not in seen.body + repr(seen.headers).encode()
        assert list(json.loads(seen.body)) == ["errors"]
    await assert_same(installation, world([ADA]), WITH_GHOST, [*asked, *questions("ada")])


async def test_L31_no_plan_cost_or_time_of_the_database_is_in_an_answer(installation: Installation) -> None:
    await installation.load(WITH_GHOST)
    for seen in await observe(installation, questions("ada", "ghost")):
        body = json.loads(seen.body)
        assert set(body) <= {"data", "extensions"}
        assert not re.search(
            rb"dbHits|EXPLAIN|plan|elapsed|duration|millis", json.dumps(body.get("extensions", {})).encode(), re.IGNORECASE
        )
        assert not [name for name, _ in seen.headers if "timing" in name or "runtime" in name]


async def test_L40_every_other_door_says_the_same_and_no_unknown_header_opens_one(installation: Installation) -> None:
    async def around() -> list[Any]:
        seen: list[Any] = []
        for path in (
            "/livez",
            "/readyz",
            "/version",
            "/",
            "/graphql",
            "/graphiql",
            "/docs",
            "/openapi.json",
            "/demo/people",
            "/.well-known/oauth-protected-resource",
        ):
            answer = await installation.get(path)
            seen.append((path, answer.status_code, answer.content))
        odd = {
            "X-Forwarded-User": "u-other",
            "Kring-Subject": "u-other",
            "Kring-Override": "true",
            "X-HTTP-Method-Override": "PUT",
            "Kring-Case": "C9",
        }
        for name, value in odd.items():
            seen.append(
                await installation.send(READER, {"query": "{ persons(first: 9) { edges { node { id } } } }"}, {name: value})
            )
        return seen

    await installation.load(world([ADA]))
    before = await around()
    await installation.load(WITH_GHOST)
    assert await around() == before
    assert len({seen.body for seen in before[10:]}) == 1


SCHEMA_WORDS = sorted({*PLURALS, *FIELDS, *TYPES, *LINKS, *(name for classes in TYPES.values() for name in classes)})


async def test_L42_a_misspelt_name_brings_no_suggestion(installation: Installation) -> None:
    await installation.load(WITH_GHOST)
    asked = [(f"{{ {name}z(first: 1) {{ edges {{ node {{ {name}z }} }} }} }}", {}) for name in SCHEMA_WORDS[::4]]
    asked += [
        ("{ persons(firts: 1) { edges { cursor } } }", {}),
        ("{ node(id: 1) { ... on Persn { id } } }", {}),
        ('{ search(text: "x", first: 1, types: [Persn]) { edges { cursor } } }', {}),
    ]
    answers = {seen.body for seen in await observe(installation, asked)}
    assert len(answers) == 1
    assert b"ean" not in next(iter(answers))


async def test_L43_an_alias_costs_what_a_request_costs(installation: Installation) -> None:
    await installation.load(WITH_GHOST)
    many = " ".join(f"a{n}: node(id: {json.dumps(NOBODY)}) {{ id }}" for n in range(61))
    lists = " ".join(
        f"a{n}: persons(first: 100) {{ edges {{ node {{ id ... on Person {{ relatedTo(first: 100) {{ edges {{ cursor }} }} }} }} }} }}"
        for n in range(3)
    )
    refused = await observe(installation, [(f"{{ {many} }}", {}), (f"{{ {lists} }}", {})])
    assert {json.loads(seen.body)["errors"][0]["extensions"]["code"] for seen in refused} == {"DOCUMENT_TOO_LARGE"}


async def test_L44_neither_query_nor_content_is_in_logs_or_figures(
    installation: Installation, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    await installation.load(world([node("ada", displayName="kqaaaaaaaaaa"), GHOST]))
    asked = [
        ('{ search(text: "kqaaaaaaaaaa", first: 1) { edges { node { id ... on Person { displayName } } } } }', {}),
        *((text, {"i": id_of("ghost")}) for text in BY_ID),
    ]
    assert b"kqaaaaaaaaaa" in (await observe(installation, asked))[0].body
    shown = capfd.readouterr()
    for text in (shown.out, shown.err, caplog.text, await installation.metrics()):
        assert "kqaaaaaaaaaa" not in text
        assert id_of("ghost") not in text
        assert "displayName" not in text


async def test_L50_somebody_without_any_right_sees_an_empty_installation(installation: Installation) -> None:
    stranger = Asker("u-other", "ASSESS", READER.at)
    await assert_same(
        installation,
        world([ADA]),
        WITH_GHOST | {"nodes": [*WITH_GHOST["nodes"], node("x"), node("y")]},
        questions("ada", "ghost"),
        stranger,
    )
