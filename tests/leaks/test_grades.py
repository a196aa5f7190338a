"""Leaks through the grades of records and relationships, which are assessments like any other."""

import json
from typing import Any

from tests.leaks.small import Question, assert_same, id_of, link, node, observe, world
from tests.oracle.decision import Raw
from tests.properties.installation import Installation

CLAIMS: Question = (
    "query($i: ID!) { entity(id: $i) { properties { name isContested claims { record values reliability credibility } } } }",
    {"i": id_of("ada")},
)
KIN = "relatedTo(first: 5, orderBy: [{field: reliability, direction: DESC}]) { edges { reliability credibility node { id } } }"
ASKED: list[Question] = [
    CLAIMS,
    ('{ persons(first: 5, where: {reliability: {eq: "A"}}) { totalCount } }', {}),
    ("{ persons(first: 5, where: {not: {credibility: {isNull: true}}}) { totalCount } }", {}),
    (
        "{ persons(first: 5, orderBy: [{field: reliability}]) { counts(by: reliability) { value count } edges { node { id reliability } } } }",
        {},
    ),
    ('{ persons(first: 5, where: {relatedTo: {some: {reliability: {in: ["A", "B"]}}}}) { totalCount edges { node { id } } } }', {}),
    (f"query($i: ID!) {{ node(id: $i) {{ ... on Person {{ reliability {KIN} }} }} }}", {"i": id_of("ada")}),
    ('{ search(text: "A", first: 5) { totalCount } }', {}),
]


def _graded(ada: str | None, twin: str | None, kin: str | None, **parts: Any) -> Raw:
    """Two records of one person and a relationship, each with a letter, and no digit where there is no letter."""

    def grades(letter: str | None) -> dict[str, str]:
        return {} if letter is None else {"reliability": letter, "credibility": "2"}

    nodes = [node("ada", displayName="Eda", **grades(ada)), node("twin", displayName="Eda", **grades(twin)), node("bo")]
    return world(
        nodes,
        [link("ada", "SAME_AS", "twin"), link("ada", "RELATED_TO", "bo", **grades(kin)), link("ada", "RELATED_TO", "twin")],
        **parts,
    )


async def test_L28_L29_whoever_reads_no_assessments_sees_no_grade_wherever_it_is_asked_of(installation: Installation) -> None:
    for other in (_graded("A", "F", "B"), _graded("F", None, None)):
        seen = await assert_same(installation, _graded(None, None, None), other, ASKED)
    told = json.loads(seen[0].body)["data"]["entity"]["properties"]
    assert [(one["name"], [claim["reliability"] for claim in one["claims"]]) for one in told] == [("displayName", [None, None])]
    assert json.loads(seen[3].body)["data"]["persons"]["counts"] == [{"value": None, "count": 3}]


async def test_a_grade_is_told_beside_each_claim_of_its_record_and_is_no_claim(installation: Installation) -> None:
    grant = world([])["grants"][0] | {"field_classes": ["basic", "identity", "assessment"]}
    await installation.load(_graded("A", "F", "B", grants=[grant]))
    seen = [json.loads(one.body)["data"] for one in await observe(installation, ASKED)]
    (told,) = seen[0]["entity"]["properties"]
    graded = {claim["record"]: claim["reliability"] + claim["credibility"] for claim in told["claims"]}
    assert (told["name"], told["isContested"], graded) == ("displayName", False, {id_of("ada"): "A2", id_of("twin"): "F2"})
    assert [one["persons"]["totalCount"] for one in (*seen[1:3], seen[4])] == [1, 2, 1]
    assert [edge["node"]["reliability"] for edge in seen[3]["persons"]["edges"]] == ["A", "F", None]
    assert [(edge["reliability"], edge["credibility"]) for edge in seen[5]["node"]["relatedTo"]["edges"]] == [
        ("B", "2"),
        (None, None),
    ]
    assert seen[6]["search"]["totalCount"] == 0
