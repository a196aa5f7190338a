"""Watched persons over HTTP: what newly leads to one is told to its originator's people, and nobody else can tell that one is."""

import re
from typing import Any

import pytest

from graph_model.local.server import Endpoint
from tests.e2e.conftest import Running, Service
from tests.e2e.following import NOTICES, following
from tests.e2e.office import ADMINISTRATION, REQUEST, STEP, codes, question, state, step
from tests.e2e.test_administration_blind import NEW
from tests.e2e.test_writes import CREATE, RELATE, SAME, done, person

ASSESSMENT = "THREAT_ASSESSMENT"
HAZEL = {"level": "DEP_V", "scopes": ["C2-POL"], "regime": "WPG8", "match": "MATCH", "handling": []}
"""What analysts of the police see of their own, and nobody else yet."""
SERVED = re.compile(r'"u-\w+: \d+ records on [^"]*",?')
"""How often somebody was served: what a test asks for is in it."""
WATCH = "{ id person state reason watchedBy since until endedBy }"
ALARM = """alarm(watch: "%s") { isWhole watch { state } alerts { id kind cause originator acknowledgedBy records
  opened { purpose users paths { pairs isWhole kinds { number example steps { type forwards by } } } } ways { steps { id type forwards } } } }"""


@pytest.fixture(scope="module")
async def service(neo4j: Endpoint, running: Running) -> Service:
    """One service for all: what one test records, no other minds."""
    return await running.untouched(neo4j)


async def recorded(service: Service, name: str, **marking: Any) -> str:
    """A person of the police."""
    made = await done(service, "u-saar", CREATE, s=person(name, marking=HAZEL | marking))
    assert made["outcome"] == "CREATED", made
    return str(made["id"])


async def related(service: Service, one: str, other: str, **marking: Any) -> str:
    """The id of a relationship between two of them, recorded by the police."""
    said = {"type": "RELATED_TO", "from": {"id": one}, "to": {"id": other}, "marking": HAZEL | marking}
    return str((await done(service, "u-saar", RELATE, s=said))["id"])


async def begun(service: Service, who: str, one: str) -> Any:
    """The payload of a watch that somebody begins."""
    text = f'watchPerson(person: "{one}", reason: "threatened", until: "2026-09-01T00:00:00Z") {{ watch {WATCH} userErrors {{ code field }} }}'
    return await step(service, who, text)


async def told(service: Service, who: str, watch: str) -> Any:
    """What somebody is told of a watch."""
    purpose = ADMINISTRATION if who in ("u-fenna", "u-bente") else ASSESSMENT
    return await question(service, who, ALARM % watch, purpose)


async def test_a_relationship_a_merge_and_a_grant_each_raise_one_alert_where_they_are_seen(service: Service) -> None:
    one, other, same = [await recorded(service, name) for name in ("Tijs Proefkonijn", "Tijs Proefhaas", "T. Konijn")]
    begins = await begun(service, "u-fenna", one)
    assert begins["userErrors"] == []
    watch = begins["watch"]["id"]
    assert begins["watch"] | {"id": "", "since": "", "until": ""} == {
        "id": "", "person": one, "state": "RUNNING", "reason": "threatened", "watchedBy": "u-fenna", "since": "", "until": "", "endedBy": "",
    }  # fmt: skip
    link = await related(service, one, other)
    merge = (await done(service, "u-saar", SAME, a=same, b=one, m=HAZEL))["id"]
    alerts = {alert["cause"]: alert for alert in (await told(service, "u-saar", watch))["alerts"]}
    assert {cause: (alert["kind"], alert["originator"], alert["records"]) for cause, alert in alerts.items()} == {
        link: ("RELATIONSHIP", "POL", 1),
        merge: ("MERGE", "POL", 1),
    }
    (way,) = alerts[link]["ways"]
    assert way["steps"] == [
        {"id": one, "type": "Person", "forwards": None},
        {"id": link, "type": "RELATED_TO", "forwards": True},
        {"id": other, "type": "Person", "forwards": None},
    ]
    assert [row["forwards"] for row in alerts[merge]["ways"][0]["steps"]] == [None, False, None]
    assert (await told(service, "u-fenna", watch))["alerts"] == []
    assert await told(service, "u-daan", watch) is None, "an analyst of the police who does not see the person"
    async with following(service, "u-fenna", ADMINISTRATION, NOTICES) as fenna:
        await fenna.notice()
        grant = await granted(service)
        heard = [await fenna.notice() for _ in range(2)]
    assert [(one["kind"], one["about"]) for one in heard] == [("REQUESTED", grant), ("NEW_PATH", watch)]
    (alert,) = (await told(service, "u-fenna", watch))["alerts"]
    assert (alert["kind"], alert["cause"], [part["users"] for part in alert["opened"]]) == ("GRANT", grant, [["u-daan"]])
    kinds = [kind for part in alert["opened"] for kind in part["paths"]["kinds"]]
    assert {(step["type"], step["by"]) for kind in kinds for step in kind["steps"]} == {
        ("Person", "NEW"), ("RELATED_TO", "NEW"), ("SAME_AS", "NEW")
    }  # fmt: skip
    assert {alert["cause"] for alert in (await told(service, "u-daan", watch))["alerts"]} == {link, merge}
    seen = f'acknowledgeAlert(watch: "{watch}", alert: "{alert["id"]}") {{ alert userErrors {{ code }} }}'
    assert codes(await step(service, "u-bente", seen)) == ["FOUR_EYES"], "who approved the grant"
    assert await step(service, "u-fenna", seen) == {"alert": alert["id"], "userErrors": []}
    assert (await told(service, "u-bente", watch))["alerts"][0]["acknowledgedBy"] == "u-fenna"
    ends = f'endWatch(watch: "{watch}") {{ watch {WATCH} userErrors {{ code }} }}'
    assert (await step(service, "u-bente", ends))["watch"]["state"] == "ENDED"
    await related(service, one, await recorded(service, "Tijs Later"))
    listed = await question(service, "u-daan", f"watches {WATCH}", ASSESSMENT)
    assert [(watch["person"], watch["state"], watch["endedBy"]) for watch in listed] == [(one, "ENDED", "u-bente")]


async def granted(service: Service) -> str:
    """The id of a grant to an analyst, for what only others of the police saw, in force now."""
    wanted = REQUEST | {"grantor": "POL", "scopes": ["C2-POL"]}
    asked = await step(service, "u-daan", f"requestGrant(request: $request) {STEP}", ASSESSMENT, request=wanted)
    grant = str(asked["grant"]["id"])
    await step(service, "u-fenna", f'consentToGrant(grant: "{grant}") {STEP}')
    assert state(await step(service, "u-bente", f'approveGrant(grant: "{grant}") {STEP}')) == "ACTIVE"
    return grant


async def test_nobody_of_another_organisation_can_tell_that_somebody_is_watched(service: Service) -> None:
    """Others who see the very person, their functionaries, overseers and an operator: byte for byte the same before and after."""
    one, other = [
        await recorded(service, name, scopes=["C2"], releasableTo=["NCTV"]) for name in ("Tijs Proefkonijn", "Tijs Proefhaas")
    ]
    node = f'{{ node(id: "{one}") {{ id ... on Person {{ displayName relatedTo(first: 5) {{ edges {{ node {{ id }} }} }} }} }} }}'
    assert (await service.ask("u-noor", ASSESSMENT, node)).json()["data"]["node"]
    before = await outside(service, one, node, "W-0123456789abcdef0123")
    watch = (await begun(service, "u-fenna", one))["watch"]["id"]
    await related(service, one, other, scopes=["C2-POL"])
    assert (await told(service, "u-saar", watch))["alerts"]
    assert await outside(service, one, node, watch) == before


async def outside(service: Service, one: str, node: str, watch: str) -> list[str]:
    """Every byte that people of other organisations get, whatever they try, but for what is new in every answer."""
    given = []
    asks = [
        node,
        "{ administration { watches { id } notices { kind about } report { lines } } }",
        f"{{ administration {{ {ALARM % watch} }} }}",
    ]
    asks += [
        f'mutation {{ watchPerson(person: "{one}", reason: "x", until: "2026-09-01T00:00:00Z") {{ watch {{ id }} userErrors {{ code field message }} }} }}',
        f'mutation {{ endWatch(watch: "{watch}") {{ watch {{ id }} userErrors {{ code field message }} }} }}',
        f'mutation {{ acknowledgeAlert(watch: "{watch}", alert: "x") {{ alert userErrors {{ code field message }} }} }}',
    ]
    for who in ("u-noor", "u-yfke", "u-hugo", "u-willemijn", "u-hadewych", "u-tess", "u-ilse"):
        for purpose in (ASSESSMENT, ADMINISTRATION):
            for text in asks:
                answer = await service.ask(who, purpose, text)
                assert answer.status_code == 200, answer.text
                given.append(SERVED.sub("", NEW.sub("", answer.text + str(dict(answer.headers)))))
    return given


async def test_what_the_originators_own_people_may_not_do_is_refused_as_data(service: Service) -> None:
    one = await recorded(service, "Tijs Proefkonijn")
    assert codes(await begun(service, "u-saar", one)) == ["NOT_FOUND"]
    watch = (await begun(service, "u-fenna", one))["watch"]["id"]
    assert codes(await begun(service, "u-bente", one)) == ["ALREADY_DONE"]
    ends = f'endWatch(watch: "{watch}") {{ watch {{ id }} userErrors {{ code }} }}'
    assert codes(await step(service, "u-saar", ends, ASSESSMENT)) == ["NOT_FOUND"]
    nothing = f'acknowledgeAlert(watch: "{watch}", alert: "nothing") {{ alert userErrors {{ code }} }}'
    for who, purpose in (("u-saar", ASSESSMENT), ("u-fenna", ADMINISTRATION)):
        assert codes(await step(service, who, nothing, purpose)) == ["NOT_FOUND"]
