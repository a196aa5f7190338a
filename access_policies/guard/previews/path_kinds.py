"""Paths told by what they are made of: types, directions, and which grants open each step. No id but of what the asker sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from access_policies.guard.previews.links import Path
from graph_model.marking import LEVELS, Marking

KINDS = 6
"""Most kinds that are told, those of most pairs first."""


@dataclass(frozen=True, slots=True)
class Step:
    """A record or relationship of a path. `forwards` says how a relationship points, and is None for a record.

    `by`: HELD by grants of before, NEW by the grant at hand, EITHER of them alone, or by both TOGETHER and neither alone.
    """

    type: str
    forwards: bool | None
    by: str


@dataclass(frozen=True, slots=True)
class PathKind:
    """How many pairs have such a path. `level` is the highest of what these paths consist of, `tells` the fields at their ends.

    `example` holds the ids of the records of one of them, if the asker sees all of one; else none.
    """

    number: int
    level: str
    steps: tuple[Step, ...]
    tells: tuple[str, ...] = ()
    example: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenedPaths:
    """So many pairs, by kind; `is_whole` unless there were too many to look at, or more kinds than are told.

    `grants` are those of before that open the rest of these paths, as far as the asker may know of them.
    """

    pairs: int
    is_whole: bool
    kinds: tuple[PathKind, ...]
    grants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A path that opens, what is told of it, the fields at its end, and the actions on classes that grants of before give to it."""

    path: Path
    steps: tuple[Step, ...]
    tells: tuple[str, ...] = ()
    held: frozenset[tuple[str, int]] = frozenset()


def by(held: bool, new: bool) -> str:
    """Which grants open a step."""
    return ("EITHER" if new else "HELD") if held else ("NEW" if new else "TOGETHER")


def steps(path: Path, words: Sequence[str]) -> tuple[Step, ...]:
    """The steps of a path; `words` say by what each is opened, a record and a relationship in turn."""
    told = [Step(path.records[0].type, None, words[0])]
    for place, (link, record) in enumerate(zip(path.links, path.records[1:], strict=True)):
        forwards = link.start.id == path.records[place].id
        told += [Step(link.type, forwards, words[2 * place + 1]), Step(record.type, None, words[2 * place + 2])]
    return tuple(told)


def by_kind(found: Iterable[Found], markings: Sequence[Marking], own: int, complete: bool) -> OpenedPaths:
    """All of them by kind. `own` are the classes that the asker sees."""
    paths: dict[tuple[tuple[Step, ...], tuple[str, ...]], list[Path]] = {}
    for one in found:
        paths.setdefault((one.steps, one.tells), []).append(one.path)
    kinds = sorted((_kind(*key, members, markings, own) for key, members in paths.items()), key=_place)
    pairs = sum(kind.number for kind in kinds)
    return OpenedPaths(pairs, complete and len(kinds) <= KINDS, tuple(kinds[:KINDS]))


def _kind(
    steps: tuple[Step, ...], tells: tuple[str, ...], paths: Sequence[Path], markings: Sequence[Marking], own: int
) -> PathKind:
    level = LEVELS[max(markings[pc].rank for path in paths for pc in path.classes)]
    shown = [path for path in paths if all(own >> pc & 1 for pc in path.classes)]
    example = tuple(record.id for record in min(shown, key=lambda path: path.order).records) if shown else ()
    return PathKind(len(paths), level, steps, tells, example)


def _place(kind: PathKind) -> tuple[int, str]:
    return -kind.number, repr((kind.steps, kind.tells))
