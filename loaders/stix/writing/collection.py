"""A collection: the same objects as in a bundle, one by one and in the order in which they came to be there as they are.

An object came with the last of the statements that it speaks of, and what stands around statements with the first of them. Pure:
the same listing, the same members.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph_model.leaving import Format, Leaving, Member
from loaders.stix.writing.envelope import OTHERS, RANKS, around
from loaders.stix.writing.records import MENTIONS, mentioned, object_id, record_object, relationship_object

_RECORDS, _LINKS = OTHERS + 1, OTHERS + 2
Made = dict[str, tuple[dict[str, Any], tuple[str, ...]]]
"""Objects by their ids, each with the ids of the statements that it speaks of."""
Since = Mapping[str, str]
"""Since when the object of a statement is there, by the statement's id."""


def members(listing: Sequence[Leaving]) -> list[Member]:
    """All objects of a listing, in order. A relationship is among them when both of its ends are."""
    since = _since(listing)
    beside = (_beside(raw, first, since) for raw, first in _around(listing, since).values())
    return sorted([*beside, *(_member(one, since) for one in listing)], key=lambda one: (one.added, one.rank, one.id))


def objects(listing: Sequence[Leaving], whole: Iterable[Leaving], wanted: frozenset[str]) -> Made:
    """The objects of some statements, and of what stands around the listing as far as it is wanted."""
    made: Made = {id_: (raw, (first.id,)) for id_, (raw, first) in _around(listing, _since(listing)).items() if id_ in wanted}
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


def _since(listing: Sequence[Leaving]) -> dict[str, str]:
    """Since when the object of each statement is what it is: since the last of what it speaks of was recorded.

    A relationship whose end comes back, or is changed, is there anew, and so is a report that mentions it: whoever asks what came
    since would else never be given them.
    """
    records = {one.id: one for one in listing if not one.start}
    since = {one.id: one.recorded_at for one in records.values()}
    for one in listing:
        if one.start:
            since[one.id] = max(one.recorded_at, records[one.start].recorded_at, records[one.end].recorded_at)
            if mentioned(records[one.start], [one]):
                since[one.start] = max(since[one.start], since[one.id])
    return since


def _member(one: Leaving, since: Since) -> Member:
    id_ = object_id(one)
    return Member(since[one.id], _LINKS if one.start else _RECORDS, id_, id_.partition("--")[0], one.recorded_at, one.id)


def _beside(raw: dict[str, Any], first: Leaving, since: Since) -> Member:
    """A member of what stands around: it is there since the first statement that it stands around, and tells of that one."""
    version = raw.get("modified", raw["created"])
    return Member(since[first.id], RANKS.get(raw["type"], OTHERS), raw["id"], raw["type"], version, first.id)


def _around(listing: Sequence[Leaving], since: Since) -> dict[str, tuple[dict[str, Any], Leaving]]:
    """Each of what stands around by its id, with the first statement that it stands around."""
    found: dict[str, tuple[dict[str, Any], Leaving]] = {}
    for one in sorted(_of_each_kind(listing, since), key=lambda one: (since[one.id], one.id)):
        for raw in around([one]):
            _, first = found.get(raw["id"], (raw, one))
            found[raw["id"]] = raw, first
    return found


def _of_each_kind(listing: Sequence[Leaving], since: Since) -> list[Leaving]:
    """The first statement of each originator under each marking: all the others say the same of what stands around them."""
    first: dict[tuple[str, int], Leaving] = {}
    for one in listing:
        known = first.setdefault((one.originator, id(one.marking)), one)
        if since[one.id] < since[known.id]:
            first[one.originator, id(one.marking)] = one
    return list(first.values())


STIX = Format(members, objects)
