"""Who asks, and in what context: values read from the directory, never from a token (access-model.md 5)."""

from dataclasses import dataclass
from datetime import datetime

from graph_model.marking import LEVELS


@dataclass(frozen=True, slots=True)
class Subject:
    """A user in an organisation. `clearances` are (scheme, level); from `cleared_until` on they count for nothing."""

    key: str
    name: str
    organisation: str
    recipient: str
    teams: frozenset[str]
    roles: frozenset[str]
    clearances: tuple[tuple[str, str], ...]
    cleared_until: datetime
    systems: frozenset[str]
    compartments: frozenset[str]
    conflicts: frozenset[str]

    def ranks(self, at: datetime) -> dict[str, int]:
        """Clearance by scheme as a place in the levels, at an instant."""
        if at >= self.cleared_until:
            return {}
        return {scheme: LEVELS.index(level) for scheme, level in self.clearances}


@dataclass(frozen=True, slots=True)
class Context:
    """For what, about which case, and when."""

    purpose: str
    at: datetime
    case: str | None = None
