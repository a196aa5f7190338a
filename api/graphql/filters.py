"""From the shape of a `where` argument to a condition, and how each of its values is taken from a request."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from api.graphql.arguments import Convert
from api.graphql.declarations import link_name, properties_of
from api.graphql.errors import RequestError
from api.graphql.inputs import PARTS, record_field
from graph_model.conditions import AllOf, AnyOf, Compared, Condition, Far, Linked, Not, OfOneType, OfType
from graph_model.errors import ModelError
from graph_model.instant import parse, to_text
from graph_model.ontology import ONTOLOGY
from graph_model.parameter import Parameter

MOST_CONDITIONS, MOST_LINKS = 100, 12
"""So many comparisons, and so many relationships looked along, one operation may have."""
MOST_VALUES, LONGEST_TEXT = 100, 1_000
Path = tuple[str | int, ...]
Shape = Mapping[str, Any]
_TYPES = {record_field(name): name for name in ONTOLOGY.types}


class FilterCompiler:
    """Compiles the filters of one operation. `bind` gives a parameter for a value of the argument at hand."""

    def __init__(self) -> None:
        self._conditions, self._links = MOST_CONDITIONS, MOST_LINKS

    def compile(self, name: str, shape: Shape, bind: Callable[[Convert], Parameter]) -> Condition:
        """The condition of a filter of this type or link. Raises RequestError when it is too much, or a value is null."""
        return _Filter(self, bind).of(name, shape, ("where",))

    def count(self, links: int = 0) -> None:
        """Count one more condition, or relationship. Raises RequestError over the limit."""
        self._conditions -= 1
        self._links -= links
        if self._conditions < 0 or self._links < 0:
            raise RequestError("DOCUMENT_TOO_LARGE")


class _Filter:
    def __init__(self, compiler: FilterCompiler, bind: Callable[[Convert], Parameter]) -> None:
        self._compiler, self._bind = compiler, bind

    def of(self, name: str, shape: Shape, path: Path) -> Condition:
        """`name` is a type of record, `Record`, or the name of a link's types."""
        parts: list[Condition] = []
        for key, below in shape.items():
            if below is None:
                continue
            match key:
                case "and":
                    parts.append(AllOf(tuple(self._each(name, below, (*path, key)))))
                case "or":
                    parts.append(AnyOf(tuple(self._each(name, below, (*path, key)))))
                case "not":
                    parts.append(Not(self.of(name, below, (*path, key))))
                case _:
                    parts += self._field(name, key, below, (*path, key))
        return AllOf(tuple(parts))

    def _each(self, name: str, below: list[Shape], path: Path) -> Iterator[Condition]:
        for place, part in enumerate(below):
            self._compiler.count()
            yield self.of(name, part, (*path, place))

    def _field(self, name: str, key: str, below: Any, path: Path) -> Iterator[Condition]:
        if key in PARTS:
            yield from self._compared(key, None, PARTS[key], below, path)
        elif name == "Record":
            yield self._of_any(key, below, path)
        elif key == "node" and name not in ONTOLOGY.types:
            yield Far(self.of("Record", below, path))
        elif declared := properties_of(name).get(key):
            yield from self._compared(key, declared.field_class, declared.kind, below, path)
        else:
            yield from self._quantified(key, below, path)

    def _of_any(self, key: str, below: Any, path: Path) -> Condition:
        if key == "types":
            self._compiler.count()
            return OfType(self._bind(lambda values, _: [member.value for member in _few(_at(values, path))]))
        return OfOneType(_TYPES[key], self.of(_TYPES[key], below, path))

    def _quantified(self, key: str, below: Shape, path: Path) -> Iterator[Condition]:
        link = next(rel for rel in ONTOLOGY.relationships.values() if key in (rel.forward_name, rel.backward_name))
        for quantifier, part in below.items():
            if part is None:
                continue
            self._compiler.count(links=1)
            condition = self.of(link_name(link), part, (*path, quantifier))
            if quantifier == "every":
                condition = Not(condition)
            linked = Linked(link.name, key == link.forward_name, condition)
            yield linked if quantifier == "some" else Not(linked)

    def _compared(self, name: str, field_class: str | None, kind: str, below: Shape, path: Path) -> Iterator[Condition]:
        for operator, value in below.items():
            if value is None:
                raise RequestError("BAD_ARGUMENT")
            self._compiler.count()
            parameter = self._bind(_converted("boolean" if operator == "isNull" else kind, (*path, operator)))
            yield Compared(name, field_class, operator, parameter)  # type: ignore[arg-type]  # the schema's names are the operators


def _converted(kind: str, path: Path) -> Convert:
    """The value at a place, in the form that it is stored in."""

    def convert(values: dict[str, Any], _: Any) -> Any:
        given = _at(values, path)
        if isinstance(given, list):
            return [_stored(kind, member) for member in _few(given)]
        return _stored(kind, given)

    return convert


def _at(values: Any, path: Path) -> Any:
    for step in path:
        values = values[step]
    return values


def _few(given: list[Any]) -> list[Any]:
    if len(given) > MOST_VALUES:
        raise RequestError("BAD_ARGUMENT")
    return given


def _stored(kind: str, value: Any) -> Any:
    """A value as it is stored. Raises RequestError for a date or instant that is none, and for a text that is too long."""
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise RequestError("BAD_ARGUMENT")
    try:
        match kind:
            case "instant":
                return to_text(parse(value))
            case "date":
                return date.fromisoformat(value).isoformat()
    except (ModelError, ValueError):
        raise RequestError("BAD_ARGUMENT") from None
    return value
