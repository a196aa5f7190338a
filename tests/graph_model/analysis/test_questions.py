"""The analysts' questions (domain.md 7.1), each over a small world in which the right answer is plain to see."""

from typing import Any

import pytest

from graph_model.analysis import ANALYSES, Finding, Link, Network
from graph_model.analysis.words import REASONS, REPORT

NOW = "2026-03-16T09:00:00.000Z"


def network(records: dict[str, tuple[str, dict[str, Any]]], *links: str) -> Network:
    """Records by id with type and facts; links as `start TYPE end`, with a kind after it where there is one."""
    made = [link.split() for link in links]
    ties = [Link(f"l{n}", link[1], link[0], link[2], link[3] if len(link) > 3 else None) for n, link in enumerate(made)]
    types = {id_: kind for id_, (kind, _) in records.items()}
    return Network(types, tuple(ties), True, {id_: facts for id_, (_, facts) in records.items()}, NOW)


def ask(of: Network, kind: str, about: str | None = None, days: int | None = None, hops: int | None = None) -> list[Finding]:
    terms = ANALYSES[kind].terms(about, days, hops)
    assert terms is not None
    return ANALYSES[kind].find(of, terms)


def report(day: str, **facts: Any) -> tuple[str, dict[str, Any]]:
    return "Report", {"receivedAt": day} | facts


PEOPLE = {
    "ann": ("Person", {}),
    "ann2": ("Person", {}),
    "bob": ("Person", {}),
    "cas": ("Person", {}),
    "dot": ("Person", {}),
}
CIRCLE = ("ann SAME_AS ann2", "ann2 RELATED_TO bob FAMILY", "cas RELATED_TO bob PARTNER", "dot RELATED_TO ann COLLEAGUE")


def test_open_threats_come_from_the_circle_the_nearest_first_with_their_newest_assessment() -> None:
    threats = {name: ("Threat", {"status": "OPEN"}) for name in ("t-ann", "t-bob", "t-cas")}
    shut = {"t-shut": ("Threat", {"status": "ENDED"}), "t-unread": ("Threat", {})}
    assessed = {"a1": ("Assessment", {"issuedAt": "2026-01-01"}), "a2": ("Assessment", {"issuedAt": "2026-02-01"})}
    of = network(
        PEOPLE | threats | shut | assessed,
        *CIRCLE,
        *("t-ann TARGETS ann2", "t-bob TARGETS bob", "t-cas TARGETS cas", "t-shut TARGETS ann", "t-unread TARGETS ann"),
        *("a1 ASSESSES t-bob", "a2 ASSESSES t-bob"),
    )
    found = ask(of, "OPEN_THREATS", "ann")
    assert [(one.records[0], one.score) for one in found] == [("t-ann", 0), ("t-bob", 1), ("t-cas", 2)]
    assert found[1].records[1] == "a2"
    assert found[1].told.text("NL") == "open, op 1 stappen; laatst beoordeeld 2026-02-01"
    assert [one.records[0] for one in ask(of, "OPEN_THREATS", "ann", hops=1)] == ["t-ann", "t-bob"]
    assert ask(of, "OPEN_THREATS", "nobody") == []


def test_items_recur_near_the_protected_when_two_reports_within_the_days_name_item_and_place() -> None:
    reports = {"r1": report("2026-01-01"), "r2": report("2026-01-20"), "r3": report("2026-03-01"), "r4": report("2026-01-05")}
    things: dict[str, Any] = {"van": ("Item", {}), "home": ("Place", {}), "shop": ("Place", {}), "m": ("Measure", {})}
    mentions = [f"{one} MENTIONS {other}" for one in ("r1", "r2", "r3") for other in ("van", "home")]
    of = network(PEOPLE | reports | things, "m PROTECTS ann", "ann AT home", "r4 MENTIONS van", "r4 MENTIONS shop", *mentions)
    (found,) = ask(of, "ITEMS_NEAR_PROTECTED")
    assert (found.score, found.records[:3]) == (2, ("van", "r1", "r2"))
    assert set(found.records[3:]) == {"home", "ann", "m"}
    assert ask(of, "ITEMS_NEAR_PROTECTED", days=18) == []
    assert ask(of, "ITEMS_NEAR_PROTECTED", days=100)[0].score == 3


def test_orphans_are_reports_on_somebody_that_no_assessment_is_based_on() -> None:
    of = network(
        PEOPLE | {"r1": report("2026-01-01"), "r2": report("2026-01-02"), "r3": report("2026-01-03"), "a": ("Assessment", {})},
        *("r1 MENTIONS ann", "r2 MENTIONS ann2", "r3 MENTIONS bob", "ann SAME_AS ann2", "a BASED_ON r1"),
    )
    assert [one.records[0] for one in ask(of, "ORPHAN_REPORTS")] == ["r2", "r3"]
    assert [one.records[0] for one in ask(of, "ORPHAN_REPORTS", "ann")] == ["r2"]


@pytest.mark.parametrize(
    ("facts", "is_shaken"),
    [
        ({}, False),
        ({"validTo": "2026-03-01T00:00:00.000Z"}, True),
        ({"validTo": "2026-04-01T00:00:00.000Z"}, False),
        ({"recordedAt": "2026-02-10T00:00:00.000Z"}, True),
        ({"recordedAt": "2026-01-10T00:00:00.000Z"}, False),
    ],
)
def test_an_assessment_is_shaken_by_what_changed_or_ended_below_it(facts: dict[str, Any], is_shaken: bool) -> None:
    issued = {"issuedAt": "2026-02-01", "recordedAt": "2026-02-01T12:00:00.000Z"}
    records = {"top": ("Assessment", issued), "mid": ("Assessment", {}), "r": report("2026-01-01", **facts)}
    found = ask(network(records, "top BASED_ON mid", "mid BASED_ON r"), "SHAKEN_ASSESSMENTS")
    assert [one.records for one in found] == ([("top", "r", "mid")] if is_shaken else [])


def test_an_assessment_is_shaken_by_a_report_that_contradicts_what_it_rests_on() -> None:
    records = {"a": ("Assessment", {"issuedAt": "2026-02-01"}), "r": report("2026-01-01"), "s": report("2026-02-02")}
    (found,) = ask(network(records, "a BASED_ON r", "s CONTRADICTS r"), "SHAKEN_ASSESSMENTS")
    assert found.records == ("a", "r", "s")


def test_sources_that_tell_each_others_reports_count_once() -> None:
    records = {f"r{n}": report("2026-01-01") for n in range(1, 7)} | {f"s{n}": ("Source", {}) for n in range(1, 5)}
    of = network(
        PEOPLE | records,
        *[f"r{n} MENTIONS ann" for n in range(1, 6)],
        *("r1 FROM s1", "r2 FROM s2", "r3 FROM s2", "r4 FROM s3", "r2 SAME_AS r4", "r6 FROM s4"),
    )
    found = ask(of, "INDEPENDENT_SOURCES", "ann")
    assert [(one.score, one.told.key) for one in found] == [(3, "SOURCE"), (1, "SOURCE"), (0, "UNSOURCED")]
    assert set(found[0].records[:2]) == {"s2", "s3"}
    assert found[2].records[0] == "r5"


def test_a_timeline_tells_what_happened_and_how_long_a_promise_took() -> None:
    records: dict[str, Any] = {
        "t": ("Threat", {}),
        "r": report("2026-01-03"),
        "a": ("Assessment", {"issuedAt": "2026-01-05", "severity": 4, "likelihood": 3}),
        "d": ("Decision", {"decidedAt": "2026-01-06", "levelSet": 2}),
        "m1": ("Measure", {"promisedAt": "2026-01-07", "activeAt": "2026-01-17"}),
        "m2": ("Measure", {"promisedAt": "2026-03-06"}),
        "e": ("Event", {"start": "2026-03-30T09:00:00.000Z"}),
    }
    ties = ("t TARGETS ann2", "r MENTIONS t", "a ASSESSES t", "d RESTS_ON a", "m1 PROTECTS ann", "m2 PROTECTS ann2")
    found = ask(network(PEOPLE | records, "ann SAME_AS ann2", "ann TAKES_PART_IN e", *ties), "TIMELINE", "ann")
    assert [(one.records[0], one.score) for one in found] == [("e", 0), ("m2", 10), ("m1", 10), ("d", 0), ("a", 0), ("r", 0)]
    assert [one.told.key for one in found] == ["MOMENT", "PROMISED", "ACTIVE", "DECISION_LEVEL", "ASSESSMENT_LEVELS", "REPORT"]


def test_events_ahead_are_those_of_the_circle_that_are_not_prepared() -> None:
    events: dict[str, Any] = {
        "lacking": ("Event", {"start": "2026-03-20", "readiness": "NOT_MET"}),
        "ready": ("Event", {"start": "2026-03-18", "readiness": "MET"}),
        "prepared": ("Event", {"start": "2026-03-19", "readiness": "MET"}),
        "far": ("Event", {"start": "2026-04-20"}),
        "past": ("Event", {"start": "2026-03-15"}),
        "others": ("Event", {"start": "2026-03-17"}),
        "di": ("Assessment", {"kind": "DI"}),
    }
    ties = [f"bob TAKES_PART_IN {event}" for event in events if event not in ("others", "di")]
    of = network(PEOPLE | events, *CIRCLE, *ties, "di ASSESSES prepared", "di ASSESSES lacking")
    found = ask(of, "EVENTS_AHEAD", "ann")
    assert [(one.records[0], one.score, one.told.key) for one in found] == [("ready", 2, "NO_DI"), ("lacking", 4, "NOT_READY")]
    assert ask(of, "EVENTS_AHEAD", "ann", hops=0) == []
    assert [one.records[0] for one in ask(of, "EVENTS_AHEAD", days=60)] == ["others", "ready", "lacking", "far"]


def test_a_threat_turns_first_to_the_nearest_kin_and_to_whom_less_protects() -> None:
    measures: dict[str, Any] = {"m1": ("Measure", {"state": "ACTIVE"}), "m2": ("Measure", {"state": "ORDERED"})}
    ties = ("ann RELATED_TO bob FAMILY", "ann RELATED_TO dot COLLEAGUE", "cas RELATED_TO ann FAMILY", "t TARGETS ann")
    of = network(PEOPLE | measures | {"t": ("Threat", {})}, *ties, "m1 PROTECTS bob", "m2 PROTECTS cas")
    found = ask(of, "SUBSTITUTE_TARGETS", "t")
    assert [(one.records[0], one.score) for one in found] == [("cas", 0), ("bob", 1), ("dot", 0)]


def test_a_week_stands_out_by_far_more_reports_than_the_mean_with_empty_weeks_counted() -> None:
    days = ["2026-01-05", "2026-01-13", *[f"2026-03-{day:02}" for day in (9, 10, 11, 12, 13, 15)]]
    of = network({f"r{n}": report(day) for n, day in enumerate(days)})
    found = ask(of, "TIME_PATTERNS")
    assert [(one.score, one.told.key, one.told.values[0]) for one in found] == [
        (6, "BURST", "2026-W11"),
        (1, "WEEK", "2026-W02"),
        (1, "WEEK", "2026-W03"),
    ]
    assert ask(network({}), "TIME_PATTERNS") == []


def test_an_analysis_takes_its_own_parameters_within_their_bounds_and_no_others() -> None:
    kinds = ANALYSES
    assert kinds["OPEN_THREATS"].terms(None, None, None) is None
    assert kinds["CORE"].terms("x", None, None) is None
    assert kinds["CORE"].terms(None, 3, None) is None
    assert kinds["OPEN_THREATS"].terms("x", None, 4) is None
    assert kinds["OPEN_THREATS"].terms("x", None, -1) is None
    assert [kinds["EVENTS_AHEAD"].terms(None, days, None) is None for days in (0, 1, 365, 366)] == [True, False, False, True]


def test_what_a_finding_depends_on_reaches_as_far_as_its_method_says() -> None:
    of = network(
        {name: ("Person", {}) for name in "abcd"} | {"z": ("Person", {})}, "a RELATED_TO b", "b RELATED_TO c", "c RELATED_TO d"
    )
    assert of.around(("a",), 0) == ({"a"}, frozenset())
    assert of.around(("a", "b"), 0) == ({"a", "b"}, {"l0"})
    assert of.around(("b",), 1) == ({"a", "b", "c"}, {"l0", "l1"})
    assert of.around(("a",), None) == (set("abcd"), {"l0", "l1", "l2"})
    assert of.around(("nobody",), None) == (frozenset(), frozenset())


def test_every_sentence_takes_as_many_values_in_both_languages() -> None:
    for english, dutch in (REASONS | REPORT).values():
        assert english.count("{}") == dutch.count("{}")
