"""What Cedar is told, word for word: subject, marking, regimes, question, and the policy of a grant."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from access_policies.entities import NEVER, destroy_by, marking_entity, regime_entities, request, subject_entity, withheld
from access_policies.errors import PolicyBroken
from access_policies.grants import Step
from access_policies.policy_texts import (
    ACTIONS,
    FOLDER,
    NAMES,
    READS,
    SCHEMA,
    cedar_actions,
    grant_policies,
    grant_policy,
    lawful,
    milliseconds,
    policy_version,
    require_valid,
)
from access_policies.subject import Context
from tests.access_policies.strategies import NOW, TABLE
from tests.access_policies.test_consent import GRANT
from tests.access_policies.test_decision import SUBJECT
from tests.graph_model.examples import marking

CONTEXT = Context("ASSESS", NOW)
MOMENT = timedelta(milliseconds=1)
NOW_MS = 1_773_651_600_000


def test_a_subject_is_told_by_organisation_recipient_and_what_it_is_admitted_to() -> None:
    who = replace(SUBJECT, systems=frozenset({"B", "A"}), compartments=frozenset({"Z", "Y"}), conflicts=frozenset({"C9", "C1"}))
    attributes = {
        "organisation": "NCTV",
        "recipient": "AUTHORITY",
        "systems": ["A", "B"],
        "compartments": ["Y", "Z"],
        "conflicts": ["C1", "C9"],
    }
    told = {"uid": {"type": "Subject", "id": "subject"}, "attrs": attributes, "parents": [], "tags": {"VIRBI": 2}}
    assert subject_entity(who, CONTEXT) == told
    ended = replace(who, cleared_until=NOW)
    assert subject_entity(ended, CONTEXT)["tags"] == {}
    assert subject_entity(ended, Context("ASSESS", NOW - MOMENT))["tags"] == {"VIRBI": 2}


def test_a_closed_regime_admits_nobody() -> None:
    told = {regime["uid"]["id"]: regime["tags"] for regime in regime_entities(TABLE)}
    assert told == {"WPG9": {"AUTHORITY": ["ASSESS"]}, "OPEN": {"AUTHORITY": ["ASSESS", "DECIDE"]}, "WPG12": {}}
    assert {(one["uid"]["type"], str(one["attrs"]), str(one["parents"])) for one in regime_entities(TABLE)} == {
        ("Regime", "{}", "[]")
    }


def test_a_marking_is_told_whole() -> None:
    one = replace(
        marking("AIVD", "STG_C", "WPG9"),
        compartments=frozenset({"Z", "Y"}),
        scopes=frozenset({"C2", "C1"}),
        handling=frozenset({"NO_EXPORT"}),
    )
    attributes: dict[str, Any] = {
        "originator": "AIVD", "system": "PROTECTION", "scheme": "VIRBI", "level": 2, "compartments": ["Y", "Z"], "audience": ["AIVD", "NCTV"],
        "scopes": ["C1", "C2", "store:AIVD"], "purposes": ["THREAT_ASSESSMENT"], "regime": {"__entity": {"type": "Regime", "id": "WPG9"}},
        "match": "MATCH", "withheld": ["export"], "destroyBy": NEVER,
    }  # fmt: skip
    assert marking_entity(one, "7", TABLE) == {
        "uid": {"type": "Marking", "id": "7"},
        "attrs": attributes,
        "parents": [],
        "tags": {},
    }
    assert marking_entity(one, "7", TABLE, [])["attrs"] == attributes | {"scopes": []}


@pytest.mark.parametrize(
    ("codes", "actions"),
    [([], []), (["NO_EXPORT"], ["export"]), (["NO_ONWARD"], ["pass_on"]), (["ODD"], ["export", "pass_on"]), (["DESTROY_BY:2026-03-16"], []), (["ODD:x"], ["export", "pass_on"])],
)  # fmt: skip
def test_a_code_withholds_what_the_register_says_and_an_unknown_one_what_it_can(codes: list[str], actions: list[str]) -> None:
    assert sorted(withheld(frozenset(codes), TABLE)) == actions


def test_a_copy_is_destroyed_when_its_earliest_day_is_over() -> None:
    end = milliseconds(datetime(2026, 3, 17, tzinfo=UTC))
    assert destroy_by(frozenset({"DESTROY_BY:2026-03-16", "DESTROY_BY:2026-05-01", "NO_EXPORT"})) == end
    assert destroy_by(frozenset({"DESTROY_BY:2026-05-01", "DESTROY_BY:soon"})) == 0
    assert destroy_by(frozenset({"DESTROY_BY"})) == 0
    assert destroy_by(frozenset({"NO_EXPORT", "KEEP:2026-01-01"})) == destroy_by(frozenset()) == NEVER == 9_007_199_254_740_991


def test_a_question_names_action_marking_purpose_and_time() -> None:
    assert request("see", "7", CONTEXT) == {
        "principal": 'Subject::"subject"',
        "action": 'Action::"see"',
        "resource": 'Marking::"7"',
        "context": {"purpose": "ASSESS", "now": NOW_MS},
    }
    assert milliseconds(NOW + MOMENT) == NOW_MS + 1


def test_the_policy_of_a_grant_says_its_terms_for_one_subject_at_one_instant(tmp_path: Path) -> None:
    names = "id active not_before expires review_due grantees grantee scopes actions ceiling purposes break_glass"
    (tmp_path / "grant.cedar.template").write_text("\n".join(f"{name}=${{{name}}}" for name in names.split()))
    who = replace(SUBJECT, teams=frozenset({"B", "A"}))
    grant = replace(GRANT, history=(Step(NOW, "ACTIVE", review_due=NOW + timedelta(days=2)),), scopes=("C1", "store:POL"))
    said = dict(line.split("=", 1) for line in grant_policy(grant, who, NOW, tmp_path).splitlines())
    assert said == {
        "id": "G-1", "active": "true", "not_before": str(NOW_MS), "expires": str(NOW_MS + 864_000_000),
        "review_due": str(NOW_MS + 172_800_000), "grantees": '"user:u-one", "org:NCTV", "team:A", "team:B"', "grantee": "team:DESK",
        "scopes": '"C1", "store:POL"', "actions": 'Action::"see", Action::"read_basic"', "ceiling": "2", "purposes": '"THREAT_ASSESSMENT"',
        "break_glass": "false",
    }  # fmt: skip
    other = grant_policy(replace(grant, break_glass=True), who, NOW + timedelta(days=2), tmp_path)
    assert "break_glass=true" in other
    assert "active=false" in other
    assert len(grant_policies([grant, replace(grant, id=""), grant], who, NOW, tmp_path).splitlines()) == 2 * 12


def test_the_actions_of_a_grant_are_the_plain_ones_and_reading_by_field_class() -> None:
    assert cedar_actions(replace(GRANT, actions=("see", "read", "export"), field_classes=("basic", "source"))) == (
        "see",
        "export",
        "read_basic",
        "read_source",
    )
    assert cedar_actions(replace(GRANT, actions=("see",), field_classes=("basic",))) == ("see",)
    assert lawful([GRANT, replace(GRANT, scopes=())]) == [GRANT]


def test_a_set_of_texts_has_another_version_when_anything_that_decides_is_another(tmp_path: Path) -> None:
    versions = set()
    for name, text in (("a.cedar", "x"), ("b.cedar", "y"), ("s.cedarschema", "z"), ("g.template", "t"), ("a.cedar", "xx")):
        (tmp_path / name).write_text(text)
        versions.add(policy_version.__wrapped__(tmp_path))
    (tmp_path / "notes.md").write_text("nothing that decides")
    versions.add(policy_version.__wrapped__(tmp_path))
    assert len(versions) == 5
    assert {len(version) for version in versions} == {16}
    (tmp_path / "b.cedar").rename(tmp_path / "c.cedar")
    assert policy_version.__wrapped__(tmp_path) not in versions


def test_the_actions_are_those_of_the_schema() -> None:
    declared = re.findall(r"^action (.*)$", (FOLDER / SCHEMA).read_text(), re.MULTILINE)
    assert [", ".join((*ACTIONS, *READS))] == declared


WRONG = "forbid (principal, action, resource) when { resource.nothing };"


def test_every_fault_of_a_text_is_told_and_a_long_tale_is_cut_short() -> None:
    schema = (FOLDER / SCHEMA).read_text()
    fault = "[policy{0}] for policy `policy{0}`, attribute `nothing` on entity type `Marking` not found"
    with pytest.raises(PolicyBroken) as told:
        require_valid(f"{WRONG}\n{WRONG}", schema)
    assert str(told.value) == f"{fault.format(0)}; {fault.format(1)}"
    with pytest.raises(PolicyBroken) as told:
        require_valid(WRONG * 40, schema)
    assert len(str(told.value)) == 2_000
    with pytest.raises(PolicyBroken, match="Schema parse error"):
        require_valid("permit (principal, action, resource);", "entity Nothing")


def test_the_policies_that_ship_are_those_of_the_folder() -> None:
    assert sorted(NAMES) == sorted(path.name.removesuffix(".cedar") for path in FOLDER.glob("*.cedar"))
