#!/usr/bin/env python3
"""Verify a file that left Kring, without the audit log. One file for whoever is handed one; it shares no code with Kring.

  verify_file.py FILE --key KEY [--key KEY]

FILE is what the explorer gave: a STIX bundle, a CSV table, a GraphML graph, an SVG drawing or a PNG picture.
KEY is the verifier key of the log (name+id+base64), or a file that holds it: ask the operator or the overseer for it, by another
way than the file came. A log whose key was changed has had several: give each that the file may be signed by. The stamp in FILE
holds its receipt and the signature of the log over file and receipt. One byte that is another than the one that left, and the
signature is false. What the stamp says (who exported it, for what, when, until when it may be kept) is printed; it is part of what
is signed. A bundle, a table and a graph were written by Kring. A drawing and a picture were drawn where they were taken: Kring says
who took these bytes along, and that all that they said is in it might leave, and never saw it. That the entry of the receipt
still stands in the log is told by --proof of verify_audit.py.
Exit 0: it is what left; 1: it is not; 2: wrong usage, or a file or key that cannot be read. Needs Python 3.11 and `cryptography`.
"""

import argparse
import base64
import csv
import html
import io
import json
import re
import sys
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.exit(print("it needs the Python package cryptography: pip install cryptography", file=sys.stderr) or 2)

STAMP = rb"([0-9a-f]{32}:[0-9a-f]{64}:[\w-]{343}):([\w-]{86})"
"""A receipt and the signature of the log over it and what left."""
TOLD = rb":([\w-]{1,20000})"
"""What Kring says of a picture, which is what left then: JSON as base64url."""
CHUNK, END = b"tEXtkring_receipt\0", b"\0\0\0\0IEND\xaeB`\x82"
"""Of a picture (PNG) the stamp is the text chunk before its end."""


class Fault(Exception):
    """The file is not as it left, or says of no leaving."""


class Unusable(Exception):
    """What was given as a key is none, so nothing can be said of the file."""


class Left(NamedTuple):
    """What left, with the receipt and the signature in its stamp."""

    body: bytes
    receipt: str
    signature: str


def key_of(text: str) -> Ed25519PublicKey:
    """The public key that a verifier key names, given as itself or in a file."""
    text = Path(text).read_text() if Path(text).is_file() else text
    name, _, rest = text.strip().partition("+")
    id_, _, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except ValueError:
        raw = b""
    if len(raw) != 33 or raw[:1] != b"\x01" or sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != id_:
        raise Unusable(f"{text.strip()[:60]!r} is no verifier key of a log, nor a file that holds one")
    return Ed25519PublicKey.from_public_bytes(raw[1:])


def decoded(text: bytes) -> bytes:
    """The bytes of a base64url without padding, which has one way to be written."""
    try:
        raw = base64.urlsafe_b64decode(text + b"==")
    except ValueError:
        raw = b""
    if base64.urlsafe_b64encode(raw).rstrip(b"=") != text:
        raise Fault("the stamp in the file is not written as it was")
    return raw


def is_signed(key: Ed25519PublicKey, signature: bytes, said: bytes) -> bool:
    try:
        key.verify(signature, said)
    except InvalidSignature:
        return False
    return True


def one_in(data: bytes, before: bytes, inside: bytes, after: bytes) -> re.Match[bytes]:
    """The one place in a file where a stamp stands between these."""
    found = list(re.finditer(re.escape(before) + inside + re.escape(after), data, re.ASCII))
    if len(found) != 1:
        raise Fault("there is no receipt in the file, or more than one")
    return found[0]


def in_text(before: bytes, after: bytes) -> Callable[[bytes], Left]:
    """Of a file that Kring wrote: it left with nothing in that place."""

    def left(data: bytes) -> Left:
        one = one_in(data, before, STAMP, after)
        return Left(data[: one.start(1)] + data[one.end(2) :], one[1].decode(), one[2].decode())

    return left


def in_drawing(data: bytes) -> Left:
    """Of a drawing: what Kring said of it left, and names its bytes without the stamp."""
    one = one_in(data, b'<metadata id="kring_receipt">', STAMP + TOLD, b"</metadata>")
    return told_of(data[: one.start(1)] + data[one.end(3) :], one, "svg")


def in_picture(data: bytes) -> Left:
    """The same of a picture."""
    start = data.rfind(CHUNK) - 4
    end = len(data) - len(END)
    if start < 0 or data[end:] != END:
        raise Fault("there is no receipt in the file, or it does not stand at its end")
    chunk = data[start + 4 : end - 4]
    framed = (len(chunk) - 4).to_bytes(4, "big") + zlib.crc32(chunk).to_bytes(4, "big")
    if data[start : start + 4] + data[end - 4 : end] != framed:
        raise Fault("the stamp in the file is not written as it was")
    one = re.fullmatch(CHUNK + STAMP + TOLD, chunk, re.ASCII)
    if one is None:
        raise Fault("there is no receipt in the file, or more than one")
    return told_of(data[:start] + data[end:], one, "png")


def told_of(drawn: bytes, stamp: re.Match[bytes], form: str) -> Left:
    told = decoded(stamp[3])
    try:
        said = json.loads(told)
        is_of_it = said["kring_picture"] == form and said["sha256"] == sha256(drawn).hexdigest()
    except (ValueError, TypeError, KeyError, RecursionError):
        is_of_it = False
    if not is_of_it:
        raise Fault("it is another picture than the one that the stamp in it is about")
    return Left(told, stamp[1].decode(), stamp[2].decode())


def of_bundle(body: bytes) -> dict[str, Any]:
    """What the stamp of a bundle says: the part `export` of an extension."""
    parts = [part for raw in json.loads(body).get("objects", ()) for part in raw.get("extensions", {}).values()]
    return next((dict(part["export"]) for part in parts if "export" in part), {})


def of_table(body: bytes) -> dict[str, Any]:
    """The columns of the stamp, from the first row."""
    head, first = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))[:2]
    at = head.index("fileMarking")
    return dict(zip(head[at:-1], first[at:-1], strict=True))


def of_graph(body: bytes) -> dict[str, Any]:
    """The graph's own data, which stands in one line."""
    line = next(line for line in body.decode().splitlines() if line.startswith('<data key="fileMarking">'))
    return {name: html.unescape(text) for name, text in re.findall(r'<data key="(\w+)">([^<]+)</data>', line)}


class Kind(NamedTuple):
    """A kind of file by its first bytes: how what left is taken out of it, and what that says of itself."""

    name: str
    first: bytes
    left: Callable[[bytes], Left]
    said: Callable[[bytes], dict[str, Any]]


KINDS = (
    Kind("STIX bundle, written by Kring", b"{", in_text(b'"kring_receipt": "', b'"'), of_bundle),
    Kind("CSV table, written by Kring", b"\xef\xbb\xbf", in_text(b',"kring_receipt: ', b'"\r\n'), of_table),
    Kind("GraphML graph, written by Kring", b"<?xml", in_text(b'<data key="kring_receipt">', b"</data>"), of_graph),
    Kind("SVG drawing, drawn by whoever took it", b"<svg", in_drawing, json.loads),
    Kind("PNG picture, drawn by whoever took it", b"\x89PNG\r\n\x1a\n", in_picture, json.loads),
)


def verified(data: bytes, keys: list[Ed25519PublicKey]) -> tuple[str, dict[str, Any]]:
    """The receipt of a file that is what left, as one of the keys signed; and its kind, with what its stamp says."""
    kind = next((one for one in KINDS if data.startswith(one.first)), None)
    if kind is None:
        raise Fault("it is of no kind that leaves Kring with a stamp")
    body, receipt, signature = kind.left(data)
    said = f"kring file\n{sha256(body).hexdigest()}\n{receipt}\n".encode()
    raw = decoded(signature.encode())
    if not any(is_signed(key, raw, said) for key in keys):
        raise Fault("it is not what left under this receipt, or another log or another key of the log signed it")
    return receipt, {"kind": kind.name} | kind.said(body)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", action="append", required=True, metavar="KEY")
    options = parser.parse_args()
    try:
        data, keys = options.file.read_bytes(), [key_of(text) for text in options.key]
    except (Unusable, OSError, ValueError) as fault:
        parser.error(str(fault))
    try:
        receipt, said = verified(data, keys)
    except Fault as fault:
        print(f"{fault}\nNOT WHAT LEFT")
        return 1
    print(f"receipt {receipt}")
    for name, value in said.items():
        print(f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    print("as it left")
    return 0


if __name__ == "__main__":
    sys.exit(main())
