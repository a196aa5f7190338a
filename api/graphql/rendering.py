"""From the rows of an answer to the answer: keys in the order of the operation, nulls, `__typename`, cursors, markings.

What is done once a record is one Python expression a list, made as a syntax tree from the plan (no text is ever
evaluated) and compiled once; what is done once a page is plain functions. docs/decisions/0012 has the figures.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from api.graphql.answer import Answer, Rows
from api.graphql.claims import claims
from api.graphql.cursors import place_of
from api.graphql.expressions import Expressions, at, comprehension, constant, display, named_list
from api.graphql.expressions import name as variable
from api.graphql.pages import Paged, page_info, tally
from graph_model.ontology import ONTOLOGY
from graph_model.query import (
    ClaimsPart,
    Column,
    CompletePart,
    ConstantColumn,
    CountsPart,
    CursorPart,
    DatePart,
    EdgePart,
    EdgesPart,
    Entity,
    HopColumn,
    LinePart,
    LinesPart,
    MarkingColumn,
    MetaColumn,
    Neighbourhood,
    NodeById,
    NodePart,
    Page,
    PageInfoPart,
    PagePart,
    Paths,
    PropertyColumn,
    RecordsById,
    RecordsOfType,
    RootField,
    Search,
    Selection,
    Timeline,
    TotalPart,
    TypeColumn,
)
from graph_model.rows import AT, FORWARD, ID, KIND, LINK, TYPE, WHAT, EdgeRow, Row, edge_row, line_row, reached_row, record_row


class Displayed:
    """A row in a display: the variable it is in, and which of its lists have a name by now."""

    def __init__(self, variable: str, row: Row | None) -> None:
        self.variable, self.row = variable, row
        self._named: set[int] = set()

    def value(self, type_name: str, column: MetaColumn | HopColumn | PropertyColumn) -> Any:
        """The expression of a value. Displays are evaluated in order, so the first use of a list gives it its name."""
        assert self.row is not None
        place = self.row.place(type_name, column)
        if len(place) == 1:
            return at(self.variable, place[0])
        outer, inner = place
        name = f"{self.variable}{outer}"
        if outer in self._named:
            return at(name, inner)
        self._named.add(outer)
        width = max(map(len, self.row.classes[column.field_class].values())) if isinstance(column, PropertyColumn) else 0
        return named_list(name, at(self.variable, outer), width, inner)


Part = Callable[[Any, Answer], Any]
Root = Callable[[Iterator[Any], Answer], Any]


class Renderer:
    """Makes the functions of one plan."""

    def __init__(self) -> None:
        self._expressions = Expressions("answer")

    def root(self, field: RootField) -> Root:
        """From the values of an answer, of which it takes the next unless it is a constant, to this field's part."""
        if isinstance(field, ConstantColumn):
            return lambda values, answer: field.text
        part = self._part(field)
        return lambda values, answer: part(next(values), answer)

    def _part(self, field: NodeById | RecordsById | RecordsOfType | Entity | Neighbourhood | Timeline | Paths | Search) -> Part:
        match field:
            case NodeById():
                return self._node(field.selection)
            case RecordsById():
                return self._records(field)
            case Entity() | Neighbourhood():
                return self._reached(field)
            case Timeline():
                return self._timeline(field)
            case Paths():
                return self._paths(field)
            case RecordsOfType() | Search():
                return self._page(field.page, is_record=True)

    def _node(self, selection: Selection) -> Part:
        render = self._listed(selection, record_row([selection]))

        def node(row: list[Any] | None, answer: Answer) -> Any:
            if row is None:
                return None
            answer.rows.append(([row], None))
            return render([row], answer)[0]

        return node

    def _records(self, field: RecordsById) -> Part:
        render = self._listed(field.selection, record_row([field.selection]))

        def records(rows: Rows, answer: Answer) -> Any:
            answer.rows.append((rows, None))
            found = {row[ID]: record for row, record in zip(rows, render(rows, answer), strict=True)}
            return [found.get(id_) for id_ in answer.parameters[field.ids.name]]

        return records

    def _reached(self, field: Entity | Neighbourhood) -> Part:
        shared = reached_row(field.parts)
        parts: list[tuple[str, Callable[[Rows, bool, Answer], Any]]] = []
        for key, part in field.parts:
            match part:
                case Selection():
                    parts.append((key, _of_rows(self._listed(part, shared))))
                case ClaimsPart():
                    parts.append((key, claims(part, shared)))
                case CompletePart():
                    parts.append((key, lambda rows, is_complete, answer: is_complete))
                case ConstantColumn():
                    parts.append((key, _constantly(part.text)))

        def reached(value: tuple[Rows, bool] | None, answer: Answer) -> Any:
            if value is None:
                return None
            rows, is_complete = value
            answer.rows.append((rows, None))
            return {key: part(rows, is_complete, answer) for key, part in parts}

        return reached

    def _timeline(self, field: Timeline) -> Part:
        shared = line_row(field.parts)
        parts: list[tuple[str, Callable[[Rows, bool, Answer], Any]]] = []
        for key, part in field.parts:
            match part:
                case LinesPart():
                    parts.append((key, _of_rows(self._lines(part, shared))))
                case CompletePart():
                    parts.append((key, lambda rows, is_complete, answer: is_complete))
                case ConstantColumn():
                    parts.append((key, _constantly(part.text)))

        def timeline(value: tuple[Rows, bool, list[Any]] | None, answer: Answer) -> Any:
            if value is None:
                return None
            rows, is_complete, asked_for = value
            answer.rows += [([asked_for], None), (rows, None)]
            if shared.record:
                answer.rows.append((rows, shared.link.width))
            return {key: part(rows, is_complete, answer) for key, part in parts}

        return timeline

    def _lines(self, part: LinesPart, row: EdgeRow) -> Part:
        said, record = Displayed("row", row.link), Displayed("record", row.record)
        pairs = [(key, self._line_part(piece, said, record)) for key, piece in part.parts]
        inner = (record.variable, row.link.width) if row.record else None
        return self._expressions.function(comprehension(display(pairs), inner))

    def _line_part(self, part: LinePart, said: Displayed, record: Displayed) -> Any:
        match part:
            case DatePart("relationship"):
                return self._expressions.called(_field_of, variable("row"))
            case DatePart():
                return at("row", AT if part.name == "at" else WHAT)
            case NodePart():
                return self._record(part.selection, record)
            case _:
                return self._column(part, LINK, said)

    def _paths(self, field: Paths) -> Part:
        shared = reached_row(field.parts)
        parts: list[tuple[str, Part]] = []
        for key, part in field.parts:
            if isinstance(part, Selection):
                parts.append((key, self._listed(part, shared)))
            elif isinstance(part, ConstantColumn):
                parts.append((key, partial(_text, part.text)))
            else:
                parts.append((key, lambda rows, answer: len(rows) - 1))

        def paths(value: list[Rows], answer: Answer) -> Any:
            answer.rows.extend((rows, None) for rows in value)
            return [{key: part(rows, answer) for key, part in parts} for rows in value]

        return paths

    def _page(self, page: Page, is_record: bool) -> Part:
        row = edge_row(page, is_record)
        nested = row.link.width if row.record and not is_record else None
        parts = [(key, self._page_part(part, page, row)) for key, part in page.shape.parts]
        wants_more, tallies, is_read = page.wants_more, len(page.tallies), page.is_read

        def rendered(value: Any, answer: Answer) -> Any:
            found, *tallied = (value if is_read else ([], *value)) if tallies else (value,)
            rows, has_more = found if wants_more else (found, False)
            answer.rows.append((rows, None))
            if nested is not None:
                answer.rows.append((rows, nested))
            paged = Paged(rows, has_more, tallied)
            return {key: part(paged, answer) for key, part in parts}

        return rendered

    def _page_part(self, part: PagePart, page: Page, row: EdgeRow) -> Callable[[Paged, Answer], Any]:
        match part:
            case EdgesPart():
                edges = self._edges(part, page, row)
                return lambda paged, answer: edges(paged.rows, answer)
            case ConstantColumn():
                return lambda paged, answer: part.text
            case TotalPart() | CountsPart():
                return tally(part, page)
            case PageInfoPart():
                return page_info(part, page)

    def _edges(self, part: EdgesPart, page: Page, row: EdgeRow) -> Part:
        edge, record = Displayed("row", row.link), Displayed("row" if row.is_record else "record", row.record)
        pairs = [(key, self._edge_part(piece, page, edge, record)) for key, piece in part.parts]
        inner = (record.variable, row.link.width) if row.record and not row.is_record else None
        return self._expressions.function(comprehension(display(pairs), inner))

    def _edge_part(self, part: EdgePart, page: Page, edge: Displayed, record: Displayed) -> Any:
        match part:
            case CursorPart():
                place = self._expressions.called(place_of, at("row", -1)) if page.order.keys else at("row", ID)
                return self._expressions.joined(page.list, place)
            case NodePart():
                return self._record(part.selection, record)
            case _:
                return self._column(part, LINK, edge)

    def _listed(self, selection: Selection, row: Row) -> Part:
        return self._expressions.function(comprehension(self._record(selection, Displayed("row", row)), None))

    def _record(self, selection: Selection, of: Displayed) -> Any:
        """The expression of a record: one display, or a choice by type among several."""
        assert of.row is not None
        if not selection.types:
            return constant(None)
        places = {name: (columns, tuple(of.row.places(name, columns))) for name, columns in selection.types}
        if len(set(places.values())) == 1:
            name, columns = selection.types[0]
            return self._columns(columns, name, of)
        made: dict[object, Part] = {}
        for name, same in places.items():
            if same not in made:
                body = self._columns(same[0], name, Displayed("row", of.row))
                made[same] = self._expressions.function(body, argument="row")
        return self._expressions.choice(of.variable, TYPE, {name: made[same] for name, same in places.items()})

    def _columns(self, columns: tuple[Column, ...], type_name: str, of: Displayed) -> Any:
        return display([(column.key, self._column(column, type_name, of)) for column in columns])

    def _column(self, column: Column, type_name: str, of: Displayed) -> Any:
        assert of.row is not None
        match column:
            case TypeColumn():
                return at(of.variable, TYPE) if of.row.is_typed else constant(type_name)
            case ConstantColumn():
                return constant(column.text)
            case MarkingColumn():
                return self._expressions.marking(of.variable, column.parts)
            case HopColumn():
                page = self._page(column.hop.page, is_record=False)
                return self._expressions.called(page, of.value(type_name, column))
            case _:
                return of.value(type_name, column)


def _of_rows(part: Part) -> Callable[[Rows, bool, Answer], Any]:
    return lambda rows, _, answer: part(rows, answer)


def _field_of(line: list[Any], _: Answer) -> str | None:
    """The field that leads from the record that was asked for over the relationship of a line; null where there is none."""
    if line[KIND] is None:
        return None
    link = ONTOLOGY.relationships[line[KIND]]
    return link.forward_name if line[FORWARD] else link.backward_name


def _text(text: str, rows: Rows, answer: Answer) -> str:
    return text


def _constantly(text: str) -> Callable[[Rows, bool, Answer], Any]:
    return lambda rows, _, answer: text
