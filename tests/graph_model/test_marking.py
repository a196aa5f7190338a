"""The laws of markings and of their join (access-model.md 3), as properties."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_model.errors import ModelError
from graph_model.marking import LEVELS, MATCHES, Marking, join, marking_from_parts
from tests.graph_model.examples import marking
from tests.oracle import decision as reference

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
        assert author not in joined.releasable_to


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
    assert join("POL", police, police).regime == "WPG9"
    with pytest.raises(ModelError, match="two legal regimes"):
        join("POL", police, service)


@pytest.mark.parametrize("part", ["system", "scheme"])
def test_two_systems_and_two_schemes_do_not_mix(part: str) -> None:
    with pytest.raises(ModelError, match="two systems or schemes"):
        join("POL", marking(), replace(marking(), **{part: "ANOTHER"}))


def test_levels_and_matches_are_those_of_the_model_in_their_order() -> None:
    assert list(LEVELS) == list(reference.LEVELS) == ["NONE", "DEP_V", "STG_C", "STG_G", "STG_ZG"]
    assert MATCHES == ("FULL", "MATCH", "PARTIAL", "SILENT")


def test_the_originator_may_hold_its_own_and_has_to_consent() -> None:
    assert marking().audience == {"POL", "NCTV"}
    assert marking().originators == {"POL"}
    assert join("NCTV", marking(), marking("NCTV")).originators == {"POL", "NCTV"}


def test_a_marking_has_the_key_under_which_databases_keep_it() -> None:
    """The same for ever: another would give every marking of an installation a second class."""
    accented = replace(marking(), scopes=frozenset({"C1", "Zaak-é"}))
    assert accented.key == "cf023e5314ee692784856e104854eade0c92474402b675dbfbcdcb1057ad1d09"
    assert len({marking().key, accented.key, marking(level="NONE").key}) == 3


@given(MARKINGS)
def test_the_parts_describe_the_marking(one: Marking) -> None:
    assert marking_from_parts(one.to_parts()) == one
    assert marking_from_parts(one.to_parts()).key == one.key


WHOLE = {
    "originator": "A", "system": "S", "scheme": "V", "level": "NONE", "compartments": [], "releasable_to": [],
    "scopes": [], "purposes": [], "regime": "OPEN", "handling": [], "match": "FULL",
}  # fmt: skip


@pytest.mark.parametrize("part", ["originator", "system", "scheme", "level", "regime", "match"])
def test_a_marking_with_a_part_missing_is_refused(part: str) -> None:
    assert marking_from_parts(WHOLE).level == "NONE"
    with pytest.raises(ModelError):
        marking_from_parts({name: value for name, value in WHOLE.items() if name != part})
    with pytest.raises(ModelError):
        marking_from_parts(WHOLE | {part: ""})


@pytest.mark.parametrize(
    ("part", "value"), [("level", ["NONE"]), ("originator", 5), ("scopes", "C1"), ("scopes", [1]), ("scopes", ["C1", None])]
)
def test_a_part_of_another_kind_is_refused_by_name(part: str, value: object) -> None:
    with pytest.raises(ModelError, match=f"{part} has the wrong kind of value"):
        marking_from_parts(WHOLE | {part: value})  # type: ignore[dict-item]  # what nobody should have stored


def test_a_part_that_no_marking_has_is_refused_by_name() -> None:
    with pytest.raises(ModelError, match="shoe"):
        marking_from_parts(WHOLE | {"shoe": "size"})
