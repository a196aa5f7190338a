"""Pictures of findings: what a report needs stands in them, names are text only, and equal answers give equal bytes."""

from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from cli.analyse import _draw
from cli.plot import picture
from graph_model.local.errors import SetupError

NAMES = {"i": "Item VEHICLE AE-412-U (POL)", "p": "Person $x^2$ <b>Kanarie</b> \u202e\x00&amp; (NCTV)"}


def answer(*findings: dict[str, Any], **others: Any) -> dict[str, Any]:
    """An answer of the API."""
    report = ["Which items recur?", "Items that reports mention.", "Parameters: no parameters.", "Done on 2026-03-16.", "Found: 2."]
    highest = {"level": "STG_C", "compartments": ["ANEMOON"], "handling": ["CONSULT_FIRST"]}
    return {"report": report, "highest": highest, "findings": list(findings)} | others


VAN = {"score": 2, "reason": "mentioned in 2 reports", "records": ["i", "p"]}
WHO = {"score": 0.25, "reason": "on shortest paths between others", "records": ["p"]}


def texts(svg: bytes) -> list[str]:
    """What is written in a picture."""
    return ["".join(one.itertext()) for one in fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_a_picture_says_what_how_when_for_whom_and_how_it_is_marked() -> None:
    said = texts(picture(answer(VAN, WHO), NAMES, "receipt-1", "svg"))
    assert said.count("STG_C · ANEMOON · CONSULT_FIRST") == 2
    assert {
        "Which items recur?",
        "1. Item VEHICLE AE-412-U (POL)",
        "mentioned in 2 reports",
        "0.25",
        "Audit-Receipt receipt-1",
    } <= set(said)
    assert "Items that reports mention. Parameters: no parameters." in said
    assert "Done on 2026-03-16. Found: 2." in said


def test_a_long_receipt_stays_on_the_page() -> None:
    receipt = f"6f3db6:{'0' * 200}"
    lines = [line for text in texts(picture(answer(VAN), NAMES, receipt, "svg")) for line in text.splitlines()]
    assert receipt in "".join(lines)
    assert max(map(len, lines)) <= 145


def test_a_name_is_text_and_nothing_else() -> None:
    said = texts(picture(answer(WHO), NAMES, "r", "svg"))
    assert "1. Person $x^2$ <b>Kanarie</b> \ufffd\ufffd&amp; (NCTV)" in said


@pytest.mark.parametrize("findings", [(), (VAN,), (VAN, WHO)])
def test_equal_answers_give_equal_bytes(findings: tuple[dict[str, Any], ...]) -> None:
    assert picture(answer(*findings), NAMES, "r", "svg") == picture(answer(*findings), NAMES, "r", "svg")


def test_a_level_that_is_not_known_is_shown_as_it_is() -> None:
    highest = {"level": "COSMIC", "compartments": [], "handling": []}
    assert texts(picture(answer(VAN, highest=highest), NAMES, "r", "svg")).count("COSMIC") == 2


def test_a_picture_of_dots_is_one() -> None:
    assert picture(answer(VAN), NAMES, "r", "png").startswith(b"\x89PNG")


def test_what_may_not_leave_in_a_file_is_not_drawn(tmp_path: Path) -> None:
    file, records = tmp_path / "found.svg", [{"id": "i", "__typename": "Item", "originator": "POL"}]
    kept = {"level": "NONE", "compartments": [], "handling": ["CONSULT_FIRST", "NO_EXPORT"]}
    with pytest.raises(SetupError, match="may not leave in a file"):
        _draw(file, answer(VAN, highest=kept, records=records), "receipt-1")
    assert not file.exists()
    _draw(file, answer(VAN, highest=kept | {"handling": ["CONSULT_FIRST"]}, records=records), "receipt-1")
    assert file.stat().st_mode & 0o777 == 0o600
