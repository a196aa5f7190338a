"""STIX 2.1 as a format that the pipeline can load: judging and spooling, then records, then relationships."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import orjson

from graph_model.intake.contribution import Asserter, OfferedLink, OfferedNode
from graph_model.marking import Marking
from loaders.pipeline.notes import REJECTED, REPEATED, Notes, Place
from loaders.pipeline.spool import CONTESTED, OUTDATED, REPLACED, SAME, Spool, Spooled
from loaders.stix.judge import faults, version_text
from loaders.stix.kring_extension import is_envelope
from loaders.stix.mapping import LINKS, mapping
from loaders.stix.markings import KnownMarkings
from loaders.stix.reader import Unreadable, read_objects
from loaders.stix.records import Records
from loaders.stix.relationships import ASSERTED_TYPES, Relationships

COLLECTION = "x-mitre-collection"
LARGEST = 900_000
"""Bytes of one object: so nothing that is made of it is longer than a property may be."""
_SAID = {
    SAME: "the same object is there twice",
    OUTDATED: "a newer version of it is there as well, which counts",
    REPLACED: "it takes the place of an earlier one of the same id",
}


class StixFormat:
    """One load of STIX files under one marking."""

    def __init__(self, marking: Marking | None) -> None:
        self._mapping, self._known = mapping(), KnownMarkings()
        self._records = Records(self._mapping, self._known, marking)
        self._relationships = Relationships(self._mapping, self._known, marking)
        self._collections: set[str] = set()

    @property
    def asserted_types(self) -> tuple[str, ...]:
        """Types of relationships that objects assert by their content."""
        return ASSERTED_TYPES

    @property
    def source_system(self) -> str:
        """The collection that the files say they are, if they are one: its versions then share the ids of their objects."""
        return f"stix:{next(iter(self._collections))}" if len(self._collections) == 1 else "stix"

    @property
    def is_whole_source(self) -> bool:
        """True when what is not in the files is not in the source any more."""
        return len(self._collections) == 1

    def spool(self, path: Path, spool: Spool, notes: Notes) -> Iterator[int]:
        """Judge the objects of a file and keep the sound ones; the number of objects after each. Raises Unreadable."""
        for index, raw in read_objects(path):
            name = raw.get("id") if isinstance(raw, dict) else None
            place = Place(path.name, index, name if isinstance(name, str) and len(name) < 300 else None)
            if reasons := list(faults(raw, self._mapping)):
                notes.add(REJECTED, place, "; ".join(reasons))
            else:
                self._keep(raw, place, spool, notes)
            yield index + 1

    def _keep(self, raw: dict[str, object], place: Place, spool: Spool, notes: Notes) -> None:
        body = orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)
        if len(body) > LARGEST:
            notes.add(REJECTED, place, f"it is too large: at most {LARGEST:,} bytes")
            return
        version = version_text(raw.get("modified", raw.get("created")))
        outcome = spool.add(str(raw["id"]), Spooled(place, version, raw), body, sha256(body).digest())
        if outcome == CONTESTED:
            notes.add(REJECTED, place, "another object with this id and date is there, with other content; the first one counts")
        elif outcome in _SAID:
            notes.add(REPEATED, place, _SAID[outcome])
        self._known.learn(raw, place.file)
        self._relationships.learn(raw)
        if raw["type"] == COLLECTION:
            self._collections.add(str(raw["id"]))

    def records(self, spooled: Spooled, notes: Notes) -> list[OfferedNode]:
        """The records of an object."""
        if spooled.raw["type"] in LINKS:
            return []
        nodes, told = self._records.of(spooled)
        for kind, reason in told:
            notes.add(kind, spooled.place, reason)
        return nodes

    def is_deprecated(self, spooled: Spooled) -> bool:
        """True when its author advises against using it any more; it stays, and says so in its attributes."""
        return spooled.raw.get("x_mitre_deprecated") is True

    def links(self, spooled: Spooled, notes: Notes) -> tuple[list[OfferedLink], list[Asserter]]:
        """The relationships of an object, and the object itself if it asserts them by its content."""
        links, told = self._relationships.of(spooled)
        for kind, reason in told:
            notes.add(kind, spooled.place, reason)
        is_record = spooled.raw["type"] not in LINKS and not self._known.is_tlp(str(spooled.raw["id"]))
        is_record = is_record and not is_envelope(spooled.raw)
        return links, [Asserter(str(spooled.raw["id"]), spooled.version)] if is_record else []


__all__ = ["StixFormat", "Unreadable"]
