"""Case C as it was known to organisation O at time T: what its people saw then, within the overseer's own view, and nothing else."""

from datetime import datetime

import pytest

from graph_model.instant import parse
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Service
from tests.e2e.test_stories import RAW, document

REPORTS = {"op": "list", "types": ["Report"], "case": "C1"}
FIELD = """asKnown(record: $record, organisation: "%s", at: "%s") { ... on Case {
  inCaseOf(first: 100, types: [Report]) { edges { node { id ... on Report { text } } } } } }"""


async def _reports(service: Service, who: str, purpose: str) -> dict[str, str | None]:
    """The reports of C1 that somebody sees now, with their text where it may be read."""
    text, variables = document(REPORTS, service.world.ids)
    answer = await service.ask(who, purpose, text.replace("node { id }", "node { id ... on Report { text } }"), variables)
    case = answer.json()["data"]["case"] or {"found": {"edges": []}}
    return {edge["node"]["id"]: edge["node"]["text"] for edge in case["found"]["edges"]}


async def _as_known(service: Service, who: str, organisation: str, at: str, purpose: str = "OVERSIGHT") -> dict[str, str | None]:
    case = service.world.ids[RAW["cases"]["C1"]["node"]]
    document = f"query($record: ID!) {{ administration {{ found: {FIELD % (organisation, at)} }} }}"
    answer = (await service.ask(who, purpose, document, {"record": case})).json()
    assert "errors" not in answer, answer
    found = answer["data"]["administration"]["found"]
    return {edge["node"]["id"]: edge["node"]["text"] for edge in found["inCaseOf"]["edges"]} if found else {}


async def _known_then(service: Service, overseer: str, organisation: str, at: datetime) -> dict[str, str | None]:
    """The same by asking as everybody of the organisation, for every purpose, with the clock set back."""
    service.clock.set(at)
    own = await _reports(service, overseer, "OVERSIGHT")
    known: dict[str, str | None] = {}
    for user in (user for user in service.world.register.users if user.organisation == organisation):
        for purpose in service.world.register.table.purposes:
            for id_, text in (await _reports(service, user.key, purpose)).items():
                known[id_] = text or known.get(id_)
    service.clock.set(service.world.now)
    return {id_: text if own[id_] is not None else None for id_, text in known.items() if id_ in own}


@pytest.mark.parametrize("organisation", ["NCTV", "OM", "DKDB"])
@pytest.mark.parametrize("at", ["2026-02-27T12:00:00Z", "2026-03-07T00:00:00Z"])
async def test_a_case_is_what_the_people_of_the_organisation_saw_then(service: Service, organisation: str, at: str) -> None:
    then = await _known_then(service, "u-hadewych", organisation, parse(at))
    assert await _as_known(service, "u-hadewych", organisation, at) == then


async def test_what_came_later_was_not_known_and_what_others_knew_is_not_told(service: Service) -> None:
    early = await _as_known(service, "u-hadewych", "NCTV", "2026-02-27T12:00:00Z")
    late = await _as_known(service, "u-hadewych", "NCTV", "2026-03-15T00:00:00Z")
    assert 0 < len(early) < len(late)
    assert await _as_known(service, "u-hadewych", "VUUR", "2026-03-15T00:00:00Z") == {}
    assert await _as_known(service, "u-hadewych", "NOBODY", "2026-03-15T00:00:00Z") == {}
    tomorrow = await _as_known(service, "u-hadewych", "NCTV", "2027-03-15T00:00:00Z")
    assert tomorrow == await _as_known(service, "u-hadewych", "NCTV", "2026-03-16T09:00:00Z")
    of_services = set(await _as_known(service, "u-maud", "NCTV", "2026-03-15T00:00:00Z"))
    assert of_services == {service.world.ids["R-r16.AIVD"], service.world.ids["R-r17.AIVD"]}


async def test_nobody_else_looks_through_the_eyes_of_others_and_each_look_is_on_record(service: Service) -> None:
    """Not even at what they see themselves: that others saw it is not theirs to know."""
    before = len(read_entries(service.parts.audit.folder))
    for who, purpose in (("u-noor", "THREAT_ASSESSMENT"), ("u-tess", "GRANT_ADMINISTRATION"), ("u-hadewych", "OVERSIGHT")):
        found = await _as_known(service, who, "NCTV", "2026-03-15T00:00:00Z", purpose)
        assert bool(found) == (who == "u-hadewych")
    entries = read_entries(service.parts.audit.folder)[before:]
    looks = [(entry["subject"], entry["kind"], entry["detail"]) for entry in entries if entry["action"] == "as_known"]
    detail = {"organisation": "NCTV", "at": "2026-03-15T00:00:00.000Z"}
    assert looks == [
        ("u-noor", "REFUSE", detail),
        ("u-tess", "REFUSE", detail),
        ("u-hadewych", "AUDIT_VIEW", detail),
    ]
    served = [entry for entry in entries if entry["served"]]
    assert {entry["subject"] for entry in served} == {"u-hadewych"}
