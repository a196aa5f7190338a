"""Rows: which value stands where in what the database gives for a query. The builder writes them, an answer reads them.

Every row of a record or relationship begins with its id and its policy class, so that whoever releases an answer knows
every statement in it; a record of one of several types brings its type next. Then come what every reader may know and
pages of related records, then a list a field class, or null where that class may not be read: one look at a mask for
all properties of a class, and a statement that a database plans in less than half the time (docs/decisions/0011).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from graph_model.query import (
    ClaimsPart,
    EdgesPart,
    HopColumn,
    LinesPart,
    MetaColumn,
    NodePart,
    Page,
    PropertyColumn,
    Selection,
    TypeColumn,
)

ID, CLASS, TYPE = 0, 1, 2
Open = MetaColumn | HopColumn
"""A column for whoever sees the statement."""
Place = tuple[int] | tuple[int, int]
"""Where a value stands: in the row, or in one of the row's lists."""


@dataclass(frozen=True, slots=True)
class Row:
    """The row of a statement: values without keys, in order. `classes`: field class -> type -> properties."""

    is_typed: bool
    open: tuple[Open, ...]
    classes: Mapping[str, Mapping[str, tuple[str, ...]]]

    def place(self, type_name: str, column: Open | PropertyColumn) -> Place:
        """Where the value of a column stands for a statement of this type."""
        if isinstance(column, MetaColumn) and column.name == "id":
            return (ID,)
        first = TYPE + 1 if self.is_typed else CLASS + 1
        if not isinstance(column, PropertyColumn):
            return (first + self.open.index(replace(column, key="")),)
        lists = list(self.classes)
        properties = self.classes[column.field_class][type_name]
        return first + len(self.open) + lists.index(column.field_class), properties.index(column.property)

    def places(self, type_name: str, columns: Iterable[object]) -> Iterator[Place]:
        """Where the values of these columns stand, those without a place left out."""
        return (self.place(type_name, c) for c in columns if isinstance(c, MetaColumn | HopColumn | PropertyColumn))

    @property
    def width(self) -> int:
        """How many values stand in the row."""
        return (TYPE + 1 if self.is_typed else CLASS + 1) + len(self.open) + len(self.classes)


def row(columns: Mapping[str, Iterable[object]], is_typed: bool) -> Row:
    """The row that serves these columns of each type."""
    open_: dict[Open, None] = {}
    classes: dict[str, dict[str, dict[str, None]]] = {}
    for name, wanted in columns.items():
        for column in wanted:
            if isinstance(column, PropertyColumn):
                classes.setdefault(column.field_class, {}).setdefault(name, {})[column.property] = None
            elif isinstance(column, HopColumn) or (isinstance(column, MetaColumn) and column.name != "id"):
                open_[replace(column, key="")] = None
    lists = {of: {name: tuple(properties) for name, properties in types.items()} for of, types in classes.items()}
    return Row(is_typed, tuple(open_), lists)


def record_row(selections: Iterable[Selection]) -> Row:
    """One row that serves several selections of the same record."""
    columns: dict[str, list[object]] = {}
    for selection in selections:
        for name, wanted in selection.types:
            columns.setdefault(name, []).extend(wanted)
    names_type = any(isinstance(column, TypeColumn) for wanted in columns.values() for column in wanted)
    differ = len({tuple(wanted) for wanted in columns.values()}) > 1
    return row(columns, is_typed=len(columns) > 1 and (names_type or differ))


def reached_row(parts: Iterable[tuple[str, object]]) -> Row:
    """One row that serves all that is wanted of the records of an entity or neighbourhood, or of a way."""
    wanted = (part.selection if isinstance(part, ClaimsPart) else part for _, part in parts)
    return record_row(selection for selection in wanted if isinstance(selection, Selection))


LINK = ""
"""The one type there is of a relationship in a row."""


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """The row of an edge: that of the relationship, and in its last place the row of the record, if it is wanted.

    Where a page is of records and not of relationships, the record's row is the edge's own.
    """

    link: Row
    record: Row | None
    is_record: bool


def edge_row(page: Page, is_record: bool) -> EdgeRow:
    """The row that serves all edges parts of a page."""
    edges = [part for _, part in page.shape.parts if isinstance(part, EdgesPart)]
    return _row_of([piece for part in edges for _, piece in part.parts], is_record)


WHAT, AT, KIND, FORWARD = -4, -3, -2, -1
"""The last values of a line: which date it is, the date, and of a relationship its type and whether it starts at the record
that was asked for (null of a record)."""


def line_row(parts: Iterable[tuple[str, object]]) -> EdgeRow:
    """The row that serves all lines of a timeline: of the statement that says a date, and of the line's record."""
    lines = [part for _, part in parts if isinstance(part, LinesPart)]
    return _row_of([piece for part in lines for _, piece in part.parts], is_record=False)


def _row_of(pieces: list[object], is_record: bool) -> EdgeRow:
    nodes = [piece.selection for piece in pieces if isinstance(piece, NodePart)]
    return EdgeRow(row({LINK: pieces}, is_typed=False), record_row(nodes) if nodes else None, is_record)
