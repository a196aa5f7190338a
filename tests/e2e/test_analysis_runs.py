"""Analyses that take their time: one's own, ended at will, gone with the rights, and the same findings as at once."""

import asyncio
from datetime import timedelta
from typing import Any

from cli.long_analysis import START as START_AT
from tests.e2e.conftest import Service
from tests.e2e.test_writes import CREATE, WITHDRAW, done

FOUND = "report found highest { level compartments handling } findings { score reason records } records { id __typename }"
NOW = f"query($kind: AnalysisKind!) {{ analysis(kind: $kind) {{ {FOUND} }} }}"
START = "mutation($kind: AnalysisKind!) { startAnalysis(kind: $kind) { id state result { found } } }"
LOOK = f"query($id: ID!) {{ analysisRun(id: $id) {{ id state result {{ {FOUND} }} }} }}"
CANCEL = "mutation($id: ID!) { cancelAnalysis(id: $id) { state result { found } } }"
PATIENCE = 60.0


async def asked(service: Service, who: str, text: str, purpose: str = "THREAT_ASSESSMENT", **variables: Any) -> Any:
    """The value of the one field of an answer."""
    answer = (await service.ask(who, purpose, text, variables)).json()
    assert "errors" not in answer, answer
    (value,) = answer["data"].values()
    return value


async def over(service: Service, who: str, id_: str) -> dict[str, Any]:
    """A run when nothing works on it any more."""
    async with asyncio.timeout(PATIENCE):
        while (run := await asked(service, who, LOOK, id=id_))["state"] in ("READING", "WORKING"):
            await asyncio.sleep(0.05)
    return dict(run)


async def test_a_run_finds_what_is_found_at_once(service: Service) -> None:
    begun = await asked(service, "u-noor", START, kind="BROKERS")
    assert (begun["state"], begun["result"]) == ("READING", None)
    run = await over(service, "u-noor", begun["id"])
    assert run["state"] == "DONE"
    assert run["result"]["findings"]
    assert run["result"] | {"highest": None} == await asked(service, "u-noor", NOW, kind="BROKERS") | {"highest": None}


async def test_a_run_is_its_beginners_for_its_purpose_and_nobody_elses(service: Service) -> None:
    begun = await asked(service, "u-noor", START, kind="CORE")
    others = [
        (await service.ask(who, purpose, text, {"id": id_})).content
        for text in (LOOK, CANCEL)
        for who, purpose, id_ in (
            ("u-daan", "THREAT_ASSESSMENT", begun["id"]),
            ("u-saar", "THREAT_ASSESSMENT", begun["id"]),
            ("u-noor", "PROTECTION_DECISION", begun["id"]),
            ("u-noor", "THREAT_ASSESSMENT", "0" * 32),
            ("u-noor", "THREAT_ASSESSMENT", "no id"),
        )
    ]
    assert set(others) == {b'{"data":{"analysisRun":null}}', b'{"data":{"cancelAnalysis":null}}'}
    assert (await over(service, "u-noor", begun["id"]))["state"] == "DONE"


async def test_a_person_has_four_at_once_and_ends_them_at_will(service: Service) -> None:
    names = "abcde"
    text = f"mutation {{ {' '.join(f'{name}: startAnalysis(kind: BROKERS) {{ id }}' for name in names)} }}"
    answer = (await service.ask("u-bram", "THREAT_ASSESSMENT", text)).json()
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["TOO_MUCH_WORK"]


async def test_what_is_ended_gives_nothing(service: Service) -> None:
    text = f"mutation {{ {' '.join(f'{name}: startAnalysis(kind: BROKERS) {{ id }}' for name in 'abc')} }}"
    begun = (await service.ask("u-saar", "THREAT_ASSESSMENT", text)).json()["data"]
    last = begun["c"]["id"]
    assert await asked(service, "u-saar", CANCEL, id=last) == {"state": "CANCELLED", "result": None}
    assert (await over(service, "u-saar", last))["state"] == "CANCELLED"
    assert (await over(service, "u-saar", begun["a"]["id"]))["state"] == "DONE"


async def test_a_run_dies_with_the_grant(service: Service) -> None:
    ends = service.clock.now() + timedelta(days=300)
    finished = await asked(service, "u-noor", START, kind="CONNECTED")
    assert (await over(service, "u-noor", finished["id"]))["state"] == "DONE"
    begun = await asked(service, "u-noor", START, kind="BROKERS")
    nothing = await asked(service, "u-noor", "mutation { startAnalysis(kind: EVENTS_AHEAD, days: 1) { id } }")
    assert (await over(service, "u-noor", nothing["id"]))["result"]["findings"] == []
    service.clock.set(ends)
    for id_ in (finished["id"], begun["id"], nothing["id"]):
        run = await over(service, "u-noor", id_)
        assert (run["state"], run["result"]) == ("RIGHTS_CHANGED", None)


async def test_a_result_goes_when_a_record_that_it_names_has_left_the_view_and_one_of_a_past_day_keeps_it(service: Service) -> None:
    marking = {"level": "DEP_V", "scopes": ["C2"], "regime": "WPG8", "match": "MATCH", "handling": []}
    record = {"report": {"kind": "TIP", "receivedAt": "1999-01-01"}}
    made = await done(service, "u-saar", CREATE, s={"record": record, "marking": marking})
    then = service.clock.now()
    begun = await asked(service, "u-saar", START, kind="TIME_PATTERNS")
    ahead = await asked(service, "u-saar", START_AT, kind="TIME_PATTERNS", asOf=(then + timedelta(minutes=30)).isoformat())
    for of_now in (begun, ahead):
        assert made["id"] in _named(await over(service, "u-saar", of_now["id"]))
    service.clock.set(then + timedelta(hours=1))
    await done(service, "u-saar", WITHDRAW, s={"id": made["id"]})
    for of_now in (begun, ahead):
        assert await over(service, "u-saar", of_now["id"]) | {"id": ""} == {"id": "", "state": "RIGHTS_CHANGED", "result": None}
    past = await asked(service, "u-saar", START_AT, kind="TIME_PATTERNS", asOf=then.isoformat())
    run = await over(service, "u-saar", past["id"])
    assert made["id"] in _named(run) & {record["id"] for record in run["result"]["records"]}
    assert any(one.startswith("As known on ") for one in run["result"]["report"])


def _named(run: dict[str, Any]) -> set[str]:
    return {id_ for one in run["result"]["findings"] for id_ in one["records"]}
