#!/usr/bin/env python3
"""Verify the audit logs of a Kring installation. One file for the overseer; it shares no code with Kring.

  verify_audit.py FOLDER --key KEY [--state DIR] [--checkpoint FILE] [--witness KEY] [--receipts FILE]    whole logs
  verify_audit.py --growth FILE --checkpoint OLD --key KEY     a later checkpoint and its consistency proof, without the log
  verify_audit.py --proof FILE --key KEY                       the inclusion proof of a receipt, without the log

FOLDER holds a folder per log, or is one. KEY is a verifier key (name+id+base64) or a file that holds one. Every frame is read:
checksum, chain, index, time, leaf, the root at every checkpoint, heads of segments, changes of key, signatures. --state remembers
the last checkpoint of each log and demands that the log extends it. Exit 0: intact; 1: a fault, named by entry; 2: wrong usage.
Needs Python 3.11 and `cryptography`. The format is described in docs/reference/audit.md.
"""

import argparse
import base64
import json
import sys
import zlib
from collections.abc import Iterator
from functools import reduce
from hashlib import sha256
from itertools import product
from pathlib import Path
from struct import Struct, error
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.exit(print("it needs the Python package cryptography: pip install cryptography", file=sys.stderr) or 2)

STAMP = Struct(">16xQQB32s")
DASH = "\u2014 "
Roots = dict[int, list[bytes]]


class Fault(Exception):
    """Something is not as it was written."""


def hash_node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def decode(text: str) -> bytes:
    """Canonical base64 only, so that no two texts stand for the same bytes."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raw = b""
    if base64.b64encode(raw).decode() != text:
        raise Fault("not canonical base64")
    return raw


class Key:
    """A verifier key: name+id+base64(kind, public key). Kind 1 signs notes, kind 4 is a witness."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self.name, id_, encoded = (*self.text.split("+", 2), "", "")[:3]
        raw = decode(encoded)
        self.kind, self.raw = raw[:1], raw[1:]
        self.id = sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        if len(raw) != 33 or self.kind not in (b"\x01", b"\x04") or self.id.hex() != id_:
            raise Fault(f"{self.text!r} is no verifier key")
        self.public = Ed25519PublicKey.from_public_bytes(self.raw)

    def signed(self, signature: bytes, said: bytes) -> bool:
        try:
            self.public.verify(signature, said)
        except InvalidSignature:
            return False
        return True


def open_note(note: str, keys: list[Key], alone: bool = False) -> str:
    """The text of a note that one of the keys signed. With `alone` the note must hold that one signature and nothing else."""
    text, gap, signatures = note.rpartition("\n\n")
    text += "\n"
    lines = signatures.split("\n")
    if not gap or lines.pop() or not all(line.startswith(DASH) for line in lines):
        raise Fault("not a signed note")
    if alone and len(lines) != 1:
        raise Fault("it holds other signatures than that of the log")
    for line in lines:
        name, _, value = line.removeprefix(DASH).partition(" ")
        raw = decode(value)
        key = next((key for key in keys if (key.name, key.id) == (name, raw[:4])), None)
        if key is None:
            continue
        said, signature = text.encode(), raw[4:]
        if key.kind == b"\x04":
            said, signature = f"cosignature/v1\ntime {int.from_bytes(raw[4:12], 'big')}\n{text}".encode(), raw[12:]
        if not key.signed(signature, said):
            raise Fault(f"the signature of {key.name} is false")
        return text
    raise Fault("it is not signed by any of the keys")


def read_checkpoint(text: str) -> tuple[str, int, bytes]:
    origin, size, root, *rest = text.split("\n")
    if rest != [""] or str(int(size)) != size or len(decode(root)) != 32:
        raise Fault("not a checkpoint")
    return origin, int(size), decode(root)


def root_of(peaks: list[bytes]) -> bytes:
    return reduce(lambda root, peak: hash_node(peak, root), reversed(peaks)) if peaks else sha256(b"").digest()


class Log:
    """One log, followed frame by frame. `wanted` are leaf hashes to look for, `roots` what earlier checkpoints say of sizes."""

    def __init__(self, folder: Path, wanted: set[bytes], roots: Roots, every: bool) -> None:
        self.folder, self.wanted, self.roots, self.every = folder, wanted, roots, every
        self.origin, self.note, self.checkpoint, self.segment, self.place = "", "", "", "", 0
        self.size, self.sealed, self.last, self.written = 0, 0, bytes(32), 0
        self.keys: list[Key] = []
        self.peaks: list[bytes] = []
        self.found: set[bytes] = set()

    @property
    def key(self) -> Key:
        return self.keys[-1]

    def verify(self) -> None:
        """Follow all segments. Raises Fault."""
        paths = sorted(self.folder.glob("*.seg"))
        before: dict[str, Any] = {}
        for path in paths:
            self.segment, self.place = path.name, 0
            data = path.read_bytes()
            if path.name != f"{self.size:020}.seg":
                raise Fault("the entries before this segment are missing")
            self.follow(data, before, is_last=path == paths[-1])
            before = {"name": path.name, "bytes": len(data), "sha256": sha256(data).hexdigest()}
        if self.sealed != self.size:
            raise Fault(f"no checkpoint follows entry {self.sealed} and those after it")
        open_note(self.note, [self.key], alone=True)
        for size in sorted(size for size in self.roots if size > self.size):
            raise Fault(f"entries are missing at the end: an earlier checkpoint has {size}")

    def follow(self, data: bytes, before: dict[str, Any], is_last: bool) -> None:
        """The frames of one segment."""
        place = 0
        while place < len(data) and data[place : place + 12] != bytes(12):
            self.place = place
            end = place + 12 + int.from_bytes(data[place + 4 : place + 8], "big")
            rest = data[place + 12 : end]
            if end > len(data):
                raise Fault("the segment ends inside a frame")
            if zlib.crc32(rest, zlib.crc32(data[place : place + 8])) != int.from_bytes(data[place + 8 : place + 12], "big"):
                raise Fault("the checksum does not fit")
            magic = data[place : place + 4]
            if (magic == b"KrSg") != (place == 0):
                raise Fault("there is no head of a segment where one must be, and nowhere else")
            if magic == b"KrEn":
                self.take_entry(rest)
            else:
                self.take_note(magic, rest, before)
            place = end
        self.place = place
        if data[place:].strip(b"\x00") or (place < len(data) and not is_last):
            raise Fault("bytes that are no frame")

    def take_entry(self, rest: bytes) -> None:
        index, written, clock, previous = STAMP.unpack_from(rest)
        if previous != self.last:
            raise Fault("it does not follow what stands before it")
        if index != self.size:
            raise Fault(f"its index is {index}")
        if written < self.written or clock > 1:
            raise Fault("its time lies before that of the entry before")
        if b'"kind":"KEY_CHANGE"' in rest:
            self.take_key(rest[STAMP.size :])
        self.last, self.written = sha256(b"\x00" + rest).digest(), written
        if self.last in self.wanted:
            self.found.add(self.last)
        node, size, peaks = self.last, self.size, self.peaks
        while size & 1:
            node = sha256(b"\x01" + peaks.pop() + node).digest()
            size >>= 1
        peaks.append(node)
        self.size += 1
        if any(root_of(peaks) != root for root in self.roots.get(self.size, ())):
            raise Fault(f"an earlier checkpoint of {self.size} entries has another root: another history was shown then")

    def take_note(self, magic: bytes, rest: bytes, before: dict[str, Any]) -> None:
        """A checkpoint or the head of a segment."""
        if magic not in (b"KrCp", b"KrSg"):
            raise Fault("no frame starts here")
        note = rest[32:].decode()
        if rest[:32] != self.last:
            raise Fault("it does not follow what stands before it")
        if magic == b"KrSg":
            self.take_head(note, before)
        else:
            text = open_note(note, [self.key], alone=True) if self.every else note.rpartition("\n\n")[0] + "\n"
            if read_checkpoint(text) != (self.origin, self.size, root_of(self.peaks)):
                raise Fault(f"entries {self.sealed} to {self.size - 1} are not those of the checkpoint after them")
            self.sealed, self.note, self.checkpoint = self.size, note, note
        self.last = sha256(b"\x02" + rest).digest()

    def take_head(self, note: str, before: dict[str, Any]) -> None:
        said = json.loads(note.split("\n")[1]) if note.startswith("kring segment\n") else {}
        if not self.keys:
            self.origin = str(said.get("origin"))
            self.keys.append(Key(str(said.get("key"))))
            if self.origin != f"kring/audit/{self.folder.name}/{sha256(self.key.raw).hexdigest()[:16]}":
                raise Fault("the first key is not the one that the name of the log holds")
        open_note(note, [self.key], alone=True)
        known = {
            "key": self.key.text, "origin": self.origin, "size": self.size, "written": self.written, "previous": before,
            "peaks": [peak.hex() for peak in self.peaks],
        }  # fmt: skip
        if said != known:
            raise Fault("the head of the segment does not say what the log is there")
        self.note = note

    def take_key(self, payload: bytes) -> None:
        """A change of key, signed by the old key and by the new one."""
        entry = json.loads(payload)
        if entry["kind"] != "KEY_CHANGE":
            return
        detail = entry["detail"]
        new = Key(detail["new"])
        said = f"kring key change\n{self.origin}\n{self.size}\n{self.key.text}\n{new.text}\n"
        for key, name in ((self.key, "by_old"), (new, "by_new")):
            if open_note(detail[name], [key], alone=True) != said:
                raise Fault("the change of key says something else than was signed")
        self.keys.append(new)


def follow_log(folder: Path, wanted: set[bytes], roots: Roots) -> tuple[Log, str]:
    """The log and its fault, or "". After a fault all is read again with every signature, to name the first entry concerned."""
    for every in (False, True):
        log = Log(folder, wanted, roots, every)
        try:
            log.verify()
            return log, ""
        except (Fault, error, LookupError, ValueError, TypeError, AttributeError, RecursionError) as fault:
            said = f"log {folder.name}, segment {log.segment}, byte {log.place}, entry {log.size}: {fault}"
    return log, said


def read_receipt(line: str) -> tuple[str, bytes, bytes, bytes]:
    """(id, leaf hash, what was signed, signature)."""
    parts = line.split(":")
    if [len(part) for part in parts] != [32, 64, 343]:
        raise Fault(f"{line[:40]!r} is no receipt")
    leaf, proof = bytes.fromhex(parts[1]), decode(parts[2].replace("-", "+").replace("_", "/") + "=")
    if proof[0] >= 64:
        raise Fault(f"{line[:40]!r} is no receipt")
    root = sha256(b"\x00" + parts[0].encode() + leaf).digest()
    for height in range(6):
        step = proof[1 + 32 * height : 33 + 32 * height]
        root = hash_node(step, root) if proof[0] >> height & 1 else hash_node(root, step)
    return parts[0], leaf, f"kring receipts\n{base64.b64encode(root).decode()}\n".encode(), proof[-64:]


def check_receipts(lines: list[str], logs: list[Log]) -> Iterator[str]:
    """A fault for each receipt that no log signed, and for each that was signed and whose entry is gone."""
    keys = [key for log in logs for key in log.keys]
    found = {leaf for log in logs for leaf in log.found}
    for number, line in enumerate(lines, 1):
        id_, leaf, said, signature = read_receipt(line)
        if not any(key.signed(signature, said) for key in keys):
            yield f"receipt {number}, {id_}: none of these logs has signed it"
        elif leaf not in found:
            yield f"receipt {number}, {id_}: signed, and no log has its entry: it was left out or changed"


def climb(place: int, last: int, proof: list[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The steps of a proof, and whether each stands left (RFC 9162 2.1.3.2 and 2.1.4.2)."""
    for step in proof:
        if last == 0:
            raise Fault("the proof is too long")
        is_left = bool(place & 1) or place == last
        yield step, is_left
        while is_left and place and not place & 1:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    if last:
        raise Fault("the proof is too short")


def extends(old_root: bytes, old: int, root: bytes, size: int, proof: list[bytes]) -> bool:
    if not 0 < old < size:
        return old == size and not proof and old_root == root
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before, *steps = proof if old & (old - 1) and proof else [old_root, *proof]
    after = before
    for step, is_left in climb(place, last, steps):
        before = hash_node(step, before) if is_left else before
        after = hash_node(step, after) if is_left else hash_node(after, step)
    return before == old_root and after == root


def check_growth(text: str, checkpoints: list[str], keys: list[Key]) -> Iterator[str]:
    """A request of tlog-witness (old size, proof, empty line, checkpoint) against the checkpoint seen before."""
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    origin, size, root = read_checkpoint(open_note(note, keys))
    for old_note in checkpoints:
        old_origin, old, old_root = read_checkpoint(open_note(old_note, keys))
        if old_origin != origin or lines[0] != f"old {old}":
            yield "the proof starts from another checkpoint"
        elif not extends(old_root, old, root, size, [decode(line) for line in lines[1:]]):
            yield f"the checkpoint of {size} entries does not extend that of {old}"


def check_proof(text: str, keys: list[Key]) -> Iterator[str]:
    """What `kring audit prove-receipt` printed."""
    said = json.loads(text)
    id_, leaf, signed, signature = read_receipt(said["receipt"])
    if not any(key.signed(signature, signed) for key in keys):
        yield f"receipt {id_}: none of the keys has signed it"
    _, size, root = read_checkpoint(open_note(said["checkpoint"], keys))
    for step, is_left in climb(said["index"], size - 1, [decode(line) for line in said["proof"]]):
        leaf = hash_node(step, leaf) if is_left else hash_node(leaf, step)
    if leaf != root or not 0 <= said["index"] < size:
        yield f"receipt {id_}: the proof does not lead to the checkpoint"


def check_folder(folder: Path, keys: list[Key], notes: list[str], lines: list[str], logs: list[Log]) -> Iterator[str]:
    """Faults of all logs of a folder; the logs, as far as they could be followed, go into `logs`."""
    wanted = {read_receipt(line)[1] for line in lines}
    earlier: dict[str, Roots] = {}
    for note in notes:
        origin, size, root = read_checkpoint(note.rpartition("\n\n")[0] + "\n")
        earlier.setdefault(origin, {}).setdefault(size, []).append(root)
    for path in [folder] if list(folder.glob("*.seg")) else sorted(path for path in folder.iterdir() if list(path.glob("*.seg"))):
        mine = [origin for origin in earlier if origin.split("/")[-2:-1] == [path.name]]
        log, fault = follow_log(path, wanted, earlier[mine[0]] if mine else {})
        logs.append(log)
        if fault:
            yield fault
        elif keys and not {key.text for key in keys} & {key.text for key in log.keys}:
            yield f"log {path.name}: none of the keys given is its key"
    for origin in sorted(set(earlier) - {log.origin for log in logs}):
        yield f"{origin}: the log of an earlier checkpoint is missing"
    for key in keys:
        if not any(key.text == one.text for log in logs for one in log.keys):
            yield f"{key.name}: there is no log of this key"
    yield from check_receipts(lines, logs)
    for note in notes:
        open_note(note, [key for log in logs for key in log.keys])


def check(options: argparse.Namespace, logs: list[Log]) -> Iterator[str]:
    given = (options.key, options.witness)
    keys, witnesses = ([Key(Path(text).read_text() if Path(text).is_file() else text) for text in texts] for texts in given)
    notes = [path.read_text() for path in options.checkpoint]
    for note, witness in product(notes, witnesses):
        open_note(note, [witness])
    if options.growth:
        yield from check_growth(options.growth.read_text(), notes, keys)
    if options.proof:
        yield from check_proof(options.proof.read_text(), keys)
    if options.folder:
        notes += [path.read_text() for path in sorted(options.state.glob("*.checkpoint"))] if options.state else []
        lines = options.receipts.read_text().split() if options.receipts else []
        yield from check_folder(options.folder, keys, notes, lines, logs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    for name in ("--key", "--witness"):
        parser.add_argument(name, action="append", default=[], metavar="KEY")
    parser.add_argument("--checkpoint", action="append", default=[], type=Path, metavar="FILE")
    for name in ("--state", "--receipts", "--growth", "--proof"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not (options.folder or options.proof or (options.growth and options.checkpoint)):
        parser.error("nothing to verify: give a folder, --proof, or --growth with --checkpoint")
    logs: list[Log] = []
    faults: list[str] = []
    try:
        faults.extend(check(options, logs))
    except (Fault, OSError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as fault:
        faults.append(str(fault))
    if options.state and not faults:
        options.state.mkdir(parents=True, exist_ok=True)
        for log in logs:
            (options.state / f"{log.folder.name}.checkpoint").write_text(log.checkpoint)
    found = [f"{log.origin or log.folder.name}: {log.size} entries, root {root_of(log.peaks).hex()}" for log in logs]
    verdict = "\n".join([*found, *faults, "BROKEN" if faults else "intact"])
    print(json.dumps({"intact": not faults, "logs": found, "faults": faults}) if options.json else verdict)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
