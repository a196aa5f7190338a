"""The laws of markings and of their join (access-model.md 3), as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_model.errors import ModelError
from graph_model.marking import LEVELS, MATCHES, Marking, join, marking_from_parts
from tests.graph_model.examples import marking

_NAMES = st.frozensets(st.sampled_from(["A", "B", "C", "D"]))
MARKINGS = st.builds(
    Marking,
    originator=st.sampled_from(["A", "B", "C"]),
    system=st.just("PROTECTION"),
    scheme=st.just("VIRBI"),
    level=st.sampled_from(LEVELS),
    compartments=_NAMES,
    releasable_to=_NAMES,
    scopes=_NAMES,
    purposes=_NAMES,
    regime=st.just("OPEN"),
    handling=_NAMES,
    match=st.sampled_from(MATCHES),
)


@given(MARKINGS, MARKINGS)
def test_the_join_is_never_below_what_was_joined(one: Marking, two: Marking) -> None:
    for author in one.audience & two.audience:
        joined = join(author, one, two)
        for part in (one, two):
            assert joined.rank >= part.rank
            assert joined.compartments >= part.compartments
            assert joined.handling >= part.handling
            assert joined.purposes <= part.purposes
            assert joined.scopes <= part.scopes
            assert joined.audience <= part.audience
            assert MATCHES.index(joined.match) >= MATCHES.index(part.match)
            assert joined.originators >= part.originators


@given(MARKINGS, MARKINGS)
def test_whoever_may_hold_both_may_hold_the_join_and_nobody_else(one: Marking, two: Marking) -> None:
    for author in one.audience & two.audience:
        assert join(author, one, two).audience == one.audience & two.audience


@given(MARKINGS, MARKINGS)
def test_an_author_who_may_not_hold_one_of_them_cannot_derive(one: Marking, two: Marking) -> None:
    with pytest.raises(ModelError):
        join("OUTSIDER", one, two)


@given(MARKINGS, MARKINGS, MARKINGS)
def test_the_join_does_not_depend_on_the_order(one: Marking, two: Marking, three: Marking) -> None:
    for author in one.audience & two.audience & three.audience:
        assert join(author, one, two) == join(author, two, one)
        assert join(author, join(author, one, two), three) == join(author, one, join(author, two, three))


def test_two_legal_regimes_do_not_mix_and_open_gives_way() -> None:
    police, service, free = (marking(regime=name) for name in ("WPG9", "WIV", "OPEN"))
    assert join("POL", police, free).regime == join("POL", free, police).regime == "WPG9"
    with pytest.raises(ModelError):
        join("POL", police, service)


@given(MARKINGS)
def test_the_parts_describe_the_marking(one: Marking) -> None:
    assert marking_from_parts(one.to_parts()) == one
    assert marking_from_parts(one.to_parts()).key == one.key


@pytest.mark.parametrize("part", ["originator", "system", "scheme", "level", "regime", "match"])
def test_a_marking_with_a_part_missing_is_refused(part: str) -> None:
    whole = {
        "originator": "A", "system": "S", "scheme": "V", "level": "NONE", "compartments": [], "releasable_to": [],
        "scopes": [], "purposes": [], "regime": "OPEN", "handling": [], "match": "FULL",
    }  # fmt: skip
    assert marking_from_parts(whole).level == "NONE"
    with pytest.raises(ModelError):
        marking_from_parts({name: value for name, value in whole.items() if name != part})
    with pytest.raises(ModelError):
        marking_from_parts(whole | {part: ""})
