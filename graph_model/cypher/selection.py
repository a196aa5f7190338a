"""From a selection of columns to Cypher: first the sub-queries for hops, then one map for the record."""

from graph_model.cypher.scribe import Scribe, checked, literal, mapped, parameter
from graph_model.ontology import ONTOLOGY
from graph_model.query import (
    Column,
    ConstantColumn,
    CursorPart,
    EdgePart,
    EdgesPart,
    Hop,
    HopColumn,
    NodePart,
    Page,
    PageInfoPart,
    PagePart,
    Selection,
)


class SelectionWriter:
    """Writes selections and pages with one scribe."""

    def __init__(self, scribe: Scribe) -> None:
        self.scribe = scribe

    def record(self, variable: str, selection: Selection) -> tuple[list[str], str, list[str]]:
        """(sub-queries, map expression, names the sub-queries bring into scope) for a record in scope."""
        hops: dict[HopColumn, str] = {}
        texts: list[str] = []
        scope: list[str] = []
        for _, columns in selection.types:
            for column in columns:
                if isinstance(column, HopColumn) and column not in hops:
                    text, expression, names = self.hop(variable, column.hop)
                    texts.append(text)
                    scope.extend(names)
                    hops[column] = expression
        return texts, self._by_type(variable, selection, hops), scope

    def _by_type(self, variable: str, selection: Selection, hops: dict[HopColumn, str]) -> str:
        groups: dict[tuple[Column, ...], list[str]] = {}
        for name, columns in selection.types:
            groups.setdefault(columns, []).append(name)
        if len(groups) == 1:
            return self._map(variable, next(iter(groups)), hops)
        branches = [
            f"WHEN {variable}.type IN [{', '.join(map(literal, names))}] THEN {self._map(variable, columns, hops)}"
            for columns, names in groups.items()
        ]
        return "CASE " + " ".join(branches) + " END"

    def _map(self, variable: str, columns: tuple[Column, ...], hops: dict[HopColumn, str]) -> str:
        return mapped((column.key, self.scribe.column(variable, column, hops)) for column in columns)

    def hop(self, start: str, hop: Hop) -> tuple[str, str, list[str]]:
        """(sub-query, page expression, names in scope) for related records of the record `start`."""
        rel, far = self.scribe.fresh("r"), self.scribe.fresh("n")
        sees = self.scribe.predicate.sees
        arrow = f"-[{rel}:{checked(hop.relationship)}]-"
        pattern = f"({start}){arrow}>({far}{_labels(hop)})" if hop.forward else f"({start})<{arrow[:-1]}-({far}{_labels(hop)})"
        match = (
            f"MATCH {pattern} WHERE {sees(rel)} AND {sees(far)} AND {rel}.id > {parameter(hop.page.after)}\n"
            f"WITH {rel}, {far} ORDER BY {rel}.id LIMIT {parameter(hop.page.first)} + 1"
        )
        body, edges, keys = self.page_body(match, rel, far, hop.page)
        return f"CALL ({start}) {{\n{body}\n}}", self.page(hop.page, edges, keys), [edges, keys]

    def page_body(self, match: str, keyed: str, far: str, page: Page) -> tuple[str, str, str]:
        """(text, name of the edges, name of the ids): a page's rows gathered in the order of `keyed`.id."""
        edges, keys = self.scribe.fresh("e"), self.scribe.fresh("k")
        texts, edge, scope = self._edge(keyed, far, page)
        kept = ", ".join(dict.fromkeys([keyed, far, *scope]))
        lines = [match, *texts, f"WITH {kept} ORDER BY {keyed}.id"]
        lines.append(f"RETURN collect({edge}) AS {edges}, collect({keyed}.id) AS {keys}")
        return "\n".join(lines), edges, keys

    def _edge(self, keyed: str, far: str, page: Page) -> tuple[list[str], str, list[str]]:
        """One edge under numbered keys `0`, `1` ...: one entry for each edges part of the page."""
        texts: list[str] = []
        scope: list[str] = []
        maps: list[str] = []
        for _, part in page.shape.parts:
            if isinstance(part, EdgesPart):
                pairs: list[tuple[str, str]] = []
                for key, piece in part.parts:
                    more, expression, names = self._edge_part(keyed, far, page, piece)
                    texts += more
                    scope += names
                    pairs.append((key, expression))
                maps.append(mapped(pairs))
        if len(maps) > 1:
            return texts, "[" + ", ".join(maps) + "]", scope
        return texts, maps[0] if maps else "true", scope

    def _edge_part(self, keyed: str, far: str, page: Page, part: EdgePart) -> tuple[list[str], str, list[str]]:
        match part:
            case CursorPart():
                return [], f"{parameter(page.cursor_prefix)} + {keyed}.id", []
            case NodePart():
                return self.record(far, part.selection)
            case _:
                return [], self.scribe.column(keyed, part, {}), []

    def page(self, page: Page, edges: str, keys: str) -> str:
        """The expression of a page from its gathered edges and ids (one more than asked, when there is more)."""
        several = sum(isinstance(part, EdgesPart) for _, part in page.shape.parts) > 1
        pairs: list[tuple[str, str]] = []
        place = 0
        for key, part in page.shape.parts:
            if isinstance(part, EdgesPart):
                shown = f"{edges}[0..{parameter(page.first)}]"
                pairs.append((key, f"[edge IN {shown} | edge[{place}]]" if several else shown))
                place += 1
            else:
                pairs.append((key, self._page_part(page, part, keys)))
        return mapped(pairs)

    def _page_part(self, page: Page, part: PagePart, keys: str) -> str:
        if isinstance(part, ConstantColumn):
            return literal(part.text)
        assert isinstance(part, PageInfoPart)
        known = {
            "hasNextPage": f"size({keys}) > {parameter(page.first)}",
            "endCursor": f"{parameter(page.cursor_prefix)} + last({keys}[0..{parameter(page.first)}])",
            "__typename": literal("PageInfo"),
        }
        return mapped((key, known[name]) for key, name in part.keys)


def _labels(hop: Hop) -> str:
    """The label test on the far record; none where the relationship type implies it (baseline.md, decision 4)."""
    rel = ONTOLOGY.relationships[hop.relationship]
    implied = {end if hop.forward else start for start, end in rel.ends}
    return "" if implied <= set(hop.types) else ":" + "|".join(map(checked, hop.types))
