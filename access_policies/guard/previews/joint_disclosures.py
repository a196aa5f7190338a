"""Joint disclosures: what a grant tells of a protected person only together with grants of before, neither of them alone. Pure.

Told of somebody is a sensitive field that can be read within three hops of their record. That their record can be seen there, and
that it can be read who they are, are two disclosures: an address beside a person without a name becomes another with the name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from access_policies.guard.previews.links import Link, Path, Record, around, reached
from access_policies.guard.previews.path_kinds import Found, by, steps
from access_policies.reach import Reach

HOPS = 3
"""How far from a person a field still tells of that person: an address over a vehicle and who uses it."""
SENSITIVE = ("contact", "operational")
"""Field classes of what may lead somebody to a person: addresses, coordinates, details of plans."""
IDENTITY = "read_identity"
BEFORE = ("HELD", "TOGETHER")
"""Steps in which grants of before have a part that this one has not."""
LOOKS = 100_000
"""Most relationships that are looked at."""


@dataclass(frozen=True, slots=True)
class Field:
    """A sensitive property that a record has, and the action of reading it."""

    name: str
    action: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """Protected persons, those of them who have an identity that could be read, and the sensitive fields of records; by ids."""

    persons: Sequence[Record]
    identified: frozenset[str]
    fields: Mapping[str, Sequence[Field]]


Disclosure = tuple[str, bool]
"""A field, and whether the person is named as well."""


def joint_disclosures(links: Sequence[Link], reach: Reach, subjects: Subjects) -> tuple[list[Found], bool]:
    """The path to each record that tells of a protected person jointly; and whether all were looked at."""
    if reach.alone == reach.after:
        return [], True
    views = (reach.after, reach.before, reach.alone)
    beside = [around([link for link in links if link.seen(view["see"])]) for view in views]
    found: list[Found] = []
    looks = LOOKS
    for person in sorted(subjects.persons, key=lambda one: one.id):
        if looks <= 0:
            return found, False
        after, *apart = (reached(person, ways, HOPS) for ways in beside)
        looks -= sum(len(ways.get(end, ())) for ways, ends in zip(beside, (after, *apart), strict=True) for end in ends)
        for end, path in sorted(after.items()):
            told = _told(path, reach.after, subjects)
            for view, ends in zip(views[1:], apart, strict=True):
                told -= _told(ends[end], view, subjects) if end in ends else set()
            if told:
                found.append(_joint(path, told, reach, subjects))
    return found, True


def _told(path: Path, view: Mapping[str, int], subjects: Subjects) -> set[Disclosure]:
    """What the end of a path tells in a view of the person at its beginning."""
    person, end = path.records[0], path.records[-1]
    fields = [field.name for field in subjects.fields.get(end.id, ()) if view[field.action] >> end.pc & 1]
    named = person.id in subjects.identified and view[IDENTITY] >> person.pc & 1
    return {(field, is_named) for field in fields for is_named in ((False, True) if named else (False,))}


def _joint(path: Path, told: set[Disclosure], reach: Reach, subjects: Subjects) -> Found:
    """The path with what opens each step: of the person what is told of them, of the end the reading of its field."""
    names = {field for field, _ in told}
    first = IDENTITY if all(is_named for _, is_named in told) else "see"
    last = next(field.action for field in subjects.fields[path.records[-1].id] if field.name in names)
    between = [(one.pc, "see") for pair in zip(path.links, path.records[1:], strict=True) for one in pair]
    opened = [(path.records[0].pc, first), *between[:-1], (path.records[-1].pc, last)]
    words = [by(bool(reach.before[action] >> pc & 1), bool(reach.alone[action] >> pc & 1)) for pc, action in opened]
    held = {(action, pc) for (pc, action), word in zip(opened, words, strict=True) if word in BEFORE}
    held |= {("see", pc) for (pc, _), word in zip(opened, words, strict=True) if word == "TOGETHER"}
    return Found(path, steps(path, words), tuple(sorted(names)), frozenset(held))
