"""A marking as a writer states it: parts, of which those left out are the strictest (access-model.md 7, W1)."""

from dataclasses import dataclass

from graph_model.marking import Marking

UNSTATED_SYSTEM, UNSTATED_SCHEME, UNSTATED_REGIME = "PROTECTION", "VIRBI", "AVG"
"""What is assumed of a record that does not say it: about a person, until somebody says that it is not."""
UNSTATED_HANDLING = ("NO_EXPORT", "NO_ONWARD")
UNSTATED_MATCH = "SILENT"


@dataclass(frozen=True, slots=True)
class Stated:
    """The parts of a marking. The level has no default; `purposes` that are left out are the one that is stated."""

    level: str
    system: str = UNSTATED_SYSTEM
    scheme: str = UNSTATED_SCHEME
    compartments: tuple[str, ...] = ()
    releasable_to: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    purposes: tuple[str, ...] | None = None
    regime: str = UNSTATED_REGIME
    handling: tuple[str, ...] = UNSTATED_HANDLING
    match: str = UNSTATED_MATCH

    def marking(self, originator: str, purpose: str) -> Marking:
        """The marking of what this originator asserts. Raises ModelError for a level or match that is none."""
        return Marking(
            originator=originator,
            system=self.system,
            scheme=self.scheme,
            level=self.level,
            compartments=frozenset(self.compartments),
            releasable_to=frozenset(self.releasable_to) - {originator},
            scopes=frozenset(self.scopes),
            purposes=frozenset((purpose,) if self.purposes is None else self.purposes),
            regime=self.regime,
            handling=frozenset(self.handling),
            match=self.match,
        )
