"""The segments of a log: reading them back, each checked against the one before. Reads only."""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from access_policies.audit.chain import Broken, Chain, head_parts
from access_policies.audit.frames import HEAD, Frame, Torn, frame_at
from access_policies.errors import AuditDamaged

TRIES = 5
T = TypeVar("T")
_NAME = re.compile(r"\d{20}\.seg")


def segment_name(first: int) -> str:
    """The name of the segment that starts with this entry."""
    return f"{first:020}.seg"


def segments(folder: Path) -> list[Path]:
    """The segments of a log in order."""
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))


def logs(root: Path) -> list[Path]:
    """The folders of all logs in a folder, or the folder itself when it is one."""
    if not root.is_dir():
        return []
    return [root] if segments(root) else sorted(path for path in root.iterdir() if path.is_dir() and segments(path))


def follow(
    path: Path, data: bytes, chain: Chain | None = None, start: int = 0, check_signatures: bool = False
) -> Iterator[tuple[Frame, Chain]]:
    """The frames of a segment, each with the chain after it. Raises AuditDamaged naming segment and entry."""
    while True:
        index = chain.tree.size if chain else int(path.stem)
        try:
            frame = frame_at(data, start)
            if frame is None:
                return
            if (frame.magic == HEAD) != (start == 0):
                raise Broken("there is no head of a segment where one must be, and nowhere else")
            if chain is None:
                chain = Chain.resumed(frame, check_signatures)
            else:
                chain.follow(frame)
        except (Torn, Broken) as fault:
            raise AuditDamaged(path.parent.name, path.name, index, start, str(fault)) from None
        yield frame, chain
        start = frame.end


def check_sealed(folder: Path, paths: list[Path]) -> None:
    """Raise AuditDamaged when a segment that was closed is missing or is not what the head of the next one says."""
    if paths and int(paths[0].stem):
        raise AuditDamaged(folder.name, paths[0].name, 0, 0, "the segments before it are missing")
    for path, later in pairwise(paths):
        data = path.read_bytes()
        try:
            head = frame_at(later.read_bytes(), 0)
            said = head_parts(head)["previous"] if head else None
        except (Torn, Broken) as fault:
            raise AuditDamaged(folder.name, later.name, int(later.stem), 0, str(fault)) from None
        if said is None or said == described(path.name, data):
            continue
        for _ in follow(path, data):
            pass
        raise AuditDamaged(folder.name, path.name, int(path.stem), len(data), "it is not the segment that the next one follows")


def described(name: str, data: bytes) -> dict[str, str | int]:
    """What the head of a segment says about the one before."""
    return {"name": name, "bytes": len(data), "sha256": sha256(data).hexdigest()}


def walk(folder: Path, check_signatures: bool = False) -> Iterator[tuple[Frame, Chain]]:
    """The frames of a whole log, each with the chain after it. Raises AuditDamaged naming the first entry that is not right."""
    chain: Chain | None = None
    paths = segments(folder)
    for path in paths:
        data = path.read_bytes()
        size = chain.tree.size if chain else 0
        if path.name != segment_name(size):
            raise AuditDamaged(folder.name, path.name, size, 0, "the entries before this segment are missing")
        end = 0
        for frame, after in follow(path, data, chain, check_signatures=check_signatures):
            end, chain = frame.end, after
            yield frame, after
        if any(data[end:]) or (len(data) > end and path != paths[-1]):
            raise AuditDamaged(folder.name, path.name, chain.tree.size if chain else 0, end, "bytes that are no frame")
    if chain is None:
        raise AuditDamaged(folder.name, "", 0, 0, "there is no segment")
    if chain.sealed != chain.tree.size:
        raise AuditDamaged(folder.name, paths[-1].name, chain.sealed, 0, "entries without a checkpoint")


def settled(folder: Path, read: Callable[[Path], T]) -> T:
    """What `read` makes of a log. One that was written to meanwhile may have ended inside a batch, and is read again."""
    for _ in range(TRIES):
        before = _state(folder)
        try:
            return read(folder)
        except AuditDamaged:
            if _state(folder) == before:
                break
    return read(folder)


def _state(folder: Path) -> list[tuple[str, int, int]]:
    return [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in segments(folder)]


def verified(folder: Path) -> Chain:
    """Read a whole log, every frame, every root, every signature that is not bound into a later one; the chain at its end.

    Raises AuditDamaged naming the first entry that is not as it was signed.
    """
    return settled(folder, _verified)


def _verified(folder: Path) -> Chain:
    chain = None
    for _, chain in walk(folder):  # noqa: B007  # the last one is what is wanted
        pass
    assert chain is not None
    try:
        chain.prove()
    except Broken:
        for _ in walk(folder, check_signatures=True):
            pass
        raise AssertionError("a false signature was found and not found again") from None
    return chain
