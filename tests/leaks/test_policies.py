"""Leaks through policies themselves: markings, headers, caches, classes that are broken, rights that end."""

import asyncio
import json

import pytest

from graph_model.local.server import Endpoint
from tests.leaks.small import OPEN, READER, assert_same, id_of, link, node, observe, questions, world
from tests.oracle.decision import Raw
from tests.properties.installation import Installation
from tests.properties.strategies import Asker
from tests.wipe import raw

ADA, BO = node("ada", displayName="Ada Valk"), node("bo", displayName="Bo")
KIN = link("ada", "RELATED_TO", "bo", kind="FAMILY")
MARKING = "marking { originator system scheme level compartments regime handling match }"
MARKED = [
    (f"{{ persons(first: 9) {{ edges {{ node {{ id {MARKING} relatedTo(first: 9) {{ edges {{ {MARKING} }} }} }} }} }} }}", {})
]


def _other_grant(base: Raw, **changes: object) -> Raw:
    grant = base["grants"][0] | {"key": "g-another", "grantee": "user:u-other"} | changes
    return base | {"grants": [*base["grants"], grant]}


async def test_L33_two_callers_in_one_process_get_what_each_alone_gets(installation: Installation) -> None:
    shared = world([ADA, BO, node("own", "Person", "hidden", displayName="Own")], [KIN])
    both = _other_grant(shared, scope=["C9"], grantee="user:u-other", purposes=["ASSESS", "OTHER"])
    askers = [READER, Asker("u-other", "ASSESS", READER.at), Asker("u-reader", "OTHER", READER.at)]
    alone = []
    for asker in askers:
        await installation.load(both)
        alone.append(await observe(installation, questions("ada", "own"), asker))
    await installation.load(both)
    together = await asyncio.gather(*(observe(installation, questions("ada", "own"), asker) for asker in askers * 3))
    assert together == alone * 3
    assert len({one[0].body for one in alone}) == 3


async def test_L34_a_cursor_a_token_and_a_kept_decision_outlive_no_grant(installation: Installation) -> None:
    granted = world([node(f"p{n}", displayName=f"P{n}") for n in range(6)])
    await installation.load(granted)
    text = "query($a: String) { persons(first: 2, after: $a) { edges { node { id } } pageInfo { endCursor } } }"
    first = json.loads((await observe(installation, [(text, {})]))[0].body)["data"]["persons"]
    assert len(first["edges"]) == 2
    later = Asker(READER.who, READER.purpose, READER.at.replace(year=2027), READER.tense)
    assert (
        json.loads((await observe(installation, [(text, {"a": first["pageInfo"]["endCursor"]})], later))[0].body)["data"][
            "persons"
        ]["edges"]
        == []
    )


@pytest.mark.parametrize("broken", ["null", "1000000", "$size"])
async def test_L38_a_statement_without_a_whole_known_class_is_visible_to_nobody(
    installation: Installation, neo4j: Endpoint, broken: str
) -> None:
    await installation.load(world([ADA, BO], [KIN]))
    size = raw(neo4j, "MATCH (m:Marking) RETURN count(m) AS n")[0]["n"]
    raw(neo4j, f"MATCH (n:Statement {{id: $id}}) SET n.pc = {broken}", id=id_of("bo"), size=size)
    after = await observe(installation, questions("ada", "bo"))
    await installation.load(world([ADA]))
    assert [seen.body for seen in await observe(installation, questions("ada", "bo"))] == [seen.body for seen in after]


async def test_L38_a_mandatory_part_that_no_register_knows_hides(installation: Installation) -> None:
    odd = {"regime": "UNHEARD", "system": "ELSEWHERE", "scheme": "NATO"}
    for part, value in odd.items():
        markings = {"open": OPEN, "odd": OPEN | {part: value}}
        await installation.load(world([ADA, node("odd", "Person", "odd")], markings=markings))
        assert id_of("odd").encode() not in b"".join(seen.body for seen in await observe(installation, questions("ada", "odd")))


@pytest.mark.parametrize("part", [{"releasable_to": ["NCTV", "KMAR"]}, {"scopes": ["C1", "C7"]}, {"purposes": ["ASSESS", "OTHER"]}])
async def test_L45_a_marking_does_not_tell_who_else_may_read_nor_in_which_collections(
    installation: Installation, part: Raw
) -> None:
    bare = world([ADA, BO], [KIN])
    shared = _other_grant(bare | {"markings": bare["markings"] | {"open": OPEN | part}}, scope=["C7"])
    await assert_same(installation, bare, shared, [*MARKED, *questions("ada", "bo")])


async def test_L45_L49_neither_header_nor_answer_tells_of_classes_behind_a_hidden_end(installation: Installation) -> None:
    """The header was once made of all visible classes: docs/decisions/0025."""
    ghost = node("ghost", "Person", "hidden")
    fresh = OPEN | {"level": "NONE", "handling": ["NO_EXPORT"]}
    bare = world([ADA, BO], [KIN])
    tied = world([ADA, BO, ghost], [KIN, link("ada", "RELATED_TO", "ghost", "fresh")], markings=bare["markings"] | {"fresh": fresh})
    await assert_same(installation, bare, tied, [*MARKED, *questions("ada", "bo")])


async def test_L49_the_markings_one_reads_are_those_of_records_one_reads(installation: Installation) -> None:
    await installation.load(world([ADA, node("ghost", "Person", "hidden")]))
    body = json.loads((await observe(installation, MARKED))[0].body)
    assert [edge["node"]["id"] for edge in body["data"]["persons"]["edges"]] == [id_of("ada")]
    assert "C9" not in json.dumps(body)


async def test_L36_no_statement_is_ever_there_without_its_class(installation: Installation, neo4j: Endpoint) -> None:
    """Class and statement are one statement of one transaction; what has none is hidden (L38)."""
    await installation.load(world([ADA, BO], [KIN]))
    assert raw(neo4j, "MATCH (n:Statement) WHERE n.pc IS NULL AND n.formerPc IS NULL RETURN count(n) AS n")[0]["n"] == 0
    assert (
        raw(neo4j, "MATCH ()-[r]->() WHERE r.id IS NOT NULL AND r.pc IS NULL AND r.formerPc IS NULL RETURN count(r) AS n")[0]["n"]
        == 0
    )
