"""A page of a list: what a filter leaves, in the order asked for, from a place on or up to it."""

from typing import Any

from tests.oracle.cursor import Cursor, ReadCursor
from tests.oracle.filters import World, holds, in_order, is_valid, sort_keys

Row = tuple[Any, Any]
"""(relationship, record); twice the record where a list is of records."""


def list_of(field: str, arguments: dict[str, Any]) -> str:
    """Which list a cursor belongs to: a field's in one order, whatever record it is asked of."""
    return " ".join([field, *(f"{one['field']} {one.get('direction') or 'ASC'}" for one in _order(arguments))])


def _order(arguments: dict[str, Any]) -> list[dict[str, Any]]:
    order = arguments.get("orderBy") or []
    return order if isinstance(order, list) else [order]


class Paged:
    """`rows` are all that there are, in order; `shown` those of the page."""

    def __init__(
        self, world: World, read_cursor: ReadCursor, rows: list[Row], of: str, field: str, arguments: dict[str, Any]
    ) -> None:
        where, self._order, self._list = arguments.get("where"), _order(arguments), list_of(field, arguments)
        left = [(link, far) for link, far in rows if where is None or holds(world, link, where, of, None if link is far else far)]
        if (at := arguments.get("validAt")) is not None:
            left = [row for row in left if all(is_valid(world, statement, at, at) for statement in row)]
        keys = [sort_keys(world, link, self._order) for link, _ in left]
        places = in_order(left, keys, [link.id for link, _ in left], self._order)
        self.rows, self._keys = [left[place] for place in places], [keys[place] for place in places]
        self.is_backward = "last" in arguments
        given = arguments.get("before" if self.is_backward else "after")
        self._cursor = read_cursor(given) if given is not None else None
        begin, end = self._range()
        count = arguments["last" if self.is_backward else "first"]
        self._has_more = end - begin > count
        if self._has_more:
            begin, end = (end - count, end) if self.is_backward else (begin, begin + count)
        self.shown = self.rows[begin:end]
        shown_keys = self._keys[begin:end]
        self.cursors = [Cursor(self._list, row[0].id, key) for row, key in zip(self.shown, shown_keys, strict=True)]

    def _range(self) -> tuple[int, int]:
        """The places between the cursor and the end that is read towards."""
        if self._cursor is None:
            return 0, len(self.rows)
        keys, ids = [*self._keys, self._cursor.keys], [*(row[0].id for row in self.rows), self._cursor.id]
        ranked = in_order(ids, keys, ids, self._order)
        here = ranked.index(len(ids) - 1)
        if here and ids[ranked[here - 1]] == self._cursor.id and keys[ranked[here - 1]] == self._cursor.keys:
            here -= 1
        is_there = any(
            key == self._cursor.keys and row[0].id == self._cursor.id for row, key in zip(self.rows, self._keys, strict=True)
        )
        return (0, here) if self.is_backward else (here + is_there, len(self.rows))

    def info(self) -> dict[str, Any]:
        """The values of `pageInfo`."""
        ways = (self._cursor is not None, self._has_more) if self.is_backward else (self._has_more, self._cursor is not None)
        ends = (self.cursors[0], self.cursors[-1]) if self.cursors else (None, None)
        return {"hasNextPage": ways[0], "hasPreviousPage": ways[1], "startCursor": ends[0], "endCursor": ends[1]}
