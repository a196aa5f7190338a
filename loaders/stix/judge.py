"""Is this an object of STIX 2.1 that can be read? Looks at one object alone, and says every reason against it."""

import re
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from graph_model.errors import ModelError
from graph_model.instant import parse
from graph_model.ontology import DERIVED_FROM, ONTOLOGY
from graph_model.ontology.conformity import LONGEST, require_conformity
from loaders.stix.confidence import is_confidence
from loaders.stix.kring_extension import statement_in
from loaders.stix.mapping import LINKS, Mapping

ID = re.compile(r"([a-z0-9][a-z0-9-]{1,250})--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
LONGEST_NAME = 250
"""Characters of a property's name (STIX 2.1, section 3.1)."""
INSTANTS = (
    "created", "modified", "valid_from", "valid_until", "first_seen", "last_seen", "published", "first_observed", "last_observed",
    "start_time", "stop_time",
)  # fmt: skip
OBSERVABLES = frozenset(
    {
        "artifact", "autonomous-system", "directory", "domain-name", "email-addr", "email-message", "file", "ipv4-addr",
        "ipv6-addr", "mac-addr", "mutex", "network-traffic", "process", "software", "url", "user-account", "windows-registry-key",
        "x509-certificate",
    }
)  # fmt: skip
"""These need neither dates nor `spec_version` (STIX 2.1, section 6)."""


def faults(raw: Any, mapping: Mapping) -> Iterator[str]:
    """Every reason why the object cannot be taken in; no reason quotes more than a name of the format."""
    if not isinstance(raw, dict):
        yield "it is no object"
        return
    kind = raw.get("type")
    if not isinstance(kind, str) or not mapping.knows(kind):
        yield "type is missing" if kind is None else "unknown type"
        return
    yield from _identity(raw, kind)
    for name in INSTANTS:
        if name in raw and version_text(raw[name]) is None:
            yield f"{name} is no date and time of RFC 3339"
    if "confidence" in raw and not is_confidence(raw["confidence"]):
        yield "confidence is no whole number from 0 to 100"
    if kind == "relationship":
        for name in ("relationship_type", "source_ref", "target_ref"):
            if not isinstance(raw.get(name), str) or not raw[name]:
                yield f"{name} is missing"
    if (said := statement_in(raw)) is not None and not _is_statement(said, kind in LINKS):
        yield "what it carries of Kring is no statement"
    if any(len(name) > LONGEST_NAME for name in raw):
        yield f"a property has a name of more than {LONGEST_NAME} characters"
    yield from (
        f"{name[:LONGEST_NAME]} is too long: at most {LONGEST:,} characters" for name, value in raw.items() if _is_too_long(value)
    )


def _is_statement(said: Any, is_link: bool) -> bool:
    """True when it fits the ontology. From where a sanitised version was derived is told by its release and by nothing else."""
    types = ONTOLOGY.relationships if is_link else ONTOLOGY.types
    if not isinstance(said, dict) or said.get("type") not in types or said["type"] == DERIVED_FROM:
        return False
    times = [said[name] for name in ("valid_from", "valid_to") if name in said]
    properties = said.get("properties")
    if not isinstance(properties, dict) or any(version_text(time) is None for time in times):
        return False
    try:
        require_conformity(said["type"], properties, types[said["type"]].properties)
    except ModelError:
        return False
    return True


def _identity(raw: dict[str, Any], kind: str) -> Iterator[str]:
    named = ID.fullmatch(str(raw.get("id")))
    if named is None or named.group(1) != kind:
        yield "id is missing or no id of this type"
    version = raw.get("spec_version")
    if version != "2.1" and not (version is None and kind in OBSERVABLES):
        yield "spec_version is missing: only STIX 2.1 is read" if version is None else "spec_version is not 2.1"
    if kind not in OBSERVABLES:
        needed = ("created",) if kind == "marking-definition" else ("created", "modified")
        yield from (f"{name} is missing" for name in needed if name not in raw)


def _is_too_long(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) > LONGEST
    if isinstance(value, dict):
        return any(_is_too_long(one) for one in value.values())
    return isinstance(value, list) and any(_is_too_long(one) for one in value)


def version_text(value: Any) -> str | None:
    """A date of the format as text whose order is that of time, to the microsecond; None when it is none."""
    try:
        return parse(value).astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, str) else None
    except (ModelError, OverflowError):
        return None
