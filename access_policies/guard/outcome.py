"""What comes back from administration: a value, or the refusals that the caller expected to be possible; never an accident."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from access_policies.refusals import Refusal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """`refusals` are the `userErrors`; with one there is no value and nothing was changed. The audit entry is on disk."""

    value: T | None
    refusals: tuple[Refusal, ...]
    receipt: str

    @property
    def done(self) -> bool:
        """True when it was done."""
        return not self.refusals
