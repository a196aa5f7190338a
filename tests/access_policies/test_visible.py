"""Asking about groups of classes gives what asking about each class gives, for every action, also under other policies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from access_policies.classes import ClassIndex, as_mask, places
from access_policies.decision import Decider
from access_policies.grants import Grant
from access_policies.policy_texts import ACTIONS, FOLDER, READS, TEMPLATE, constant_policies
from access_policies.register import PolicyTable
from access_policies.rules import EVERY_ACTION, rules_of
from access_policies.subject import Context, Subject
from access_policies.visible import VisibleClasses, permitted_classes, visible_classes
from graph_model.ontology import FIELD_CLASSES
from tests.access_policies.strategies import NOW, TABLE, Case, Chance
from tests.access_policies.test_decision import BREAK_GLASS, GRANT, MARKING, SUBJECT
from tests.access_policies.test_decision import TABLE as PLAIN

Permits = dict[str, list[bool]]
OTHERS = {
    "containsAll of scopes": 'permit (principal, action, resource) when { ["C1", "store:POL"].containsAll(resource.scopes) };',
    "equality of a set": 'forbid (principal, action, resource) when { resource.compartments == ["GLAS"] };',
    "some actions": 'forbid (principal, action in [Action::"see", Action::"export"], resource) when { resource.audience.contains("AIVD") };',
    "action inside": 'forbid (principal, action, resource) when { action == Action::"cite" && resource.purposes.contains("DECIDE") };',
    "an error now and then": "forbid (principal, action, resource) when { resource.level > 1 && principal.nothing };",
    "two parts compared": "forbid (principal, action, resource) when { resource.scopes.contains(resource.originator) };",
    "a text that nobody else names": 'forbid (principal, action, resource) when { resource.scopes.contains("C4") || resource.match == "FULL" };',
    "a permit for all": "permit (principal, action, resource);",
}


def _plainly(case: Case, constants: str | None = None) -> tuple[Permits, list[tuple[str, ...]]]:
    """One decision a class and action, with nothing put together."""
    decider = Decider(case.subject, Context(case.purpose, NOW), case.grants, TABLE, constants)
    decisions = {action: decider.decide(action, case.markings) for action in EVERY_ACTION}
    permits = {action: [decision.permit for decision in row] for action, row in decisions.items()}
    for action in READS:
        permits[action] = [read and see for read, see in zip(permits[action], permits["see"], strict=True)]
    return permits, [decision.rules if decision.permit else () for decision in decisions["see"]]


def _grouped(case: Case, constants: str | None = None) -> VisibleClasses:
    return visible_classes(0, case.subject, Context(case.purpose, NOW), case.grants, TABLE, case.markings, constants=constants)


def _masks(found: VisibleClasses) -> Permits:
    return {action: [byte == 1 for byte in found.masks[action.removeprefix("read_")]] for action in EVERY_ACTION}


def test_groups_of_classes_are_decided_as_each_class_is() -> None:
    opened = partly = 0
    for seed in range(120):
        case = Chance(seed).case()
        permits, rules = _plainly(case)
        found = _grouped(case)
        assert _masks(found) == permits, seed
        assert [found.determining(place) for place in range(len(case.markings))] == rules, seed
        opened += any(permits["see"])
        partly += any(permits["see"]) and not all(permits["see"])
    assert opened >= 72, "fewer than 60 % of the cases open anything"
    assert partly >= 60, "in fewer than half of the cases something is hidden and something is not"


@pytest.mark.parametrize("name", OTHERS)
def test_the_same_holds_under_policies_that_nobody_has_written_yet(name: str) -> None:
    text = f"{constant_policies()}\n{OTHERS[name]}"
    differs = 0
    for seed in range(200, 230):
        case = Chance(seed).case()
        permits, _ = _plainly(case, text)
        assert _masks(_grouped(case, text)) == permits, seed
        differs += permits != _plainly(case)[0]
    assert differs, "the policy changes nothing here"


def test_nothing_changes_before_the_instant_that_is_named() -> None:
    changed = 0
    for seed in range(300, 360):
        case = Chance(seed).case()
        now = _grouped(case)
        until = now.valid_until or NOW + timedelta(days=900)
        args = (case.grants, TABLE, case.markings)
        last = visible_classes(0, case.subject, Context(case.purpose, until - timedelta(milliseconds=1)), *args)
        assert (last.masks, last.digest) == (now.masks, now.digest), seed
        changed += visible_classes(0, case.subject, Context(case.purpose, until), *args).masks != now.masks
    assert changed >= 15


def test_the_end_of_a_clearance_and_of_a_copy_are_instants_to_decide_again_at() -> None:
    chance = Chance(5)
    case, soon = chance.case(), NOW + timedelta(minutes=1)
    cleared = Case(replace(case.subject, cleared_until=soon), case.purpose, [], case.markings)
    assert _grouped(cleared).valid_until == soon
    lent = replace(chance.marking(), handling=frozenset({"DESTROY_BY:2026-03-16"}))
    copied = Case(replace(case.subject, cleared_until=NOW), case.purpose, [], [lent])
    assert _grouped(copied).valid_until == datetime(2026, 3, 17, tzinfo=UTC)


def test_an_index_that_grew_is_one_made_at_once() -> None:
    chance = Chance(1)
    markings = [chance.marking() for _ in range(200)]
    grown = ClassIndex()
    for marking in markings:
        grown.append(marking)
        grown.having("scopes", "C1")
    bits = ClassIndex(markings).having("scopes", "C1")
    assert grown.having("scopes", "C1") == bits
    assert list(places(bits)) == [n for n, marking in enumerate(markings) if "C1" in marking.scopes]
    assert as_mask(bits, len(markings)) == bytes("C1" in marking.scopes for marking in markings)


def test_a_digest_says_nothing_of_markings() -> None:
    """Two databases with the same rights give the same digest, whatever else lies in them."""
    for seed in range(20):
        chance = Chance(seed)
        case = chance.case()
        more = Case(case.subject, case.purpose, case.grants, [*case.markings, chance.marking()])
        assert _grouped(case).digest == _grouped(more).digest
        fewer = Case(case.subject, case.purpose, case.grants[1:], case.markings)
        assert (_grouped(case).digest == _grouped(fewer).digest) == (not _counts(case))


def _counts(case: Case) -> bool:
    """True when the first grant is in force for the purpose, so that the digest hangs on it."""
    first = case.grants[0]
    return first.state_at(NOW) == "ACTIVE" and first.not_before <= NOW and case.purpose in first.purposes


BASE = Context("ASSESS", NOW)


def _digest(
    subject: Subject = SUBJECT, context: Context = BASE, grants: Sequence[Grant] = (GRANT,), table: PolicyTable = PLAIN, **more: Any
) -> str:
    return visible_classes(0, subject, context, grants, table, [], **more).digest


def test_a_digest_tells_who_asks_for_what_and_under_which_rights_and_rules(tmp_path: Path) -> None:
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / TEMPLATE).write_text(f"{(FOLDER / TEMPLATE).read_text()}\n")
    rows = {**PLAIN.regimes, "NEW": {"AUTHORITY": ["ASSESS"]}}
    digests = [
        _digest(),
        _digest(folder=tmp_path),
        _digest(context=Context("OTHER", NOW)),
        _digest(context=Context("ELSE", NOW)),
        _digest(replace(SUBJECT, compartments=frozenset())),
        _digest(replace(SUBJECT, conflicts=frozenset({"C1", "C9"}))),
        _digest(table=replace(PLAIN, regimes=rows)),
        _digest(table=replace(PLAIN, closed_regimes=("WPG9", "WPG12"))),
        _digest(grants=()),
        _digest(grants=(replace(GRANT, scopes=("C2",)),)),
        _digest(grants=(GRANT, replace(GRANT, scopes=("C2",)))),
        _digest(grants=(replace(GRANT, scopes=("C1", "export"), actions=("see",)),)),
        _digest(grants=(replace(GRANT, scopes=("C1",), actions=("see", "export")),)),
        _digest(grants=(replace(GRANT, level_ceiling="DEP_V"),)),
        _digest(grants=(replace(GRANT, **BREAK_GLASS),)),
    ]
    assert len(set(digests)) == len(digests)
    assert all(len(digest) == 32 for digest in digests)


def test_a_digest_stays_the_same_under_what_changes_nothing_for_who_asks() -> None:
    """A grant for another purpose, one to come, a conflict in a case never granted, a row for others, the order of what is stored."""
    later = replace(GRANT, scopes=("C2",), not_before=NOW + timedelta(milliseconds=1))
    other = replace(GRANT, scopes=("C2",), purposes=("OTHER",))
    two = (("VIRBI", "STG_C"), ("NATO", "DEP_V"))
    for grants in ((GRANT, later), (other, GRANT)):
        assert _digest(grants=grants) == _digest()
    assert _digest(grants=(replace(GRANT, scopes=("C2",)), GRANT)) == _digest(grants=(GRANT, replace(GRANT, scopes=("C2",))))
    assert _digest(replace(SUBJECT, conflicts=frozenset({"C7"}))) == _digest()
    for row in ({"PRIVATE": ["ASSESS"]}, {"AUTHORITY": ["OTHER"]}):
        assert _digest(table=replace(PLAIN, regimes={**PLAIN.regimes, "NEW": row})) == _digest()
    assert _digest(replace(SUBJECT, clearances=two)) == _digest(replace(SUBJECT, clearances=two[::-1]))
    begun = replace(GRANT, scopes=("C2",), not_before=NOW)
    assert _digest(grants=(GRANT, begun)) != _digest()


def test_a_reader_is_told_the_markings_of_what_is_seen_without_who_else_may_read() -> None:
    lent = replace(MARKING, compartments=frozenset({"BAKEN"}), handling=frozenset({"NO_ONWARD", "NO_EXPORT"}))
    found = visible_classes(0, SUBJECT, BASE, [GRANT], PLAIN, [replace(MARKING, scopes=frozenset({"C2"})), lent, MARKING])
    told = {
        "originator": "POL", "system": "PROTECTION", "scheme": "VIRBI", "level": "STG_C", "compartments": ["BAKEN"],
        "regime": "WPG9", "handling": ["NO_EXPORT", "NO_ONWARD"], "match": "MATCH",
    }  # fmt: skip
    assert found.markings == {"1": told, "2": told | {"handling": []}}
    assert found.markings is found.markings
    again = visible_classes(0, SUBJECT, BASE, [GRANT], PLAIN, found.index)
    assert again.markings["1"] is found.markings["1"], "what two readers are told of a class is made once"


def test_there_is_one_mask_for_each_action_and_each_field_class() -> None:
    found = visible_classes(7, SUBJECT, BASE, [GRANT], PLAIN, [MARKING])
    assert set(found.masks) == {*ACTIONS, *FIELD_CLASSES}
    assert (found.epoch, found.seen, found.determining(0, "cite")) == (7, 1, ())
    assert permitted_classes(SUBJECT, BASE, [GRANT], PLAIN, found.index) == {
        action: int(action in ("see", "read_basic", "export", "pass_on")) for action in EVERY_ACTION
    }


def test_reading_needs_seeing_and_a_grant_to_read_alone_opens_nothing() -> None:
    found = visible_classes(0, SUBJECT, BASE, [replace(GRANT, actions=("read", "cite"))], PLAIN, [MARKING])
    assert (found.masks["see"], found.masks["basic"], found.masks["cite"], found.determining(0, "cite")) == (
        b"\0",
        b"\0",
        b"\1",
        (),
    )


def test_the_instant_of_an_end_is_no_change_to_come() -> None:
    copied = replace(MARKING, handling=frozenset({"DESTROY_BY:2026-03-15"}))
    midnight = datetime(2026, 3, 16, tzinfo=UTC)
    cleared = replace(SUBJECT, cleared_until=midnight)
    assert visible_classes(0, cleared, Context("ASSESS", midnight), [], PLAIN, [copied]).valid_until is None
    soon = midnight - timedelta(milliseconds=1)
    assert (
        visible_classes(0, replace(cleared, cleared_until=soon), Context("ASSESS", soon), [], PLAIN, [copied]).valid_until
        == midnight
    )


def test_a_class_that_a_rule_cannot_judge_is_hidden_whatever_permits_it() -> None:
    errs = "forbid (principal, action, resource) when { resource.level > 1 && principal.nothing };"
    low = replace(MARKING, level="DEP_V")
    found = visible_classes(0, SUBJECT, BASE, [GRANT], PLAIN, [MARKING, low], constants=errs)
    assert found.masks["see"] == b"\0\1"


def test_every_rule_that_ships_is_read_for_what_it_looks_at() -> None:
    found = {rule.name: rule.parts for rule in rules_of(constant_policies())}
    assert found == {
        "clearance": ("level", "scheme"),
        "compartments": ("compartments",),
        "conflict": ("scopes",),
        "handling_export": ("handling", "originator"),
        "handling_pass_on": ("handling", "originator"),
        "purpose": ("purposes",),
        "regime": ("regime",),
        "releasable": ("audience",),
        "retention": ("handling", "originator"),
        "system": ("system",),
    }
