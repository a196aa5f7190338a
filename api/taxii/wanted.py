"""What a client wants of a collection, read from the query of an address: filters, and the part of the list that is asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from starlette.datastructures import QueryParams

from api.graphql.cursors import CursorSeal, place_of
from api.graphql.errors import RequestError
from api.http.errors import HttpRefusal
from graph_model.errors import ModelError
from graph_model.instant import parse
from graph_model.leaving import Member

USUAL, MOST = 100, 1_000
"""Objects on a page where no limit is said, and where one is."""
MOST_NAMED = 100
"""Values after commas in one filter."""
ALL_VERSIONS = frozenset({"all", "first", "last"})
"""Of each object there is one version, so all these are that one."""
SPECIFICATION = "2.1"
PAGE = frozenset({"added_after", "limit", "next"})
MATCH = frozenset({"match[id]", "match[type]", "match[version]", "match[spec_version]"})
OF_ONE = PAGE | {"match[version]", "match[spec_version]"}
"""What may be asked of a list, and of one object."""
_PART = frozenset({"limit", "next"})
"""Which part of a list it is: what stays the same from page to page is all else."""
Place = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters; with None everything fits. `after` is the place in the order of the collection to go on from."""

    limit: int
    filters: str
    added_after: datetime | None = None
    ids: frozenset[str] | None = None
    types: frozenset[str] | None = None
    versions: frozenset[datetime] | None = None
    nothing: bool = False
    after: Place | None = None

    @classmethod
    def of(cls, query: QueryParams, seal: CursorSeal, about: str, taken: frozenset[str]) -> Self:
        """What a query wants. Raises HttpRefusal for what is no filter or cannot be read, RequestError for a foreign `next`."""
        said = dict(query.multi_items())
        if len(said) != len(query.multi_items()) or not taken.issuperset(said):
            raise HttpRefusal("BAD_FILTER")
        named = {name: _named(said.get(name)) for name in MATCH}
        kept = (f"{name}={value}" for name, value in sorted(said.items()) if name not in _PART)
        filters = "\n".join(["taxii", about, *kept])
        specified = named["match[spec_version]"]
        return cls(
            limit=_limit(said.get("limit")),
            filters=filters,
            added_after=_moment(said["added_after"]) if "added_after" in said else None,
            ids=named["match[id]"],
            types=named["match[type]"],
            versions=_versions(named["match[version]"]),
            nothing=specified is not None and SPECIFICATION not in specified,
            after=_place(seal, filters, said.get("next")),
        )

    def fits(self, one: Member) -> bool:
        """True for a member that no filter leaves out, whatever the page."""
        if self.nothing or (self.ids is not None and one.id not in self.ids):
            return False
        if (self.types is not None and one.type not in self.types) or (self.added_after and parse(one.added) <= self.added_after):
            return False
        return self.versions is None or parse(one.version) in self.versions

    def next(self, seal: CursorSeal, last: Member) -> str:
        """The cursor of what comes after a member."""
        return seal.prefix(self.filters) + place_of([last.added, last.rank, last.id], None)


def _named(text: str | None) -> frozenset[str] | None:
    """The values of a filter; None where it is not there."""
    if text is None:
        return None
    found = frozenset(part.strip() for part in text.split(","))
    if "" in found or len(found) > MOST_NAMED:
        raise HttpRefusal("BAD_FILTER")
    return found


def _limit(text: str | None) -> int:
    """Objects on a page: as many as are asked for, and no more than there may be."""
    if text is None:
        return USUAL
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) == 0:
        raise HttpRefusal("BAD_FILTER")
    return min(int(text), MOST)


def _versions(named: frozenset[str] | None) -> frozenset[datetime] | None:
    if named is None or not ALL_VERSIONS.isdisjoint(named):
        return None
    return frozenset(_moment(text) for text in named)


def _moment(text: str) -> datetime:
    try:
        return parse(text)
    except ModelError:
        raise HttpRefusal("BAD_FILTER") from None


def _place(seal: CursorSeal, filters: str, cursor: str | None) -> Place | None:
    row = seal.row(filters, cursor, 2)
    if row is None:
        return None
    added, rank, id_ = row
    if not isinstance(added, str) or type(rank) is not int:
        raise RequestError("BAD_CURSOR")
    return added, rank, id_
