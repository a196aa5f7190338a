"""From selections and pages to Cypher: first the sub-queries for hops, then one row of values (`graph_model.rows`)."""

from typing import NamedTuple

from graph_model.cypher.conditions import ConditionWriter
from graph_model.cypher.keyset import beyond, key_value, sorting
from graph_model.cypher.scribe import Scribe, checked, listed, parameter
from graph_model.query import CountsPart, Hop, HopColumn, Page, TotalPart
from graph_model.rows import Row, edge_row

MOST_COUNTS = 100
"""So many values of a property are told apart; the most frequent."""


class Written(NamedTuple):
    """A row: the sub-queries that must stand before it, the row itself, and the names the sub-queries bring into scope."""

    texts: list[str]
    row: str
    scope: list[str]
    cells: list[str]


class Source(NamedTuple):
    """Where the rows of a page come from: a MATCH that ends in a condition, what it starts from, the row's statement, the record.

    `keyed` and `far` are the same where the rows are records. With `seen_class` the MATCH finds the records of one class, and
    is run for each class that the caller sees: by the index on class and id, each run ends with the page.
    """

    match: str
    start: str
    keyed: str
    far: str
    seen_class: str = ""

    @property
    def classes(self) -> list[str]:
        """The line that gives the classes, if there is one."""
        return [f"UNWIND $classes AS {self.seen_class}"] if self.seen_class else []


class SelectionWriter:
    """Writes rows and pages with one scribe."""

    def __init__(self, scribe: Scribe) -> None:
        self.scribe = scribe
        self._conditions = ConditionWriter(scribe)

    def record(self, variable: str, row: Row) -> Written:
        """The row of a record in scope."""
        hops: dict[HopColumn, str] = {}
        texts: list[str] = []
        for column in row.open:
            if isinstance(column, HopColumn):
                text, hops[column] = self.hop(variable, column.hop)
                texts.append(text)
        cells = self.scribe.row(variable, row, hops)
        return Written(texts, listed(cells), list(hops.values()), cells)

    def hop(self, start: str, hop: Hop) -> tuple[str, str]:
        """(sub-query, name of its page) for related records of the record `start`."""
        rel, far = self.scribe.fresh("r"), self.scribe.fresh("n")
        sees = self.scribe.predicate.sees
        arrow = f"-[{rel}:{checked(hop.relationship)}]-"
        pattern = f"({start}){arrow}>({far})" if hop.forward else f"({start})<{arrow}({far})"
        kept = f" AND {far}.type IN {parameter(hop.kept)}" if hop.kept else ""
        match = f"MATCH {pattern} WHERE {sees(rel)} AND {sees(far)}{kept}{self._conditions.filter(hop.page.where, rel, far)}"
        text, page = self.page(Source(match, start, rel, far), hop.page)
        return f"CALL ({start}) {{\n{text}\n}}", page

    def records(self, match: str, node: str, page: Page, seen_class: str = "") -> tuple[str, str]:
        """(text, name of the page) for the records that `match` finds."""
        return self.page(Source(match + self._conditions.filter(page.where, node), "", node, node, seen_class), page)

    def page(self, source: Source, page: Page) -> tuple[str, str]:
        """(text, name of the page): its rows; where it counts something, a list of the rows, if read, and of each tally."""
        rows = [self._rows(source, page)] if page.is_read else []
        if not page.tallies:
            return rows[0]
        parts = rows + [self._tally(source, tally) for tally in page.tallies]
        whole = self.scribe.fresh("p")
        calls = [f"CALL ({source.start}) {{\n{text}\n}}" for text, _ in parts]
        return "\n".join([*calls, f"RETURN {listed([name for _, name in parts])} AS {whole}"]), whole

    def _rows(self, source: Source, page: Page) -> tuple[str, str]:
        """Rows in the order of the list; with whether there are more, where that is asked."""
        rows, found, keyed = self.scribe.fresh("e"), self.scribe.fresh("p"), source.keyed
        values = [self.scribe.fresh("s") for _ in page.order.keys]
        written = self._edge(source, page, values)
        names = dict.fromkeys([keyed, source.far, *values])
        order, first = sorting(page.order, values, keyed), parameter(page.first)
        beyond_place = beyond(page.order, values, keyed, page.after)
        lines = [f"{source.match} AND {beyond_place}"]
        if values:
            keys = zip(values, page.order.keys, strict=True)
            sorted_by = [f"{key_value(self.scribe.predicate, keyed, key)} AS {value}" for value, key in keys]
            lines = [source.match, f"WITH {', '.join([*dict.fromkeys([keyed, source.far]), *sorted_by])} WHERE {beyond_place}"]
        limit = f"LIMIT {first}{' + 1' if page.wants_more else ''}"
        if source.seen_class:
            in_class = order if values else f"{keyed}.pc{' DESC' if page.order.is_backward else ''}, {order}"
            inner = [*lines, f"WITH {', '.join(names)} ORDER BY {in_class} {limit}", f"RETURN {', '.join(names)}"]
            lines = [*source.classes, f"CALL ({source.seen_class}) {{", *inner, "}"]
        lines.append(f"WITH {', '.join(names)} ORDER BY {order} {limit}")
        lines += written.texts
        if written.texts:
            lines.append(f"WITH {', '.join([*names, *written.scope])} ORDER BY {order}")
        turned = "reverse({})" if page.order.is_backward else "{}"
        if page.wants_more:
            lines.append(f"WITH collect({written.row}) AS {rows}")
            lines.append(f"RETURN [{turned.format(f'{rows}[0..{first}]')}, size({rows}) > {first}] AS {found}")
        else:
            lines.append(f"RETURN {turned.format(f'collect({written.row})')} AS {found}")
        return "\n".join(lines), found

    def _tally(self, source: Source, tally: TotalPart | CountsPart) -> tuple[str, str]:
        """What is counted over all rows of a list, whatever page is asked for."""
        found = self.scribe.fresh("t")
        if isinstance(tally, TotalPart):
            return "\n".join([*source.classes, source.match, f"RETURN count({source.keyed}) AS {found}"]), found
        value, count = self.scribe.fresh("s"), self.scribe.fresh("t")
        counted = key_value(self.scribe.predicate, source.far, tally)
        lines = [
            *source.classes,
            source.match,
            f"WITH toString({counted}) AS {value}, count({source.far}) AS {count}",
            f"ORDER BY {count} DESC, {value} LIMIT {MOST_COUNTS}",
            f"RETURN collect([{value}, {count}]) AS {found}",
        ]
        return "\n".join(lines), found

    def _edge(self, source: Source, page: Page, values: list[str]) -> Written:
        keyed, far = source.keyed, source.far
        edge = edge_row(page, is_record=keyed == far)
        record = self.record(far, edge.record) if edge.record else None
        sorted_by = [listed([*values, f"{keyed}.id"])] if values else []
        if edge.is_record and record:
            return record._replace(row=listed([*record.cells, *sorted_by]))
        cells = [*self.scribe.row(keyed, edge.link, {}), *([record.row] if record else []), *sorted_by]
        texts, scope = (record.texts, record.scope) if record else ([], [])
        return Written(texts, listed(cells), scope, cells)
