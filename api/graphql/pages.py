"""Parts of a page beside its edges: where it stands in its list, and what was counted over the whole list."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from api.graphql.answer import Answer, Rows
from api.graphql.cursors import place_of
from graph_model.ordering import END, START
from graph_model.query import CountsPart, Page, PageInfoPart, TotalPart
from graph_model.rows import ID


class Paged(NamedTuple):
    """What a database gave for a page: rows, whether there are more in the direction of reading, and its tallies."""

    rows: Rows
    has_more: bool
    tallies: list[Any]


PageFunction = Callable[[Paged, Answer], Any]


def page_info(part: PageInfoPart, page: Page) -> PageFunction:
    """`pageInfo`. Against the direction of reading there are more rows when the page starts at a cursor."""
    begun = (page.order.begun or page.after).name

    def onward(paged: Paged, answer: Answer) -> bool:
        return paged.has_more

    def against(paged: Paged, answer: Answer) -> bool:
        return answer.parameters[begun] not in (False, START, END)

    known: dict[str, PageFunction] = {
        "hasNextPage": against if page.order.is_backward else onward,
        "hasPreviousPage": onward if page.order.is_backward else against,
        "startCursor": _cursor(page, 0),
        "endCursor": _cursor(page, -1),
        "__typename": lambda paged, answer: "PageInfo",
    }
    parts = [(key, known[name]) for key, name in part.keys]
    return lambda paged, answer: {key: info(paged, answer) for key, info in parts}


def _cursor(page: Page, place: int) -> PageFunction:
    def cursor(paged: Paged, answer: Answer) -> str | None:
        if not paged.rows:
            return None
        row = paged.rows[place]
        return answer.prefixes[page.list] + (place_of(row[-1], answer) if page.order.keys else row[ID])

    return cursor


def tally(part: TotalPart | CountsPart, page: Page) -> PageFunction:
    """`totalCount` or `counts`."""
    if isinstance(part, TotalPart):
        place = page.tallies.index(part)
        return lambda paged, answer: paged.tallies[place]
    place = page.tallies.index(replace(part, keys=()))
    names = ("value", "count", "__typename")
    keys = [(key, names.index(name)) for key, name in part.keys]
    return lambda paged, answer: [{key: (*pair, "ValueCount")[at] for key, at in keys} for pair in paged.tallies[place]]
