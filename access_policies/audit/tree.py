"""The Merkle tree of RFC 6962 and RFC 9162 2.1: roots, inclusion and consistency proofs. Pure; knows no entry and no file."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf over the bytes it stands for."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that only grows: `peaks` are the roots of its full subtrees, largest first, and all that must be kept."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError("the peaks do not fit the size")

    def append(self, leaf: bytes) -> None:
        """Add a leaf's hash at the right."""
        rest = self.size
        while rest & 1:
            leaf = node_hash(self.peaks.pop(), leaf)
            rest >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The hash of the whole."""
        if not self.peaks:
            return EMPTY
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


class Grown:
    """A tree with all its full subtrees at hand, to make proofs from."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.size = len(leaves)
        self._levels: list[Sequence[bytes]] = [leaves]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            self._levels.append([node_hash(below[n], below[n + 1]) for n in range(0, len(below) - 1, 2)])

    def root(self, size: int | None = None) -> bytes:
        """The root when the tree had this many leaves."""
        size = self.size if size is None else size
        return self._range(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Proof that a leaf is in the tree of that size, from the leaf up (RFC 9162 2.1.3.1)."""
        size = self.size if size is None else size
        if not 0 <= index < size <= self.size:
            raise ValueError("no such leaf")
        return self._inclusion(index, 0, size)

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """Proof that the tree of the first `old` leaves is the beginning of this one (RFC 9162 2.1.4.1)."""
        size = self.size if size is None else size
        if not 0 < old <= size <= self.size:
            raise ValueError("no such size")
        return self._consistency(old, 0, size, whole=True)

    def _range(self, start: int, end: int) -> bytes:
        count = end - start
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            return self._levels[level][start >> level]
        split = start + _split(count)
        return node_hash(self._range(start, split), self._range(split, end))

    def _inclusion(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        split = start + _split(end - start)
        if index < split:
            return [*self._inclusion(index, start, split), self._range(split, end)]
        return [*self._inclusion(index, split, end), self._range(start, split)]

    def _consistency(self, old: int, start: int, end: int, whole: bool) -> list[bytes]:
        if old == end:
            return [] if whole else [self._range(start, end)]
        split = start + _split(end - start)
        if old <= split:
            return [*self._consistency(old, start, split, whole), self._range(split, end)]
        return [*self._consistency(old, split, end, whole=False), self._range(start, split)]


def _split(count: int) -> int:
    """The largest power of two below a count of two or more."""
    return 1 << ((count - 1).bit_length() - 1)


def includes(root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """True when the proof leads from the leaf to the root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def extends(old_root: bytes, old: int, root: bytes, size: int, proof: Sequence[bytes]) -> bool:
    """True when the proof shows that the larger tree begins with the smaller one (RFC 9162 2.1.4.2)."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    if not steps:
        return False
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == root
