"""How `./kring analyse` takes a day of the past, and what it refuses."""

import pytest
import typer

from cli.analyse import _instant


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("2026-03-01", "2026-03-01T23:59:59.999Z"),
        ("2026-03-01T09:00:00Z", "2026-03-01T09:00:00.000Z"),
        ("2026-03-01T09:00:00+01:00", "2026-03-01T08:00:00.000Z"),
    ],
)
def test_a_day_is_its_end_and_an_instant_is_itself(given: str, sent: str) -> None:
    assert _instant(given) == sent


@pytest.mark.parametrize("given", ["", "yesterday", "2026-02-30", "2026-03-01T09:00", "1-3-2026"])
def test_what_is_neither_is_refused_by_name(given: str) -> None:
    with pytest.raises(typer.BadParameter, match="neither a day"):
        _instant(given)
