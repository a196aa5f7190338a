"""Asking about groups of classes gives what asking about each class gives, for every action, also under other policies."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access_policies.classes import ClassIndex, as_mask, places
from access_policies.decision import Decider
from access_policies.grants import Grant
from access_policies.policy_texts import READS, constant_policies
from access_policies.rules import EVERY_ACTION, rules_of
from access_policies.subject import Context, Subject
from access_policies.visible import VisibleClasses, visible_classes
from graph_model.marking import Marking
from tests.access_policies.strategies import MARKINGS, NOW, SUBJECTS, TABLE, grants

WORLDS = (
    SUBJECTS,
    st.lists(MARKINGS, min_size=1, max_size=12),
    st.lists(grants(), max_size=6),
    st.sampled_from(("ASSESS", "DECIDE")),
)
SLOW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def _plainly(
    subject: Subject, markings: list[Marking], given_grants: list[Grant], purpose: str, constants: str | None = None
) -> tuple[dict[str, list[bool]], list[tuple[str, ...]]]:
    decider = Decider(subject, Context(purpose, NOW), given_grants, TABLE, constants)
    decisions = {action: decider.decide(action, markings) for action in EVERY_ACTION}
    rules = [decision.rules if decision.permit else () for decision in decisions["see"]]
    seen = [decision.permit for decision in decisions["see"]]
    permits = {action: [decision.permit for decision in row] for action, row in decisions.items()}
    for action in READS:
        permits[action] = [read and see for read, see in zip(permits[action], seen, strict=True)]
    return permits, rules


def _masks(found: VisibleClasses) -> dict[str, list[bool]]:
    return {action: [byte == 1 for byte in found.masks[action.removeprefix("read_")]] for action in EVERY_ACTION}


@SLOW
@given(*WORLDS)
def test_groups_of_classes_are_decided_as_each_class_is(
    subject: Subject, markings: list[Marking], given_grants: list[Grant], purpose: str
) -> None:
    permits, rules = _plainly(subject, markings, given_grants, purpose)
    found = visible_classes(0, subject, Context(purpose, NOW), given_grants, TABLE, markings)
    assert _masks(found) == permits
    assert [found.determining(place) for place in range(len(markings))] == rules


def test_the_cases_of_the_property_are_worth_asking() -> None:
    """Not everything denied, not everything permitted: else the property above would hold for a constant."""
    open_, all_ = 0, 0

    @settings(max_examples=150, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(*WORLDS)
    def count(subject: Subject, markings: list[Marking], given_grants: list[Grant], purpose: str) -> None:
        nonlocal open_, all_
        found = visible_classes(0, subject, Context(purpose, NOW), given_grants, TABLE, markings)
        open_ += sum(found.masks["see"])
        all_ += len(markings)

    count()
    assert 0.02 < open_ / all_ < 0.9


_OTHERS = (
    'permit (principal, action, resource) when { ["C1", "store:POL"].containsAll(resource.scopes) };',
    'forbid (principal, action, resource) when { resource.compartments == ["GLAS"] || resource.originator == "AIVD" };',
    'forbid (principal, action in [Action::"see", Action::"export"], resource) unless { resource.audience.contains("POL") };',
    'forbid (principal, action, resource) when { action == Action::"cite" && resource.purposes.containsAny(["DECIDE"]) };',
    "forbid (principal, action, resource) when { resource.level > 2 && principal.nothing };",
    "forbid (principal, action, resource) when { resource.audience.contains(resource.originator) };",
    'forbid (principal, action, resource) when { resource.scheme == "NATO" || resource.match == "FULL" };',
    "permit (principal, action, resource);",
)


@SLOW
@given(*WORLDS, st.lists(st.sampled_from(_OTHERS), min_size=1, unique=True))
def test_the_same_holds_under_policies_that_nobody_has_written_yet(
    subject: Subject, markings: list[Marking], given_grants: list[Grant], purpose: str, more: list[str]
) -> None:
    text = constant_policies() + "\n" + "\n".join(more)
    permits, _ = _plainly(subject, markings, given_grants, purpose, text)
    found = visible_classes(0, subject, Context(purpose, NOW), given_grants, TABLE, markings, constants=text)
    assert _masks(found) == permits


@SLOW
@given(*WORLDS)
def test_nothing_changes_before_the_instant_that_is_named(
    subject: Subject, markings: list[Marking], given_grants: list[Grant], purpose: str
) -> None:
    now = visible_classes(0, subject, Context(purpose, NOW), given_grants, TABLE, markings)
    last = (now.valid_until or NOW + timedelta(days=900)) - timedelta(milliseconds=1)
    later = visible_classes(0, subject, Context(purpose, last), given_grants, TABLE, markings)
    assert (later.masks, later.digest) == (now.masks, now.digest)


@given(st.lists(MARKINGS, max_size=80))
def test_an_index_that_grew_is_one_made_at_once(markings: list[Marking]) -> None:
    grown = ClassIndex()
    for marking in markings:
        grown.append(marking)
        grown.having("scopes", "C1")
    whole = ClassIndex(markings)
    bits = whole.having("scopes", "C1")
    assert grown.having("scopes", "C1") == bits
    assert list(places(bits)) == [n for n, marking in enumerate(markings) if "C1" in marking.scopes]
    assert as_mask(bits, len(markings)) == bytes("C1" in marking.scopes for marking in markings)


@given(st.lists(MARKINGS, min_size=1, max_size=12), MARKINGS)
def test_a_digest_says_nothing_of_markings(markings: list[Marking], hidden: Marking) -> None:
    """Two databases with the same rights give the same digest, whatever else lies in them."""
    subject = Subject("u", "U", "NCTV", "AUTHORITY", frozenset(), frozenset(), (), NOW, frozenset(), frozenset(), frozenset())
    one = visible_classes(1, subject, Context("ASSESS", NOW), [], TABLE, markings)
    assert one.digest == visible_classes(7, subject, Context("ASSESS", NOW), [], TABLE, [*markings, hidden]).digest


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
