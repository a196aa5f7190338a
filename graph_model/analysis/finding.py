"""What an analysis is asked and what it finds."""

from dataclasses import dataclass

from graph_model.analysis.words import Told


@dataclass(frozen=True, slots=True)
class Terms:
    """The parameters of a question: a record it is about, a number of days, a number of hops; zero or empty where it has none."""

    about: str = ""
    days: int = 0
    hops: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A score and the records it is about; the first `of` is what was found, the others are why."""

    score: float
    records: tuple[str, ...]
    told: Told

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.told.text()


def ranked(findings: list[Finding]) -> list[Finding]:
    """The highest scores first; equal scores in the order of their records' ids, so that the order tells nothing else."""
    return sorted(findings, key=lambda finding: (-finding.score, finding.records))
