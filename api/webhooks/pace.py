"""How often the courier looks, and how long it waits for a receiver that does not answer: of an installation, and of no webhook."""

from dataclasses import dataclass

TICK = 1.0
PAUSES = (5.0, 20.0, 80.0, 320.0, 1280.0, 3600.0, 7200.0, 14400.0, 14400.0, 14400.0)
"""15 hours together."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two looks, whatever anybody does; and before each further attempt, after the last of which it is paused."""

    tick: float = TICK
    pauses: tuple[float, ...] = PAUSES


PACE = Pace()
"""An installation's."""
