"""A collection: the same objects as in a bundle, one by one and in the order in which they came to be there as they are.

An object came with the last of the statements that it speaks of, and what stands around statements with the first of them. Pure:
the same listing, the same members.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_model.leaving import Format, Leaving, Member
from loaders.stix.writing.envelope import OTHERS, RANKS, around
from loaders.stix.writing.records import Named, mentioned, object_id, record_object, relationship_object, version

_RECORDS, _LINKS = OTHERS + 1, OTHERS + 2
Made = dict[str, tuple[dict[str, Any], tuple[str, ...]]]
"""Objects by their ids, each with the ids of the statements that it speaks of."""


@dataclass(frozen=True, slots=True)
class _Came:
    """Since when an object is what it is, and the ids of the statements that it speaks of: it came with the last of them."""

    since: str
    speaks_of: tuple[str, ...]


Came = Mapping[str, _Came]
"""By the id of the statement that an object is made of."""


def members(listing: Sequence[Leaving]) -> list[Member]:
    """All objects of a listing, in order. A relationship is among them when both of its ends are."""
    came = _came(listing)
    beside = (_beside(raw, first, came) for raw, first in _around(listing, came).values())
    return sorted([*beside, *(_member(one, came) for one in listing)], key=lambda one: (one.added, one.rank, one.id))


def objects(listing: Sequence[Leaving], whole: Iterable[Leaving], wanted: frozenset[str]) -> Made:
    """The objects of some statements, and of what stands around the listing as far as it is wanted."""
    came = _came(listing)
    made: Made = {id_: (raw, came[first.id].speaks_of) for id_, (raw, first) in _around(listing, came).items() if id_ in wanted}
    records, named = _records(listing), mentioned(listing)
    for one in whole:
        if one.start:
            ends = object_id(records[one.start]), object_id(records[one.end])
            made[object_id(one)] = relationship_object(one, *ends), (one.id, one.start, one.end)
        else:
            own = named.get(one.id, ())
            made[object_id(one)] = record_object(one, own), _speaks_of(one, own)
    return made


def _came(listing: Sequence[Leaving]) -> dict[str, _Came]:
    """When the object of each statement came.

    A relationship whose end comes back, or is changed, is there anew, and so is a report that mentions it: whoever asks what came
    since would else never be given them.
    """
    records, named, came = _records(listing), mentioned(listing), {}
    for one in listing:
        if one.start:
            since = max(one.recorded_at, records[one.start].recorded_at, records[one.end].recorded_at)
            came[one.id] = _Came(since, (one.id, one.start, one.end))
        else:
            own = named.get(one.id, ())
            came[one.id] = _Came(version(one, own), _speaks_of(one, own))
    return came


def _records(listing: Sequence[Leaving]) -> dict[str, Leaving]:
    return {one.id: one for one in listing if not one.start}


def _speaks_of(record: Leaving, named: Named) -> tuple[str, ...]:
    return (record.id, *(part.id for pair in named for part in pair))


def _member(one: Leaving, came: Came) -> Member:
    """A member. What a relationship says stays as it is when an end comes back; what a record says came with all that it names."""
    id_, own = object_id(one), came[one.id]
    of_version = one.recorded_at if one.start else own.since
    return Member(own.since, _LINKS if one.start else _RECORDS, id_, id_.partition("--")[0], of_version, one.id, own.speaks_of)


def _beside(raw: dict[str, Any], first: Leaving, came: Came) -> Member:
    """A member of what stands around: it is there since the first statement that it stands around, and tells of that one."""
    of_version, own = raw.get("modified", raw["created"]), came[first.id]
    return Member(own.since, RANKS.get(raw["type"], OTHERS), raw["id"], raw["type"], of_version, first.id, own.speaks_of)


def _around(listing: Sequence[Leaving], came: Came) -> dict[str, tuple[dict[str, Any], Leaving]]:
    """Each of what stands around by its id, with the first statement that it stands around."""
    found: dict[str, tuple[dict[str, Any], Leaving]] = {}
    for one in sorted(_of_each_kind(listing, came), key=lambda one: (came[one.id].since, one.id)):
        for raw in around([one]):
            _, first = found.get(raw["id"], (raw, one))
            found[raw["id"]] = raw, first
    return found


def _of_each_kind(listing: Sequence[Leaving], came: Came) -> list[Leaving]:
    """The first statement of each originator under each marking: all the others say the same of what stands around them."""
    first: dict[tuple[str, int], Leaving] = {}
    for one in listing:
        known = first.setdefault((one.originator, id(one.marking)), one)
        if came[one.id].since < came[known.id].since:
            first[one.originator, id(one.marking)] = one
    return list(first.values())


STIX = Format(members, objects)
