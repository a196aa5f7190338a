"""Until when a file may be kept: so long all of it would be let go again, and no longer."""

from datetime import timedelta

from access_policies.classes import places
from access_policies.directory import PolicyOfSubject
from access_policies.exporting import exporting
from access_policies.keeping import keep_until
from access_policies.subject import Context
from access_policies.visible import VisibleClasses, visible_classes
from tests.access_policies.strategies import NOW, TABLE, Case, Chance

JUST = timedelta(milliseconds=1)


def _export(case: Case, after: timedelta = timedelta(0)) -> VisibleClasses:
    return exporting(visible_classes(0, case.subject, Context(case.purpose, NOW + after), case.grants, TABLE, case.markings))


def _case(seed: int) -> Case:
    """A case in which nothing is known to begin or to be taken back later."""
    case = Chance(seed).case()
    now = [one for one in case.grants if one.not_before <= NOW and all(step.at <= NOW for step in one.history)]
    return Case(case.subject, case.purpose, now, case.markings)


def test_all_of_a_file_would_be_let_go_until_then_and_not_all_of_it_from_then_on() -> None:
    ends = set()
    for seed in range(800, 880):
        case = _case(seed)
        taken = set(places(_export(case).seen))
        policy = PolicyOfSubject(0, case.subject, tuple(case.grants), TABLE, case.markings)
        until = keep_until(policy, _export(case), taken, NOW)
        if not taken:
            assert until is None, seed
            continue
        assert until is not None, seed
        assert taken <= set(places(_export(case, until - NOW - JUST).seen)), seed
        own = {n for n in taken if case.markings[n].originator == case.subject.organisation}
        if not any("DESTROY_BY" in code for n in own for code in case.markings[n].handling):
            assert not taken <= set(places(_export(case, until - NOW).seen)), seed
            ends.add(until - NOW)
    assert len(ends) >= 3, "too few ends"


def test_of_less_than_a_whole_file_the_end_is_never_sooner() -> None:
    later = 0
    for seed in range(800, 840):
        case = _case(seed)
        export = _export(case)
        policy = PolicyOfSubject(0, case.subject, tuple(case.grants), TABLE, case.markings)
        taken = list(places(export.seen))
        for place in taken:
            whole, part = keep_until(policy, export, taken, NOW), keep_until(policy, export, [place], NOW)
            assert whole is not None
            assert part is not None
            assert whole <= part, seed
            later += whole < part
    assert later, "every file ended with each of its parts"
