"""The table of what people expect: every row has its test or says what is missing, every test that is named exists."""

from pathlib import Path
from typing import Any

import yaml

from tests.golden import unchanged
from tests.leaks.table import ROOT, exists

ROWS: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "interface.yaml").read_text(encoding="utf-8"))
HEAD = """\
# What people expect to see and do, and the test for each

A: what everybody who used such a product expects, whose absence is noticed. B: what is nowhere together yet. The numbers are those of the
design. *Not yet* is said by name.

*Made from `tests/docs/interface.yaml`; `KRING_UPDATE_GOLDEN=1 ./kring test tests/docs/test_interface.py` makes it anew.*

| row | what | proved by | not yet |
|---|---|---|---|
"""


def table() -> str:
    """The page."""
    lines = []
    for row, entry in ROWS.items():
        shown = "<br>".join(f"`{test}`" for test in entry.get("proved", ()))
        lines.append(f"| {row} | {entry['feature']} | {shown} | {entry.get('later', '')} |\n")
    return HEAD + "".join(lines)


def test_every_row_of_the_design_is_there_and_proved_or_says_what_is_missing() -> None:
    assert list(ROWS) == [*(f"A{number}" for number in range(1, 25)), *(f"B{number}" for number in range(1, 17))]
    assert not [row for row, entry in ROWS.items() if not entry.get("proved") and not entry.get("later")]
    assert not [test for entry in ROWS.values() for test in entry.get("proved", ()) if not exists(test)]


def test_the_page_of_the_interface_is_current() -> None:
    unchanged(ROOT / "docs" / "reference" / "interface.md", table())
