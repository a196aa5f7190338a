"""What is to become of an offered statement, given what the graph holds under its name. Pure."""

from dataclasses import dataclass
from typing import Any

from graph_model.intake.contribution import CONTESTED, CREATED, OLDER, UNCHANGED, UPDATED, WITHDRAWN


@dataclass(frozen=True, slots=True)
class Held:
    """What the graph holds under a name, as far as the writer sees it."""

    id: str
    pc: int
    type: str
    version: str | None
    fingerprint: str | None
    retracted: str | None

    @classmethod
    def from_row(cls, row: list[Any], type_: str) -> "Held":
        """From a row of a lookup: name, recorded, id, class, version, fingerprint, retracted, and more."""
        return cls(row[2], row[3], type_, row[4], row[5], row[6])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is offered under that name."""

    type: str
    pc: int
    version: str | None
    fingerprint: str
    withdrawn: bool
    may_compare: bool = True
    """The writer reads every field class of what is there, so that content which is the same tells nothing new."""


def first_recorded(rows: list[list[Any]]) -> dict[str, list[Any]]:
    """Rows of a lookup by name; of several with one name, as a writer may see who got to see more, the first one recorded."""
    return {row[0]: row for row in sorted(rows, key=lambda row: row[1:3], reverse=True)}


def verdict(held: Held | None, wanted: Wanted) -> str:
    """The outcome. A version never gives way to an older one, nor to another of its date; without dates, the last one counts."""
    if held is None:
        return WITHDRAWN if wanted.withdrawn else CREATED
    if held.type != wanted.type:
        return CONTESTED
    if (wanted.version or "") < (held.version or ""):
        return OLDER
    if not wanted.may_compare:
        return WITHDRAWN if wanted.withdrawn and held.retracted is None else UPDATED
    if wanted.fingerprint == held.fingerprint:
        return _same_content(held, wanted)
    if wanted.version and wanted.version == held.version:
        return CONTESTED
    return WITHDRAWN if wanted.withdrawn and held.retracted is None else UPDATED


def by_hand(held: Held | None, wanted: Wanted) -> str:
    """The outcome of what somebody says now: it counts, whatever is there.

    That nothing changed is not told: whoever may write and not read a property could try values against it.
    """
    if held is None:
        return CREATED
    return CONTESTED if held.type != wanted.type else UPDATED


def moves_date(held: Held | None, wanted: Wanted, outcome: str) -> bool:
    """True when nothing changes but the date of the version."""
    return held is not None and outcome == UNCHANGED and (wanted.version or "") > (held.version or "")


def _same_content(held: Held, wanted: Wanted) -> str:
    """A new marking is a change; a new date alone is none."""
    return UNCHANGED if held.pc == wanted.pc else UPDATED
