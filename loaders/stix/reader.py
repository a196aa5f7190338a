"""Reads the objects of a STIX file as a stream: bundle, bare list or single object; plain or gzip.

A byte-order mark is passed over. A file that is no whole JSON text is refused, with the place; nothing of it is loaded then.
"""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast

import ijson

from loaders.stix.checked_bytes import BytesRefused, CheckedBytes

GZIP = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"
SPACE = b" \t\r\n"
START = 1 << 12
"""Bytes in which the first one that is no space must come."""


class Unreadable(Exception):
    """A file cannot be read whole; says which, why, and near which byte or object."""


def read_objects(path: Path) -> Iterator[tuple[int, Any]]:
    """(position, object) of all that a file holds. Raises Unreadable, perhaps after some were given."""
    count = 0
    with _told(path, lambda: f", after {count} objects"):
        prefix = _prefix(path)
        with _opened(path) as file:
            for value in ijson.items(_Stream(file), prefix, use_float=True):
                yield count, value
                count += 1


@contextmanager
def _told(path: Path, where: Callable[[], str]) -> Iterator[None]:
    """Whatever goes wrong while reading, as Unreadable with the place."""
    try:
        yield
    except ijson.common.JSONError as fault:
        raise Unreadable(f"{path.name}: no whole JSON text{where()}: {_short(fault)}") from None
    except BytesRefused as fault:
        raise Unreadable(f"{path.name}: {fault}{where()}") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise Unreadable(f"{path.name}: the gzip stream is cut off or damaged{where()}") from None
    except OSError as fault:
        raise Unreadable(f"{path.name}: {fault.strerror or 'not readable'}") from None


def digest_of(path: Path) -> bytes:
    """SHA-256 of the file's bytes. Raises Unreadable."""
    with _told(path, str), path.open("rb") as file:
        whole = sha256()
        while piece := file.read(1 << 20):
            whole.update(piece)
        return whole.digest()


class _Stream:
    """The checked bytes of an open file, without its byte-order mark."""

    def __init__(self, file: IO[bytes]) -> None:
        self._start = file.read(len(BOM)).removeprefix(BOM)
        self._file = file
        self._checked = CheckedBytes(self._read)

    def read(self, size: int) -> bytes:
        return self._checked.read(size)

    def _read(self, size: int) -> bytes:
        start, self._start = self._start, b""
        return start + self._file.read(size)


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        is_gzip = file.read(len(GZIP)) == GZIP
    return cast(IO[bytes], gzip.open(path)) if is_gzip else path.open("rb")


def _prefix(path: Path) -> str:
    """Where ijson finds the objects: in a list, in a bundle, or the whole text is one."""
    with _opened(path) as file:
        first = file.read(START).removeprefix(BOM).lstrip(SPACE)[:1]
        if first == b"[":
            return "item"
        if first != b"{":
            raise Unreadable(f"{path.name}: {'it begins neither an object nor a list of JSON' if first else 'it is empty'}")
        file.seek(0)
        kind = next(iter(ijson.items(_Stream(file), "type", use_float=True)), None)
        return "objects.item" if kind == "bundle" else ""


def _short(fault: Exception) -> str:
    """The parser's reason without the lines of content that it quotes."""
    text = fault.args[0] if fault.args else ""
    return (text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)).strip().splitlines()[0]
