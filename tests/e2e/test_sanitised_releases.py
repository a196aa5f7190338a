"""Sanitised versions over HTTP: in nobody's view until every originator consented and two people approved; what is behind them stays hidden."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from graph_model.cypher import control, control_releases
from graph_model.cypher.statement_text import ControlStatement
from graph_model.local.server import Endpoint
from tests.access_policies.audit.logs import read_entries
from tests.access_policies.commits import RAISE, Meanwhile
from tests.e2e.conftest import Service
from tests.e2e.following import NOTICES, following
from tests.e2e.office import ADMINISTRATION, question, step
from tests.e2e.test_writes import COUNT, RELATE, WITHDRAW, done, mutate
from tests.e2e.test_writes_derived import DERIVE, assessed, parts
from tests.wipe import raw

SANITISE = "mutation($s: SanitiseInput!) { sanitise(statement: $s) { outcome id record { id } userErrors { code field message } } }"
DECIDED = "{ state userErrors { code } }"
REPORTS = "{ reports(first: 100) { edges { node { id text marking { level } } } } }"
CORRECT = "mutation($s: CorrectInput!) { correct(statement: $s) { outcome } }"
LINKED = "{ totalCount edges { node { id } } }"
EVERYTHING = f'{{ node(id: "%s") {{ ... on Report {{ id text originator derivedFrom(first: 9) {LINKED} derivedFromOf(first: 9) {LINKED} }} }} }}'
BY_WHAT_IS_BEHIND = "{ reports(first: 100, where: {derivedFrom: {some: {}}}) { totalCount edges { node { id } } } }"
COUNTED = "{ reports(first: 100) { totalCount edges { node { id } } } }"
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


async def behind(service: Service, who: str, id_: str, way: str = "derivedFrom") -> list[str]:
    """What somebody finds a version to be made from; or from what it was made, which versions there are."""
    text = f'{{ node(id: "{id_}") {{ ... on Report {{ {way}(first: 9) {{ edges {{ node {{ id }} }} }} }} }} }}'
    answer = (await service.ask(who, "THREAT_ASSESSMENT", text)).json()["data"]
    return [edge["node"]["id"] for edge in answer["node"][way]["edges"]]


async def notices(service: Service, who: str) -> set[tuple[str, str]]:
    """What somebody is told: kind and what about."""
    return {(one["kind"], one["about"]) for one in await question(service, who, "notices { kind about }")}


def of_anothers(service: Service) -> dict[str, Any]:
    """The line, for C2, of a report of the police that the national coordinator may cite."""
    marking = {"level": "NONE", "scopes": ["C2"], "regime": "WPG8", "handling": [], "match": "MATCH"}
    return version(service, "R-r22.POL", marking=marking)


def citing(neo4j: Endpoint, id_: str) -> dict[str, Any]:
    """The whole marking of what says that a version was made from something, as no reader is told it."""
    text = "MATCH ({id: $id})-[link:DERIVED_FROM]->() MATCH (m:Marking {pc: link.pc}) RETURN m.parts AS parts"
    return dict(json.loads(raw(neo4j, text, id=id_)[0]["parts"]))


def unmarked(body: bytes) -> bytes:
    """An answer without its receipt, which is random."""
    return json.dumps(json.loads(body)["data"]).encode()


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
    assert await behind(service, "u-liv", read["id"]) == [high]
    assert await behind(service, "u-liv", high, "derivedFromOf") == [read["id"]]
    assert citing(neo4j, read["id"]) == parts(neo4j, high)


async def test_whoever_reads_the_version_alone_cannot_tell_that_anything_is_behind_it(service: Service, neo4j: Endpoint) -> None:
    """Two runs: with what is behind it, and with all of that taken away."""
    release = await proposed(service)
    assert [await decided(service, who, release) for who in ("u-otto", "u-pia")] == ["PROPOSED", "RELEASED"]
    (found,) = raw(
        neo4j, "MATCH (s:Statement)-[:DERIVED_FROM]->(high) WHERE s.text = $line RETURN s.id AS id, high.id AS high", line=LINE
    )
    ways = [EVERYTHING % found["id"], EVERYTHING % found["high"], BY_WHAT_IS_BEHIND, COUNTED]

    async def told() -> list[bytes]:
        return [unmarked((await service.ask("u-wessel", "THREAT_ASSESSMENT", one)).content) for one in ways]

    before = await told()
    assert LINE.encode() in before[0]
    assert not any(found["high"].encode() in body for body in before)
    raw(neo4j, "MATCH (r:Release) DELETE r")
    raw(neo4j, "MATCH (high:Statement {id: $id}) DETACH DELETE high", id=found["high"])
    assert await told() == before


async def test_nobody_approves_twice_and_who_is_not_concerned_finds_nothing(service: Service) -> None:
    release = await proposed(service)
    at_once = await asyncio.gather(*(decided(service, "u-otto", release) for _ in range(4)))
    assert sorted(at_once) == ["FOUR_EYES", "FOUR_EYES", "FOUR_EYES", "PROPOSED"]
    for who in ("u-fenna", "u-yfke", "u-liv", "u-noor", "u-tess"):
        assert await decided(service, who, release) == "NOT_FOUND", who
        assert await decided(service, who, "0" * 32) == "NOT_FOUND", who
    assert await decided(service, "u-pia", release, purpose="THREAT_ASSESSMENT") == "NOT_FOUND"
    assert await decided(service, "u-noor", "Imre Tegelaar") == "NOT_FOUND"
    ours = [entry for entry in read_entries(service.parts.audit.folder) if entry["action"] == "release.approve"]
    assert {len(entry["detail"].get("release", "")) for entry in ours} == {0, 32}
    assert not any("Tegelaar" in json.dumps(entry) for entry in ours)
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
        assert (("RELEASE_PROPOSED", made["id"]) in await notices(service, who)) == bool(there), who
    assert await decided(service, "u-fenna", made["id"]) == "NOT_FOUND"
    assert await question(service, "u-saar", "releases { state says { name } marking { name } }") == [
        {"state": "PROPOSED", "says": [], "marking": []}
    ]


async def test_a_version_that_one_does_not_decide_on_takes_no_place_among_those_that_one_does(service: Service) -> None:
    """Two runs: with nothing but what the police's functionary decides on, and with a newer one above that clearance."""
    marking = {"scopes": ["C2"], "regime": "WPG8", "handling": [], "match": "MATCH"}
    await done(service, "u-saar", SANITISE, s=version(service, "R-r22.POL", marking=marking | {"level": "NONE"}))
    ways = [f"releases(first: {first}) {{ id state says {{ name value }} }}" for first in (1, 2)]
    ways += ["notices { kind about at }"]
    before = [await question(service, "u-fenna", way) for way in ways]
    assert [len(found) for found in before[:2]] == [1, 1]
    service.clock.set(service.clock.now() + timedelta(minutes=1))
    async with (
        following(service, "u-fenna", ADMINISTRATION, NOTICES) as fenna,
        following(service, "u-bente", ADMINISTRATION, NOTICES) as bente,
    ):
        assert [(await stream.notice())["kind"] for stream in (fenna, bente)] == ["STARTED"] * 2
        made = await done(service, "u-saar", SANITISE, s=version(service, "R-r22.POL", marking=marking | {"level": "STG_C"}))
        assert (await bente.notice())["about"] == made["id"]
        await fenna.hears_nothing()
    assert [await question(service, "u-fenna", way) for way in ways] == before
    assert [one["id"] for one in await question(service, "u-bente", "releases(first: 1) { id }")] == [made["id"]]


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


async def test_a_version_of_anothers_record_takes_its_originators_consent(service: Service, neo4j: Endpoint) -> None:
    made = await done(service, "u-noor", SANITISE, s=of_anothers(service))
    assert (made["outcome"], made["userErrors"]) == ("PROPOSED", []), made
    assert [await decided(service, who, made["id"]) for who in ("u-yfke", "u-mats")] == ["PROPOSED"] * 2
    assert await reads(service, "u-noor") is None
    assert ("RELEASE_PROPOSED", made["id"]) in await notices(service, "u-fenna")
    assert await decided(service, "u-fenna", made["id"]) == "RELEASED"
    read = await reads(service, "u-noor")
    assert read is not None
    whole = parts(neo4j, read["id"])
    assert (whole["originator"], whole["originators"]) == ("NCTV", ["NCTV", "POL"])
    assert await behind(service, "u-noor", read["id"]) == [service.world.ids["R-r22.POL"]]
    cites, cited = citing(neo4j, read["id"]), parts(neo4j, service.world.ids["R-r22.POL"])
    assert (cites["originator"], cites["originators"]) == ("NCTV", ["NCTV", "POL"])
    assert {"NCTV", *cites["releasable_to"]} == {"POL", *cited["releasable_to"]}
    whose = ("originator", "originators", "releasable_to")
    assert {name: cites[name] for name in cites if name not in whose} == {name: cited[name] for name in cited if name not in whose}
    link = {"type": "DERIVED_FROM", "from": {"id": read["id"]}, "to": {"id": service.world.ids["R-r21.POL"]}}
    told = await done(service, "u-noor", RELATE, s=link)
    assert [error["field"] for error in told["userErrors"]] == ["type"]


async def test_that_anothers_record_changed_is_told_to_nobody_but_those_who_decide_for_the_other(service: Service) -> None:
    """To the writer's own functionaries it is as if the other had not consented yet."""
    made = await done(service, "u-noor", SANITISE, s=of_anothers(service))
    assert await decided(service, "u-fenna", made["id"]) == "PROPOSED"
    service.clock.set(service.clock.now() + timedelta(minutes=1))
    change = {"id": service.world.ids["R-r22.POL"], "record": {"report": {"channel": "PORTAL"}}}
    assert (await done(service, "u-saar", CORRECT, s=change))["outcome"] == "UPDATED"
    assert [await decided(service, who, made["id"]) for who in ("u-yfke", "u-mats")] == ["PROPOSED"] * 2
    assert await decided(service, "u-bente", made["id"]) == "STALE"
    assert await reads(service, "u-noor") is None


async def test_when_what_is_behind_it_is_taken_back_whoever_said_the_version_is_told_and_nobody_who_rests_on_it(
    service: Service,
) -> None:
    release = await proposed(service)
    assert [await decided(service, who, release) for who in ("u-otto", "u-pia")] == ["PROPOSED", "RELEASED"]
    read = await reads(service, "u-noor")
    assert read is not None
    made = await done(service, "u-noor", DERIVE, s=assessed(service, read["id"]))
    assert made["outcome"] == "CREATED", made
    service.clock.set(service.clock.now() + timedelta(minutes=1))
    assert (await done(service, "u-liv", WITHDRAW, s={"id": service.world.ids["R-r17.AIVD"]}))["outcome"] == "WITHDRAWN"
    assert ("BASIS_WITHDRAWN", read["id"]) in await notices(service, "u-otto")
    assert {("BASIS_WITHDRAWN", made["id"]), ("WITHDRAWN", read["id"])}.isdisjoint(await notices(service, "u-yfke"))
    assert await reads(service, "u-noor") == read
    assert (await done(service, "u-liv", WITHDRAW, s={"id": read["id"]}))["outcome"] == "WITHDRAWN"
    assert {("BASIS_WITHDRAWN", made["id"]), ("WITHDRAWN", read["id"])} <= await notices(service, "u-yfke")


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


async def test_nobody_cuts_what_cites_from_what_it_cites(service: Service, neo4j: Endpoint) -> None:
    """Whoever could would hide where a version came from, and would not be told any more that it changed."""
    release = await proposed(service)
    assert [await decided(service, who, release) for who in ("u-otto", "u-pia")] == ["PROPOSED", "RELEASED"]
    made = await done(service, "u-noor", DERIVE, s=assessed(service, "R-r22.POL"))
    assert made["outcome"] == "CREATED", made
    found = raw(
        neo4j,
        "MATCH (one)-[link:DERIVED_FROM|BASED_ON]->() WHERE one.text = $line OR one.id = $id RETURN link.id AS id, type(link) AS type, one.id AS of",
        line=LINE,
        id=made["id"],
    )
    assert {link["type"] for link in found} == {"DERIVED_FROM", "BASED_ON"}
    for link in found:
        who = "u-liv" if link["type"] == "DERIVED_FROM" else "u-noor"
        told = await done(service, who, WITHDRAW, s={"id": link["id"], "type": link["type"], "from": link["of"]})
        assert [(error["code"], error["field"]) for error in told["userErrors"]] == [("INVALID", "type")], link


async def test_what_one_does_not_see_has_no_version_as_if_it_were_not_there(service: Service, neo4j: Endpoint) -> None:
    before = raw(neo4j, COUNT)
    marking = {"level": "NONE", "scopes": ["C2"], "regime": "WPG8", "handling": [], "match": "MATCH"}
    handles = ("R-r11.NCTV", "R-r16.AIVD", "R-r17.AIVD", "P-tegelaar.POL", "R-r60.KMAR", "0" * 32, "no id")
    bodies = {(await mutate(service, "u-saar", SANITISE, s=version(service, one, marking=marking))).content for one in handles}
    assert [json.loads(body)["data"]["sanitise"]["userErrors"][0]["code"] for body in bodies] == ["NOT_FOUND"]
    assert raw(neo4j, COUNT) == before


async def test_what_one_sees_and_may_not_cite_has_no_version_by_ones_hand(service: Service, neo4j: Endpoint) -> None:
    """Hugo may write the version, for those who would consent; and reads what it is of."""
    before = raw(neo4j, COUNT)
    told = await done(service, "u-hugo", SANITISE, s=of_anothers(service))
    assert [error["code"] for error in told["userErrors"]] == ["NOT_ACCEPTED"]
    assert (raw(neo4j, COUNT), raw(neo4j, "MATCH (r:Release|ProposedStatement) RETURN r")) == (before, [])


async def test_a_repeat_is_one_proposal(service: Service) -> None:
    answers = [await mutate(service, "u-liv", SANITISE, key="the same", s=version(service, "R-r17.AIVD")) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert len(await question(service, "u-otto", "releases { id }")) == 1


async def test_a_right_that_ends_while_a_version_is_released_ends_that(
    service: Service, neo4j: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The policies are others after they were looked at, and before the version is in the graph: it is decided anew."""
    release = await proposed(service)
    looked = Meanwhile(monkeypatch, neo4j, control.READ_EPOCH, RAISE)
    await decided(service, "u-otto", release)
    assert looked.runs == 2


async def test_what_is_to_be_decided_is_listed_under_the_epoch_that_it_was_read_under(
    service: Service, neo4j: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = await proposed(service)
    run, reads = service.parts.store.run, list[int]()

    async def and_a_change(statement: ControlStatement, **parameters: Any) -> list[dict[str, Any]]:
        rows = await run(statement, **parameters)
        if statement == control_releases.READ_RELEASES:
            reads.append(len(rows))
            if len(reads) == 1:
                await asyncio.to_thread(raw, neo4j, RAISE)
        return rows

    monkeypatch.setattr(service.parts.store, "run", and_a_change)
    assert [one["id"] for one in await question(service, "u-otto", "releases { id }")] == [release]
    assert reads == [1, 1]
