"""Waiting and refused consents, inside a mandate: its scopes, and the originators that let themselves be overseen there."""

from typing import Any

from access_policies.suppression import SMALL
from access_policies.suppression import told as suppressed
from graph_model.instant import parse
from tests.e2e.acts import DECLARATION
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


async def test_statistics_count_what_was_given_inside_the_mandate_and_single_nobody_out(service: Service) -> None:
    """Counted by hand from the auditor's list: the inspectorate is overseen on what its own grants name."""
    found = "statistics { name counts { name number } }"
    terms = "grants { id grantor grantee state purposes legalBasis scopes approvals { organisation } breakGlass }"
    every = await question(service, "u-tess", terms)
    own = [one for one in every if one["grantee"] in ("user:u-hadewych", "team:INSP-STELSEL", "org:INSP")]
    overseen = {
        (scope, giver)
        for one in own
        if one["state"] == "ACTIVE" and "OVERSIGHT" in one["purposes"]
        for scope in one["scopes"]
        for giver in (one["grantor"], *(each["organisation"] for each in one["approvals"]))
    }
    given = [
        one
        for one in every
        if any((scope, one["grantor"]) in overseen for scope in one["scopes"])
        and one["state"] in ("ACTIVE", "EXPIRED", "REVOKED")
        and one not in own
        and not one["breakGlass"]
    ]
    told = {one["name"]: {each["name"]: each["number"] for each in one["counts"]} for one in await _statistics(service)}
    assert len(given) >= SMALL
    assert told["STATE"] == suppressed({state: _number(given, "state", state) for state in told["STATE"]})
    assert told["PURPOSE"] == suppressed({one: sum(one in each["purposes"] for each in given) for one in told["PURPOSE"]})
    assert told["LEGAL_BASIS"] == suppressed({one: _number(given, "legalBasis", one) for one in told["LEGAL_BASIS"]})
    before = await _statistics(service)
    await step(service, "u-fenna", f'revokeGrant(grant: "{_outside(every, given)}", ground: "moved") {STEP}')
    assert await _statistics(service) == before
    await _glass_broken(service)
    assert await _statistics(service) == before
    for who, purpose in (("u-hadewych", ADMINISTRATION), ("u-noor", "OVERSIGHT"), ("u-tess", ADMINISTRATION)):
        assert await question(service, who, found, purpose) is None


async def _glass_broken(service: Service) -> None:
    """Inside the mandate: the police let themselves be overseen on this case."""
    declaration = DECLARATION | {"organisation": "DKDB", "scopes": ["C1"]}
    await step(service, "u-fenna", "declareEmergency(declaration: $declaration) { receipt }", declaration=declaration)
    await step(service, "u-bente", 'approveEmergency(declaration: "BG-POL-roles") { receipt }')
    use = f'useEmergency(declaration: "BG-POL-roles", reason: "shots", case: "C1") {STEP}'
    assert state(await step(service, "u-meike", use, "PROTECTION_EXECUTION")) == "ACTIVE"


async def _statistics(service: Service) -> Any:
    return await question(service, "u-hadewych", "statistics { name counts { name number } }", "OVERSIGHT")


def _number(grants: list[dict[str, Any]], term: str, value: str) -> int:
    return sum(one[term] == value for one in grants)


def _outside(every: list[dict[str, Any]], given: list[dict[str, Any]]) -> str:
    found = (one["id"] for one in every if one["grantor"] == "POL" and one["state"] == "ACTIVE" and one not in given)
    return str(next(found))
