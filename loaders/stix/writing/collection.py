"""A collection: the same objects as in a bundle, one by one and in the order in which they came to be there.

What stands around statements came with the first of them. Pure: the same listing, the same members.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from graph_model.leaving import Format, Leaving, Member
from loaders.stix.writing.envelope import OTHERS, RANKS, around
from loaders.stix.writing.records import MENTIONS, mentioned, object_id, record_object, relationship_object

_RECORDS, _LINKS = OTHERS + 1, OTHERS + 2
Made = dict[str, tuple[dict[str, Any], tuple[str, ...]]]
"""Objects by their ids, each with the ids of the statements that it speaks of."""


def members(listing: Sequence[Leaving]) -> list[Member]:
    """All objects of a listing, in order. A relationship is among them when both of its ends are."""
    found = [*(_beside(raw, first) for raw, first in _around(listing).values()), *(_member(one) for one in listing)]
    return sorted(found, key=lambda one: (one.added, one.rank, one.id))


def objects(listing: Sequence[Leaving], whole: Iterable[Leaving], wanted: frozenset[str]) -> Made:
    """The objects of some statements, and of what stands around the listing as far as it is wanted."""
    made: Made = {id_: (raw, (first.id,)) for id_, (raw, first) in _around(listing).items() if id_ in wanted}
    records = {one.id: one for one in listing if not one.start}
    mentions: dict[str, list[Leaving]] = {}
    for one in listing:
        if one.type == MENTIONS:
            mentions.setdefault(one.start, []).append(one)
    for one in whole:
        if one.start:
            ends = object_id(records[one.start]), object_id(records[one.end])
            made[object_id(one)] = relationship_object(one, *ends), (one.id, one.start, one.end)
        else:
            named = mentioned(one, mentions.get(one.id, ()))
            speaks_of = (one.id, *(id_ for link in named for id_ in (link.id, link.end)))
            made[object_id(one)] = record_object(one, [object_id(records[link.end]) for link in named]), speaks_of
    return made


def _member(one: Leaving) -> Member:
    id_ = object_id(one)
    return Member(one.recorded_at, _LINKS if one.start else _RECORDS, id_, id_.partition("--")[0], one.recorded_at, one.id)


def _beside(raw: dict[str, Any], first: Leaving) -> Member:
    """A member of what stands around: it is there since the first statement that it stands around, and tells of that one."""
    version = raw.get("modified", raw["created"])
    return Member(first.recorded_at, RANKS.get(raw["type"], OTHERS), raw["id"], raw["type"], version, first.id)


def _around(listing: Sequence[Leaving]) -> dict[str, tuple[dict[str, Any], Leaving]]:
    """Each of what stands around by its id, with the first statement that it stands around."""
    found: dict[str, tuple[dict[str, Any], Leaving]] = {}
    for one in sorted(_of_each_kind(listing), key=lambda one: (one.recorded_at, one.id)):
        for raw in around([one]):
            _, first = found.get(raw["id"], (raw, one))
            found[raw["id"]] = raw, first
    return found


def _of_each_kind(listing: Sequence[Leaving]) -> list[Leaving]:
    """The first statement of each originator under each marking: all the others say the same of what stands around them."""
    first: dict[tuple[str, int], Leaving] = {}
    for one in listing:
        known = first.setdefault((one.originator, id(one.marking)), one)
        if one.recorded_at < known.recorded_at:
            first[one.originator, id(one.marking)] = one
    return list(first.values())


STIX = Format(members, objects)
