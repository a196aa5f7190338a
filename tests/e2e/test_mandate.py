"""Waiting and refused consents, inside a mandate: its scopes, and the originators that let themselves be overseen there."""

from typing import Any

from graph_model.instant import parse
from tests.e2e.conftest import Service
from tests.e2e.office import ADMINISTRATION, REQUEST, STEP, question, state, step

CONSENTS = "consents { id state overdue history { state ground at } approvals { organisation } }"


async def _asked(service: Service, grantor: str, scope: str) -> str:
    wanted = REQUEST | {"grantor": grantor, "grantee": "user:u-daan", "scopes": [scope]}
    done = await step(service, "u-daan", f"requestGrant(request: $request) {STEP}", "THREAT_ASSESSMENT", request=wanted)
    return str(done["grant"]["id"])


async def _told(service: Service, who: str) -> dict[str, Any]:
    return {one["id"]: one for one in await question(service, who, CONSENTS, "OVERSIGHT")}


async def test_an_overseer_sees_what_waits_and_was_refused_with_ground_and_age(service: Service) -> None:
    waits, refused = await _asked(service, "DLIO", "C1"), await _asked(service, "OM", "C1")
    assert state(await step(service, "u-marijn", f'refuseGrant(grant: "{refused}", ground: "BPG-2:13-a") {STEP}')) == "REFUSED"
    told = await _told(service, "u-hadewych")
    assert {told[waits]["state"], told[refused]["state"]} == {"REQUESTED", "REFUSED"}
    assert told[refused]["history"][-1]["ground"] == "BPG-2:13-a"
    assert not told[waits]["overdue"]
    service.clock.set(parse("2026-03-26T09:00:00Z"))
    assert (await _told(service, "u-hadewych"))[waits]["overdue"]


async def test_what_lies_outside_the_mandate_is_not_there(service: Service) -> None:
    """Another scope; an originator that is overseen by somebody else, whose refusal would tell that it holds something."""
    own, elsewhere, of_services = (
        await _asked(service, "DLIO", "C1"),
        await _asked(service, "DLIO", "C3"),
        await _asked(service, "AIVD", "C1"),
    )
    assert {own, elsewhere, of_services} & set(await _told(service, "u-hadewych")) == {own}
    assert {own, elsewhere, of_services} & set(await _told(service, "u-maud")) == {of_services}


async def test_nobody_else_has_such_a_list(service: Service) -> None:
    await _asked(service, "DLIO", "C1")
    for who, purpose in (
        ("u-noor", "THREAT_ASSESSMENT"),
        ("u-noor", "OVERSIGHT"),
        ("u-tess", ADMINISTRATION),
        ("u-fenna", ADMINISTRATION),
    ):
        assert await question(service, who, CONSENTS, purpose) is None, who
    assert await question(service, "u-hadewych", CONSENTS, ADMINISTRATION) == []
