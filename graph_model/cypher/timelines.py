"""The timeline of a record: one line for each date that it, its relationships, or the records at their other ends hold.

Every date stands behind its field class's mask before lines are sorted, narrowed or counted, so one that may not be read takes
no place. A record that several relationships lead to says its dates once.
"""

from graph_model.cypher.dates import DateWriter
from graph_model.cypher.scribe import Scribe, checked, listed, parameter
from graph_model.cypher.selection import SelectionWriter
from graph_model.ontology import ONTOLOGY
from graph_model.query import Timeline
from graph_model.rows import line_row

_KINDS = "|".join(checked(name) for name in ONTOLOGY.relationships)


class TimelineWriter:
    """Writes the lines around a record with one scribe."""

    def __init__(self, scribe: Scribe, select: SelectionWriter) -> None:
        self._scribe, self._select, self._dates = scribe, select, DateWriter(scribe)

    def lines(self, field: Timeline, start: str) -> tuple[str, str]:
        """(sub-query, name of its rows) for a record in scope: rows in order of time, one more than the limit if there are."""
        record, said, what, at, kind, forward = names = [self._scribe.fresh(of) for of in ("n", "s", "w", "t", "k", "d")]
        order, rows, row = f"{at}, {said}.id, {what}", self._scribe.fresh("e"), line_row(field.parts)
        written = self._select.record(record, row.record) if row.record else None
        cells = [*self._scribe.row(said, row.link, {}), *([written.row] if written else []), what, at, kind, forward]
        lines = [
            f"CALL ({start}) {{",
            *self._dated(field, start, names),
            f"WITH {', '.join(names)} ORDER BY {order} LIMIT {parameter(field.limit)} + 1",
            *(written.texts if written else []),
            f"WITH {', '.join([*names, *(written.scope if written else [])])} ORDER BY {order}",
            f"RETURN collect({listed(cells)}) AS {rows}",
            "}",
        ]
        return "\n".join(lines), rows

    def _dated(self, field: Timeline, start: str, names: list[str]) -> list[str]:
        """The dates in the window, in no order."""
        record, at, line, found = names[0], names[3], self._scribe.fresh("l"), self._scribe.fresh("l")
        parts = [f"{line}[{place}] AS {name}" for place, name in enumerate(names[1:])]
        return [
            *self._around(start, record, found),
            *([f"WITH {record}, {found} WHERE {record}.type IN {parameter(field.kept)}"] if field.kept else []),
            f"UNWIND {found} + {self._dates.of_record(record)} AS {line}",
            f"WITH DISTINCT {', '.join([record, *parts])}",
            f"WITH {', '.join(names)} WHERE {' AND '.join([f'{at} IS NOT NULL', *_window(field, at)])}",
        ]

    def _around(self, start: str, record: str, found: str) -> list[str]:
        """The record itself, and for each relationship the record at its other end and the relationship's dates.

        A relationship of a record with itself starts there, and is found once.
        """
        return [
            f"CALL ({start}) {{",
            f"RETURN {start} AS {record}, [] AS {found}",
            "UNION ALL",
            *self._along(start, record, found, forward=True),
            "UNION ALL",
            *self._along(start, record, found, forward=False),
            "}",
        ]

    def _along(self, start: str, record: str, found: str, forward: bool) -> list[str]:
        rel, far, sees = self._scribe.fresh("r"), self._scribe.fresh("n"), self._scribe.predicate.sees
        arrow = f"-[{rel}:{_KINDS}]-"
        pattern = f"({start}){arrow}>({far})" if forward else f"({start})<{arrow}({far})"
        another = "" if forward else f" AND {far}.id <> {start}.id"
        return [
            f"MATCH {pattern} WHERE {sees(rel)} AND {sees(far)}{another}",
            f"RETURN {far} AS {record}, {self._dates.of_relationship(rel, forward)} AS {found}",
        ]


def _window(field: Timeline, at: str) -> list[str]:
    """A day is as long as it is: it is in a window that begins, or ends, within it."""
    begins = [f"coalesce({at} >= left({parameter(field.begin)}, size({at})), true)"] if field.begin else []
    return [*begins, *([f"coalesce({at} < {parameter(field.end)}, true)"] if field.end else [])]
