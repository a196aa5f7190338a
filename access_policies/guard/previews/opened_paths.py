"""Paths that a grant opens and what it tells jointly, out of what a preview has read: found, then told to whoever asks. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from access_policies.classes import ClassIndex
from access_policies.guard.previews.joint_disclosures import SENSITIVE, Field, Subjects, joint_disclosures
from access_policies.guard.previews.links import Link, Record
from access_policies.guard.previews.new_paths import new_paths, paths_to
from access_policies.guard.previews.openers import Holdings, openers
from access_policies.guard.previews.path_kinds import OpenedPaths, by_kind
from access_policies.reach import Reach
from graph_model.ontology import ONTOLOGY

FIELDS = 20_000
"""Most sensitive fields that are looked at; beyond, no joint disclosure is told, and that not all was looked at."""
NAMES = sorted({p.name for kind in ONTOLOGY.types.values() for p in kind.properties if p.field_class in SENSITIVE})
"""What sensitive properties are called, of whatever type."""
UNCOUNTED = OpenedPaths(0, False, ())
"""Where there was too much to look at."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose records are counted, and the classes that who asks sees themselves."""

    originator: str
    sees: int
    index: ClassIndex


def new(links: Sequence[Link] | None, reach: Reach, asker: Asker) -> OpenedPaths:
    """Short paths of the view after between records that had none before."""
    if links is None:
        return UNCOUNTED
    found, complete = new_paths(links, reach.before["see"])
    return by_kind(found, asker.index, asker.sees, complete)


def toward(links: Sequence[Link] | None, reach: Reach, asker: Asker, person: Record, hops: int) -> OpenedPaths:
    """Paths from one person to records that come near in the view after; none in a view without the person."""
    if not reach.after["see"] >> person.pc & 1:
        return OpenedPaths(0, True, ())
    if links is None:
        return UNCOUNTED
    return by_kind(paths_to(person, links, reach.before["see"], hops), asker.index, asker.sees, complete=True)


def joint(links: Sequence[Link] | None, reach: Reach, asker: Asker, subjects: Subjects | None, holdings: Holdings) -> OpenedPaths:
    """Paths that tell of protected persons what neither this grant nor those of before tell alone; and which those are."""
    if links is None or subjects is None:
        return UNCOUNTED
    found, complete = joint_disclosures(links, reach, subjects)
    paths = by_kind(found, asker.index, asker.sees, complete)
    return replace(paths, grants=openers(found, reach, holdings, asker.originator))


def subjects(persons: Sequence[Mapping[str, Any]], fields: Sequence[Mapping[str, Any]]) -> Subjects | None:
    """Persons and fields out of the rows that were read; None where there are more than `FIELDS`."""
    if len(fields) > FIELDS:
        return None
    found: dict[str, list[Field]] = {}
    for row in fields:
        field_class = _class_of(row["type"], row["name"])
        if field_class in SENSITIVE:
            found.setdefault(row["id"], []).append(Field(f"{row['type']}.{row['name']}", f"read_{field_class}"))
    identified = {row["id"] for row in persons if any(_class_of("Person", name) == "identity" for name in row["names"])}
    return Subjects([Record(row["id"], "Person", row["pc"]) for row in persons], frozenset(identified), found)


def _class_of(kind: str, name: str) -> str | None:
    """The field class of a property; None for a part that every statement has."""
    return next((declared.field_class for declared in ONTOLOGY.types[kind].properties if declared.name == name), None)
