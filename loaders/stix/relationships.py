"""Relationship objects, references in properties, and what joins an object with its more closed fields, as relationships."""

from collections.abc import Iterator
from typing import Any

from graph_model.intake.contribution import OfferedLink, Own
from graph_model.marking import Marking
from graph_model.ontology import ONTOLOGY
from graph_model.statement import Value
from loaders.pipeline.notes import HELD_BACK, PENDING, REJECTED
from loaders.pipeline.spool import Spooled
from loaders.stix.judge import ID
from loaders.stix.kring_extension import is_envelope, statement_in
from loaders.stix.mapping import LINKS, Mapping
from loaders.stix.markings import KnownMarkings, narrowed
from loaders.stix.records import STRUCTURE, Told, is_link, is_reference, layers, targets
from loaders.stix.values import as_json, mapped

ASSERTED_TYPES = ("LINKED_TO", "MENTIONS", "SAME_AS", "SUBMITTED_BY")
"""Types of relationships that objects assert by their content."""
_ENDS = ("source_ref", "target_ref", "relationship_type")


class Relationships:
    """Makes the relationships of objects."""

    def __init__(self, mapping: Mapping, known: KnownMarkings, marking: Marking | None) -> None:
        self._mapping, self._known, self._marking = mapping, known, marking
        self._types: dict[str, str] = {}

    def learn(self, raw: dict[str, Any]) -> None:
        """Look at a sound object of a file: which type of record it carries."""
        if (said := statement_in(raw)) is not None:
            self._types[str(raw["id"])] = said["type"]

    def of(self, spooled: Spooled) -> tuple[list[OfferedLink], list[Told]]:
        """The relationships that an object says, and what is to be told."""
        return self._of_relationship(spooled) if spooled.raw["type"] in LINKS else self._of_record(spooled)

    def _of_relationship(self, spooled: Spooled) -> tuple[list[OfferedLink], list[Told]]:
        raw, version = spooled.raw, spooled.version
        parts = layers(spooled, self._known)
        told = list(parts.told)
        closed = [name for fields in parts.closer.values() for name in fields]
        told += [(HELD_BACK, f"{name}: it is closer than the relationship that it describes") for name in sorted(closed)]
        if parts.level is None or any(name not in parts.open for name in _ENDS):
            return [], told or [(HELD_BACK, "what it joins is closer than the relationship itself")]
        if (said := statement_in(raw)) is not None and not parts.closer:
            return self._restored(raw, said, parts.level, version, told)
        told_apart = {*STRUCTURE, *_ENDS, "description", *self._mapping.named}
        kept = {name: value for name, value in parts.open.items() if name not in told_apart}
        properties: dict[str, Value] = {"kind": raw["relationship_type"]}
        if isinstance(parts.open.get("description"), str):
            properties["description"] = parts.open["description"]
        for declared, rule in self._mapping.common:
            if (value := mapped(rule, parts.open, declared)) is not None:
                properties[declared.name] = value
        if attributes := as_json({name: value for name, value in kept.items() if name not in self._mapping.left_out}):
            properties["attributes"] = attributes
        marking = self._marking and narrowed(self._marking, parts.level)
        ends = Own(raw["source_ref"]), Own(raw["target_ref"])
        return [OfferedLink("LINKED_TO", raw["id"], *ends, properties, marking, version, raw.get("revoked") is True)], told

    def _restored(
        self, raw: dict[str, Any], said: dict[str, Any], level: str, version: str | None, told: list[Told]
    ) -> tuple[list[OfferedLink], list[Told]]:
        """The relationship that Kring wrote this object of; both of its ends are in the files, since Kring writes no other."""
        ends = self._types.get(raw["source_ref"]), self._types.get(raw["target_ref"])
        if ends not in ONTOLOGY.relationships[said["type"]].ends:
            return [], [*told, (REJECTED, f"{said['type']} does not join what it is said to join, or an end is not in the files")]
        marking = self._marking and narrowed(self._marking, level)
        joined = Own(raw["source_ref"]), Own(raw["target_ref"])
        link = OfferedLink(said["type"], raw["id"], *joined, said["properties"], marking, version, raw.get("revoked") is True)
        return [link], told

    def _of_record(self, spooled: Spooled) -> tuple[list[OfferedLink], list[Told]]:
        raw, version = spooled.raw, spooled.version
        parts = layers(spooled, self._known)
        if parts.level is None or raw.get("revoked") is True or self._known.is_tlp(raw["id"]) or is_envelope(raw):
            return [], []
        if statement_in(raw) is not None and not parts.closer:
            return [], []
        links: list[OfferedLink] = []
        told: list[Told] = []
        for level, fields in [(parts.level, parts.open), *sorted(parts.closer.items())]:
            marking = self._marking and narrowed(self._marking, level)
            if level != parts.level:
                twin = Own(f"{raw['id']}#{level}")
                links.append(self._said(raw["id"], f"same-as#{level}", "SAME_AS", twin, {}, marking, version))
            for name, target in self._references(raw["type"], fields, told):
                type_, kind = self._type_of(raw["type"], name, target)
                links.append(self._said(raw["id"], f"{name}#{target}", type_, Own(target), kind, marking, version))
        return links, told

    def _said(
        self, name: str, what: str, type_: str, end: Own, properties: dict[str, Value], marking: Marking | None, version: str | None
    ) -> OfferedLink:
        return OfferedLink(type_, f"{name}#{what}", Own(name), end, properties, marking, version, asserted_by=name)

    def _references(self, kind: str, fields: dict[str, Any], told: list[Told]) -> Iterator[tuple[str, str]]:
        """(property, id) of each reference, once."""
        submitted = self._mapping.submitted_by if self._mapping.is_report(kind) else frozenset()
        left = self._mapping.left_out | (self._mapping.in_attributes - submitted)
        for name in fields:
            if not is_reference(name) or name in left:
                continue
            for target in targets(fields[name]):
                if isinstance(target, str) and ID.fullmatch(target):
                    if not is_link(target):
                        yield name, target
                else:
                    told.append((PENDING, f"{name} holds no id"))

    def _type_of(self, kind: str, name: str, target: str) -> tuple[str, dict[str, Value]]:
        says = self._mapping.is_report(kind)
        is_about_report = self._mapping.is_report(target.partition("--")[0])
        if says and name in self._mapping.mentions and not is_about_report:
            return "MENTIONS", {}
        if says and name in self._mapping.submitted_by and target.startswith("identity--"):
            return "SUBMITTED_BY", {}
        return "LINKED_TO", {"kind": name.removesuffix("s").removesuffix("_ref").replace("_", "-")}
