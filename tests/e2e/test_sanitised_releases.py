"""Sanitised versions over HTTP: in nobody's view until every originator consented and two people approved; what is behind them stays hidden."""

import json
from datetime import timedelta
from typing import Any

from graph_model.local.server import Endpoint
from tests.e2e.conftest import Service
from tests.e2e.office import question, step
from tests.e2e.test_writes import COUNT, done, mutate
from tests.e2e.test_writes_derived import DERIVE, assessed, parts
from tests.wipe import raw

SANITISE = "mutation($s: SanitiseInput!) { sanitise(statement: $s) { outcome id record { id } userErrors { code field message } } }"
DECIDED = "{ state userErrors { code } }"
REPORTS = "{ reports(first: 100) { edges { node { id text marking { level } } } } }"
CORRECT = "mutation($s: CorrectInput!) { correct(statement: $s) { outcome } }"
LINE = "Reliable: a sum has been named for harm to the judge; before 30 March."
LOWER = {
    "level": "STG_C",
    "releasableTo": ["NCTV", "OM", "POL", "CTIVD"],
    "scopes": ["C1"],
    "purposes": ["THREAT_ASSESSMENT", "PROTECTION_DECISION", "OVERSIGHT"],
    "regime": "WIV",
    "handling": ["CONSULT_FIRST", "NO_ONWARD"],
    "match": "MATCH",
}


def version(service: Service, of: str, **others: Any) -> dict[str, Any]:
    """The tear-line of a report."""
    record = {"report": {"kind": "AMBTSBERICHT", "text": LINE}}
    return {"replaces": service.world.ids.get(of, of), "record": record, "marking": LOWER} | others


async def proposed(service: Service) -> str:
    """That of the service's report from its source."""
    made = await done(service, "u-liv", SANITISE, s=version(service, "R-r17.AIVD"))
    assert (made["outcome"], made["record"], made["userErrors"]) == ("PROPOSED", None, [])
    return str(made["id"])


async def decided(service: Service, who: str, release: str, verb: str = "approve", **others: str) -> str:
    """The state it comes to, or the code of the refusal."""
    answer = await step(service, who, f'{verb}Release(release: "{release}") {DECIDED}', **others)
    return str(answer["state"] or answer["userErrors"][0]["code"])


async def reads(service: Service, who: str) -> dict[str, Any] | None:
    """The line as somebody reads it among the reports."""
    answer = await service.ask(who, "THREAT_ASSESSMENT", REPORTS)
    found = [edge["node"] for edge in answer.json()["data"]["reports"]["edges"] if edge["node"]["text"] == LINE]
    return found[0] if found else None


async def test_the_story_of_the_tear_line(service: Service, neo4j: Endpoint) -> None:
    release = await proposed(service)
    assert [await reads(service, who) for who in ("u-liv", "u-noor", "u-wessel")] == [None] * 3
    (shown,) = await question(service, "u-otto", "releases { id state says { name value } marking { name value } }")
    assert (shown["id"], {one["name"]: one["value"] for one in shown["says"]}["text"]) == (release, LINE)
    assert {"name": "level", "value": "STG_C"} in shown["marking"]
    assert await decided(service, "u-otto", release) == "PROPOSED"
    assert await reads(service, "u-wessel") is None
    assert await decided(service, "u-pia", release) == "RELEASED"
    read = await reads(service, "u-wessel")
    assert read is not None
    assert read["marking"] == {"level": "STG_C"}
    (citation,) = raw(neo4j, "MATCH (r:Release {id: $id}) RETURN r.replaces AS replaces, r.pc AS pc", id=release)
    high = service.world.ids["R-r17.AIVD"]
    assert citation == {"replaces": high, "pc": raw(neo4j, "MATCH (s:Statement {id: $id}) RETURN s.pc AS pc", id=high)[0]["pc"]}
    everything = f'{{ node(id: "{read["id"]}") {{ ... on Report {{ id text originator mentions(first: 9) {{ edges {{ node {{ id }} }} }} }} }} }}'
    assert high not in (await service.ask("u-wessel", "THREAT_ASSESSMENT", everything)).text


async def test_nobody_approves_twice_and_who_is_not_concerned_finds_nothing(service: Service) -> None:
    release = await proposed(service)
    assert await decided(service, "u-otto", release) == "PROPOSED"
    assert await decided(service, "u-otto", release) == "FOUR_EYES"
    for who in ("u-fenna", "u-yfke", "u-liv", "u-noor", "u-tess"):
        assert await decided(service, who, release) == "NOT_FOUND", who
        assert await decided(service, who, "0" * 32) == "NOT_FOUND", who
    assert await decided(service, "u-pia", release, purpose="THREAT_ASSESSMENT") == "NOT_FOUND"
    assert await reads(service, "u-wessel") is None
    for who, there in (("u-liv", 1), ("u-pia", 1), ("u-fenna", 0), ("u-noor", 0), ("u-tess", 0)):
        assert len(await question(service, who, "releases { id }")) == there, who


async def test_whoever_may_not_hold_the_version_does_not_decide_on_it(service: Service) -> None:
    """The police's functionary is cleared to DEP_V, its security officer to STG_C; each finds it or nothing."""
    marking = {"level": "STG_C", "scopes": ["C2"], "regime": "WPG8", "handling": [], "match": "MATCH"}
    made = await done(service, "u-saar", SANITISE, s=version(service, "R-r22.POL", marking=marking))
    assert made["outcome"] == "PROPOSED", made
    for who, there in (("u-fenna", 0), ("u-bente", 1)):
        assert len(await question(service, who, "releases { id }")) == there, who
    assert await decided(service, "u-fenna", made["id"]) == "NOT_FOUND"
    assert await question(service, "u-saar", "releases { state says { name } marking { name } }") == [
        {"state": "PROPOSED", "says": [], "marking": []}
    ]


async def test_what_was_refused_is_gone(service: Service, neo4j: Endpoint) -> None:
    release = await proposed(service)
    assert await decided(service, "u-otto", release) == "PROPOSED"
    assert await decided(service, "u-pia", release, "refuse") == "REFUSED"
    assert await decided(service, "u-pia", release) == "WRONG_STATE"
    assert raw(neo4j, "MATCH (n) WHERE n.text = $line RETURN n", line=LINE) == []


async def test_what_was_corrected_meanwhile_is_not_released(service: Service) -> None:
    release = await proposed(service)
    assert await decided(service, "u-otto", release) == "PROPOSED"
    service.clock.set(service.clock.now() + timedelta(minutes=1))
    change = {"id": service.world.ids["R-r17.AIVD"], "record": {"report": {"channel": "SYSTEM"}}}
    assert (await done(service, "u-liv", CORRECT, s=change))["outcome"] == "UPDATED"
    assert await decided(service, "u-pia", release) == "STALE"
    assert await reads(service, "u-wessel") is None


async def test_of_what_rests_on_anothers_record_both_consent(service: Service, neo4j: Endpoint) -> None:
    made = await done(service, "u-noor", DERIVE, s=assessed(service, "R-r22.POL"))
    marking = {"level": "NONE", "scopes": ["C2"], "regime": "WPG8", "handling": [], "match": "MATCH"}
    record = {"assessment": {"kind": "DA", "question": "Een Kwikstaart?"}}
    told = await done(service, "u-noor", SANITISE, s={"replaces": made["id"], "record": record, "marking": marking})
    assert told["outcome"] == "PROPOSED", told
    assert [await decided(service, who, told["id"]) for who in ("u-yfke", "u-mats")] == ["PROPOSED"] * 2
    assert await decided(service, "u-fenna", told["id"]) == "RELEASED"
    (released,) = raw(neo4j, "MATCH (s:Assessment:Statement) WHERE s.question = 'Een Kwikstaart?' RETURN s.id AS id")
    assert parts(neo4j, released["id"])["originators"] == ["NCTV", "POL"]


async def test_only_ones_own_record_has_a_version_and_every_other_is_as_if_not_there(service: Service, neo4j: Endpoint) -> None:
    before = raw(neo4j, COUNT)
    marking = {"level": "NONE", "scopes": ["C2"], "regime": "WPG8", "handling": [], "match": "MATCH"}
    handles = ("R-r11.NCTV", "R-r16.AIVD", "R-r17.AIVD", "P-tegelaar.POL", "R-r60.KMAR", "0" * 32, "no id")
    bodies = {(await mutate(service, "u-saar", SANITISE, s=version(service, one, marking=marking))).content for one in handles}
    assert [json.loads(body)["data"]["sanitise"]["userErrors"][0]["code"] for body in bodies] == ["NOT_FOUND"]
    assert raw(neo4j, COUNT) == before


async def test_a_repeat_is_one_proposal(service: Service) -> None:
    answers = [await mutate(service, "u-liv", SANITISE, key="the same", s=version(service, "R-r17.AIVD")) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert len(await question(service, "u-otto", "releases { id }")) == 1
