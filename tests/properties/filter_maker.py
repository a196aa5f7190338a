"""Random filters in the words of GraphQL: every operator, every way to join conditions, relationships within relationships."""

import random
from collections.abc import Callable

from graph_model.ontology import ONTOLOGY, Property
from tests.oracle.filters import link_type
from tests.oracle.table import FIELDS, TYPES
from tests.properties.strategies import WORDS

_LINK_TYPES = {link_type(field): FIELDS[field][0].name for field in FIELDS}
_INSTANTS = ("2026-01-01T00:00:00Z", "2026-02-01T12:00:00+01:00", "2026-03-16T09:00:00.000Z")
_LITERALS = {
    "date": ('"1980-01-01"', '"2026-02-01"', '"2026-03-10"'),
    "instant": tuple(f'"{instant}"' for instant in _INSTANTS),
    "integer": ("0", "1", "3"),
    "number": ("0.2", "0.5", "0.9"),
    "boolean": ("true", "false"),
}
_OPERATORS = {
    "text": ("eq", "in", "contains", "startsWith"),
    "texts": ("has",),
    "date": ("eq", "lt", "lte", "gt", "gte"),
    "instant": ("lt", "lte", "gt", "gte"),
    "integer": ("eq", "in", "lt", "gte"),
    "number": ("lt", "lte", "gt", "gte"),
    "boolean": ("eq",),
}
_PARTS = {"originator": "text", "recordedAt": "instant", "validFrom": "instant", "externalId": "text"}


class FilterMaker:
    """Draws filters. `variable` declares a variable of a kind and gives its name."""

    def __init__(self, rng: random.Random, variable: Callable[[str], str]) -> None:
        self._rng, self._variable = rng, variable
        self._links = 3

    def filter(self, of: str, depth: int = 0) -> str:
        """`{...}` for a type of record, `Record`, or a link."""
        share = self._rng.random() if depth < 3 else 1
        if share < 0.12:
            return f"{{{self._rng.choice(('and', 'or'))}: [{self.filter(of, depth + 1)}, {self.filter(of, depth + 1)}]}}"
        if share < 0.22:
            return f"{{not: {self.filter(of, depth + 1)}}}"
        return f"{{{self._field(of, depth)}}}"

    def _field(self, of: str, depth: int) -> str:
        if of == "Record":
            return self._of_any(depth)
        if of in _LINK_TYPES:
            if self._rng.random() < 0.5:
                return f"node: {self.filter('Record', depth + 1)}"
            return self._compared(ONTOLOGY.relationships[_LINK_TYPES[of]].properties)
        links = [name for name, (link, forward) in FIELDS.items() if of in link.far(not forward)]
        if links and self._links and depth < 3 and self._rng.random() < 0.35:
            self._links -= 1
            name, quantifier = self._rng.choice(links), self._rng.choice(("some", "none", "every"))
            return f"{name}: {{{quantifier}: {self.filter(link_type(name), depth + 1)}}}"
        return self._compared(ONTOLOGY.types[of].properties)

    def _of_any(self, depth: int) -> str:
        share, kind = self._rng.random(), self._rng.choice(("Person", "Actor", "Item", "Report", *sorted(TYPES)))
        if share < 0.3:
            return f"types: [{kind}, Person]"
        return f"{kind[0].lower() + kind[1:]}: {self.filter(kind, depth + 1)}" if share < 0.7 else self._compared(())

    def _compared(self, properties: tuple[Property, ...]) -> str:
        chosen = self._rng.choice(properties) if properties and self._rng.random() < 0.75 else None
        name = chosen.name if chosen else self._rng.choice(sorted(_PARTS))
        kind = chosen.kind if chosen else _PARTS[name]
        if self._rng.random() < 0.2:
            return f"{name}: {{isNull: {self._rng.choice(('true', 'false'))}}}"
        operator = self._rng.choice(_OPERATORS[kind])
        values = [self._value(name, kind, chosen.values if chosen else ()) for _ in range(2 if operator == "in" else 1)]
        return f"{name}: {{{operator}: {f'[{chr(44).join(values)}]' if operator == 'in' else values[0]}}}"

    def _value(self, name: str, kind: str, closed: tuple[str, ...]) -> str:
        if kind in _LITERALS:
            return self._rng.choice(_LITERALS[kind])
        if closed:
            return f'"{self._rng.choice(closed)}"'
        if name == "originator":
            return '"POL"'
        return self._variable("word") if self._rng.random() < 0.3 else f'"{self._rng.choice(WORDS)}"'
