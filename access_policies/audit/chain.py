"""The chain: what a log is after some of its frames, and the laws that the next frame must keep. No file."""

from collections.abc import Mapping
from copy import copy
from typing import Any

import orjson

from access_policies.audit.entry import Kind
from access_policies.audit.frames import BEHIND, CHECKPOINT, ENTRY, START, Frame
from access_policies.audit.keys import origin_of
from access_policies.audit.note import (
    BadNote,
    Checkpoint,
    Verifier,
    body_of,
    opened,
    parse_checkpoint,
    parse_verifier,
    signature_count,
)
from access_policies.audit.tree import Tree

_KEY_CHANGE = b'"kind":"%s"' % Kind.KEY_CHANGE.encode()


class Broken(Exception):
    """A frame breaks a law; the message says which."""


class Chain:
    """Follows the frames of one log. `sealed` is the size at the last checkpoint, `last` the hash of
    the last frame, `signed` the last note with a signature; with `check_signatures` each of them is checked."""

    def __init__(self, origin: str, key: Verifier, check_signatures: bool = False) -> None:
        self.origin, self.key = origin, key
        self.tree = Tree()
        self.last, self.written, self.sealed = START, 0, 0
        self.signed = ""
        self.checkpoint = ""
        self._checking = check_signatures

    @classmethod
    def resumed(cls, head: Frame, check_signatures: bool = False) -> "Chain":
        """The chain as the head of a segment says it stands there. Raises Broken."""
        chain = cls("", Verifier("", b""), check_signatures)
        try:
            parts = head_parts(head)
            chain.origin, chain.key = parts["origin"], parse_verifier(parts["key"])
            chain.tree = Tree(parts["size"], [bytes.fromhex(peak) for peak in parts["peaks"]])
            chain.last, chain.written, chain.sealed = head.previous, parts["written"], parts["size"]
            chain.follow(head)
        except (KeyError, TypeError, ValueError):
            raise Broken("the head of the segment cannot be read") from None
        if not chain.tree.size and origin_of(chain.replica, chain.key.public) != chain.origin:
            raise Broken("the first key is not the one that the origin names")
        return chain

    def copy(self) -> "Chain":
        """The chain as it is now, to go back to."""
        other = copy(self)
        other.tree = Tree(self.tree.size, self.tree.peaks)
        return other

    def prove(self) -> None:
        """Check the last signature: what stands before it is bound into it by hashes. Raises Broken."""
        try:
            opened(self.signed, self.key)
        except BadNote:
            raise Broken("the last signature is false") from None

    @property
    def replica(self) -> str:
        """The part of the origin that names the writing process."""
        return self.origin.split("/")[-2]

    def head(self, previous: Mapping[str, str | int]) -> str:
        """What the head of a segment that starts here says, to be signed."""
        parts = {
            "key": str(self.key),
            "origin": self.origin,
            "peaks": [peak.hex() for peak in self.tree.peaks],
            "previous": dict(previous),
            "size": self.tree.size,
            "written": self.written,
        }
        return f"kring segment\n{orjson.dumps(parts).decode()}\n"

    def state(self) -> Checkpoint:
        """Size and root, to be signed."""
        return Checkpoint(self.origin, self.tree.size, self.tree.root())

    def key_change(self, index: int, new: Verifier) -> bytes:
        """What both keys sign when one takes over from the other."""
        return f"kring key change\n{self.origin}\n{index}\n{self.key}\n{new}\n".encode()

    def follow(self, frame: Frame) -> None:
        """Take the next frame in. Raises Broken, and is then of no further use."""
        if frame.previous != self.last:
            raise Broken("it does not follow what stands before it")
        if frame.magic == ENTRY:
            self._follow_entry(frame)
        elif frame.magic == CHECKPOINT:
            self._follow_checkpoint(frame)
        else:
            self._follow_head(frame)
        self.last = frame.hash

    def _follow_entry(self, frame: Frame) -> None:
        if frame.index != self.tree.size:
            raise Broken(f"its index is {frame.index}")
        if frame.written < self.written or frame.clock > BEHIND:
            raise Broken("its time lies before that of the entry before")
        if _KEY_CHANGE in frame.body:
            self._take_key(frame)
        self.tree.append(frame.hash)
        self.written = frame.written

    def _take_key(self, frame: Frame) -> None:
        entry = orjson.loads(frame.body)
        if entry["kind"] != Kind.KEY_CHANGE:
            return
        try:
            new = parse_verifier(entry["detail"]["new"])
            said = self.key_change(frame.index, new).decode()
            for verifier, name in ((self.key, "by_old"), (new, "by_new")):
                opened(entry["detail"][name], verifier)
                if body_of(entry["detail"][name]) != said:
                    raise BadNote("it says something else")
        except (BadNote, KeyError, TypeError):
            raise Broken("the change of key is not signed by both keys") from None
        self.key = new

    def _follow_checkpoint(self, frame: Frame) -> None:
        try:
            text = self._text_of(frame)
            if parse_checkpoint(text) != self.state():
                raise Broken(f"entries {self.sealed} to {self.tree.size - 1} are not those of the checkpoint after them")
        except (BadNote, UnicodeDecodeError):
            raise Broken(f"the signature of the checkpoint over entries {self.sealed} to {self.tree.size - 1} is false") from None
        self.sealed, self.checkpoint = self.tree.size, frame.body.decode()

    def _follow_head(self, frame: Frame) -> None:
        try:
            text = self._text_of(frame)
        except (BadNote, UnicodeDecodeError):
            raise Broken("the signature of the head of the segment is false") from None
        if text != self.head(head_parts(frame)["previous"]):
            raise Broken("the head of the segment does not say what the log is there")

    def _text_of(self, frame: Frame) -> str:
        self.signed = note = frame.body.decode()
        if signature_count(note) != 1:
            raise BadNote("it holds other signatures than that of the log")
        return opened(note, self.key) if self._checking else body_of(note)


def head_parts(head: Frame) -> dict[str, Any]:
    """What the head of a segment says, unchecked. Raises Broken."""
    try:
        parts: dict[str, Any] = orjson.loads(body_of(head.body.decode()).split("\n")[1])
    except (BadNote, ValueError, IndexError):
        raise Broken("the head of the segment cannot be read") from None
    return parts
