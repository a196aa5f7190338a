"""Objects as records: one for what the object's own marking opens, and one more for the fields of each stricter marking.

A field with a marking of its own stands in a record of its own, joined by SAME_AS: whoever may not read it meets neither.
"""

from dataclasses import dataclass
from typing import Any

from graph_model.intake.contribution import OfferedNode
from graph_model.marking import Marking
from graph_model.statement import Value
from loaders.pipeline.notes import HELD_BACK, LEFT_OUT
from loaders.pipeline.spool import Spooled
from loaders.stix.kring_extension import is_envelope, statement_in
from loaders.stix.mapping import LINKS, Mapping, TypeMapping
from loaders.stix.markings import ORDER, RED, KnownMarkings, narrowed
from loaders.stix.values import as_json, instant, mapped

STRUCTURE = frozenset({"type", "id", "spec_version", "modified", "revoked", "valid_from", "valid_until"})
"""Properties that say what and when the statement is; they are no content of it."""
Told = tuple[str, str]
"""Kind of note and reason."""


@dataclass(frozen=True, slots=True)
class Layers:
    """An object's properties by the level that opens them. `level` is the object's own; None: nothing of it may be taken in."""

    level: str | None
    open: dict[str, Any]
    closer: dict[str, dict[str, Any]]
    told: tuple[Told, ...]


def layers(spooled: Spooled, known: KnownMarkings) -> Layers:
    """Take an object apart by its markings."""
    raw = spooled.raw
    own = known.of_object(raw, spooled.place.file)
    if own is None:
        return Layers(None, {}, {}, ((HELD_BACK, "it has no marking, while others here have"),))
    levels = known.of_properties(raw)
    own = max([own, *(levels[name] for name in ("type", "id") if name in levels)], key=ORDER.index)
    if ORDER.index(own) >= ORDER.index(RED):
        return Layers(None, {}, {}, ((HELD_BACK, _reason(own)),))
    open_: dict[str, Any] = {}
    closer: dict[str, dict[str, Any]] = {}
    told: list[Told] = []
    for name, value in raw.items():
        level = max(own, levels.get(name, own), key=ORDER.index)
        if name in STRUCTURE or level == own:
            open_[name] = value
        elif ORDER.index(level) >= ORDER.index(RED):
            told.append((HELD_BACK, f"{name}: {_reason(level)}"))
        else:
            closer.setdefault(level, {})[name] = value
    return Layers(own, open_, closer, tuple(told))


def _reason(level: str) -> str:
    return "it is TLP:RED, for named recipients only" if level == RED else "it refers to a marking that is not known"


class Records:
    """Makes the records of objects that are no relationships."""

    def __init__(self, mapping: Mapping, known: KnownMarkings, marking: Marking | None) -> None:
        self._mapping, self._known, self._marking = mapping, known, marking

    def of(self, spooled: Spooled) -> tuple[list[OfferedNode], list[Told]]:
        """The record of an object, the records of its more closed fields, and what is to be told."""
        raw, version = spooled.raw, spooled.version
        if self._known.is_tlp(raw["id"]) or is_envelope(raw):
            return [], []
        parts = layers(spooled, self._known)
        told = list(parts.told)
        if parts.level is None:
            return [], told
        if (said := statement_in(raw)) is not None and not parts.closer:
            return [self._restored(raw, said, parts.level, version)], told
        how = self._mapping.of(raw)
        nodes = [self._record(raw["id"], parts.open, parts.level, how, version, told)]
        for level, fields in sorted(parts.closer.items()):
            whole = {name: raw[name] for name in STRUCTURE if name in raw} | fields
            nodes.append(self._record(f"{raw['id']}#{level}", whole, level, how, version, told))
        return nodes, told

    def _restored(self, raw: dict[str, Any], said: dict[str, Any], level: str, version: str | None) -> OfferedNode:
        """The record that Kring wrote this object of."""
        times = instant(said.get("valid_from")), instant(said.get("valid_to"))
        marking = self._marking and narrowed(self._marking, level)
        return OfferedNode(said["type"], raw["id"], said["properties"], marking, version, *times, raw.get("revoked") is True)

    def _record(
        self, name: str, raw: dict[str, Any], level: str, how: TypeMapping, version: str | None, told: list[Told]
    ) -> OfferedNode:
        properties: dict[str, Value] = dict(how.constants)
        if how.to.name == "Knowledge":
            properties["kind"] = raw["type"]
        for ours, rule in how.properties.items():
            if (value := mapped(rule, raw, how.to.property(ours))) is not None:
                properties[ours] = value
        kept, left = self._rest(raw, how)
        if attributes := as_json(kept):
            properties["attributes"] = attributes
        if left:
            told.append((LEFT_OUT, f"no place for {', '.join(left)}"))
        return OfferedNode(
            how.to.name,
            name,
            properties,
            self._marking and narrowed(self._marking, level),
            version,
            instant(raw.get("valid_from")),
            instant(raw.get("valid_until")),
            raw.get("revoked") is True,
        )

    def _rest(self, raw: dict[str, Any], how: TypeMapping) -> tuple[dict[str, Any], list[str]]:
        """What the table names nowhere: what goes to attributes, and the names of what may not."""
        rest = {name: value for name, value in raw.items() if name not in STRUCTURE | how.named | self._mapping.left_out}
        for name in [name for name in rest if is_reference(name) and name not in self._mapping.in_attributes]:
            if to_links := [target for target in targets(rest[name]) if is_link(target)]:
                rest[name] = to_links
            else:
                del rest[name]
        if how.keep is None:
            return rest, []
        return {name: rest[name] for name in rest if name in how.keep}, sorted(set(rest) - how.keep)


def is_reference(name: str) -> bool:
    """True for properties that name other objects; they become relationships."""
    return name.endswith(("_ref", "_refs"))


def targets(value: Any) -> list[Any]:
    """What a reference property names, each once; a value that is no text is given as it is."""
    values = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(values)) if all(isinstance(one, str) for one in values) else values


def is_link(target: Any) -> bool:
    """True for the id of a relationship, on which no relationship can hang: it stays in attributes."""
    return isinstance(target, str) and target.partition("--")[0] in LINKS
