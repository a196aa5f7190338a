"""What the doctor finds: one thing looked at, how it is, and what to do."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """`idle` is fine and says that something is not there yet; only `wrong` makes the doctor's exit code 1."""

    what: str
    state: Literal["well", "idle", "wrong"]
    said: str
    do: str = ""
