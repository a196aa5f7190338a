"""The impact of a change of policies as a comment: the same for the same trial, and another where anything in it is another."""

import copy
from typing import Any

import pytest

from cli.impact import BEGIN, comment, unlike

TRIAL: dict[str, Any] = {
    "before": "0011223344556677",
    "after": "8899aabbccddeeff",
    "asked": 300,
    "moved": [
        {"user": "u-noor", "organisation": "NCTV", "purpose": "OVERSIGHT", "gains": [], "loses": [{"name": "see", "number": 3}]},
        {
            "user": "u-daan", "organisation": "POL", "purpose": "THREAT_ASSESSMENT", "loses": [],
            "gains": [{"name": "see", "number": 2}, {"name": "read_basic", "number": 1}],
        },
    ],
}  # fmt: skip


def test_a_comment_says_who_gains_and_loses_in_one_order() -> None:
    text = comment(TRIAL)
    assert "2 of 300 users and purposes change" in text
    rows = [line for line in text.split("\n") if line.startswith("| u-")]
    assert rows == [
        "| u-daan | POL | THREAT_ASSESSMENT | 1 read_basic, 2 see | - |",
        "| u-noor | NCTV | OVERSIGHT | - | 3 see |",
    ]
    other = copy.deepcopy(TRIAL)
    other["moved"].reverse()
    other["moved"][0]["gains"].reverse()
    assert comment(other) == text
    assert "Nobody gains or loses anything." in comment(TRIAL | {"moved": []})


def test_what_is_stated_is_found_among_other_words_and_with_the_line_ends_of_a_browser() -> None:
    text = comment(TRIAL)
    for stated in (
        text,
        f"We shut it.\n\n{text}\nReviewed by two.\n",
        text.replace("\n", "\r\n"),
        text.replace("see", "see").strip(),
    ):
        assert unlike(stated, TRIAL) == []


def _changes() -> list[dict[str, Any]]:
    several = [
        TRIAL | {name: value} for name, value in (("before", "x"), ("after", "y"), ("asked", 301), ("moved", TRIAL["moved"][:1]))
    ]
    for change in (
        {"user": "u-saar"},
        {"organisation": "AIVD"},
        {"purpose": "PUBLIC_ORDER"},
        {"loses": []},
        {"gains": [{"name": "see", "number": 1}]},
    ):
        several.append(TRIAL | {"moved": [TRIAL["moved"][0] | change, TRIAL["moved"][1]]})
    return several


@pytest.mark.parametrize("other", _changes())
def test_any_other_impact_is_told_by_its_lines(other: dict[str, Any]) -> None:
    lines = unlike(comment(TRIAL), other)
    assert lines[:2] == ["--- stated", "+++ computed"]
    assert any(line.startswith(("-", "+")) for line in lines[2:])


def test_no_impact_and_several_are_none() -> None:
    assert unlike("We change nothing.", TRIAL) == ["it states no impact"]
    assert unlike(BEGIN, TRIAL) == ["it states no impact"]
    assert unlike(comment(TRIAL) * 2, TRIAL) == ["it states several impacts"]
