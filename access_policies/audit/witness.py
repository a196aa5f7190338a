"""A witness: signs a checkpoint after it has seen that it extends the last one it signed. For overseers, with a key of their own.

Whoever shows two histories to two people needs two signatures of the witness, and gets one.
"""

import os
from hashlib import sha256
from pathlib import Path

from access_policies.audit.keys import LogKey
from access_policies.audit.note import BadNote, Verifier, cosigned, opened, parse_checkpoint
from access_policies.audit.proofs import parse_request
from access_policies.audit.tree import extends


class Witness:
    """One witness and what it remembers: a file for each log."""

    def __init__(self, name: str, key: LogKey, memory: Path) -> None:
        self._name, self._key, self._memory = name, key, memory

    def cosign(self, request: str, log: Verifier, seconds: int) -> str:
        """The checkpoint of a request with the witness's dated signature. Raises BadNote, and then remembers nothing of it."""
        old, proof, note = parse_request(request)
        fresh = parse_checkpoint(opened(note, log))
        if fresh.origin != log.name:
            raise BadNote("the checkpoint is of another log")
        known_note = self._known(fresh.origin)
        if known_note:
            known = parse_checkpoint(opened(known_note, log))
            if old != known.size:
                raise BadNote(f"the last checkpoint that was witnessed has {known.size} entries: ask for the proof from there")
            if not extends(known.root, known.size, fresh.root, fresh.size, proof):
                raise BadNote("the checkpoint does not extend the one that was witnessed: another history is being shown")
        elif old:
            raise BadNote("no checkpoint of this log was witnessed yet: ask from 0")
        self._remember(fresh.origin, note)
        return cosigned(note, self._name, self._key.private, seconds)

    def _file(self, origin: str) -> Path:
        return self._memory / f"{sha256(origin.encode()).hexdigest()[:32]}.checkpoint"

    def _known(self, origin: str) -> str:
        path = self._file(origin)
        return path.read_text() if path.exists() else ""

    def _remember(self, origin: str, note: str) -> None:
        """On disk before the signature leaves."""
        self._memory.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._file(origin)
        with path.with_suffix(".new").open("w") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        path.with_suffix(".new").replace(path)
