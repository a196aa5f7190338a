"""Frames: how entries, checkpoints and heads of segments lie in a file (docs/reference/audit.md). Bytes only; no file, no key.

Every frame holds the hash of the frame before it, inside what its own hash covers: the last signature covers every byte before it.
"""

import zlib
from dataclasses import dataclass
from hashlib import sha256
from struct import Struct

ENTRY, CHECKPOINT, HEAD = b"KrEn", b"KrCp", b"KrSg"
PREFIX = Struct(">4sII")
"""Magic, length of what follows, CRC-32 of magic, length and what follows."""
STAMP = Struct(">16sQQB32s")
"""Salt, index, nanoseconds since 1970, state of the clock, hash of the frame before."""
START = bytes(32)
"""What stands before the first frame of a log."""
IN_TIME, BEHIND = 0, 1
"""State of the clock: as the machine says, or set forward to the entry before because the machine's clock stood behind it."""


class Torn(Exception):
    """There is no whole frame at a place; the message says what is wrong there."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame and where it lies. `index`, `written`, `clock` and `salt` are those of an entry, else nothing."""

    magic: bytes
    start: int
    end: int
    hash: bytes
    previous: bytes
    body: bytes
    index: int = 0
    written: int = 0
    clock: int = 0
    salt: bytes = b""

    @property
    def sealed(self) -> bytes:
        """Of an entry, what its leaf hash is of."""
        return STAMP.pack(self.salt, self.index, self.written, self.clock, self.previous) + self.body


def entry_frame(salt: bytes, index: int, written: int, clock: int, previous: bytes, payload: bytes) -> tuple[bytes, bytes]:
    """An entry as bytes, and its leaf hash: SHA-256 of a zero byte, the salt, and the entry's canonical bytes."""
    rest = STAMP.pack(salt, index, written, clock, previous) + payload
    return _framed(ENTRY, rest), sha256(b"\x00" + rest).digest()


def text_frame(magic: bytes, previous: bytes, text: str) -> tuple[bytes, bytes]:
    """A checkpoint or the head of a segment as bytes, and its hash."""
    rest = previous + text.encode()
    return _framed(magic, rest), sha256(b"\x02" + rest).digest()


def _framed(magic: bytes, rest: bytes) -> bytes:
    return PREFIX.pack(magic, len(rest), _checksum(magic, rest)) + rest


def _checksum(magic: bytes, rest: bytes) -> int:
    return zlib.crc32(rest, zlib.crc32(magic + len(rest).to_bytes(4, "big")))


def frame_at(data: bytes, start: int) -> Frame | None:
    """The frame that starts at a place; None where nothing was ever written. Raises Torn."""
    if start == len(data) or data[start : start + PREFIX.size] == bytes(PREFIX.size):
        return None
    if len(data) - start < PREFIX.size:
        raise Torn("the file ends inside a frame")
    magic, length, checksum = PREFIX.unpack_from(data, start)
    if magic not in (ENTRY, CHECKPOINT, HEAD):
        raise Torn("no frame starts here")
    begin, end = start + PREFIX.size, start + PREFIX.size + length
    if end > len(data):
        raise Torn("the file ends inside a frame")
    rest = data[begin:end]
    if _checksum(magic, rest) != checksum or length < (STAMP.size if magic == ENTRY else 32):
        raise Torn("the checksum does not fit")
    if magic == ENTRY:
        salt, index, written, clock, previous = STAMP.unpack_from(rest)
        leaf = sha256(b"\x00" + rest).digest()
        return Frame(magic, start, end, leaf, previous, rest[STAMP.size :], index, written, clock, salt)
    return Frame(magic, start, end, sha256(b"\x02" + rest).digest(), rest[:32], rest[32:])
