"""Sets of classes as bits, and the groups that agree in some parts, against looking at every marking."""

from dataclasses import replace
from itertools import product

import pytest

from access_policies.classes import ORDERED, SETS, SINGLE, ClassIndex, as_mask, elements, first, places
from graph_model.marking import Marking
from tests.access_policies.strategies import Chance


def _markings(seed: int, count: int) -> list[Marking]:
    """Random ones, every tenth in no scope but its originator's store."""
    chance = Chance(seed)
    return [replace(chance.marking(), **({} if number % 10 else {"scopes": frozenset()})) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 66, 200])
def test_bits_are_the_places_of_those_that_have_a_value(count: int) -> None:
    markings = _markings(3, count)
    grown = ClassIndex()
    for number, one in enumerate(markings):
        grown.append(one)
        if number in (3, 5, 64, 65, 150):
            assert grown.having("scopes", "C1") | grown.having("system", "PROTECTION") <= grown.all
    for index in (grown, ClassIndex(markings)):
        assert (len(index), list(index), index.all) == (count, markings, 2**count - 1)
        for part, value in (
            ("system", "PROTECTION"),
            ("scopes", "C1"),
            ("scopes", "store:POL"),
            ("audience", "AIVD"),
            ("handling", frozenset()),
        ):
            having = [
                n for n, one in enumerate(markings) if value in (elements(one, part) if part in SETS else [getattr(one, part)])
            ]
            assert list(places(index.having(part, value))) == having, (part, value)
        assert index.having("system", "NOBODY'S") == 0
        assert set(index.values("level")) == {one.level for one in markings}
    assert ClassIndex(markings)[: count // 2] == markings[: count // 2]


def test_bits_of_many_classes_and_of_one_far_behind_them() -> None:
    one = _markings(4, 1)[0]
    many = [replace(one, system="PROTECTION" if number < 90 or number == 400 else "OTHER") for number in range(401)]
    assert list(places(ClassIndex(many).having("system", "PROTECTION"))) == [*range(90), 400]


def test_a_set_of_classes_is_told_as_places_as_bytes_and_by_its_first() -> None:
    for bits in (1, 2, 0b1011000, 1 << 200, (1 << 200) - 1, 0b1010 << 90):
        there = [place for place in range(bits.bit_length()) if bits >> place & 1]
        assert (list(places(bits)), first(bits)) == (there, there[0])
        assert as_mask(bits, 210) == bytes(place in there for place in range(210))
    assert (list(places(0)), as_mask(0, 3), as_mask(0, 0)) == ([], b"\0\0\0", b"")


def _seen(one: Marking, part: str, named: frozenset[str] | None) -> object:
    """What a rule that names these texts, and compares no two parts, can tell of a part."""
    if part in SINGLE:
        value = getattr(one, part)
        return value if named is None or part in ORDERED or value in named else "another"
    held = set(elements(one, part))
    return frozenset(held) if named is None else (frozenset(held & named), bool(held - named))


@pytest.mark.parametrize("named", [None, frozenset[str](), frozenset({"C1", "C2", "POL", "PROTECTION", "FULL"}), frozenset({"store:POL", "C1", "C4", "BAKEN", "ASSESS", "NCTV", "x", "y"})], ids=["wholly", "none", "few", "stores"])  # fmt: skip
def test_groups_are_disjoint_whole_and_as_fine_as_what_can_be_told(named: frozenset[str] | None) -> None:
    for seed in range(12):
        markings = _markings(seed, 70)
        index = ClassIndex(markings)
        for parts in (("level", "match"), ("scopes",), ("compartments", "audience"), ("handling", "originator"), (*SINGLE, *SETS)):
            groups = index.groups(parts, named)
            assert sum(groups) == index.all, "not every class is in one group and no more"
            assert all(groups)
            for bits in groups:
                assert len({tuple(_seen(markings[place], part, named) for part in parts) for place in places(bits)}) == 1, parts
    assert ClassIndex().groups(("level",), named) == []


def test_groups_are_no_finer_than_what_a_rule_can_tell_where_it_names_no_store() -> None:
    """Fifty thousand classes must not become fifty thousand questions."""
    markings = _markings(5, 300)
    few = frozenset({"C1", "BAKEN"})
    for parts, named in product(
        (("level", "match"), ("compartments", "audience"), ("scopes",)), (few, few | set("abcdefghijklmnop"))
    ):
        told = {tuple(_seen(one, part, named) for part in parts) for one in markings}
        assert len(ClassIndex(markings).groups(parts, named)) == len(told)


def test_the_parts_are_all_parts_of_a_marking_that_policies_look_at() -> None:
    assert SINGLE == ("originator", "system", "scheme", "level", "regime", "match", "handling")
    assert SETS == ("compartments", "audience", "scopes", "purposes")
    assert frozenset({"level", "regime", "handling"}) == ORDERED
