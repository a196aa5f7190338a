"""Queries as frozen values: what is asked of the graph, before anybody's rights and before any Cypher.

A query is built once per operation, holds no caller's data, and is shared between callers. Values that differ per
request are named parameters (`Parameter`), filled in at execution. Keys of the answer never reach the database: it
gives rows of values (`graph_model.rows` says which value stands where), and whoever asked puts keys to them.
"""

from dataclasses import dataclass, replace
from typing import TypeAlias

from graph_model.conditions import Condition, Valid
from graph_model.ordering import BY_ID, Order
from graph_model.parameter import Parameter


@dataclass(frozen=True, slots=True)
class PropertyColumn:
    """A property of a node or relationship; absent unless its field class may be read (access-model.md 6)."""

    key: str
    property: str
    field_class: str


@dataclass(frozen=True, slots=True)
class MetaColumn:
    """A stored part of every statement (id, originator, recordedAt ...); readable by whoever sees the statement."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class TypeColumn:
    """The type of the record, `__typename` in GraphQL."""

    key: str


@dataclass(frozen=True, slots=True)
class ConstantColumn:
    """A text known when the query is made (`__typename` of an edge)."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class MarkingColumn:
    """The marking as the caller may see it, found by the class that every row brings: (key, name of the part) in order."""

    key: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HopColumn:
    """Related records as a page; needs its own sub-query."""

    key: str
    hop: "Hop"


Column: TypeAlias = PropertyColumn | MetaColumn | TypeColumn | ConstantColumn | MarkingColumn | HopColumn


@dataclass(frozen=True, slots=True)
class Selection:
    """What to return of a node: one list of columns per concrete type, in the order of the answer.

    `types` maps each possible type to its columns.
    """

    types: tuple[tuple[str, tuple[Column, ...]], ...]


@dataclass(frozen=True, slots=True)
class PageShape:
    """Which parts of a page the answer wants, in order, each under its response key."""

    parts: tuple[tuple[str, "PagePart"], ...]


@dataclass(frozen=True, slots=True)
class EdgesPart:
    """The edges: `columns` of the relationship (none at a root page), `cursor` keys and `node` selections, in order."""

    parts: tuple[tuple[str, "EdgePart"], ...]


@dataclass(frozen=True, slots=True)
class CursorPart:
    """The opaque cursor of an edge."""


@dataclass(frozen=True, slots=True)
class NodePart:
    """The record at the far end (or the record itself at a root page)."""

    selection: Selection


@dataclass(frozen=True, slots=True)
class PageInfoPart:
    """pageInfo: (response key, `hasNextPage` | `hasPreviousPage` | `startCursor` | `endCursor` | `__typename`) in order."""

    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TotalPart:
    """How many rows the whole list has, in the view of the caller."""


@dataclass(frozen=True, slots=True)
class CountsPart:
    """How many records of the whole list have each value of a property, the most frequent first; absent is a value too.

    With no field class `name` is a part of every statement. keys: (response key, `value` | `count` | `__typename`) in order.
    """

    name: str
    field_class: str | None
    keys: tuple[tuple[str, str], ...]


EdgePart: TypeAlias = CursorPart | NodePart | PropertyColumn | MetaColumn | MarkingColumn | ConstantColumn
PagePart: TypeAlias = EdgesPart | PageInfoPart | TotalPart | CountsPart | ConstantColumn


@dataclass(frozen=True, slots=True)
class Page:
    """A keyset page. `first` counts rows; `after` is the id of the row to go on after (`START` or `END` where there is none).

    `list` names the list, so that a cursor of one list is none of another. Where `order` is backward, the page ends before
    `after` and is given in the order of the list all the same.
    """

    first: Parameter
    after: Parameter
    list: str
    shape: PageShape
    where: Condition | None = None
    order: Order = BY_ID

    @property
    def wants_more(self) -> bool:
        """True when the answer says whether there are rows beyond the page, so that one more row is looked for."""
        return ("hasPreviousPage" if self.order.is_backward else "hasNextPage") in self._info

    @property
    def is_read(self) -> bool:
        """False when the answer says only what is counted over the list: then no row of it is looked for, and none is served."""
        return not self.tallies or any(isinstance(part, EdgesPart | PageInfoPart) for _, part in self.shape.parts)

    @property
    def has_cursors(self) -> bool:
        """True when the answer holds a cursor."""
        edges = (part for _, part in self.shape.parts if isinstance(part, EdgesPart))
        in_edges = any(isinstance(piece, CursorPart) for part in edges for _, piece in part.parts)
        return in_edges or not self._info.isdisjoint({"startCursor", "endCursor"})

    @property
    def tallies(self) -> tuple[TotalPart | CountsPart, ...]:
        """What is counted over the whole list, each once."""
        found = (part for _, part in self.shape.parts if isinstance(part, TotalPart | CountsPart))
        return tuple(dict.fromkeys(replace(part, keys=()) if isinstance(part, CountsPart) else part for part in found))

    @property
    def _info(self) -> set[str]:
        return {name for _, part in self.shape.parts if isinstance(part, PageInfoPart) for _, name in part.keys}


@dataclass(frozen=True, slots=True)
class Hop:
    """From a node along one relationship type. `forward` follows it from start to end.

    `types` are the end types an answer may hold; `kept` is a list of type names, where the request narrows them.
    """

    relationship: str
    forward: bool
    types: tuple[str, ...]
    page: Page
    kept: Parameter | None = None


@dataclass(frozen=True, slots=True)
class NodeById:
    """One record by id, or null: hidden, missing, other type and malformed are the same (access-model.md 6)."""

    key: str
    id: Parameter
    selection: Selection


@dataclass(frozen=True, slots=True)
class RecordsById:
    """Records by a list of ids, in its order; null for each that is hidden, missing or malformed."""

    key: str
    ids: Parameter
    selection: Selection


@dataclass(frozen=True, slots=True)
class RecordsOfType:
    """A page of all visible records of one type."""

    key: str
    type: str
    page: Page


@dataclass(frozen=True, slots=True)
class CompletePart:
    """Whether all records are in the answer: false when there are more than its limit."""


@dataclass(frozen=True, slots=True)
class ClaimsPart:
    """What the records say, by property: who says which value. `selection` holds every property, and what is told of a claim.

    parts: (response key, `name` | `isContested` | `__typename`, or the keys of a claim in the same form) in order.
    """

    selection: Selection
    parts: tuple[tuple[str, "str | tuple[tuple[str, str], ...]"], ...]


ReachedPart: TypeAlias = Selection | ClaimsPart | CompletePart | ConstantColumn


@dataclass(frozen=True, slots=True)
class Entity:
    """The cluster of records under visible SAME_AS relationships, the first `limit` by id. Answer: null or the parts."""

    key: str
    id: Parameter
    limit: Parameter
    parts: tuple[tuple[str, ReachedPart], ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Records within `radius` hops (1..3, part of the text), leaving aside IN_CASE, the first `limit` by id.

    `kept` is a list of type names, where the request narrows them. Answer: null or the parts.
    """

    key: str
    id: Parameter
    radius: int
    limit: Parameter
    parts: tuple[tuple[str, ReachedPart], ...]
    kept: Parameter | None = None


@dataclass(frozen=True, slots=True)
class Paths:
    """The first `limit` ways between two records, the shortest first, at most `max_hops` (1..8, part of the text) long.

    All shortest ways, and those that are up to `longer` hops (0..2, part of the text) longer and pass no record twice. `over`
    is a list of relationship types, `avoid` one of ids that no way may pass; all of a way must be `valid`.
    parts: (response key, "hops" | Selection (for `nodes`) | ConstantColumn). Answer: a list, maybe empty.
    """

    key: str
    start: Parameter
    end: Parameter
    max_hops: int
    limit: Parameter
    parts: tuple[tuple[str, str | Selection | ConstantColumn], ...]
    longer: int = 0
    over: Parameter | None = None
    avoid: Parameter | None = None
    valid: Valid | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Records of which a readable text property holds the words; ordered by id, never by a rank over hidden records."""

    key: str
    text: Parameter
    types: tuple[str, ...]
    page: Page
    kept: Parameter | None = None


@dataclass(frozen=True, slots=True)
class DatePart:
    """What a line of a timeline says: when (`at`), which date that is (`what`), or over which `relationship` it was found."""

    name: str


LinePart: TypeAlias = DatePart | NodePart | MetaColumn | MarkingColumn | ConstantColumn


@dataclass(frozen=True, slots=True)
class LinesPart:
    """The lines of a timeline: `DatePart`s, columns of the statement that says the date, and `node` selections, in order."""

    parts: tuple[tuple[str, LinePart], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dates that a record, its relationships and the records at their other ends hold, the first `limit` in order of time.

    From `begin` until just before `end`, where given: each a day or an instant, and a day is the whole of it. `kept` is a list
    of type names for the record of a line, where the request narrows them. Answer: null or the parts.
    """

    key: str
    id: Parameter
    limit: Parameter
    parts: tuple[tuple[str, LinesPart | CompletePart | ConstantColumn], ...]
    begin: Parameter | None = None
    end: Parameter | None = None
    kept: Parameter | None = None


RootField: TypeAlias = NodeById | RecordsById | RecordsOfType | Entity | Neighbourhood | Timeline | Paths | Search | ConstantColumn


@dataclass(frozen=True, slots=True, eq=False)
class ReadQuery:
    """A whole read operation: its root fields in the order of the answer. Made once and kept, so known by identity."""

    fields: tuple[RootField, ...]
