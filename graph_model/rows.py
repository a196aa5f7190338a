"""Rows: which value stands where in what the database gives for a query. The builder writes them, an answer reads them.

Every row of a record or relationship begins with its id and its policy class, so that whoever releases an answer knows
every statement in it; a record of one of several types brings its type next.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph_model.query import (
    Column,
    EdgesPart,
    HopColumn,
    MetaColumn,
    NodePart,
    Page,
    PropertyColumn,
    Selection,
    TypeColumn,
)

ID, CLASS, TYPE = 0, 1, 2
Stored = PropertyColumn | MetaColumn | HopColumn
"""A column whose value the database gives, without its key."""


def stored(columns: Iterable[object]) -> tuple[Stored, ...]:
    """The distinct values to get for these columns, in order. The id is in every row already."""
    found = [replace(column, key="") for column in columns if isinstance(column, Stored) and not _is_id(column)]
    return tuple(dict.fromkeys(found))


def _is_id(column: Stored) -> bool:
    return isinstance(column, MetaColumn) and column.name == "id"


@dataclass(frozen=True, slots=True)
class RecordRow:
    """The row of a record: per type, the values after the fixed ones. `is_typed` when its type stands at `TYPE`."""

    is_typed: bool
    values: dict[str, tuple[Stored, ...]]

    def place(self, type_name: str, column: Stored) -> int:
        """Where the value of a column stands in the row of a record of this type."""
        if _is_id(column):
            return ID
        return (TYPE + 1 if self.is_typed else CLASS + 1) + self.values[type_name].index(replace(column, key=""))


def record_row(selections: Iterable[Selection]) -> RecordRow:
    """One row that serves several selections of the same record."""
    columns: dict[str, list[Column]] = {}
    for selection in selections:
        for name, wanted in selection.types:
            columns.setdefault(name, []).extend(wanted)
    names_type = any(isinstance(column, TypeColumn) for wanted in columns.values() for column in wanted)
    differ = len({tuple(wanted) for wanted in columns.values()}) > 1
    return RecordRow(len(columns) > 1 and (names_type or differ), {name: stored(wanted) for name, wanted in columns.items()})


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """The row of an edge: values of the relationship, then the row of the record, if it is wanted.

    Where a page is of records and not of relationships, the record's row is the edge's own.
    """

    values: tuple[Stored, ...]
    record: RecordRow | None
    is_record: bool

    def place(self, column: Stored) -> int:
        """Where the value of a column of the relationship stands."""
        return ID if _is_id(column) else CLASS + 1 + self.values.index(replace(column, key=""))

    @property
    def record_place(self) -> int:
        """Where the record's row stands in the edge's."""
        return CLASS + 1 + len(self.values)


def edge_row(page: Page, is_record: bool) -> EdgeRow:
    """The row that serves all edges parts of a page."""
    edges = [part for _, part in page.shape.parts if isinstance(part, EdgesPart)]
    pieces = [piece for part in edges for _, piece in part.parts]
    nodes = [piece.selection for piece in pieces if isinstance(piece, NodePart)]
    return EdgeRow(stored(pieces), record_row(nodes) if nodes else None, is_record)
