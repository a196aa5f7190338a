"""The way in: own statements only, all or nothing, one effect a key, and nothing learnt about what the writer does not see."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.errors import KeyReused, NotAccepted, PurposeUnknown, UnknownSubject
from access_policies.guard import Asked, Guard
from graph_model.errors import EndsMissing, ModelError
from graph_model.intake.contribution import Asserter, Contribution, Effects, Known, OfferedLink, OfferedNode, Own
from graph_model.local.server import Endpoint
from graph_model.marking import Marking
from graph_model.statement import Value
from graph_model.store import Store
from loaders.scenario.world import read_world
from tests.access_policies.audit.logs import read_entries
from tests.access_policies.conftest import Installation
from tests.access_policies.questions import ask, handles
from tests.answers import rendered
from tests.wipe import raw

SAAR, HUGO, DAAN = (Asked(who, "THREAT_ASSESSMENT", "test") for who in ("u-saar", "u-hugo", "u-daan"))
COUNT = "MATCH (s:Statement) WITH count(s) AS nodes OPTIONAL MATCH (:Statement)-[r]->() RETURN nodes, count(r) AS links"


@pytest.fixture
async def installation(store: Store, neo4j: Endpoint, tmp_path: Path) -> AsyncIterator[Installation]:
    """People, grants, and two records: one that nobody of these tests sees, and one that Daan sees."""
    world = read_world()
    clock, audit = SetClock(world.now), AuditLog(tmp_path / "audit" / "one")
    guard = Guard(store, clock, audit)
    ids = {world.ids[handle] for handle in ("P-zwaluw.AIVD", "P-tegelaar.POL")}
    await guard.intake.found(world.register, [node for node in world.nodes if node.id in ids], [])
    yield Installation(guard, clock, world, audit, store, neo4j)
    audit.close()


def _marking(of: str = "POL", **changes: Any) -> Marking:
    nobody: frozenset[str] = frozenset()
    plain = Marking(
        of, "PROTECTION", "VIRBI", "DEP_V", nobody, nobody, frozenset({"C2"}),
        frozenset({"THREAT_ASSESSMENT"}), "WPG8", nobody, "MATCH",
    )  # fmt: skip
    return replace(plain, **changes, originators=frozenset({of}))


def _person(name: str, key: str = "REG-1", **changes: Any) -> OfferedNode:
    return replace(OfferedNode("Person", key, {"displayName": name}, _marking(), "1"), **changes)


def _knows(start: Own | Known, end: Own | Known, key: str = "L-1", **changes: Any) -> OfferedLink:
    return replace(OfferedLink("RELATED_TO", key, start, end, {"kind": "FAMILY"}, _marking(), "1"), **changes)


async def _give(
    installation: Installation,
    asked: Asked,
    *what: OfferedNode | OfferedLink,
    key: str = "",
    complete: tuple[Asserter, ...] = (),
) -> Effects:
    nodes = tuple(one for one in what if isinstance(one, OfferedNode))
    links = tuple(one for one in what if isinstance(one, OfferedLink))
    contribution = Contribution("own-desk", nodes, links, complete, ("RELATED_TO",))
    accepted = await installation.guard.intake.contribute(asked, contribution, key or repr((asked.subject, what, complete)))
    return accepted.effects


def _outcomes(effects: Effects) -> list[str]:
    return [effect.outcome for effect in (*effects.nodes, *effects.links)]


async def _sees(installation: Installation, who: Asked, id_: str) -> dict[str, Any] | None:
    question = {"op": "fields", "id": "it"}
    query, parameters = ask(question, {"it": id_}, {})
    released = await installation.guard.reading.read(who, query, parameters, partial(rendered, query))
    found: dict[str, Any] | None = json.loads(released.body)["found"]
    return found and {name: value for name, value in found.items() if value is not None and name != "id"}


async def test_what_is_taken_in_is_seen_by_whom_its_marking_and_a_grant_allow(installation: Installation) -> None:
    effects = await _give(installation, SAAR, _person("Tijs Proefkonijn"))
    assert _outcomes(effects) == ["created"]
    assert await _sees(installation, SAAR, effects.nodes[0].id) == {"displayName": "Tijs Proefkonijn"}
    assert await _sees(installation, DAAN, effects.nodes[0].id) == {"displayName": "Tijs Proefkonijn"}
    assert await _sees(installation, HUGO, effects.nodes[0].id) is None


async def test_a_newer_version_replaces_an_older_never_and_what_was_is_kept(installation: Installation, neo4j: Endpoint) -> None:
    first = await _give(installation, SAAR, _person("Tijs", version="2"))
    same = await _give(installation, SAAR, _person("Tijs", version="3"))
    older = await _give(installation, SAAR, _person("Teis", version="1"))
    contested = await _give(installation, SAAR, _person("Tys", version="3"))
    newer = await _give(installation, SAAR, _person("Thijs", version="4"))
    assert [_outcomes(one)[0] for one in (first, same, older, contested, newer)] == [
        "created", "unchanged", "older", "contested", "updated",
    ]  # fmt: skip
    assert len({one.nodes[0].id for one in (first, same, older, contested, newer)}) == 1
    assert await _sees(installation, SAAR, first.nodes[0].id) == {"displayName": "Thijs"}
    former = raw(neo4j, "MATCH (f:FormerStatement) RETURN f.of AS of, f.displayName AS name, f.pc AS pc, labels(f) AS labels")
    assert [(row["of"], row["name"], row["labels"]) for row in former] == [(first.nodes[0].id, "Tijs", ["FormerStatement"])]


async def test_who_may_not_read_all_of_a_record_is_not_told_that_it_is_the_same(installation: Installation) -> None:
    grant = next(grant for grant in installation.world.register.grants if grant.id == "G-pol-c2")
    await _give(installation, DAAN, _person("Tijs", properties={"displayName": "Tijs", "birthDate": "1990-01-01"}))
    register = replace(installation.world.register, grants=(replace(grant, field_classes=("basic",)),))
    await installation.guard.directory.register(register)
    for version, born in (("1", "1990-01-01"), ("1", "1991-01-01"), ("2", "1991-01-01")):
        guess = _person("Tijs", properties={"displayName": "Tijs", "birthDate": born}, version=version)
        assert _outcomes(await _give(installation, DAAN, guess, key=version + born)) == ["updated"]


async def test_two_partners_with_one_external_id_never_meet(installation: Installation, neo4j: Endpoint) -> None:
    mine = await _give(installation, SAAR, _person("Çağla"))
    theirs = await _give(installation, HUGO, _person("Cagla", marking=_marking("DLIO")))
    again = await _give(installation, HUGO, _person("Cagla T.", marking=_marking("DLIO"), version="2"))
    nobodys = await _give(installation, HUGO, _person("Cagla", "REG-0000", marking=_marking("DLIO")))
    assert [_outcomes(one) for one in (mine, theirs, again, nobodys)] == [["created"], ["created"], ["updated"], ["created"]]
    assert await _sees(installation, SAAR, mine.nodes[0].id) == {"displayName": "Çağla"}


async def test_what_the_writer_does_not_see_of_its_own_organisation_is_as_if_it_were_not_there(installation: Installation) -> None:
    hidden = await _give(installation, SAAR, _person("Verborgen", marking=_marking(scopes=frozenset({"C1"}))))
    written = await _give(installation, DAAN, _person("Zichtbaar"))
    assert _outcomes(written) == ["created"]
    assert written.nodes[0].id != hidden.nodes[0].id
    assert await _sees(installation, SAAR, hidden.nodes[0].id) == {"displayName": "Verborgen"}


async def test_hidden_and_absent_ends_get_one_answer_and_nothing_is_written(installation: Installation, neo4j: Endpoint) -> None:
    before = raw(neo4j, COUNT)
    hidden = installation.world.ids["P-zwaluw.AIVD"]
    answers = []
    for end in (Known(hidden), Known("f" * 32), Known("no id at all"), Own("REG-NOBODY")):
        with pytest.raises(EndsMissing) as refused:
            await _give(installation, DAAN, _person("Tijs"), _knows(Own("REG-1"), end))
        answers.append((str(refused.value), refused.value.places))
    assert answers == [("relationships refer to records that are not there", [0])] * 4
    assert raw(neo4j, COUNT) == before
    assert raw(neo4j, "MATCH (n) WHERE n:Applied OR n:IntakeGate RETURN count(n) AS n") == [{"n": 0}]


async def test_a_link_to_a_record_of_another_that_is_in_view_is_taken_in(installation: Installation) -> None:
    effects = await _give(
        installation, DAAN, _person("Tijs"), _knows(Own("REG-1"), Known(installation.world.ids["P-tegelaar.POL"]))
    )
    assert _outcomes(effects) == ["created", "created"]


@pytest.mark.parametrize(
    "changes",
    [
        {"regime": "WPG12"},
        {"regime": "UNHEARD"},
        {"system": "GETUIGENBESCHERMING"},
        {"system": "PROTECTION", "level": "STG_G"},
        {"scopes": frozenset({"C1"})},
        {"compartments": frozenset({"BAKEN"})},
        {"purposes": frozenset({"OVERSIGHT"})},
        {"originator": "AIVD"},
        {"originator": "DLIO"},
        {"originator": "DLIO", "originators": frozenset({"DLIO"}), "releasable_to": frozenset({"POL"})},
        {"originators": frozenset({"POL", "DLIO"})},
    ],
    ids=lambda changes: "-".join(changes),
)
async def test_what_the_writer_may_not_assert_is_refused_with_one_answer(
    installation: Installation, neo4j: Endpoint, changes: dict[str, Any]
) -> None:
    before = raw(neo4j, "MATCH (n) RETURN count(n) AS n, max(n.value) AS epoch")
    marking = replace(_marking(), **changes)
    with pytest.raises(NotAccepted, match=r"^not accepted$"):
        await _give(installation, DAAN, _person("Mirjam", marking=marking))
    assert raw(neo4j, "MATCH (n) RETURN count(n) AS n, max(n.value) AS epoch") == before
    entries = read_entries(installation.audit.folder)
    assert entries[-1]["outcome"] == "NotAccepted"
    assert "Mirjam" not in json.dumps(entries)


async def test_without_a_marking_it_is_seen_by_own_staff_and_by_nobody_else(installation: Installation) -> None:
    effects = await _give(installation, SAAR, _person("Zonder", marking=None))
    assert await _sees(installation, SAAR, effects.nodes[0].id) == {"displayName": "Zonder"}
    for who in (DAAN, HUGO, Asked("u-noor", "THREAT_ASSESSMENT", "t"), Asked("u-saar", "PROTECTION_DECISION", "t")):
        assert await _sees(installation, who, effects.nodes[0].id) is None
    with pytest.raises(NotAccepted):
        await _give(installation, DAAN, _person("Zonder recht", marking=None))


@pytest.mark.parametrize("actions", [("see", "read"), ("read", "write"), ("cite", "export")])
async def test_to_write_takes_both_to_write_and_to_see(
    installation: Installation, neo4j: Endpoint, actions: tuple[str, ...]
) -> None:
    grant = next(grant for grant in installation.world.register.grants if grant.id == "G-pol-c2")
    register = replace(installation.world.register, grants=(replace(grant, actions=actions),))
    await installation.guard.directory.register(register)
    with pytest.raises(NotAccepted, match=r"^not accepted$"):
        await _give(installation, DAAN, _person("Tijs"))


async def test_what_is_seen_and_not_writable_is_refused(installation: Installation) -> None:
    await _give(installation, SAAR, _person("Tijs"))
    reader = replace(next(g for g in installation.world.register.grants if g.id == "G-pol-c2"), actions=("see", "read"))
    writer = replace(reader, id="G-other", scopes=("C9",), actions=("see", "read", "write"))
    register = replace(installation.world.register, grants=(reader, writer))
    await installation.guard.directory.register(register)
    with pytest.raises(NotAccepted, match=r"^not accepted$"):
        await _give(installation, DAAN, _person("Thijs", version="2", marking=_marking(scopes=frozenset({"C9"}))))


async def test_a_repeat_has_one_effect_and_one_answer_also_from_another_process(
    installation: Installation, neo4j: Endpoint
) -> None:
    first = await _give(installation, SAAR, _person("Tijs"), key="k")
    after = raw(neo4j, COUNT)
    other = Guard(installation.store, installation.clock, AuditLog(installation.audit.folder.parent / "other"))
    contribution = Contribution("own-desk", (_person("Tijs"),), (), (), ("RELATED_TO",))
    for guard in (installation.guard, other):
        assert (await guard.intake.contribute(SAAR, contribution, "k")).effects == first
    assert raw(neo4j, COUNT) == after
    with pytest.raises(KeyReused):
        await _give(installation, SAAR, _person("Thijs"), key="k")
    assert _outcomes(await _give(installation, HUGO, _person("Tijs", marking=_marking("DLIO")), key="k")) == ["created"]


async def test_of_many_at_once_with_one_key_or_one_name_one_creates(installation: Installation, neo4j: Endpoint) -> None:
    same = await asyncio.gather(*(_give(installation, SAAR, _person("Tijs"), key="k") for _ in range(6)))
    assert len({one.nodes[0].id for one in same}) == 1
    others = await asyncio.gather(*(_give(installation, SAAR, _person("Teun", "REG-2"), key=f"k{n}") for n in range(6)))
    assert sorted(_outcomes(one)[0] for one in others) == ["created", *["unchanged"] * 5]
    assert raw(neo4j, "MATCH (s:Statement {sourceSystem: 'own-desk'}) RETURN count(s) AS n") == [{"n": 2}]


async def test_a_withdrawn_record_is_gone_stays_gone_and_takes_no_links(installation: Installation) -> None:
    first = await _give(installation, SAAR, _person("Tijs"), _person("Teun", "REG-2"))
    gone = await _give(installation, SAAR, _person("Tijs", version="2", withdrawn=True))
    again = await _give(installation, SAAR, _person("Tijs", version="2", withdrawn=True), key="again")
    assert (_outcomes(gone), _outcomes(again)) == (["withdrawn"], ["unchanged"])
    assert await _sees(installation, SAAR, first.nodes[0].id) is None
    with pytest.raises(EndsMissing):
        await _give(installation, SAAR, _knows(Own("REG-1"), Own("REG-2")))
    back = await _give(installation, SAAR, _person("Tijs", version="3"))
    assert _outcomes(back) == ["updated"]
    assert await _sees(installation, SAAR, first.nodes[0].id) == {"displayName": "Tijs"}


async def test_what_a_record_does_not_assert_any_more_ends_and_an_older_version_does_not_bring_it_back(
    installation: Installation, neo4j: Endpoint
) -> None:
    def assertion(version: str, *ends: str) -> list[OfferedNode | OfferedLink]:
        links = [_knows(Own("A"), Own(end), f"A#kin#{end}", version=version, asserted_by="A") for end in ends]
        return [_person("Ada", "A", version=version), _person("Bo", "B"), _person("Cé", "C"), *links]

    live = "MATCH (:Statement)-[r:RELATED_TO {sourceSystem: 'own-desk'}]->() WHERE r.pc IS NOT NULL RETURN r.externalId AS key"
    await _give(installation, SAAR, *assertion("1", "B"), complete=(Asserter("A", "1"),))
    effects = await _give(installation, SAAR, *assertion("2", "C"), complete=(Asserter("A", "2"),))
    assert (_outcomes(effects)[-1], effects.ended) == ("created", 1)
    assert raw(neo4j, live) == [{"key": "A#kin#C"}]
    older = await _give(installation, SAAR, *assertion("1", "B"), complete=(Asserter("A", "1"),), key="again")
    assert (_outcomes(older), older.ended) == (["older", "unchanged", "unchanged", "older"], 0)
    assert raw(neo4j, live) == [{"key": "A#kin#C"}]


async def test_a_link_may_change_its_ends_and_keeps_its_id(installation: Installation, neo4j: Endpoint) -> None:
    people = [_person("Ada", "A"), _person("Bo", "B"), _person("Cé", "C")]
    first = await _give(installation, SAAR, *people, _knows(Own("A"), Own("B")))
    moved = await _give(installation, SAAR, *people, _knows(Own("A"), Own("C"), version="2"))
    assert (_outcomes(moved)[-1], moved.links[0].id) == ("updated", first.links[0].id)
    rows = raw(neo4j, "MATCH ()-[r:RELATED_TO {sourceSystem: 'own-desk'}]->(e) RETURN r.id AS id, e.displayName AS end")
    assert rows == [{"id": first.links[0].id, "end": "Cé"}]
    assert raw(neo4j, "MATCH (f:FormerStatement) RETURN f.type AS type, f.of AS of") == [
        {"type": "RELATED_TO", "of": first.links[0].id}
    ]


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"type": "Ghost"}, r"nodes\[0\]: unknown type"),
    ({"properties": {"shoeSize": 4}}, r"nodes\[0\]: unknown property 'shoeSize'"),
    ({"properties": {"displayName": 4}}, r"nodes\[0\]: displayName is not of kind text"),
    ({"properties": {"displayName": "\ud800"}}, r"displayName is not of kind text"),
    ({"properties": {"displayName": "x" * 1_000_001}}, r"displayName is not of kind text"),
    ({"properties": {"birthDate": "2026-02-30"}}, r"birthDate is not of kind date"),
    ({"properties": {"publicFunction": "DRAAK"}}, r"publicFunction is none of its values"),
    ({"external_id": ""}, r"nodes\[0\]: external id: missing"),
    ({"external_id": "x" * 1_001}, r"nodes\[0\]: external id: missing, longer than 1000"),
    ({"valid_from": "yesterday"}, r"nodes\[0\]: instant: not an ISO 8601"),
]


@pytest.mark.parametrize(("changes", "said"), FAULTS, ids=[said for _, said in FAULTS])
async def test_what_breaks_the_ontology_is_refused_whole_with_its_place(
    installation: Installation, neo4j: Endpoint, changes: dict[str, Value], said: str
) -> None:
    before = raw(neo4j, COUNT)
    with pytest.raises(ModelError, match=said):
        await _give(installation, SAAR, replace(_person("Tijs"), **changes), _person("Teun", "REG-2"), key="k")
    assert raw(neo4j, COUNT) == before


async def test_a_relationship_that_the_ontology_does_not_know_is_refused(installation: Installation) -> None:
    with pytest.raises(ModelError, match=r"links\[0\]: MENTIONS does not go from Person to Person"):
        await _give(
            installation, SAAR, _person("A", "A"), _person("B", "B"), _knows(Own("A"), Own("B"), type="MENTIONS", properties={})
        )
    with pytest.raises(ModelError, match=r"nodes\[1\]: its external id is there twice"):
        await _give(installation, SAAR, _person("A", "A"), _person("B", "A"))


async def test_every_contribution_and_every_refusal_has_its_entries_without_content(installation: Installation) -> None:
    await _give(installation, SAAR, _person("Tijs Proefkonijn"))
    with pytest.raises(UnknownSubject):
        await _give(installation, Asked("u-nobody", "THREAT_ASSESSMENT", "t"), _person("Tijs Proefkonijn"))
    with pytest.raises(PurposeUnknown):
        await _give(installation, Asked("u-saar", "CURIOSITY", "t"), _person("Tijs Proefkonijn"))
    entries = read_entries(installation.audit.folder)
    text = json.dumps(entries, ensure_ascii=False)
    assert [entry["outcome"] for entry in entries][-4:] == ["begun", "accepted", "UnknownSubject", "PurposeUnknown"]
    assert "Proefkonijn" not in text
    assert "REG-1" not in text


async def test_rights_that_end_before_the_commit_end_the_contribution(installation: Installation) -> None:
    """The standing that the guard keeps is of an older epoch: the last read of the transaction finds that out."""
    await _give(installation, DAAN, _person("Tijs"))
    other = Guard(installation.store, installation.clock, AuditLog(installation.audit.folder.parent / "other"))
    await other.administration.revoke(Asked("u-fenna", "GRANT_ADMINISTRATION", "revoke"), "G-pol-c2", "moved")
    with pytest.raises(NotAccepted):
        await _give(installation, DAAN, _person("Teun", "REG-2"))


async def test_a_former_version_is_in_no_answer(installation: Installation) -> None:
    await _give(installation, SAAR, _person("Voormalig Anemoon"))
    await _give(installation, SAAR, _person("Nu", version="2"))
    question = {"op": "search", "text": "Voormalig"}
    query, parameters = ask(question, installation.world.ids, {})
    released = await installation.guard.reading.read(SAAR, query, parameters, partial(rendered, query))
    assert handles(question, json.loads(released.body), installation.world.ids) == []
