"""What the markings of STIX objects ask for: the Traffic Light Protocol narrows the marking that the loader was given.

TLP is a courtesy between parties, and no classification (domain.md 5): it can only take away. RED is for named recipients, and a
marking that is not known could be anything: what carries one of these is held back.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from graph_model.marking import Marking

CLEAR, GREEN, AMBER, STRICT, RED = "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"
UNKNOWN = "a marking that is not known"
ORDER = (CLEAR, GREEN, AMBER, STRICT, RED, UNKNOWN)
_NAMES = {"white": CLEAR, "clear": CLEAR, "green": GREEN, "amber": AMBER, "amber+strict": STRICT, "red": RED}
_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP = {
    f"marking-definition--{number}": name
    for number, name in {
        "613f2e26-407d-48c7-9eca-b8e91df99dc9": CLEAR,
        "34098fce-860f-48ae-8e50-ebd3cc5e41da": GREEN,
        "f88d31f6-486f-44da-b317-01333bde0b82": AMBER,
        "5e57c739-391a-4eb3-b6be-7d15ca92d5ed": RED,
        "94868c89-83c2-464b-929b-a1a8aa3c8487": CLEAR,
        "bab4a63c-aed9-4cf5-a766-dfca5abac2bb": GREEN,
        "55d920b0-5e8b-4f79-9ee9-91f868d9b421": AMBER,
        "939a9414-2ddd-4d32-a0cd-375ea402b003": STRICT,
        "e828b379-4e03-4974-9ac4-e53a884c97c1": RED,
    }.items()
}
"""Fixed by STIX 2.1, section 7.2.1.4, for TLP 1, and by the OASIS extension for TLP 2; the file need not hold them."""


@dataclass
class KnownMarkings:
    """The definitions that are known for a load: the fixed ones, and those in its files."""

    levels: dict[str, str] = field(default_factory=lambda: dict(TLP))
    statements: set[str] = field(default_factory=set)
    speaking: set[str] = field(default_factory=set)
    """Files in which any object carries TLP: there, one without any marking was forgotten, and not meant to be free."""

    def learn(self, raw: dict[str, Any], file: str) -> None:
        """Look at an object of a file: a definition of a marking, or what it carries."""
        if raw.get("type") == "marking-definition":
            self._define(raw)
        if any(ref in self.levels for ref in [*_refs(raw), *(ref for ref, _ in _granular(raw))]):
            self.speaking.add(file)

    def _define(self, raw: dict[str, Any]) -> None:
        extension = raw.get("extensions")
        part = extension.get(_EXTENSION) if isinstance(extension, dict) else None
        definition = raw.get("definition")
        named = part.get("tlp_2_0") if isinstance(part, dict) else None
        if raw.get("definition_type") == "tlp" and isinstance(definition, dict):
            named = definition.get("tlp")
        if isinstance(named, str) and named.lower() in _NAMES:
            self.levels.setdefault(str(raw.get("id")), _NAMES[named.lower()])
        elif raw.get("definition_type") == "statement":
            self.statements.add(str(raw.get("id")))

    def is_tlp(self, id_: str) -> bool:
        """True for the definition of a level, which is no record of its own."""
        return id_ in self.levels

    def of_object(self, raw: dict[str, Any], file: str) -> str | None:
        """The strictest level that the object carries; CLEAR when nothing narrows it; None when it was left unmarked."""
        refs = _refs(raw)
        if not refs and not _granular(raw) and file in self.speaking:
            return None
        return strictest(self._level(ref) for ref in refs)

    def of_properties(self, raw: dict[str, Any]) -> dict[str, str]:
        """The level of each property that has one of its own, taken whole however deep its selector points."""
        found: dict[str, str] = {}
        for ref, selectors in _granular(raw):
            for selector in selectors:
                name = selector.split(".", 1)[0]
                found[name] = strictest([found.get(name, CLEAR), self._level(ref)])
        return found

    def _level(self, ref: str) -> str:
        return CLEAR if ref in self.statements else self.levels.get(ref, UNKNOWN)


def strictest(levels: Any) -> str:
    """The strictest of several; CLEAR of none."""
    return max(levels, key=ORDER.index, default=CLEAR)


def narrowed(given: Marking, level: str) -> Marking:
    """The given marking as this level allows it to be."""
    match level:
        case "TLP:CLEAR":
            return given
        case "TLP:GREEN":
            return replace(given, handling=given.handling | {"TLP_GREEN"})
        case "TLP:AMBER":
            return replace(given, handling=given.handling | {"TLP_AMBER", "NO_ONWARD"})
        case "TLP:AMBER+STRICT":
            handling = given.handling | {"TLP_AMBER_STRICT", "NO_ONWARD", "NO_EXPORT"}
            return replace(given, releasable_to=frozenset(), handling=handling)
        case _:
            raise AssertionError("what is for named recipients, or not known, is held back before this")


def _refs(raw: dict[str, Any]) -> list[str]:
    refs = raw.get("object_marking_refs")
    if refs is None:
        return []
    return [str(ref) for ref in refs] if isinstance(refs, list) else [str(refs)]


def _granular(raw: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """(marking, selectors) of each; one that says only a language restricts nothing. What is malformed covers every property."""
    entries = raw.get("granular_markings")
    found: list[tuple[str, list[str]]] = []
    for entry in entries if isinstance(entries, list) else [entries] if entries is not None else []:
        if isinstance(entry, dict) and isinstance(entry.get("lang"), str) and "marking_ref" not in entry:
            continue
        selectors = entry.get("selectors") if isinstance(entry, dict) else None
        is_sound = isinstance(selectors, list) and selectors and all(isinstance(one, str) for one in selectors)
        ref = str(entry.get("marking_ref")) if isinstance(entry, dict) and is_sound else "malformed"
        found.append((ref, selectors if is_sound and selectors else list(raw)))
    return found
