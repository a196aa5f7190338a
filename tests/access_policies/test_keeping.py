"""Until when a file may be kept: so long all of it would be let go again, and no longer."""

from dataclasses import replace
from datetime import timedelta

from access_policies.classes import places
from access_policies.directory import PolicyOfSubject
from access_policies.exporting import exporting
from access_policies.grants import Grant, Step
from access_policies.keeping import keep_until
from access_policies.policy_texts import READS
from access_policies.subject import Context
from access_policies.visible import VisibleClasses, visible_classes
from tests.access_policies.strategies import NOW, TABLE, Case, Chance

DAY = timedelta(days=1)
JUST = timedelta(milliseconds=1)
MASKS = ("see", *(name.removeprefix("read_") for name in READS))


def _export(case: Case, after: timedelta = timedelta(0)) -> VisibleClasses:
    return exporting(visible_classes(0, case.subject, Context(case.purpose, NOW + after), case.grants, TABLE, case.markings))


def _let_go(case: Case, after: timedelta = timedelta(0)) -> set[tuple[str, int]]:
    """What a file may hold: fields by their class, of each policy class."""
    classes = _export(case, after)
    return {(name, place) for name in MASKS for place in places(classes.seen) if classes.masks[name][place]}


def _case(seed: int) -> Case:
    """A case in which nothing is known to begin or to be taken back later."""
    case = Chance(seed).case()
    now = [one for one in case.grants if one.not_before <= NOW and all(step.at <= NOW for step in one.history)]
    return Case(case.subject, case.purpose, now, case.markings)


def test_all_of_a_file_would_be_let_go_until_then_and_not_all_of_it_from_then_on() -> None:
    ends, fields = set(), 0
    for seed in range(800, 880):
        case = _case(seed)
        whole, taken = _let_go(case), set(places(_export(case).seen))
        policy = PolicyOfSubject(0, case.subject, tuple(case.grants), TABLE, case.markings)
        until = keep_until(policy, _export(case), taken, NOW)
        if not taken:
            assert until is None, seed
            continue
        assert until is not None, seed
        assert whole <= _let_go(case, until - NOW - JUST), seed
        own = {n for n in taken if case.markings[n].originator == case.subject.organisation}
        if not any("DESTROY_BY" in code for n in own for code in case.markings[n].handling):
            assert not whole <= _let_go(case, until - NOW), seed
            ends.add(until - NOW)
            fields += taken <= set(places(_export(case, until - NOW).seen))
    assert len(ends) >= 3, "too few ends"
    assert fields, "no file lost fields before it lost records"


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


def test_names_are_kept_no_longer_than_the_grant_that_lets_them_go() -> None:
    case = Chance(800).case()
    marking = replace(
        case.markings[0], originator="POL", system="PROTECTION", scheme="VIRBI", level="DEP_V", compartments=frozenset(),
        releasable_to=frozenset({"NCTV"}), scopes=frozenset({"C1"}), purposes=frozenset({"ASSESS"}), regime="OPEN", handling=frozenset(),
    )  # fmt: skip
    subject = replace(
        case.subject, key="u-one", organisation="NCTV", clearances=(("VIRBI", "STG_G"),), cleared_until=NOW + 400 * DAY,
        conflicts=frozenset(),
    )  # fmt: skip

    def grant(id_: str, days: int, *fields: str, actions: tuple[str, ...] = ("export", "read", "see")) -> Grant:
        end = NOW + days * DAY
        return Grant(
            id_, "POL", "u-pol", "user:u-one", ("C1",), actions, fields, "STG_G", ("ASSESS",), "WPG-15", "need", NOW - DAY, end,
            end, (), (Step(NOW - DAY, "ACTIVE"),), False,
        )  # fmt: skip

    def until(*grants: Grant) -> timedelta:
        asked = Case(subject, "ASSESS", list(grants), [marking])
        policy = PolicyOfSubject(0, subject, grants, TABLE, asked.markings)
        found = keep_until(policy, _export(asked), [0], NOW)
        assert found is not None
        return found - NOW

    records, names = grant("G-1", 200, "basic"), grant("G-2", 1, "basic", "contact", "identity")
    assert until(records) == 200 * DAY
    assert until(records, names) == DAY
    assert until(records, names, grant("G-3", 100, "contact", "identity")) == 100 * DAY
    assert until(records, grant("G-4", 1, "identity", actions=("read", "see"))) == 200 * DAY, "what stays here ends no file"
