"""A collection: the same objects as in a bundle, one by one and in the order in which they came to be there.

What stands around statements came with the first of them. Pure: the same listing, the same members.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from graph_model.leaving import Format, Leaving, Member
from loaders.stix.writing.envelope import OTHERS, RANKS, around
from loaders.stix.writing.records import MENTIONS, mentioned, object_id, record_object, relationship_object

_RECORDS, _LINKS = OTHERS + 1, OTHERS + 2
Made = dict[str, tuple[dict[str, Any], tuple[str, ...]]]
"""Objects by their ids, each with the ids of the statements that it speaks of."""


def members(listing: Sequence[Leaving]) -> list[Member]:
    """All objects of a listing, in order. A relationship is among them when both of its ends are."""
    found = [*_around(listing), *(_member(one) for one in listing)]
    return sorted(found, key=lambda one: (one.added, one.rank, one.id))


def objects(listing: Sequence[Leaving], whole: Iterable[Leaving], wanted: frozenset[str]) -> Made:
    """The objects of some statements, and of what stands around the listing as far as it is wanted."""
    made: Made = {one["id"]: (one, ()) for one in around(_of_each_kind(listing)) if one["id"] in wanted}
    records = {one.id: one for one in listing if not one.start}
    mentions = [one for one in listing if one.type == MENTIONS]
    for one in whole:
        if one.start:
            ends = object_id(records[one.start]), object_id(records[one.end])
            made[object_id(one)] = relationship_object(one, *ends), (one.id, one.start, one.end)
        else:
            named = mentioned(one, mentions)
            speaks_of = (one.id, *(id_ for link in named for id_ in (link.id, link.end)))
            made[object_id(one)] = record_object(one, [object_id(records[link.end]) for link in named]), speaks_of
    return made


def _member(one: Leaving) -> Member:
    id_ = object_id(one)
    return Member(one.recorded_at, _LINKS if one.start else _RECORDS, id_, id_.partition("--")[0], one.recorded_at, one.id)


def _around(listing: Sequence[Leaving]) -> Iterator[Member]:
    """Each of what stands around, since the first statement that it stands around."""
    since: dict[str, str] = {}
    found: dict[str, dict[str, Any]] = {}
    for one in sorted(_of_each_kind(listing), key=lambda one: one.recorded_at):
        for raw in around([one]):
            since.setdefault(raw["id"], one.recorded_at)
            found[raw["id"]] = raw
    for id_, raw in found.items():
        yield Member(since[id_], RANKS.get(raw["type"], OTHERS), id_, raw["type"], raw.get("modified", raw["created"]))


def _of_each_kind(listing: Sequence[Leaving]) -> list[Leaving]:
    """The first statement of each originator under each marking: all the others say the same of what stands around them."""
    first: dict[tuple[str, int], Leaving] = {}
    for one in listing:
        known = first.setdefault((one.originator, id(one.marking)), one)
        if one.recorded_at < known.recorded_at:
            first[one.originator, id(one.marking)] = one
    return list(first.values())


STIX = Format(members, objects)
