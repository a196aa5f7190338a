"""What the records of an entity say, by property: each value with who says it, side by side. Nothing is chosen or merged."""

from collections.abc import Callable, Iterator
from typing import Any

from api.graphql.answer import Answer, Rows
from graph_model.ontology import GRADES
from graph_model.query import ClaimsPart, MetaColumn, PropertyColumn
from graph_model.rows import TYPE, Place, Row

Claim = dict[str, Any]
_GRADES = frozenset(grade.name for grade in GRADES)


def claims(part: ClaimsPart, row: Row) -> Callable[[Rows, bool, Answer], list[dict[str, Any]]]:
    """The function that makes the part of an answer: properties by name, the claims of each in the order of their records.

    A value that may not be read is no claim, like one that was never recorded. Nor is a grade: each claim of a record tells the
    record's, or null.
    """
    places = {name: dict(_places(name, columns, row)) for name, columns in part.selection.types}

    def told(rows: Rows, _: bool, answer: Answer) -> list[dict[str, Any]]:
        by_name: dict[str, list[Claim]] = {}
        for record in rows:
            said_by: Claim = {}
            properties: dict[str, Any] = {}
            for column, place in places[record[TYPE]].items():
                name = _name(column)
                (said_by if isinstance(column, MetaColumn) or name in _GRADES else properties)[name] = _at(record, place)
            for name, value in properties.items():
                if value is not None:
                    by_name.setdefault(name, []).append(said_by | {"values": texts(value), "__typename": "Claim"})
        return [_property(part, name, by_name[name]) for name in sorted(by_name)]

    return told


def texts(value: Any) -> list[str]:
    """A value as texts: one, or those of a list."""
    if isinstance(value, list):
        return [text for member in value for text in texts(member)]
    return [str(value).lower() if isinstance(value, bool) else str(value)]


def _places(type_name: str, columns: tuple[object, ...], row: Row) -> Iterator[tuple[MetaColumn | PropertyColumn, Place]]:
    for column in columns:
        if isinstance(column, MetaColumn | PropertyColumn):
            yield column, row.place(type_name, column)


def _name(column: MetaColumn | PropertyColumn) -> str:
    return column.property if isinstance(column, PropertyColumn) else "record" if column.name == "id" else column.name


def _at(record: list[Any], place: Place) -> Any:
    outer = record[place[0]]
    return outer if len(place) == 1 or outer is None else outer[place[1]]


def _property(part: ClaimsPart, name: str, found: list[Claim]) -> dict[str, Any]:
    known = {"name": name, "isContested": len({tuple(claim["values"]) for claim in found}) > 1, "__typename": "EntityProperty"}
    return {
        key: known[wanted] if isinstance(wanted, str) else [{inner: claim[of] for inner, of in wanted} for claim in found]
        for key, wanted in part.parts
    }
