"""What a decision about oneself was made from: enough to work it out again without Kring, and nothing that may not be known."""

import json
from dataclasses import replace
from typing import Any

import pytest

from access_policies.decision import Decider
from access_policies.explanation import Explanation
from access_policies.guard import Asked
from access_policies.inputs import Inputs, inputs_text
from access_policies.policy_texts import READS, policy_version
from access_policies.subject import Context
from graph_model.instant import parse
from graph_model.marking import Marking
from tests.access_policies.conftest import Installation
from tests.faults.deciding import verify_decision

ASSESS = "THREAT_ASSESSMENT"
READERS = (("u-noor", ASSESS), ("u-daan", ASSESS), ("u-ilse", "INFORM_PERSON"), ("u-tamar", "PROTECTION_EXECUTION"))


async def _why(shared: Installation, who: str, handle: str, purpose: str = ASSESS, **more: Any) -> Explanation:
    record = shared.world.ids.get(handle, handle)
    said = (await shared.guard.administration.explaining.explain(Asked(who, purpose, "why"), record, **more)).value
    assert said is not None
    return said


async def _inputs(shared: Installation, who: str, purpose: str, marking: Marking) -> Inputs:
    policy = await shared.guard.directory.policy_of(who)
    return Inputs(policy.subject, Context(purpose, shared.world.now), tuple(policy.grants), policy.table, marking)


async def test_every_decision_about_what_one_sees_is_worked_out_again_without_kring(shared: Installation) -> None:
    worked: dict[bool, int] = {True: 0, False: 0}
    for who, purpose in READERS:
        markings = list({node.marking.key: node.marking for node in shared.world.nodes}.values())
        policy = await shared.guard.directory.policy_of(who)
        decider = Decider(policy.subject, Context(purpose, shared.world.now), policy.grants, policy.table)
        for marking, decision in zip(markings, decider.decide("see", markings), strict=True):
            whole = await _inputs(shared, who, purpose, marking)
            for action in ("see", *READS[::2]) if decision.permit else ():
                text = inputs_text("f" * 32, action, whole)
                assert text is not None
                read, real = json.loads(text), whole.decide(action)
                assert verify_decision.work_out(read) == {"permit": real.permit, "rules": list(real.rules)} == read["answer"]
                assert verify_decision.version_of(read["policies"]["texts"]) == read["policies"]["version"] == policy_version()
                worked[real.permit] += 1
    assert min(worked.values()) > 20


async def test_what_one_may_not_know_changes_no_byte(shared: Installation) -> None:
    """Who else may read, other scopes and purposes, other rows of the law, grants and conflicts elsewhere, the order of everything."""
    node = next(node for node in shared.world.nodes if node.id == shared.world.ids["R-r17.AIVD"])
    marking, whole = node.marking, await _inputs(shared, "u-noor", ASSESS, node.marking)
    before = inputs_text(node.id, "see", whole)
    assert before is not None
    elsewhere = replace(whole.grants[0], id="G-0-elsewhere", scopes=("C-ELSEWHERE",))
    of_others = {name: {**row, "PRIVATE": [ASSESS], "POLICE": []} for name, row in whole.table.regimes.items()}
    others = {
        "readers": replace(whole, marking=replace(marking, releasable_to=marking.releasable_to | {"KMAR"})),
        "scopes": replace(whole, marking=replace(marking, scopes=marking.scopes | {"C-HIDDEN"})),
        "purposes": replace(whole, marking=replace(marking, purposes=frozenset({ASSESS}))),
        "originators": replace(whole, marking=replace(marking, originators=marking.originators | {"KMAR"})),
        "law": replace(whole, table=replace(whole.table, regimes=of_others)),
        "grants": replace(whole, grants=(elsewhere, *reversed(whole.grants))),
        "conflicts": replace(whole, subject=replace(whole.subject, conflicts=frozenset({"C-ELSEWHERE"}))),
        "rights": replace(
            whole, subject=replace(whole.subject, compartments=whole.subject.compartments | {"X"}, roles=frozenset())
        ),
    }
    for name, other in others.items():
        assert other != whole, name
        assert inputs_text(node.id, "see", other) == before, name


async def test_in_which_of_several_scopes_a_record_lies_is_not_told(shared: Installation) -> None:
    node = next(node for node in shared.world.nodes if node.id == shared.world.ids["R-r17.AIVD"])
    whole = await _inputs(shared, "u-noor", ASSESS, node.marking)
    opener = next(grant for grant in whole.grants if grant.id in whole.decide("see").rules)
    one, more = opener.scopes[0], (*opener.scopes, "C-ELSEWHERE")
    told = []
    for scope in (one, "C-ELSEWHERE"):
        marking = replace(node.marking, scopes=frozenset({scope}))
        told.append(inputs_text(node.id, "see", replace(whole, marking=marking, grants=(replace(opener, scopes=more),))))
    assert told[0] == told[1] is not None
    assert "C-ELSEWHERE" not in str(told[0])


async def test_an_explanation_about_oneself_holds_them_and_one_about_another_does_not(shared: Installation) -> None:
    said = await _why(shared, "u-noor", "R-r17.AIVD")
    assert said.inputs is not None
    read = json.loads(said.inputs)
    assert (read["record"], read["user"], read["action"]) == (shared.world.ids["R-r17.AIVD"], "u-noor", "see")
    assert read["answer"] == {"permit": True, "rules": ["G-nctv-c1"]}
    assert [grant["id"] for grant in read["grants"]] == ["G-nctv-c1"]
    other = await _why(shared, "u-otto", "R-r17.AIVD", "GRANT_ADMINISTRATION", user="u-noor")
    assert (other.permit, other.inputs, other.inputs_hash) == (True, None, None)


async def test_a_field_that_no_grant_opens_is_worked_out_from_the_grants_that_open_the_record(shared: Installation) -> None:
    said = await _why(shared, "u-noor", "L-rechtbank.POL", field="address")
    assert said.inputs is not None
    read = json.loads(said.inputs)
    assert read["answer"] == {"permit": False, "rules": []} == verify_decision.work_out(read)
    assert read["grants"]
    for grant in read["grants"]:
        grant["actions"].append("read_operational")
    assert verify_decision.work_out(read)["permit"]


async def test_a_moment_of_the_past_is_worked_out_as_it_was_then(shared: Installation) -> None:
    """Before Noor's grant began no rule shut the record to her; nothing opened it."""
    said = await _why(shared, "u-noor", "R-r17.AIVD", field="text", at=parse("2026-03-12T09:00:00Z"))
    assert said.inputs is not None
    read = json.loads(said.inputs)
    assert (read["at"], read["answer"]["permit"]) == ("2026-03-12T09:00:00.000Z", said.permit)
    assert verify_decision.work_out(read) == read["answer"]


@pytest.mark.parametrize(
    "rule", ["releasable", "purpose", "system", "clearance", "compartments", "conflict", "regime", "retention"]
)
async def test_each_rule_that_shuts_is_worked_out_and_alone(shared: Installation, rule: str) -> None:
    node = next(node for node in shared.world.nodes if node.id == shared.world.ids["R-r17.AIVD"])
    whole = await _inputs(shared, "u-noor", ASSESS, node.marking)
    case = next(iter(node.marking.scopes))
    shut = {
        "releasable": replace(whole, marking=replace(node.marking, releasable_to=frozenset({"POL"}))),
        "purpose": replace(whole, marking=replace(node.marking, purposes=frozenset({"OVERSIGHT"}))),
        "system": replace(whole, subject=replace(whole.subject, systems=frozenset())),
        "clearance": replace(whole, subject=replace(whole.subject, cleared_until=shared.world.now)),
        "compartments": replace(whole, marking=replace(node.marking, compartments=frozenset({"SECRET-CIRCLE"}))),
        "conflict": replace(whole, subject=replace(whole.subject, conflicts=frozenset({case}))),
        "regime": replace(whole, table=replace(whole.table, closed_regimes=(node.marking.regime,))),
        "retention": replace(whole, marking=replace(node.marking, handling=frozenset({"DESTROY_BY:2026-01-01"}))),
    }[rule]
    text = inputs_text(node.id, "see", shut)
    assert text is not None
    assert verify_decision.work_out(json.loads(text)) == {"permit": False, "rules": [rule]}
    assert case not in json.dumps(json.loads(text)["entities"])


async def test_where_what_may_be_told_gives_another_answer_nothing_is_handed_over(
    shared: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A policy of an installation's own that looks at who else may read: the answer cannot be worked out by one who may not know."""
    node = next(node for node in shared.world.nodes if node.id == shared.world.ids["R-r17.AIVD"])
    whole = await _inputs(shared, "u-noor", ASSESS, replace(node.marking, releasable_to=node.marking.releasable_to | {"KMAR"}))
    assert inputs_text(node.id, "see", whole)
    strange = '@id("strange") permit (principal, action, resource) when { resource.audience.contains("KMAR") };'
    monkeypatch.setattr("access_policies.decision.constant_policies", lambda: strange)
    assert inputs_text(node.id, "see", whole) is None
