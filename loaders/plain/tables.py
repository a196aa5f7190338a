"""CSV of records and of relationships. A cell never starts a formula in a spreadsheet, and a row that is cut out keeps its marking.

The last column has the room for the receipt, in the first row: a cell in quotation marks that needs none. A cell of content is in
them only where it needs them, and then what it holds of them is doubled, so no content is this cell.
"""

import re
from collections.abc import Sequence
from typing import Any

from graph_model.leaving import FileKind, Leaving, Taken, in_order
from graph_model.stamp import columns_of, said_of

RECORD = ("id", "type", "originator", "level", "compartments", "handling", "recordedAt", "validFrom", "validTo")
LINK = ("id", "relationship", "from", "to", "originator", "level", "compartments", "handling", "recordedAt")
RECEIPT = "kring_receipt"
ROOM = f'"{RECEIPT}: "'
_FORMULA = re.compile(r"[=+\-@\t\r]")
_QUOTED = re.compile(r'[",\r\n]')
Row = Sequence[Any]


def records(statements: Sequence[Leaving], taken: Taken) -> bytes:
    """A row for each record, with a column for each property that one of them has."""
    found = [one for one in in_order(statements) if not one.start]
    names = sorted({name for one in found for name in one.properties})
    rows = [[*_row(RECORD, one), *(one.properties.get(name) for name in names)] for one in found]
    return _table([*RECORD, *names], rows, statements, taken)


def links(statements: Sequence[Leaving], taken: Taken) -> bytes:
    """A row for each relationship; `statements` holds the records at its ends, whose ids it tells."""
    return _table(LINK, [_row(LINK, one) for one in in_order(statements) if one.start], statements, taken)


def _row(head: Sequence[str], one: Leaving) -> list[Any]:
    own = {
        "id": one.id, "type": one.type, "relationship": one.type, "from": one.start, "to": one.end, "originator": one.originator,
        "recordedAt": one.recorded_at, "validFrom": one.valid_from, "validTo": one.valid_to,
    }  # fmt: skip
    return [(own | one.marking | {"originator": one.originator})[name] for name in head]


def _table(head: Row, rows: Sequence[Row], statements: Sequence[Leaving], taken: Taken) -> bytes:
    if not rows:
        return b""
    stamp = columns_of(said_of(statements, taken))
    lines = [_line([*head, *stamp, RECEIPT])]
    lines += [f"{_line([*row, *stamp.values()])},{'' if number else ROOM}" for number, row in enumerate(rows)]
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()


def _line(cells: Row) -> str:
    return ",".join(_cell(one) for one in cells)


def _cell(found: Any) -> str:
    text = _text(found)
    text = f"'{text}" if _FORMULA.match(text) else text
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _text(found: Any) -> str:
    if isinstance(found, list | tuple):
        return "; ".join(str(one) for one in found)
    if isinstance(found, bool):
        return str(found).lower()
    return "" if found is None else str(found)


RECORDS = FileKind("records", "text/csv;charset=utf-8", records)
RELATIONSHIPS = FileKind("relationships", "text/csv;charset=utf-8", links)
