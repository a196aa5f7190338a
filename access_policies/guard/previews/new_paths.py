"""New paths: pairs of records that lie within two hops of each other in the view after, and did not in the view before. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

from access_policies.guard.previews.links import Link, Path, Record, around, neighbours, reached
from access_policies.guard.previews.path_kinds import Found, steps

HOPS = 2
"""Longest path that is looked for: two records and what joins them, as a picture shows it."""
PAIRS = 1_000
"""Most pairs that are counted."""
LOOKS = 100_000
"""Most paths that are looked at."""


def new_paths(links: Sequence[Link], before: int) -> tuple[list[Found], bool]:
    """The first path of each new pair, among relationships of the view after; and whether all were looked at.

    A pair that is new has a path only over something new, so paths are sought from there.
    """
    beside, joined = around(links), neighbours([link for link in links if link.seen(before)])
    found: dict[tuple[str, str], Path] = {}
    candidates = chain.from_iterable(_over(link, beside) for link in links if not link.seen(before))
    for path in islice(candidates, LOOKS):
        pair = (path.records[0].id, path.records[-1].id)
        if _is_near(joined, *pair):
            continue
        if pair not in found and len(found) == PAIRS:
            break
        found[pair] = min(found.get(pair, path), path, key=lambda one: one.order)
    else:
        return [_told(path, before) for path in found.values()], next(candidates, None) is None
    return [_told(path, before) for path in found.values()], False


def paths_to(person: Record, links: Sequence[Link], before: int, hops: int) -> list[Found]:
    """The first path from somebody to each record that comes within so many hops in the view after, as read from there.

    Somebody who was not in the view before is a path of one record.
    """
    held = reached(person, around([link for link in links if link.seen(before)]), hops)
    opened = [path for end, path in reached(person, around(links), hops).items() if end not in held]
    alone = [] if before >> person.pc & 1 else [Path((person,))]
    return [_read(path, before) for path in (*alone, *opened)]


def _over(link: Link, beside: Mapping[str, list[Link]]) -> Iterator[Path]:
    """Paths of at most `HOPS` that a relationship is on, each from the end with the lower id."""
    yield _straight(Path((link.start,)).on(link))
    for near in (link.start, link.end):
        begun = Path((near,)).on(link)
        yield from (_straight(begun.on(more)) for more in beside[begun.records[-1].id] if more.other(begun.records[-1]) != near)


def _straight(path: Path) -> Path:
    return path if path.records[0].id <= path.records[-1].id else path.back


def _is_near(joined: Mapping[str, set[str]], one: str, other: str) -> bool:
    """True for two records within `HOPS` of each other."""
    beside_one, beside_other = joined.get(one, set()), joined.get(other, set())
    return other in beside_one or not beside_one.isdisjoint(beside_other)


def _told(path: Path, before: int) -> Found:
    """With its steps told from the end from which they read first: which of the two ends has the lower id is chance."""
    return min((_read(path, before), _read(path.back, before)), key=lambda found: repr(found.steps))


def _read(path: Path, before: int) -> Found:
    words = [_word(path.records[0], before)]
    for link, record in zip(path.links, path.records[1:], strict=True):
        words += ["HELD" if link.seen(before) else "NEW", _word(record, before)]
    return Found(path, steps(path, words))


def _word(record: Record, before: int) -> str:
    return "HELD" if before >> record.pc & 1 else "NEW"
