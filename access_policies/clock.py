"""The clock that decisions use. A clock set by hand makes reads answer as known at its instant (scenario, tests)."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where `now` comes from."""

    by_hand: bool

    def now(self) -> datetime:
        """The instant, with a time zone."""


class SystemClock:
    """The machine's clock."""

    by_hand = False

    def now(self) -> datetime:
        """The instant, UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it was set."""

    by_hand = True

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The instant it was set to."""
        return self._at

    def set(self, at: datetime) -> None:
        """Move it."""
        self._at = at
