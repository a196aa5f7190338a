"""What a load came to, in numbers."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from graph_model.intake.contribution import CREATED, OLDER, UNCHANGED, UPDATED, WITHDRAWN, Effects
from loaders.pipeline.notes import KINDS

OUTCOMES = (CREATED, UPDATED, UNCHANGED, WITHDRAWN, OLDER)


@dataclass
class Summary:
    """Counts of statements by outcome, and of what was told about objects."""

    source_system: str = ""
    objects: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    ended: int = 0
    deprecated: int = 0
    told: Counter[str] = field(default_factory=Counter)
    resumed: bool = False
    dry_run: bool = False
    seconds: float = 0.0

    def count(self, effects: Effects) -> None:
        """Add what became of a contribution."""
        self.outcomes.update(effect.outcome for effect in (*effects.nodes, *effects.links))
        self.ended += effects.ended

    def to_json(self) -> dict[str, Any]:
        """All of it, every name there also when its number is 0."""
        return {
            "source_system": self.source_system,
            "objects": self.objects,
            **{name: self.outcomes[name] for name in OUTCOMES},
            "ended": self.ended,
            "deprecated": self.deprecated,
            **{name.replace("-", "_"): self.told[name] for name in KINDS},
            "resumed": self.resumed,
            "dry_run": self.dry_run,
            "seconds": round(self.seconds, 3),
        }
