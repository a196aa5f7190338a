"""Leaks through what is dated around a record: by an entry, by its place, or by whether all are told."""

import json
from typing import Any

from tests.leaks.small import Question, assert_same, id_of, link, node, observe, world
from tests.oracle.decision import Raw
from tests.properties.installation import Installation, Observed

ENTRY = "at what relationship statement record { id }"
ADA = node("ada", birthDate="1980-05-06") | {"valid_from": "2026-01-02T08:00:00.000Z"}
REPORT, EVENT = node("report", "Report", receivedAt="2026-02-01"), node("event", "Event", start="2026-03-01", end="2026-03-02")
MENTIONS, TAKES_PART = link("report", "MENTIONS", "ada"), link("ada", "TAKES_PART_IN", "event") | {"valid_to": "2026-04-01"}
BARE = world([ADA, REPORT, EVENT], [MENTIONS, TAKES_PART])


def asked(key: str = "ada", more: str = "", entry: str = ENTRY) -> Question:
    """A timeline."""
    return f"query($i: ID!) {{ timeline(id: $i{more}) {{ isComplete entries {{ {entry} }} }} }}", {"i": id_of(key)}


def told(seen: Observed) -> list[tuple[Any, ...]]:
    """(when, which date, over which relationship) of each entry."""
    return [tuple(entry.values())[:3] for entry in json.loads(seen.body)["data"]["timeline"]["entries"]]


ALL = [
    asked(),
    *(asked(more=f", limit: {limit}") for limit in (1, 3, 6, 7)),
    asked(more=', from: "2026-02-01", until: "2026-03-02"'),
]


async def test_what_is_dated_around_a_record_is_told_in_order_of_time_with_what_says_it(installation: Installation) -> None:
    await installation.load(BARE)
    seen = await observe(installation, ALL)
    whole = json.loads(seen[0].body)["data"]["timeline"]
    assert told(seen[0]) == [
        ("1980-05-06", "birthDate", None),
        ("2026-01-02T08:00:00.000Z", "validFrom", None),
        ("2026-02-01", "receivedAt", None),
        ("2026-03-01", "start", None),
        ("2026-03-02", "end", None),
        ("2026-04-01", "validTo", "takesPartIn"),
    ]
    said_by = [TAKES_PART["id"] if entry["relationship"] else entry["record"]["id"] for entry in whole["entries"]]
    assert [entry["statement"] for entry in whole["entries"]] == said_by
    assert [len(told(one)) for one in seen] == [6, 1, 3, 6, 6, 2]
    assert [json.loads(one.body)["data"]["timeline"]["isComplete"] for one in seen] == [True, False, False, True, True, True]


async def test_L06_L08_L09_what_is_hidden_dates_nothing_and_takes_no_place(installation: Installation) -> None:
    ghosts = [node(f"g{n}", "Report", "hidden", receivedAt=f"2026-02-0{n + 1}") for n in range(4)]
    seen_too = node("far", "Report", receivedAt="2026-02-02")
    ties = [link(f"g{n}", "MENTIONS", "ada") | {"valid_from": "2026-02-03"} for n in range(4)]
    ties += [link("far", "MENTIONS", "ada", "hidden") | {"valid_from": "2026-02-02"}, link("event", "IN_CASE", "gone", "hidden")]
    gone = node("gone", "Case", "hidden", openedAt="2026-02-02")
    bare = world([ADA, REPORT, EVENT, seen_too], [MENTIONS, TAKES_PART])
    full = world([ADA, REPORT, EVENT, seen_too, gone, *ghosts], [MENTIONS, TAKES_PART, *ties])
    for about in ("ada", "event", "far"):
        await assert_same(installation, bare, full, [asked(about), asked(about, ", limit: 2"), *ALL])
    seen = await assert_same(installation, bare, full, [asked("gone"), asked("g0"), asked("nobody")])
    assert {one.body for one in seen} == {b'{"data":{"timeline":null}}'}


async def test_L28_a_date_that_may_not_be_read_is_not_there_nor_in_any_window(installation: Installation) -> None:
    def dated(born: str, day: str, readable: str) -> Raw:
        people = [node("ada", birthDate=born), node("report", "Report", receivedAt=day), node("unit", "Organisation")]
        measure = node("m", "Measure", reviewAt=day, promisedAt=day, activeAt=day)
        ties = [
            link("report", "MENTIONS", "ada"),
            link("m", "PROTECTS", "ada"),
            link("m", "EXECUTED_BY", "unit", acknowledgedAt=day),
        ]
        (grant,) = BARE["grants"]
        return world([*people, measure], ties, grants=[grant | {"field_classes": [readable]}])

    narrowed = [f', from: "{day}", limit: 1' for day in ("1990-01-01", "2026-02-02")] + [', until: "1990-01-01"', ""]
    questions = [asked(about, more) for about in ("ada", "m") for more in narrowed]
    seen = await assert_same(
        installation, dated("1980-01-01", "2026-02-01", "identity"), dated("1980-01-01", "2026-02-03", "identity"), questions
    )
    assert [told(one) for one in seen[3::4]] == [[("1980-01-01", "birthDate", None)]] * 2
    seen = await assert_same(
        installation, dated("1980-01-01", "2026-02-01", "basic"), dated("2000-01-01", "2026-02-01", "basic"), questions
    )
    assert {what for _, what, _ in told(seen[3])} == {"receivedAt", "reviewAt", "promisedAt", "activeAt"}
    assert {what for _, what, _ in told(seen[7])} == {"acknowledgedAt", "reviewAt", "promisedAt", "activeAt"}


async def test_a_day_is_in_a_window_that_begins_or_ends_within_it_and_an_instant_only_where_it_is(
    installation: Installation,
) -> None:
    days = [node(f"d{n}", "Report", receivedAt=f"2026-02-0{n}") for n in (1, 2, 3)]
    noon = node("noon", "Report", receivedAt="2026-02-02T12:00:00.000Z")
    ties = [link(one["key"], "MENTIONS", "bo") for one in (*days, noon)]
    await installation.load(world([node("bo"), *days, noon], ties))
    windows = {
        ', from: "2026-02-02"': ["02", "02T12", "03"],
        ', from: "2026-02-02T12:00:00Z"': ["02", "02T12", "03"],
        ', from: "2026-02-02T13:00:00.001+01:00"': ["02", "03"],
        ', until: "2026-02-02"': ["01"],
        ', until: "2026-02-02T00:00:00Z"': ["01"],
        ', until: "2026-02-02T01:00:00+01:00"': ["01"],
        ', until: "2026-02-02T12:00:00Z"': ["01", "02"],
        ', until: "2026-02-02T12:00:00.001Z"': ["01", "02", "02T12"],
        ', from: "2026-02-02", until: "2026-02-02T00:00:01Z"': ["02"],
        ', from: null, until: null, types: [Person]': [],
        "": ["01", "02", "02T12", "03"],
    }  # fmt: skip
    seen = await observe(installation, [asked("bo", more) for more in windows])
    assert [[at.removeprefix("2026-02-").removesuffix(":00:00.000Z") for at, _, _ in told(one)] for one in seen] == list(
        windows.values()
    )


async def test_a_window_that_is_none_is_refused_whoever_asks_about_whatever(installation: Installation) -> None:
    await installation.load(BARE)
    bad = ("soon", "2026-02-30", "2026-02-01T10:00:00", "", "2026", "2026-2-1", "9999-12-31T23:59:59-01:00")
    windows = [f', {name}: "{text}"' for text in bad for name in ("from", "until")]
    windows += [f', from: "{begin}", until: "{end}"' for begin, end in (("2026-02-02", "2026-02-01"), ("2026-02-01", "2026-02-01"))]
    windows += [', from: "2026-02-01T00:00:00Z", until: "2026-02-01"', ", limit: 0", ", limit: 1001"]
    for key in ("ada", "nobody"):
        for seen in await observe(installation, [asked(key, more) for more in windows]):
            assert (seen.status, json.loads(seen.body)["errors"][0]["extensions"]["code"]) == (400, "BAD_ARGUMENT"), seen


async def test_each_record_tells_its_dates_once_and_each_relationship_its_own_from_where_it_leads(
    installation: Installation,
) -> None:
    own = {"valid_from": "2026-01-01"}
    old, new = node("old", "Assessment", issuedAt="2026-01-05"), node("new", "Assessment", issuedAt="2026-02-05")
    twice = [link("new", "SUPERSEDES", "old") | own, link("new", "DERIVED_FROM", "old") | own, link("new", "BASED_ON", "r") | own]
    himself = [link("ada", "RELATED_TO", "ada") | own, link("ada", "RELATED_TO", "bo") | own, link("bo", "LINKED_TO", "ada") | own]
    people = [node("ada", birthDate="1980-01-01"), node("bo", birthDate="1981-01-01")]
    await installation.load(world([old, new, node("r", "Report"), *people], [*twice, *himself]))
    seen = await observe(installation, [asked("old"), asked("new"), asked("ada")])
    assert [sorted((what, over or "") for _, what, over in told(one)) for one in seen] == [
        [("issuedAt", ""), ("issuedAt", ""), ("validFrom", "derivedFromOf"), ("validFrom", "supersedesOf")],
        [("issuedAt", ""), ("issuedAt", ""), *(("validFrom", name) for name in ("basedOn", "derivedFrom", "supersedes"))],
        [("birthDate", ""), ("birthDate", ""), *(("validFrom", name) for name in ("linkedToOf", "relatedTo", "relatedTo"))],
    ]


async def test_as_known_then_it_tells_what_was_recorded_by_then_and_not_yet_withdrawn(installation: Installation) -> None:
    early = node("early", "Report", receivedAt="2026-02-01") | {"rec": "2026-03-01T00:00:00Z", "ret": "2026-03-10T00:00:00Z"}
    late = node("late", "Report", receivedAt="2026-02-02") | {"rec": "2026-03-10T00:00:00Z"}
    ties = [
        link(one["key"], "MENTIONS", "bo") | {name: one[name] for name in ("rec", "ret") if name in one} for one in (early, late)
    ]
    await installation.load(world([node("bo"), early, late], ties))
    text, about = asked("bo", entry="at")
    then = [(text.replace("{", f'@asOf(recorded: "2026-03-{day}T12:00:00Z") {{', 1), about) for day in ("05", "12")]
    seen = await observe(installation, [*then, (text, about)])
    assert [[entry["at"] for entry in json.loads(one.body)["data"]["timeline"]["entries"]] for one in seen] == [
        ["2026-02-01"],
        ["2026-02-02"],
        ["2026-02-02"],
    ]
