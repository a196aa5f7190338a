"""Asking about groups of classes gives what asking about each class gives, for every action, also under other policies."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from access_policies.classes import ClassIndex, as_mask, places
from access_policies.decision import Decider
from access_policies.policy_texts import READS, constant_policies
from access_policies.rules import EVERY_ACTION, rules_of
from access_policies.subject import Context
from access_policies.visible import VisibleClasses, visible_classes
from tests.access_policies.strategies import NOW, TABLE, Case, Chance

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
