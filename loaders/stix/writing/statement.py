"""A statement that may leave, as its exporter sees it. What may not be exported is not in it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Leaving:
    """A record, or a relationship between two records (`start` and `end` are ids, empty for a record)."""

    id: str
    type: str
    originator: str
    recorded_at: str
    marking: dict[str, Any]
    properties: dict[str, Any]
    valid_from: str | None = None
    valid_to: str | None = None
    source_system: str | None = None
    external_id: str | None = None
    start: str = ""
    end: str = ""

    @property
    def said(self) -> dict[str, Any]:
        """The statement as the extension carries it."""
        found = {"type": self.type, "properties": self.properties, "valid_from": self.valid_from, "valid_to": self.valid_to}
        return {name: value for name, value in found.items() if value is not None}
