"""What an analysis finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A score and the records it is about; the first `of` is what was found, the others are why."""

    score: float
    records: tuple[str, ...]
    reason: str


def ranked(findings: list[Finding]) -> list[Finding]:
    """The highest scores first; equal scores in the order of their records' ids, so that the order tells nothing else."""
    return sorted(findings, key=lambda finding: (-finding.score, finding.records))
