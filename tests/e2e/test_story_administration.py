"""Stories (d), (e), (g) and (j) over HTTP: each step at its time sees exactly what the plain reference says."""

import shutil
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from access_policies.audit.segments import segments
from graph_model.instant import parse
from graph_model.local.server import Endpoint
from tests.access_policies.questions import ASKABLE, handles
from tests.e2e.conftest import Running, Service
from tests.e2e.office import REQUEST, STEP, codes, question, state, step
from tests.e2e.test_stories import RAW, document

STORIES: dict[str, list[dict[str, Any]]] = {story["key"]: story["steps"] for story in RAW["stories"]}


@pytest.fixture
async def fresh(neo4j: Endpoint, running: Running) -> Service:
    """A service whose log holds nothing but what the scenario's ledger does."""
    await running.stop()
    await running.start(neo4j)
    assert running.service is not None
    return running.service


async def _sees(service: Service, told: dict[str, Any]) -> list[str]:
    """The answer to a step, as `sees` writes it."""
    asks, who, purpose = told["query"], told["who"], told["purpose"]
    if asks["op"] == "grants":
        found = await question(service, who, f'grants(scope: "{asks["scope"]}") {{ id state }}', purpose)
        return [f"{grant['id']}={grant['state']}" for grant in found]
    if asks["op"] == "disclosures":
        field = f'disclosures(records: $records, until: "{asks["until"]}") {{ at subject purpose grants }}'
        found = await question(service, who, field, purpose, records=[service.world.ids[asks["record"]]])
        return [f"{one['at'].replace('.000', '')} {one['subject']} {one['purpose']} {one['grants'][0]}" for one in found]
    answer = await service.ask(who, purpose, *document(asks, service.world.ids))
    return handles(asks, answer.json()["data"], service.world.ids)


async def _all_seen(service: Service, story: str, before: dict[str, Callable[[], Awaitable[object]]]) -> int:
    """Go through a story; where people act in it, in the order of time, each act before the first step that is not earlier."""
    ops = {*ASKABLE, "grants", "disclosures"}
    steps = [one for one in STORIES[story] if one["query"]["op"] in ops]
    if before:
        steps.sort(key=lambda one: parse(one["at"]))
    waiting = sorted(before.items())
    for one in steps:
        while waiting and waiting[0][0] <= one["at"]:
            at, work = waiting.pop(0)
            service.clock.set(parse(at))
            await work()
        service.clock.set(parse(one["at"]))
        seen = await _sees(service, one)
        assert [text.replace("G-daan-c1tel", "") for text in one["sees"]] == [_without_new_id(text) for text in seen], one
    assert not waiting
    return len(steps)


def _without_new_id(seen: str) -> str:
    """A grant that was asked for in the test has an id of its own."""
    return f"={seen.partition('=')[2]}" if seen.startswith("G-") and len(seen.partition("=")[0]) == 22 else seen


async def test_story_d_the_revocation_is_in_force_for_the_next_answer(service: Service) -> None:
    async def revoke() -> None:
        assert state(await step(service, "u-fenna", f'revokeGrant(grant: "G-hugo-c2", ground: "moved") {STEP}')) == "REVOKED"

    assert await _all_seen(service, "d", {"2026-03-16T10:20:00Z": revoke}) == 5


async def test_story_e_the_administrator_sees_the_keys_and_never_the_rooms(service: Service) -> None:
    assert await _all_seen(service, "e", {}) == 5


async def test_story_g_who_knew_of_the_van_and_when(fresh: Service) -> None:
    assert await _all_seen(fresh, "g", {}) == 5


@pytest.mark.parametrize("change", ["none", "tamper", "remove"])
async def test_story_g_a_ledger_with_one_name_changed_or_one_entry_out_is_broken(service: Service, change: str) -> None:
    log = service.parts.audit.folder
    copy = log.parent / "copy"
    shutil.copytree(log, copy)
    try:
        path = segments(copy)[0]
        whole = path.read_bytes()
        start = whole.index(b'"source":"scenario:4"')
        begin, end = whole.rindex(b"KrEn", 0, start), whole.index(b"KrCp", start)
        changed = {"none": whole[begin:end], "remove": b""}
        changed["tamper"] = whole[begin:end].replace(b'"subject":"u-', b'"subject":"x-')
        path.write_bytes(whole[:begin] + changed[change] + whole[end:])
        found = await question(service, "u-hadewych", "auditVerification { isIntact logs { log fault } }", "OVERSIGHT")
        assert found["isIntact"] == (change == "none")
        assert [one["log"] for one in found["logs"] if one["fault"]] == ([] if change == "none" else ["copy"])
    finally:
        shutil.rmtree(copy)


async def test_story_j_somebody_asks_two_people_decide_and_it_opens(service: Service) -> None:
    asked: list[str] = []

    async def ask() -> None:
        done = await step(service, "u-daan", f"requestGrant(request: $request) {STEP}", "THREAT_ASSESSMENT", request=REQUEST)
        assert state(done) == "REQUESTED"
        asked.append(done["grant"]["id"])
        told = await question(service, "u-willemijn", "notices { kind about }")
        assert told[0] == {"kind": "REQUESTED", "about": asked[0]}

    async def take_up() -> None:
        assert codes(await step(service, "u-bart", f'approveGrant(grant: "{asked[0]}") {STEP}')) == ["WRONG_STATE"]
        assert state(await step(service, "u-willemijn", f'consentToGrant(grant: "{asked[0]}") {STEP}')) == "CONSENT_PENDING"

    async def approve() -> None:
        for nobody in ("u-willemijn", "u-daan", "u-fenna", "u-otto"):
            refused = codes(await step(service, nobody, f'approveGrant(grant: "{asked[0]}") {STEP}'))
            assert refused[0] in ("FOUR_EYES", "NOT_ALLOWED", "NOT_FOUND"), nobody
        assert state(await step(service, "u-bart", f'approveGrant(grant: "{asked[0]}") {STEP}')) == "ACTIVE"

    acts = {"2026-03-16T10:05:00Z": ask, "2026-03-16T10:40:00Z": take_up, "2026-03-16T11:05:00Z": approve}
    assert await _all_seen(service, "j", acts) == 6
    mine = await question(service, "u-daan", "myGrants { id state }", "THREAT_ASSESSMENT")
    assert {"id": asked[0], "state": "ACTIVE"} in mine
