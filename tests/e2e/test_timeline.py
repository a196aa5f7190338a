"""The judge's first two months, as told to those who assess, decide, execute, oversee, and to somebody from another case."""

import json

import pytest

from tests.e2e.conftest import Service

QUESTION = """query($id: ID!, $until: String) {
  timeline(id: $id, from: "2026-01-01", until: $until, types: [Threat, Report, Case, Measure, Place]) {
    isComplete entries { at what relationship statement originator record { id } }
  }
}"""
SEEN = [
    ("01-09", "firstSeen", "T-t01.POL"),
    ("01-20", "receivedAt", "R-r02.POL"),
    ("01-21", "openedAt", "C-C1.NCTV"),
    ("01-21", "receivedAt", "R-r03.POL"),
    ("02-10", "firstSeen", "T-t02.POL"),
    ("02-20", "activeAt", "M-m01.DKDB"),
    ("02-20", "promisedAt", "M-m01.DKDB"),
    ("02-26", "lastSeen", "T-t02.POL"),
    ("02-26", "receivedAt", "R-r10.POL"),
]
WITHOUT = {
    ("u-noor", "THREAT_ASSESSMENT"): {"M-m01.DKDB"},
    ("u-bram", "PROTECTION_DECISION"): set(),
    ("u-saar", "THREAT_ASSESSMENT"): {"M-m01.DKDB", "C-C1.NCTV"},
    ("u-saar", "PROTECTION_DECISION"): {"M-m01.DKDB", "C-C1.NCTV", "R-r02.POL", "R-r10.POL"},
    ("u-kees", "PROTECTION_EXECUTION"): {"T-t01.POL", "T-t02.POL", "R-r02.POL", "R-r03.POL", "R-r10.POL"},
    ("u-hadewych", "OVERSIGHT"): set(),
}  # fmt: skip
"""What is not in the view of each, of all that the world says."""


@pytest.mark.parametrize("who, purpose", WITHOUT)
async def test_each_is_told_what_happened_as_far_as_it_is_theirs_to_know(service: Service, who: str, purpose: str) -> None:
    keys = {id_: key for key, id_ in service.world.ids.items()}
    asked = {"id": service.world.ids["P-zwaluw.POL"], "until": "2026-03-01"}
    answer = await service.ask(who, purpose, QUESTION, asked)
    timeline = json.loads(answer.text)["data"]["timeline"]
    told = {(one["at"].removeprefix("2026-"), one["what"], keys[one["record"]["id"]]) for one in timeline["entries"]}
    assert [entry["at"] for entry in timeline["entries"]] == sorted(entry["at"] for entry in timeline["entries"])
    assert told == {one for one in SEEN if one[2] not in WITHOUT[who, purpose]}
    for one in timeline["entries"]:
        assert (one["statement"], one["relationship"]) == (one["record"]["id"], None)
        assert keys[one["record"]["id"]].endswith(one["originator"])
    assert timeline["isComplete"] is True


async def test_what_is_dated_by_a_relationship_says_over_which(service: Service) -> None:
    question = 'query($id: ID!) { timeline(id: $id, until: "2026-01-01") { entries { at what relationship record { id } } } }'
    answer = await service.ask("u-noor", "THREAT_ASSESSMENT", question, {"id": service.world.ids["P-zwaluw.POL"]})
    at_work = {"at": "2020-01-01", "what": "from", "relationship": "at", "record": {"id": service.world.ids["L-rechtbank.POL"]}}
    assert at_work in json.loads(answer.text)["data"]["timeline"]["entries"]


async def test_somebody_from_another_case_gets_the_answer_of_a_record_that_is_not_there(service: Service) -> None:
    answers = [
        (await service.ask("u-jort", "THREAT_ASSESSMENT", QUESTION, {"id": asked})).content
        for asked in (service.world.ids["P-zwaluw.POL"], "nobody")
    ]
    assert answers == [b'{"data":{"timeline":null}}'] * 2
