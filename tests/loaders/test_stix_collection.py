"""Since when an object is in a collection: since the last that it speaks of, so that whoever asks what came since is given it."""

import json
from dataclasses import replace

from graph_model.leaving import Leaving, Listing, Member
from loaders.stix.kring_extension import stix_id
from loaders.stix.writing.bundle import bundle
from loaders.stix.writing.collection import members, objects
from tests.graph_model.examples import marking

DAYS = [f"2026-01-0{day}T00:00:00.000Z" for day in range(1, 8)]
MARKING, RARE = marking().to_parts(), marking(level="STG_C").to_parts()


def _record(id_: str, day: int, type_: str = "Person") -> Leaving:
    return Leaving(id_ * 32, type_, "POL", DAYS[day], MARKING, {})


def _link(id_: str, day: int, start: Leaving, end: Leaving, type_: str = "RELATED_TO") -> Leaving:
    return Leaving(id_ * 32, type_, "POL", DAYS[day], MARKING, {}, start=start.id, end=end.id)


def _days(*listing: Leaving) -> dict[str, int]:
    """The day of each statement's object, by the first letter of the statement's id."""
    found = {one.statement: DAYS.index(one.added) for one in members(listing) if one.id.endswith(_number(one.statement))}
    return {id_[0]: day for id_, day in found.items()}


def _number(id_: str) -> str:
    return stix_id("", id_).partition("--")[2]


def test_a_relationship_comes_with_the_last_of_itself_and_its_ends() -> None:
    a, b = _record("a", 1), _record("b", 0)
    assert _days(a, b, _link("c", 0, a, b)) == {"a": 1, "b": 0, "c": 1}
    assert _days(a, b, _link("c", 2, a, b)) == {"a": 1, "b": 0, "c": 2}
    back = replace(b, recorded_at=DAYS[5])
    assert _days(a, back, _link("c", 2, a, back)) == {"a": 1, "b": 5, "c": 5}


def test_the_version_of_a_relationship_stays_when_its_end_comes_back() -> None:
    a, b = _record("a", 1), _record("b", 5)
    (link,) = (one for one in members([a, b, _link("c", 2, a, b)]) if one.type == "relationship")
    assert (link.added, link.version) == (DAYS[5], DAYS[2])


def _until(day: int, *listing: Leaving) -> list[Member]:
    """The members of what was recorded until a day."""
    return members(Listing(listing, {}, is_complete=True).until(DAYS[day]).statements)


def test_what_newly_names_an_object_takes_it_from_no_list() -> None:
    report, b = _record("a", 1, "Report"), _record("b", 0)
    mention = _link("c", 6, report, b, "MENTIONS")
    assert _until(5, report, b, mention) == _until(5, report, b)
    assert len(_until(6, report, b, mention)) == len(_until(6, report, b)) + 1


def test_what_is_recorded_anew_is_away_with_its_relationships_and_comes_back_with_them() -> None:
    report, b, c = _record("a", 1, "Report"), _record("b", 6), _record("c", 0)
    mentions = [_link("d", 2, report, b, "MENTIONS"), _link("e", 3, report, c, "MENTIONS")]
    assert _until(5, report, b, c, *mentions) == _until(5, report, c, mentions[1])
    assert _days(report, b, c, *mentions) == {"a": 6, "b": 6, "c": 0, "d": 6, "e": 3}


def test_a_report_that_names_more_is_another_version_of_it_in_a_list_and_in_a_file() -> None:
    report, b = _record("a", 1, "Report"), _record("b", 0)
    mention = _link("c", 4, report, b, "MENTIONS")
    for listing, day in (([report, b], 1), ([report, b, mention], 4), ([report, b, replace(mention, marking=RARE)], 1)):
        (one,) = (one for one in members(listing) if one.type == "report")
        (raw,) = (raw for raw in json.loads(bundle(listing))["objects"] if raw["type"] == "report")
        assert (one.version, raw["modified"], raw["created"]) == (DAYS[day], DAYS[day], DAYS[1])
        assert objects(listing, [report], frozenset({one.id}))[one.id][0] == raw


def test_a_member_tells_of_every_statement_that_its_dates_are_of() -> None:
    report, b = _record("a", 1, "Report"), _record("b", 4)
    mention, rare = _link("c", 2, report, b, "MENTIONS"), replace(_link("d", 0, b, report), marking=RARE)
    listed = members([report, b, mention, rare])
    of_statements = {
        one.statement[0]: {id_[0] for id_ in one.speaks_of} for one in listed if one.id.endswith(_number(one.statement))
    }
    assert of_statements == {"a": {"a", "b", "c"}, "b": {"b"}, "c": {"a", "b", "c"}, "d": {"a", "b", "d"}}
    around = [one for one in listed if one.type == "marking-definition"]
    assert {"a", "b", "d"} in [{id_[0] for id_ in one.speaks_of} for one in around]


def test_a_report_comes_with_the_last_that_it_names_in_itself_and_with_no_other() -> None:
    report, b = _record("a", 1, "Report"), _record("b", 4)
    named = _link("c", 2, report, b, "MENTIONS")
    assert _days(report, b, named) == {"a": 4, "b": 4, "c": 4}
    assert _days(report, b, replace(named, marking=RARE)) == {"a": 1, "b": 4, "c": 4}
    assert _days(report, b, _link("c", 2, report, b, "CONCERNS")) == {"a": 1, "b": 4, "c": 4}
    assert _days(report) == {"a": 1}


def test_what_stands_around_a_relationship_alone_comes_back_with_it() -> None:
    a, b = _record("a", 1), _record("b", 5)
    link = replace(_link("c", 0, a, b), marking=RARE)
    added = {one.statement[0]: one.added for one in members([a, b, link]) if one.type == "marking-definition"}
    assert added["c"] == DAYS[5]
