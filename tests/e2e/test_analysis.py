"""Analyses over HTTP: what the van that was in two files looks like to an analyst, and to whoever has one of the files."""

from typing import Any

import pytest

from tests.e2e.conftest import Service

RECURRING = "{ analysis(kind: RECURRING_ITEMS) { explanation findings { score reason records } records { id ... on Item { value } ... on Report { text } } } }"


async def _found(service: Service, who: str, purpose: str = "THREAT_ASSESSMENT") -> dict[str, Any]:
    answer = await service.ask(who, purpose, RECURRING)
    found: dict[str, Any] = answer.json()["data"]["analysis"]
    return found


async def test_an_item_in_two_files_is_found_by_whoever_sees_both(service: Service) -> None:
    ids = service.world.ids
    noor = await _found(service, "u-noor")
    van = next(one for one in noor["findings"] if one["records"][0] == ids["I-bus.POL"])
    assert van["score"] == 2
    assert set(van["records"][1:]) == {ids["R-r10.POL"], ids["R-r22.POL"]}
    assert any(record.get("value") == "AE-412-U" for record in noor["records"])


async def test_whoever_has_one_of_the_files_finds_nothing_of_it(service: Service) -> None:
    daan = await _found(service, "u-daan")
    assert ids_of(daan).isdisjoint({service.world.ids["I-bus.POL"], service.world.ids["R-r10.POL"]})
    assert (await _found(service, "u-tess", "GRANT_ADMINISTRATION"))["findings"] == []


def ids_of(found: dict[str, Any]) -> set[str]:
    return {id_ for one in found["findings"] for id_ in one["records"]}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("kind: SIMILAR", "BAD_ARGUMENT"),
        ('kind: CORE, about: "x"', "BAD_ARGUMENT"),
        ("kind: CORE, first: 0", "BAD_ARGUMENT"),
        ("kind: CORE, first: 21", "BAD_ARGUMENT"),
        ("kind: NOTHING", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_a_question_that_is_none_is_refused(service: Service, arguments: str, code: str) -> None:
    answer = await service.ask("u-noor", "THREAT_ASSESSMENT", f"{{ analysis({arguments}) {{ isComplete }} }}")
    assert answer.json()["errors"][0]["extensions"]["code"] == code


async def test_records_stand_in_an_operation_of_their_own(service: Service) -> None:
    answer = await service.ask(
        "u-noor", "THREAT_ASSESSMENT", "{ analysis(kind: CORE) { isComplete } persons(first: 1) { totalCount } }"
    )
    assert answer.json()["errors"][0]["extensions"]["code"] == "MIXED_OPERATION"
