"""The event: all objects in one order, so that the same view gives the same bytes. No clock and no chance is in it.

Its UUID is that of the STIX bundle of the same statements: who holds both knows that they say the same.
"""

from collections.abc import Sequence
from uuid import UUID

import orjson

from graph_model.instant import parse
from graph_model.leaving import Leaving
from loaders.misp.objects import NOBODY_ELSE, record_object, relationship_object, seconds
from loaders.misp.tags import of_all
from loaders.stix.writing.bundle import FORM, apart, made
from loaders.stix.writing.envelope import KRING, originator_id

UNDEFINED, COMPLETE = "4", "2"
"""Of the lists of MISP: no level of threat is told, and nothing is still to come into the event."""


def event(statements: Sequence[Leaving]) -> bytes:
    """The file, of at least one record. A relationship is in it when both of its ends are."""
    records, links = apart(statements)
    kept = [*records.values(), *links.values()]
    space = UUID(_number(made(statements)["id"]))
    objects = [record_object(space, one, _from(one, links)) for one in records.values()]
    objects += [relationship_object(space, one) for one in links.values()]
    last = max(one.recorded_at for one in kept)
    whole = {
        "uuid": str(space),
        "info": f"Kring: {len(records)} records and {len(links)} relationships",
        "date": parse(last).date().isoformat(),
        "timestamp": seconds(last),
        "threat_level_id": UNDEFINED,
        "analysis": COMPLETE,
        "distribution": NOBODY_ELSE,
        "published": False,
        "Orgc": {"name": KRING, "uuid": _number(originator_id(KRING))},
        "Tag": of_all([one.marking for one in kept]),
        "Object": sorted(objects, key=lambda one: str(one["uuid"])),
    }
    return orjson.dumps({"Event": whole}, option=FORM)


def _from(record: Leaving, links: dict[str, Leaving]) -> list[Leaving]:
    """The relationships that a record names in itself: those under its own marking, which they would else lack there."""
    return [one for one in links.values() if one.start == record.id and one.marking == record.marking]


def _number(id_: str) -> str:
    return id_.partition("--")[2]
