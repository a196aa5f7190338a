"""From selections and pages to Cypher: first the sub-queries for hops, then one row of values (`graph_model.rows`)."""

from typing import NamedTuple

from graph_model.cypher.scribe import Scribe, checked, listed, parameter
from graph_model.query import Hop, HopColumn, Page
from graph_model.rows import Row, edge_row


class Written(NamedTuple):
    """A row: the sub-queries that must stand before it, the row itself, and the names the sub-queries bring into scope."""

    texts: list[str]
    row: str
    scope: list[str]


class SelectionWriter:
    """Writes rows and pages with one scribe."""

    def __init__(self, scribe: Scribe) -> None:
        self.scribe = scribe

    def record(self, variable: str, row: Row) -> Written:
        """The row of a record in scope."""
        hops: dict[HopColumn, str] = {}
        texts: list[str] = []
        for column in row.open:
            if isinstance(column, HopColumn):
                text, hops[column] = self.hop(variable, column.hop)
                texts.append(text)
        return Written(texts, listed(self.scribe.row(variable, row, hops)), list(hops.values()))

    def hop(self, start: str, hop: Hop) -> tuple[str, str]:
        """(sub-query, name of its page) for related records of the record `start`."""
        rel, far = self.scribe.fresh("r"), self.scribe.fresh("n")
        sees = self.scribe.predicate.sees
        arrow = f"-[{rel}:{checked(hop.relationship)}]-"
        pattern = f"({start}){arrow}>({far})" if hop.forward else f"({start})<{arrow}({far})"
        kept = f" AND {far}.type IN {parameter(hop.kept)}" if hop.kept else ""
        match = (
            f"MATCH {pattern} WHERE {sees(rel)} AND {sees(far)} AND {rel}.id > {parameter(hop.page.after)}{kept}\nWITH {rel}, {far}"
        )
        text, page = self.page(match, rel, far, hop.page)
        return f"CALL ({start}) {{\n{text}\n}}", page

    def page(self, match: str, keyed: str, far: str, page: Page) -> tuple[str, str]:
        """(text, name of the page): rows in the order of `keyed`.id; with whether there are more, where that is asked."""
        rows, found = self.scribe.fresh("e"), self.scribe.fresh("p")
        written = self._edge(keyed, far, page)
        first = parameter(page.first)
        lines = [f"{match} ORDER BY {keyed}.id LIMIT {first}{' + 1' if page.wants_more else ''}", *written.texts]
        if written.texts:
            lines.append(f"WITH {', '.join(dict.fromkeys([keyed, far, *written.scope]))} ORDER BY {keyed}.id")
        if page.wants_more:
            lines.append(f"WITH collect({written.row}) AS {rows}")
            lines.append(f"RETURN [{rows}[0..{first}], size({rows}) > {first}] AS {found}")
        else:
            lines.append(f"RETURN collect({written.row}) AS {found}")
        return "\n".join(lines), found

    def _edge(self, keyed: str, far: str, page: Page) -> Written:
        edge = edge_row(page, is_record=keyed == far)
        record = self.record(far, edge.record) if edge.record else None
        if edge.is_record and record:
            return record
        values = self.scribe.row(keyed, edge.link, {})
        if record is None:
            return Written([], listed(values), [])
        return Written(record.texts, listed([*values, record.row]), record.scope)
