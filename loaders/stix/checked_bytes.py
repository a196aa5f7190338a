"""Bytes of a JSON file that a streaming parser may be given: bounded nesting, bounded texts, no half surrogate pairs.

The parser itself would take any depth (and memory with it), and put a question mark where half a pair stands.
"""

import re
from collections.abc import Callable
from itertools import accumulate

DEEPEST = 100
LONGEST_TEXT = 64 << 20
CHUNK = 1 << 16
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class BytesRefused(Exception):
    """What is wrong, and near which byte."""


class CheckedBytes:
    """A readable over another; gives whole strings only. BytesRefused from `read` names the place."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read, self._rest = read, b""
        self._depth = 0
        self.offset = 0

    def read(self, size: int = CHUNK) -> bytes:
        """The next bytes, in pieces of any size; empty at the end."""
        if size == 0:
            return b""
        piece = b""
        while not piece:
            more = self._read(max(CHUNK, len(self._rest)))
            data = self._rest + more
            outside = _STRING.sub(b"", data)
            cut = outside.find(b'"') if more else -1
            # A string that does not end in these bytes waits for the next ones.
            piece, self._rest = (data, b"") if cut < 0 else (data[: cut - len(outside)], data[cut - len(outside) :])
            if len(self._rest) > LONGEST_TEXT:
                raise BytesRefused(f"a text of more than {LONGEST_TEXT >> 20} MB begins near byte {self.offset + len(piece)}")
            self._check(piece, outside if cut < 0 else outside[:cut])
            if not more:
                break
        return piece

    def _check(self, piece: bytes, outside: bytes) -> None:
        if b"\\ud" in piece or b"\\uD" in piece:
            self._require_pairs(piece)
        brackets = outside.translate(None, _NO_BRACKETS)
        if brackets:
            depths = list(accumulate((1 if byte in b"[{" else -1 for byte in brackets), initial=self._depth))
            if max(depths) > DEEPEST:
                raise BytesRefused(f"nested more than {DEEPEST} deep near byte {self.offset}")
            self._depth = depths[-1]
        self.offset += len(piece)

    def _require_pairs(self, piece: bytes) -> None:
        for text in _STRING.finditer(piece):
            high_ends = -1
            for escape in _ESCAPE.finditer(text.group()):
                code = int(escape.group(1), 16) if escape.group(1) else 0
                is_low = 0xDC00 <= code < 0xE000
                if is_low != (high_ends == escape.start()) and (is_low or high_ends >= 0):
                    break
                high_ends = escape.end() if 0xD800 <= code < 0xDC00 else -1
            else:
                if high_ends < 0:
                    continue
            raise BytesRefused(f"half a surrogate pair in the text at byte {self.offset + text.start()}")
