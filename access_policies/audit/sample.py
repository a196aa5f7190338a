"""A sample of a log that nobody can choose: drawn from a seed and the signed head, so that anybody draws the same again. Pure."""

from hashlib import sha256


def drawn(root: bytes, size: int, seed: str, number: int) -> list[int]:
    """The indices of so many different entries of a log of this size and root, in their order; all where there are no more.

    A draw is SHA-256 over `root || 0x00 || seed || 0x00 || counter`, the counter in decimal from 0 on, as a number, modulo size.
    What was drawn before is passed over. The seed is named before the head is known, or by somebody who does not serve it.
    """
    if number >= size:
        return list(range(size))
    found: set[int] = set()
    counter = 0
    while len(found) < number:
        draw = sha256(b"\x00".join((root, seed.encode(), str(counter).encode()))).digest()
        found.add(int.from_bytes(draw, "big") % size)
        counter += 1
    return sorted(found)
