"""Every row has its test or says what it waits for, every test that is named exists, and the page is the one made from them."""

from pathlib import Path

from tests.golden import unchanged
from tests.leaks.table import ROOT, ROWS, exists, named_here, table


def test_there_are_fifty_rows() -> None:
    assert list(ROWS) == [f"L{number:02}" for number in range(1, 51)]


def test_every_row_is_proved_or_says_what_it_waits_for() -> None:
    here = named_here()
    assert not [row for row, entry in ROWS.items() if row not in here and not entry.get("also") and not entry.get("later")]
    assert not set(here) - set(ROWS)


def test_every_test_that_a_row_names_exists() -> None:
    assert not [test for entry in ROWS.values() for test in entry.get("also", ()) if not exists(test)]


def test_the_page_of_leaks_is_current() -> None:
    unchanged(Path(ROOT / "docs" / "reference" / "leaks.md"), table())
