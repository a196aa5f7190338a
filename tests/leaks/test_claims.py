"""Leaks through what the records of an entity say side by side."""

import json

from tests.leaks.small import assert_same, id_of, link, node, observe, world
from tests.oracle.decision import Raw
from tests.properties.installation import Installation

ASKED = [
    (
        "query($i: ID!) { entity(id: $i, limit: 3) { isComplete properties { name isContested claims { values record originator } } } }",
        {"i": id_of("ada")},
    )
]
ADA, TWIN = node("ada", displayName="Ada", aliases=["A", "B"]), node("twin", displayName="Ada", minor=False)
SAME = link("ada", "SAME_AS", "twin")


async def test_L08_L09_a_hidden_claim_contests_nothing(installation: Installation) -> None:
    bare = world([ADA, TWIN], [SAME])
    ghosts = [node(f"ghost{n}", "Person", "hidden", displayName="Spook", minor=True, birthDate="1980-01-01") for n in range(4)]
    ties = [link("ada", "SAME_AS", f"ghost{n}") for n in range(4)]
    other = [node("other", displayName="Cleo"), *ghosts]
    seen = await assert_same(
        installation,
        world([ADA, TWIN, node("other", displayName="Cleo")], [SAME]),
        world([ADA, TWIN, *other], [SAME, *ties, link("twin", "SAME_AS", "other", "hidden")]),
        ASKED,
    )
    entity = json.loads(seen[0].body)["data"]["entity"]
    assert [(told["name"], told["isContested"], len(told["claims"])) for told in entity["properties"]] == [
        ("aliases", False, 1),
        ("displayName", False, 2),
        ("minor", False, 1),
    ]
    assert entity["isComplete"] is True
    await installation.load(bare)
    assert (await observe(installation, ASKED))[0].body == seen[0].body


async def test_L28_what_may_not_be_read_is_no_claim(installation: Installation) -> None:
    def judged(intent: int | None) -> Raw:
        said = {} if intent is None else {"intent": intent}
        return world([ADA, node("actor", "Actor", label="Ada", **said)], [link("ada", "SAME_AS", "actor")])

    for intent in (0, 3):
        seen = await assert_same(installation, judged(None), judged(intent), ASKED)
    names = [told["name"] for told in json.loads(seen[0].body)["data"]["entity"]["properties"]]
    assert names == ["aliases", "displayName", "label"]


async def test_claims_that_differ_stand_side_by_side_with_who_says_them(installation: Installation) -> None:
    other = node("twin", displayName="Eda", minor=False)
    await installation.load(world([ADA, other], [SAME]))
    body = json.loads((await observe(installation, ASKED))[0].body)
    told = next(each for each in body["data"]["entity"]["properties"] if each["name"] == "displayName")
    said = sorted((claim["record"], claim["values"]) for claim in told["claims"])
    assert told["isContested"] is True
    assert said == sorted([(id_of("ada"), ["Ada"]), (id_of("twin"), ["Eda"])])
    assert {claim["originator"] for claim in told["claims"]} == {"POL"}
