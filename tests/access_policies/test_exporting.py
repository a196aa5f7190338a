"""What may be exported is what one grant by itself both opens and lets go: decided for groups as for each grant and class alone."""

from dataclasses import replace

from access_policies.classes import places
from access_policies.decision import Decider
from access_policies.exporting import exporting
from access_policies.rules import EVERY_ACTION
from access_policies.subject import Context
from access_policies.visible import VisibleClasses, visible_classes
from tests.access_policies.strategies import NOW, TABLE, Case, Chance

Permits = dict[str, list[bool]]


def _reading(case: Case) -> VisibleClasses:
    return visible_classes(0, case.subject, Context(case.purpose, NOW), case.grants, TABLE, case.markings)


def _alone(case: Case) -> list[Permits]:
    """For each grant as the only one: what it permits of the classes that it also permits to export."""
    found = []
    for grant in case.grants:
        decider = Decider(case.subject, Context(case.purpose, NOW), [grant], TABLE)
        permits = {action: [one.permit for one in decider.decide(action, case.markings)] for action in EVERY_ACTION}
        found.append({action: [a and b for a, b in zip(row, permits["export"], strict=True)] for action, row in permits.items()})
    return found


def test_an_export_is_what_single_grants_both_open_and_let_go() -> None:
    less = opened = 0
    for seed in range(400, 440):
        case = Chance(seed).case()
        reading, export, alone = _reading(case), exporting(_reading(case)), _alone(case)
        sees = [any(one["see"][n] for one in alone) for n in range(len(case.markings))]
        for action in EVERY_ACTION:
            expected = [any(one[action][n] for one in alone) and sees[n] for n in range(len(case.markings))]
            got = export.masks[action.removeprefix("read_")]
            assert [byte == 1 for byte in got] == expected, (seed, action)
            assert all(a <= b for a, b in zip(got, reading.masks[action.removeprefix("read_")], strict=True)), (seed, action)
        assert list(places(export.seen)) == [n for n, is_seen in enumerate(sees) if is_seen], seed
        assert set(export.markings) == {str(n) for n in places(export.seen)}, seed
        less += export.masks != reading.masks and any(sees)
        opened += any(sees)
    assert opened >= 24, "too few cases in which anything may leave"
    assert less >= 8, "too few cases in which an export is less than the view and not nothing"


def test_the_grants_on_record_for_an_export_are_those_that_let_it_go() -> None:
    differs = 0
    for seed in range(400, 440):
        case = Chance(seed).case()
        reading, export = _reading(case), exporting(_reading(case))
        letting = {grant.id for grant in case.grants if "export" in grant.actions}
        for place in places(export.seen):
            named = set(export.determining(place))
            assert named, seed
            assert named <= letting, seed
            differs += named != set(reading.determining(place))
    assert differs, "in no case did another grant open it for reading only"


def test_nobody_exports_a_field_that_one_grant_opens_and_another_lets_go() -> None:
    for seed in range(600, 900):
        case = Chance(seed).case()
        one = replace(case.grants[0], actions=("see", "read"), field_classes=("identity",))
        two = replace(one, id="G-two", actions=("see", "export"), field_classes=())
        apart = _reading(replace(case, grants=[one, two]))
        if any(apart.masks["identity"]) and any(apart.masks["export"]):
            assert any(exporting(apart).masks["see"])
            assert not any(exporting(apart).masks["identity"])
            return
    raise AssertionError("no case in which both grants open anything")


def test_a_grant_that_lets_go_and_does_not_open_lets_nothing_go() -> None:
    for seed in range(600, 900):
        case = Chance(seed).case()
        one = replace(case.grants[0], actions=("see",), field_classes=())
        two = replace(one, id="G-two", actions=("read", "export"), field_classes=("identity",))
        apart = _reading(replace(case, grants=[one, two]))
        if any(apart.masks["identity"]) and any(apart.masks["export"]):
            assert not any(byte for mask in exporting(apart).masks.values() for byte in mask)
            return
    raise AssertionError("no case in which both grants open anything")
