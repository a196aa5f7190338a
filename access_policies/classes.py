"""Markings by policy class, with the classes that share a part as sets of bits.

A decision looks at a marking through a few of its parts. Classes that agree in those parts are one question, however many they
are; a set of classes is an integer with a bit for each, so that fifty thousand are joined in microseconds.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

from graph_model.marking import Marking

SINGLE = ("originator", "system", "scheme", "level", "regime", "match", "handling")
"""Parts with one value; the handling codes count as one value, since there are few sets of them."""
ORDERED = frozenset({"level", "regime", "handling"})
"""Single parts of which each value counts, named or not: levels are compared, and a regime or a code stands for a row."""
SETS = ("compartments", "audience", "scopes", "purposes")
_FEW = 64


class _Members:
    """The classes with one value of one part: a list that grows, and its bits as far as they were asked for."""

    def __init__(self) -> None:
        self._classes: list[int] = []
        self._bits, self._counted = 0, 0

    def add(self, pc: int) -> None:
        self._classes.append(pc)

    @property
    def bits(self) -> int:
        fresh = self._classes[self._counted :]
        if fresh:
            self._bits |= _bits_of(fresh)
            self._counted = len(self._classes)
        return self._bits


class ClassIndex(Sequence[Marking]):
    """Append-only: a marking's place is its class and never changes."""

    def __init__(self, markings: Iterable[Marking] = ()) -> None:
        self._markings: list[Marking] = []
        self._members: dict[str, dict[object, _Members]] = {part: {} for part in (*SINGLE, *SETS)}
        self.forms: dict[int, dict[str, str | list[str]]] = {}
        """What a reader may know of a marking, by class, as far as somebody asked: the same for every reader."""
        for marking in markings:
            self.append(marking)

    def append(self, marking: Marking) -> None:
        """Take in the marking of the next class."""
        pc = len(self._markings)
        self._markings.append(marking)
        for part in SINGLE:
            self._members[part].setdefault(getattr(marking, part), _Members()).add(pc)
        for part in SETS:
            for element in elements(marking, part):
                self._members[part].setdefault(element, _Members()).add(pc)

    def __len__(self) -> int:
        return len(self._markings)

    @overload
    def __getitem__(self, place: int) -> Marking: ...
    @overload
    def __getitem__(self, place: slice) -> list[Marking]: ...
    def __getitem__(self, place: int | slice) -> Marking | list[Marking]:
        return self._markings[place]

    def __iter__(self) -> Iterator[Marking]:
        return iter(self._markings)

    @property
    def all(self) -> int:
        """Every class."""
        return (1 << len(self._markings)) - 1

    def having(self, part: str, value: object) -> int:
        """Classes whose part is this value, or holds this element."""
        members = self._members[part].get(value)
        return members.bits if members else 0

    def values(self, part: str) -> tuple[Any, ...]:
        """Every value that a single part has anywhere."""
        return tuple(self._members[part])

    def groups(self, parts: Iterable[str], named: frozenset[str] | None) -> list[int]:
        """Disjoint sets of classes that agree in each of these parts, as far as `named` texts can tell (None: wholly).

        Texts that nobody names are alike, and of a set what counts is whether there is one: a rule that compares two parts
        of one marking with each other can tell more, and is asked about classes that agree wholly.
        """
        found = [self.all] if self._markings else []
        for part in parts:
            for bits in self._cuts(part, named):
                found = [piece for group in found for piece in (group & bits, group & ~bits) if piece]
        return found

    def _cuts(self, part: str, named: frozenset[str] | None) -> Iterator[int]:
        members = self._members[part]
        if part in ORDERED or named is None:
            yield from (one.bits for one in members.values())
            return
        wanted = [name for name in members if name in named] if len(members) < len(named) else [n for n in named if n in members]
        yield from (members[name].bits for name in wanted)
        if part in SINGLE:
            return
        yield self._named_wholly(named) if part == "scopes" else _union(m.bits for e, m in members.items() if e not in named)

    def _named_wholly(self, named: frozenset[str]) -> int:
        """Classes of which every scope is named, their store among them: all others have one that nobody names."""
        stores = _union(self.having("scopes", name) for name in named if name.startswith("store:"))
        whole = [pc for pc in places(stores) if named.issuperset(elements(self._markings[pc], "scopes"))]
        return _bits_of(whole)


def _union(sets: Iterable[int]) -> int:
    whole = 0
    for bits in sets:
        whole |= bits
    return whole


def elements(marking: Marking, part: str) -> Iterable[str]:
    """The elements of a part that is a set, as the policies see it."""
    if part == "scopes":
        return (*marking.scopes, f"store:{marking.originator}")
    return getattr(marking, part)  # type: ignore[no-any-return]  # each of SETS is a set of texts


def first(bits: int) -> int:
    """The lowest class of a set that is not empty."""
    return (bits & -bits).bit_length() - 1


def places(bits: int) -> Iterator[int]:
    """The classes of a set, ascending."""
    text = bin(bits)[:1:-1]
    place = text.find("1")
    while place >= 0:
        yield place
        place = text.find("1", place + 1)


_BYTES = bytes.maketrans(b"01", b"\x00\x01")


def as_mask(bits: int, length: int) -> bytes:
    """One byte a class, 1 for those in the set."""
    return format(bits, f"0{length}b")[::-1].encode().translate(_BYTES) if length else b""


def _bits_of(classes: list[int]) -> int:
    if len(classes) <= _FEW:
        bits = 0
        for pc in classes:
            bits |= 1 << pc
        return bits
    filled = bytearray(classes[-1] // 8 + 1)
    for pc in classes:
        filled[pc >> 3] |= 1 << (pc & 7)
    return int.from_bytes(filled, "little")
