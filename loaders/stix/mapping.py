"""The mapping table, read from mapping.yaml and checked against the ontology when it is read."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph_model.errors import ModelError
from graph_model.ontology import ONTOLOGY, Property, RecordType
from graph_model.ontology.grades import CREDIBILITY, STIX_CONFIDENCE
from loaders.stix.kring_extension import OWN

TABLE = Path(__file__).parent / "mapping.yaml"
LINKS = frozenset({"relationship"})
"""Types that become relationships and nothing else."""
RULES = frozenset({"digit", "first", "join", "pair"})
COMMON = {declared.name: declared for declared in (CREDIBILITY, STIX_CONFIDENCE)}
"""The properties of ours that any object may give a value to."""
Rule = str | dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class TypeMapping:
    """How one type becomes a record. `keep` lists what may go to attributes; None: all that is named nowhere."""

    to: RecordType
    constants: dict[str, Any]
    properties: dict[str, Rule]
    keep: frozenset[str] | None

    @property
    def named(self) -> frozenset[str]:
        """The properties of theirs that stand in the table."""
        return _named(self.properties)


@dataclass(frozen=True, slots=True)
class Choice:
    """A type that becomes one thing or another by the value of a property."""

    by: str
    of: dict[str, TypeMapping]
    otherwise: TypeMapping


@dataclass(frozen=True, slots=True)
class Mapping:
    """The whole table."""

    types: dict[str, TypeMapping | Choice]
    custom: TypeMapping
    common: tuple[tuple[Property, Rule], ...]
    mentions: frozenset[str]
    submitted_by: frozenset[str]
    in_attributes: frozenset[str]
    left_out: frozenset[str]

    @property
    def named(self) -> frozenset[str]:
        """The properties of theirs that any object may have and that stand in the table."""
        return _named({declared.name: rule for declared, rule in self.common})

    def knows(self, kind: str) -> bool:
        """True for types that can be taken in."""
        return kind in self.types or kind in LINKS or kind.startswith(("x-", OWN))

    def of(self, raw: dict[str, Any]) -> TypeMapping:
        """The declaration for an object that is no relationship."""
        found = self.types.get(raw["type"], self.custom)
        return found if isinstance(found, TypeMapping) else found.of.get(str(raw.get(found.by)), found.otherwise)

    def is_report(self, kind: str) -> bool:
        """True when objects of this type become reports."""
        found = self.types.get(kind)
        return isinstance(found, TypeMapping) and found.to.name == "Report"


@cache
def mapping(path: Path = TABLE) -> Mapping:
    """The table of a file. Raises ModelError, with the place, where it does not fit the ontology."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    references, common = table["references"], table["common"]
    return Mapping(
        types={name: _declared(name, parts, common) for name, parts in table["types"].items()},
        custom=_type("custom", table["custom"], common),
        common=tuple((COMMON[name], rule) for name, rule in common.items()),
        mentions=frozenset(references["mentions"]),
        submitted_by=frozenset(references["submitted_by"]),
        in_attributes=frozenset(references["in_attributes"]),
        left_out=frozenset(table["left_out"]),
    )


def _named(rules: dict[str, Rule]) -> frozenset[str]:
    found: set[str] = set()
    for rule in rules.values():
        found |= {rule} if isinstance(rule, str) else {name for names in rule.values() for name in names}
    return frozenset(found)


def _declared(name: str, parts: dict[str, Any], common: dict[str, Rule]) -> TypeMapping | Choice:
    if "choose" not in parts:
        return _type(name, parts, common)
    of = {value: _type(name, one, common) for value, one in parts["of"].items()}
    return Choice(parts["choose"], of, _type(name, parts["else"], common))


def _type(name: str, parts: dict[str, Any], common: dict[str, Rule]) -> TypeMapping:
    if parts.get("to") not in ONTOLOGY.types:
        raise ModelError(f"mapping: {name} becomes {parts.get('to')!r}, which is no type")
    to = ONTOLOGY.types[parts["to"]]
    known = {declared.name for declared in to.properties}
    constants, properties = parts.get("set", {}), parts["properties"] | common
    if unknown := ({*constants, *properties, "attributes"} - known):
        raise ModelError(f"mapping: {name}: {to.name} has no {sorted(unknown)[0]}")
    for rule in properties.values():
        if not isinstance(rule, str) and (len(rule) != 1 or not set(rule) <= RULES):
            raise ModelError(f"mapping: {name}: unknown rule {rule!r}")
    keep = frozenset(parts["keep"]) if "keep" in parts else None
    return TypeMapping(to, constants, properties, keep)
