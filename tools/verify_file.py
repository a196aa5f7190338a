#!/usr/bin/env python3
"""Verify a file that left Kring, without the audit log. One file for whoever is handed one; it shares no code with Kring.

  verify_file.py FILE --key KEY [--key KEY]

KEY is the verifier key of the log (name+id+base64), or a file that holds it: ask the operator or the overseer for it, by another
way than the file came. A log whose key was changed has had several: give each that the file may be signed by. The stamp in FILE
holds its receipt and the signature of the log over file and receipt. One byte that is another than the one that left, and the
signature is false. What the stamp says (who exported it, for what, when, until when it may be kept) is part of what is signed. That
the entry of the receipt still stands in the log is told by --proof of verify_audit.py.
Exit 0: it is what left; 1: it is not; 2: wrong usage, or a file or key that cannot be read. Needs Python 3.11 and `cryptography`.
"""

import argparse
import base64
import re
import sys
from hashlib import sha256
from pathlib import Path

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.exit(print("it needs the Python package cryptography: pip install cryptography", file=sys.stderr) or 2)

ROOM = re.compile(rb'("kring_receipt": ")([0-9a-f]{32}:[0-9a-f]{64}:[\w-]{343}):([\w-]{86})(")', re.ASCII)
"""Where the receipt and the signature stand: as one text, which was empty when the file left."""


class Fault(Exception):
    """The file is not as it left, or says of no leaving."""


class Unusable(Exception):
    """What was given as a key is none, so nothing can be said of the file."""


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


def is_signed(key: Ed25519PublicKey, signature: bytes, said: bytes) -> bool:
    try:
        key.verify(signature, said)
    except InvalidSignature:
        return False
    return True


def receipt_of(data: bytes, keys: list[Ed25519PublicKey]) -> str:
    """The receipt of a file that is what left, as one of the keys signed."""
    found = list(ROOM.finditer(data))
    if len(found) != 1:
        raise Fault("there is no receipt in the file, or more than one")
    (one,) = found
    left = data[: one.end(1)] + data[one.start(4) :]
    receipt = one[2].decode()
    said = f"kring file\n{sha256(left).hexdigest()}\n{receipt}\n".encode()
    signature = base64.urlsafe_b64decode(one[3] + b"==")
    is_canonical = base64.urlsafe_b64encode(signature).rstrip(b"=") == one[3]
    if not is_canonical or not any(is_signed(key, signature, said) for key in keys):
        raise Fault("it is not what left under this receipt, or another log or another key of the log signed it")
    return receipt


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
        receipt = receipt_of(data, keys)
    except Fault as fault:
        print(f"{fault}\nNOT WHAT LEFT")
        return 1
    print(f"receipt {receipt}\nas it left")
    return 0


if __name__ == "__main__":
    sys.exit(main())
