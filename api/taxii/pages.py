"""A page of a collection: which members are on it, and the answers of TAXII that are made of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from access_policies.guard import Rendered, Served
from api.graphql.cursors import CursorSeal
from api.http.errors import HttpRefusal
from api.taxii.media import OBJECTS
from api.taxii.wanted import Wanted
from graph_model.leaving import Format, Leaving, Listing, Member


@dataclass(frozen=True, slots=True)
class Page:
    """Members in the order of the collection, and the cursor of what comes after them, if anything does."""

    members: tuple[Member, ...]
    next: str | None

    @property
    def head(self) -> dict[str, Any]:
        """What stands before the members in an answer."""
        return {"more": True, "next": self.next} if self.next else {"more": False}

    @property
    def dates(self) -> dict[str, str]:
        """The header fields that say from when until when its members came."""
        if not self.members:
            return {}
        ends = (("First", self.members[0]), ("Last", self.members[-1]))
        return {f"X-TAXII-Date-Added-{name}": added(member.added) for name, member in ends}


def page_of(listing: Listing, every: Sequence[Member], wanted: Wanted, seal: CursorSeal) -> Page:
    """The page that is wanted. Raises HttpRefusal where there is more in the collection than can be put in order at once."""
    if not listing.is_complete:
        raise HttpRefusal("COLLECTION_TOO_LARGE")
    fitting = [one for one in every if wanted.fits(one) and (wanted.after is None or place(one) > wanted.after)]
    shown = tuple(fitting[: wanted.limit])
    return Page(shown, wanted.next(seal, shown[-1]) if len(fitting) > len(shown) else None)


def place(one: Member) -> tuple[str, int, str]:
    """Where a member stands in the order of its collection."""
    return one.added, one.rank, one.id


def statements(listing: Listing, page: Page) -> list[Leaving]:
    """The statements that the members of a page are made of."""
    wanted = {one.statement for one in page.members}
    return [one for one in listing.statements if one.id in wanted]


def envelope(listing: Listing, page: Page, whole: Sequence[Leaving], written: Format) -> Rendered:
    """The objects of a page. One that was withdrawn while it was read is not among them."""
    made = written.objects(listing.statements, whole, frozenset(one.id for one in page.members))
    found = [made[one.id] for one in page.members if one.id in made]
    objects = {"objects": [raw for raw, _ in found]} if found else {}
    return Rendered(orjson.dumps(page.head | objects), _served(listing, (ids for _, ids in found)))


def manifest(listing: Listing, page: Page) -> Rendered:
    """What is on a page, without its content."""
    rows = [{"id": one.id, "date_added": added(one.added), "version": one.version, "media_type": OBJECTS} for one in page.members]
    return Rendered(orjson.dumps(page.head | ({"objects": rows} if rows else {})), _dated(listing, page))


def versions(listing: Listing, page: Page) -> Rendered:
    """The versions of one object: there is one."""
    found = [one.version for one in page.members]
    return Rendered(orjson.dumps(page.head | ({"versions": found} if found else {})), _dated(listing, page))


def added(moment: str) -> str:
    """An instant as TAXII writes it: with microseconds."""
    return f"{moment.removesuffix('Z')}000Z"


def _dated(listing: Listing, page: Page) -> Served:
    """What a list without content tells of: that something is there, and of all that it came with since when."""
    return _served(listing, (one.speaks_of for one in page.members))


def _served(listing: Listing, named: Iterable[Iterable[str]]) -> Iterator[tuple[str, int]]:
    for ids in named:
        for id_ in ids:
            yield id_, listing.classes[id_]
