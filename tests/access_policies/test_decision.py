"""The decision, one condition at a time: allow and deny side by side, and every rule missed when it is taken out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from access_policies.decision import Decider
from access_policies.errors import GrantInvalid, PolicyBroken
from access_policies.grants import Grant, Step, from_parts, to_parts, validate
from access_policies.policy_texts import FOLDER, NAMES, constant_policies
from access_policies.register import PolicyTable
from access_policies.subject import Context, Subject
from graph_model.marking import Marking

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SUBJECT = Subject(
    "u-one", "One", "NCTV", "AUTHORITY", frozenset({"DESK"}), frozenset(), (("VIRBI", "STG_C"),), NOW + 30 * DAY,
    frozenset({"PROTECTION"}), frozenset({"BAKEN"}), frozenset({"C9"}),
)  # fmt: skip
MARKING = Marking(
    "POL", "PROTECTION", "VIRBI", "STG_C", frozenset({"BAKEN"}), frozenset({"NCTV"}), frozenset({"C1"}),
    frozenset({"ASSESS"}), "WPG9", frozenset(), "MATCH",
)  # fmt: skip
GRANT = Grant(
    "G-1", "POL", "u-pol", "team:DESK", ("C1",), ("see", "read", "export", "pass_on"), ("basic",), "STG_C", ("ASSESS",), "WPG-15", "need",
    NOW - DAY, NOW + DAY, NOW + DAY, (("POL", "u-two"),), (Step(NOW - DAY, "ACTIVE"),),
)  # fmt: skip
TABLE = PolicyTable(
    ("ASSESS", "OTHER"),
    ("PROTECTION",),
    ("WPG12",),
    {"WPG9": {"AUTHORITY": ["ASSESS"]}, "WPG12": {"AUTHORITY": ["ASSESS"]}},
    handling={"NO_EXPORT": ["export"], "NO_ONWARD": ["pass_on"], "DESTROY_BY": []},
)

BREAK_GLASS = {"break_glass": True, "not_before": NOW, "expires": NOW + timedelta(hours=4)}

# (what is changed, rule that must deny): everything else is as in the one permitted case.
DENIED: list[tuple[str, dict[str, Any], str]] = [
    ("system of the marking", {"marking": {"system": "ELSEWHERE"}}, "system"),
    ("admission to the system", {"subject": {"systems": frozenset()}}, "system"),
    ("level", {"marking": {"level": "STG_G"}, "grant": {"level_ceiling": "STG_G"}}, "clearance"),
    ("clearance", {"subject": {"clearances": (("VIRBI", "DEP_V"),)}}, "clearance"),
    ("scheme", {"marking": {"scheme": "NATO"}}, "clearance"),
    ("end of the clearance", {"subject": {"cleared_until": NOW}}, "clearance"),
    ("a second compartment", {"marking": {"compartments": frozenset({"BAKEN", "GLAS"})}}, "compartments"),
    ("no compartment", {"subject": {"compartments": frozenset()}}, "compartments"),
    ("not releasable", {"marking": {"releasable_to": frozenset({"OM"})}}, "releasable"),
    ("purpose of the marking", {"marking": {"purposes": frozenset({"OTHER"})}}, "purpose"),
    ("regime for this recipient", {"subject": {"recipient": "PRIVATE"}}, "regime"),
    ("closed regime", {"marking": {"regime": "WPG12"}}, "regime"),
    ("unknown regime", {"marking": {"regime": "UNHEARD"}}, ""),
    ("own case", {"subject": {"conflicts": frozenset({"C1"})}}, "conflict"),
    ("another grantee", {"grant": {"grantee": "user:u-two"}}, ""),
    ("another scope", {"grant": {"scopes": ("C2",)}}, ""),
    ("another purpose of the grant", {"grant": {"purposes": ("OTHER",)}}, ""),
    ("ceiling", {"grant": {"level_ceiling": "DEP_V"}}, ""),
    ("not yet", {"grant": {"not_before": NOW + timedelta(hours=1)}}, ""),
    ("expired", {"grant": {"expires": NOW}}, ""),
    ("not reviewed", {"grant": {"review_due": NOW}}, ""),
    ("not active", {"grant": {"history": (Step(NOW - DAY, "CONSENT_PENDING"),)}}, ""),
    ("revoked", {"grant": {"history": (Step(NOW - DAY, "ACTIVE"), Step(NOW, "REVOKED"))}}, ""),
    ("no such action", {"grant": {"actions": ("sense",)}}, ""),
    ("a grant that breaks a law", {"grant": {"expires": NOW + 400 * DAY}}, ""),
    ("a grant with a quote in its name", {"grant": {"id": 'G" || true'}}, ""),
    ("export that is withheld", {"marking": {"handling": frozenset({"NO_EXPORT"})}, "action": "export"}, "handling"),
    ("passing on that is withheld", {"marking": {"handling": frozenset({"NO_ONWARD"})}, "action": "pass_on"}, "handling"),
    ("export under a code that nobody knows", {"marking": {"handling": frozenset({"ODD"})}, "action": "export"}, "handling"),
    ("the day of destruction", {"marking": {"handling": frozenset({"DESTROY_BY:2026-03-15"})}}, "retention"),
    ("no day of destruction", {"marking": {"handling": frozenset({"DESTROY_BY:soon"})}}, "retention"),
    ("break-glass on what is silent", {"grant": BREAK_GLASS, "marking": {"match": "SILENT"}}, ""),
]  # fmt: skip


def _decide(changes: dict[str, Any], action: str = "", constants: str | None = None) -> tuple[bool, tuple[str, ...]]:
    subject = replace(SUBJECT, **changes.get("subject", {}))
    marking = replace(MARKING, **changes.get("marking", {}), originators=frozenset())
    grant = replace(GRANT, **changes.get("grant", {}))
    decider = Decider(subject, Context("ASSESS", NOW), [grant], TABLE, constants)
    decision = decider.decide(action or changes.get("action", "see"), [marking])[0]
    return decision.permit, decision.rules


def test_when_everything_holds_it_is_permitted_by_the_grant() -> None:
    permit, rules = _decide({})
    assert permit
    assert rules == ("G-1",)
    assert all(_decide({}, action)[0] for action in ("read_basic", "export", "pass_on"))


def test_break_glass_opens_what_is_not_silent() -> None:
    assert _decide({"grant": BREAK_GLASS})[0]


@pytest.mark.parametrize(("what", "changes", "rule"), DENIED, ids=[row[0] for row in DENIED])
def test_each_condition_alone_denies(what: str, changes: dict[str, Any], rule: str) -> None:
    permit, rules = _decide(changes)
    assert not permit, what
    assert all(found.startswith(rule) for found in rules) if rule else not rules or rules == ("regime",)


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_that_is_taken_out_is_missed(name: str) -> None:
    rest = "\n".join((FOLDER / f"{other}.cedar").read_text() for other in NAMES if other != name)
    rows = [changes for _, changes, rule in DENIED if rule == name]
    assert rows
    assert any(_decide(changes, constants=rest)[0] for changes in rows)


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_whose_file_is_gone_or_broken_keeps_the_service_from_starting(name: str, tmp_path: Any) -> None:
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / f"{name}.cedar").write_text("forbid (principal, action, resource) when { resource.nothing };")
    with pytest.raises(PolicyBroken):
        constant_policies(tmp_path)
    (tmp_path / f"{name}.cedar").unlink()
    constant_policies.cache_clear()
    with pytest.raises(PolicyBroken, match=name):
        constant_policies(tmp_path)
    constant_policies.cache_clear()


def test_a_field_class_is_read_only_when_it_was_granted() -> None:
    assert _decide({}, "read_basic")[0]
    assert not _decide({}, "read_operational")[0]
    assert not _decide({"grant": {"actions": ("see",)}}, "read_basic")[0]


def test_an_error_in_a_forbid_denies() -> None:
    broken = constant_policies() + "\nforbid (principal, action, resource) when { principal.nothing };"
    assert _decide({}, constants=broken) == (False, ("error",))


@pytest.mark.parametrize(
    "change",
    [
        {"level_ceiling": "STG_G", "grantee": "org:NCTV"},
        {"level_ceiling": "STG_ZG"},
        {"grantee": "org:PERS"},
        {"grantee": "everybody:X"},
        {"scopes": ()},
        {"actions": ("fly",)},
        {"field_classes": ("secret",)},
        {"break_glass": True},
        {"expires": NOW - 2 * DAY},
        {"history": (Step(NOW, "ACTIVE"), Step(NOW - DAY, "REQUESTED"))},
    ],
)
def test_a_grant_that_breaks_a_law_is_refused_by_name(change: dict[str, Any]) -> None:
    assert validate(GRANT) is GRANT
    with pytest.raises(GrantInvalid, match="G-1"):
        validate(replace(GRANT, **change))


def test_a_grant_is_stored_whole() -> None:
    assert from_parts(to_parts(GRANT)) == GRANT
