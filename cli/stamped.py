"""The stamp in a file of the explorer: what left, its receipt, and the signature over both (docs/decisions/0158, 0162).

Of what Kring wrote, that is the file before its page filled the stamp in; of a picture, what Kring said of it.
"""

import base64
import json
import re
import zlib
from hashlib import sha256
from typing import NamedTuple

_STAMP = rb"([^:\s]+:[^:\s]+:[^:\s]+):([\w-]+)"
_TOLD = rb":([\w-]+)"
_ROOMS = {
    b"{": (rb'"kring_receipt": "', rb'"'),
    b"\xef\xbb\xbf": (rb',"kring_receipt: ', rb'"\r\n'),
    b"<?xml": (rb'<data key="kring_receipt">', rb"</data>"),
}
"""Where a file has its stamp that Kring wrote, by how the file begins."""
_SVG, _PNG = b"<svg", b"\x89PNG\r\n\x1a\n"
_CHUNK, _END = b"tEXtkring_receipt\0", b"\0\0\0\0IEND\xaeB`\x82"


class Stamped(NamedTuple):
    """What left, with what was signed for it."""

    body: bytes
    receipt: str
    signature: str


def stamp_in(data: bytes) -> Stamped | None:
    """What a file holds of its own leaving; None of a file that holds nothing of it, or not as it was put in."""
    for begins, (before, after) in _ROOMS.items():
        if data.startswith(begins):
            one = _only(before + _STAMP + after, data)
            return one and Stamped(data[: one.start(1)] + data[one.end(2) :], one[1].decode(), one[2].decode())
    if data.startswith(_SVG):
        one = _only(rb'<metadata id="kring_receipt">' + _STAMP + _TOLD + rb"</metadata>", data)
        return one and _told("svg", data[: one.start(1)] + data[one.end(3) :], one)
    return _in_png(data) if data.startswith(_PNG) else None


def _in_png(data: bytes) -> Stamped | None:
    """The stamp in the text chunk before the end of a picture."""
    start, end = data.rfind(_CHUNK) - 4, len(data) - len(_END)
    chunk = data[start + 4 : end - 4]
    whole = (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") if start >= 0 else b""
    one = re.fullmatch(_CHUNK + _STAMP + _TOLD, chunk, re.ASCII)
    return _told("png", data[:start] + data[end:], one) if one and data[start:] == whole + _END else None


def _only(pattern: bytes, data: bytes) -> re.Match[bytes] | None:
    found = list(re.finditer(pattern, data, re.ASCII))
    return found[0] if len(found) == 1 else None


def _told(form: str, drawn: bytes, stamp: re.Match[bytes]) -> Stamped | None:
    """What was said of a picture, where it was said of this one and is written as it was."""
    try:
        told = base64.urlsafe_b64decode(stamp[3] + b"==")
        said = json.loads(told)
        is_of_it = (said["kring_picture"], said["sha256"]) == (form, sha256(drawn).hexdigest())
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not is_of_it or base64.urlsafe_b64encode(told).rstrip(b"=") != stamp[3]:
        return None
    return Stamped(told, stamp[1].decode(), stamp[2].decode())
