"""Files of the explorer as its page makes them: the stamp put in its room, or a picture drawn and vouched for. And the tool, as a module."""

import base64
import csv
import importlib.util
import io
import json
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from PIL import Image

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify_file.py"
_SPEC = importlib.util.spec_from_file_location("verify_file", TOOL)
assert _SPEC is not None
assert _SPEC.loader is not None
verify_file: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(verify_file)

ROOMS = {
    "stix": ('"kring_receipt": "', '"'),
    "records": (',"kring_receipt: ', '"\r\n'),
    "relationships": (',"kring_receipt: ', '"\r\n'),
    "graphml": ('<data key="kring_receipt">', "</data>"),
    "svg": ('<metadata id="kring_receipt">', "</metadata>"),
}
"""What stands around the room for the stamp, by the name of the kind in addresses."""
WRITTEN = ("stix", "records", "relationships", "graphml")
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg">\n<text>van</text>\n<metadata id="kring_receipt"></metadata>\n</svg>'
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
RECEIPT, SIGNATURE = 32 + 1 + 64 + 1 + 343, 86
"""How long each is in a stamp."""
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def picture() -> bytes:
    """A small picture (PNG)."""
    made = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(made, "PNG")
    return made.getvalue()


def filled(kind: str, left: bytes, stamp: str) -> bytes:
    """A file with its stamp."""
    if kind == "png":
        chunk = b"tEXtkring_receipt\0" + stamp.encode()
        return left[:-12] + (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") + left[-12:]
    before, after = (part.encode() for part in ROOMS[kind])
    assert left.count(before + after) == 1
    return left.replace(before + after, before + stamp.encode() + after)


def with_words(stamp: str, told: bytes) -> str:
    """A stamp with what was said of a picture."""
    return f"{stamp}:{base64.urlsafe_b64encode(told).decode().rstrip('=')}"


def about(form: str, drawn: bytes) -> dict[str, str]:
    """How the page tells of a picture."""
    return {"form": form, "sha256": sha256(drawn).hexdigest()}


def is_sound(data: bytes, key: Ed25519PublicKey) -> bool:
    """True when the tool says that this is what left."""
    try:
        return bool(verify_file.verified(data, [key]))
    except verify_file.Fault:
        return False


def spoilt(data: bytes, stamp: str) -> Iterator[bytes]:
    """The file with one byte another: around the edges of the stamp, some inside it, and some all over; and longer, and shorter."""
    start = data.index(stamp.encode())
    end = start + len(stamp)
    places = {*range(start - 45, start + 6), *range(start, end, 5), *range(end - 6, min(end + 40, len(data)))}
    places |= {*range(0, len(data), max(len(data) // 60, 1)), *range(6), *range(len(data) - 6, len(data))}
    for place in sorted(places):
        for by in (1, 0x20):
            yield data[:place] + bytes([data[place] ^ by]) + data[place + 1 :]
    for place in (start + RECEIPT + 1 + SIGNATURE - 1, end - 1):  # letters whose last bits say nothing
        yield from (data[:place] + letter.encode() + data[place + 1 :] for letter in LETTERS)
    for place in (0, start, end, len(data)):
        yield data[:place] + b"A" + data[place:]
        yield data[:place] + b"\0x" + data[place:]
    yield data[:-1]
    yield data[1:]
    yield data.replace(stamp.encode(), b"")
    yield data + data


def rows_of(data: bytes) -> dict[str, dict[str, str]]:
    """The rows of a table by their ids."""
    return {row["id"]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))}


def elements_of(data: bytes, name: str) -> dict[str, dict[str, Any]]:
    """The nodes or edges of a graph by their ids: their data, with properties read, and their ends."""
    found = {}
    for one in ElementTree.fromstring(data).iter(f"{GRAPHML}{name}"):
        own = {str(part.get("key")): part.text or "" for part in one.iter(f"{GRAPHML}data")}
        found[str(one.get("id"))] = own | {"properties": json.loads(own["properties"]), **one.attrib}
    return found
