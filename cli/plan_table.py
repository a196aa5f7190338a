"""Reader of a plan as a table: CSV as spreadsheets keep it, a row a grant, each with the line it begins at.

Columns have the names of the keys of a plan's entries, and `organisation`; they stand after commas or after semicolons. Several
values of a cell stand after `|`. An empty cell says nothing, and neither does a row of them.
"""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from access_policies.grant_plan import Wanted
from cli.plan_entry import KEYS, LISTS, OPTIONAL, PlanRejected, judged

TABLE = ".csv"
ORGANISATION = "organisation"


def read_table(name: str, content: str) -> tuple[str, list[Wanted]]:
    """The organisation that a table is of, and its entries. Raises PlanRejected with the place of what is wrong."""
    rows = _rows(name, content)
    place, columns = next(rows, (name, []))
    if wrong := _wrong_with(columns):
        raise PlanRejected(f"{place}: {wrong}")
    entries = [(place, _entry(place, columns, cells)) for place, cells in rows]
    if not entries:
        raise PlanRejected(f"{name}: there is no grant in it")
    organisation = entries[0][1].get(ORGANISATION, "")
    for place, entry in entries:
        if not organisation or entry.pop(ORGANISATION, "") != organisation:
            raise PlanRejected(f"{place}: a plan is of one organisation, which stands in each row")
    return organisation, judged(organisation, entries)


def _rows(name: str, content: str) -> Iterator[tuple[str, list[str]]]:
    """(place, cells) of each row that says anything."""
    delimiter = ";" if content.partition("\n")[0].count(";") else ","
    reader = csv.reader(StringIO(content, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield f"{name}:{begins}", [cell.strip() for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as fault:
        raise PlanRejected(f"{name}:{begins}: not readable as CSV: {fault}") from None


def _wrong_with(columns: Sequence[str]) -> str:
    """What is wrong with the first row; empty when nothing is."""
    if doubled := sorted({column for column in columns if columns.count(column) > 1}):
        return f"column {doubled[0][:64]!r} stands there twice"
    if unknown := [column for column in columns if column not in {*KEYS, ORGANISATION}]:
        return f"unknown column {unknown[0][:64]!r}; there are {', '.join((ORGANISATION, *KEYS))}"
    if missing := [column for column in (ORGANISATION, *KEYS) if column not in {*columns, *OPTIONAL}]:
        return f"no column {', '.join(missing)}"
    return ""


def _entry(place: str, columns: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    if len(cells) != len(columns):
        raise PlanRejected(f"{place}: {len(cells)} cells under {len(columns)} columns")
    said = {column: cell for column, cell in zip(columns, cells, strict=True) if cell}
    return {column: [value.strip() for value in cell.split("|")] if column in LISTS else cell for column, cell in said.items()}
