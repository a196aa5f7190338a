"""Trying other policies against today's directory and classes: who would gain or lose what. Pure but for a folder of texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from access_policies.classes import ClassIndex
from access_policies.errors import PolicyBroken
from access_policies.grants import Grant
from access_policies.policy_texts import FOLDER, NAMES, SCHEMA, TEMPLATE, constant_policies, policy_version
from access_policies.register import PolicyTable
from access_policies.rules import EVERY_ACTION
from access_policies.subject import Context, Subject
from access_policies.visible import permitted_classes

FILES = (*(f"{name}.cedar" for name in NAMES), TEMPLATE, SCHEMA)
"""Every file that decides. A text under another name would never be read, so it is refused."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What one user gains and loses for a purpose: numbers of classes by action."""

    user: str
    organisation: str
    purpose: str
    gains: dict[str, int]
    loses: dict[str, int]


@dataclass(frozen=True, slots=True)
class Trial:
    """Versions before and after, how many users and purposes were asked, whom it moves, and the last user if there are more."""

    before: str
    after: str
    asked: int
    moved: tuple[Moved, ...]
    more_after: str = ""


def lay_out(texts: Mapping[str, str], folder: Path) -> None:
    """Put the texts of today, with these instead of their namesakes, into a folder. Raises PolicyBroken."""
    if unknown := sorted(set(texts) - set(FILES)):
        raise PolicyBroken(f"{unknown[0][:80]}: no policy has this name; there are {', '.join(FILES)}")
    for name in FILES:
        (folder / name).write_text(texts.get(name, (FOLDER / name).read_text()))
    constant_policies(folder)


def tried(
    folder: Path, people: Iterable[tuple[Subject, Sequence[Grant]]], table: PolicyTable, index: ClassIndex, at: datetime
) -> Trial:
    """Ask about every user and purpose under both; users who stand alike are asked once.

    The texts that are in force move nobody, and are not asked.
    """
    before, after = policy_version(), policy_version(folder)
    moved: list[Moved] = []
    known: dict[tuple[object, ...], tuple[dict[str, int], dict[str, int]]] = {}
    asked = 0
    for subject, grants in people:
        for purpose in table.purposes:
            asked += 1
            if before == after:
                continue
            alike = (*_position(subject), purpose, tuple(sorted(grant.id for grant in grants)))
            if alike not in known:
                known[alike] = _difference(subject, grants, Context(purpose, at), table, index, folder)
            gains, loses = known[alike]
            if gains or loses:
                moved.append(Moved(subject.key, subject.organisation, purpose, gains, loses))
    return Trial(before, after, asked, tuple(moved))


def _position(subject: Subject) -> tuple[object, ...]:
    return tuple(getattr(subject, name) for name in Subject.__slots__ if name not in ("key", "name"))


def _difference(
    subject: Subject, grants: Sequence[Grant], context: Context, table: PolicyTable, index: ClassIndex, folder: Path
) -> tuple[dict[str, int], dict[str, int]]:
    old = permitted_classes(subject, context, grants, table, index)
    new = permitted_classes(subject, context, grants, table, index, folder)
    gains = {action: (new[action] & ~old[action]).bit_count() for action in EVERY_ACTION}
    loses = {action: (old[action] & ~new[action]).bit_count() for action in EVERY_ACTION}
    return {name: n for name, n in gains.items() if n}, {name: n for name, n in loses.items() if n}
