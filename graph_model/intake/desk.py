"""The desk of one contribution: its transaction, and what holds for all of its statements."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph_model.cypher import control_statements
from graph_model.cypher.statement_text import ControlStatement
from graph_model.errors import Misfit, NotWritable
from graph_model.floor import as_cited_by, lowered_part, narrowed
from graph_model.intake.contribution import OfferedLink, OfferedNode
from graph_model.intake.verdict import Held
from graph_model.marking import Marking
from graph_model.statement import Provenance
from graph_model.store import Work
from graph_model.stored import stored


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose contribution it is and from where, what its writer sees, may write, cite and read, all markings by class, and when.

    `class_of` gives a marking its class, `may_write` decides on one; what is `by_hand` has no versions. `writer`: who says it.
    """

    originator: str
    source_system: str
    see: bytes
    write: bytes
    cite: bytes
    read: Sequence[bytes]
    markings: Sequence[Marking]
    class_of: Callable[[Marking], Awaitable[int]]
    may_write: Callable[[Marking], bool]
    now: str
    by_hand: bool = False
    writer: str = ""


class Desk:
    """Runs constants with the frame's parameters, and makes the rows that they write."""

    def __init__(self, work: Work, frame: Frame) -> None:
        self._work, self._frame = work, frame
        self.is_by_hand, self.now = frame.by_hand, frame.now
        self.originator, self.writer = frame.originator, frame.writer
        self.class_of = frame.class_of
        self.is_stricter = False
        """Whether a record that was there has another class now, which is a stricter one: classes are lowered by releases alone."""
        self._fixed = {
            "originator": frame.originator,
            "system": frame.source_system,
            "see": frame.see,
            "write": frame.write,
            "now": frame.now,
        }

    async def run(self, text: ControlStatement, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of one constant."""
        return await self._work.run(text, self._fixed | parameters)

    async def find(self, text: ControlStatement, **parameters: Any) -> list[list[Any]]:
        """What a lookup found, a list each."""
        found: list[list[Any]] = (await self.run(text, **parameters))[0]["found"]
        return found

    async def replace(self, rows: Sequence[dict[str, Any]]) -> None:
        """Give records their new versions."""
        changed = await self.run(control_statements.REPLACE_NODES, rows=rows)
        self.is_stricter |= changed[0]["stricter"] > 0

    def require_writable(self, held: Held | None) -> None:
        """Raise NotWritable when the writer sees what is there and may not write under its marking."""
        if held is not None and self._frame.write[held.pc : held.pc + 1] != b"\1":
            raise NotWritable("not writable")

    def require_citable(self, pc: int) -> None:
        """Raise NotWritable for what the writer sees and may not rest anything on."""
        if self._frame.cite[pc : pc + 1] != b"\1":
            raise NotWritable("not citable")

    def may_compare(self, held: Held | None) -> bool:
        """True when the writer reads every field class of what is there."""
        return held is None or all(mask[held.pc : held.pc + 1] == b"\1" for mask in self._frame.read)

    async def policy_class(self, offered: OfferedNode | OfferedLink, was: Held | None, of: str, place: int) -> int:
        """Its class: that of its marking, which is no less strict than the one it had; without a stated one, the one it had.

        Raises Misfit when a told part of the marking is lowered.
        """
        if was is not None and offered.is_unstated:
            return was.pc
        return await self.marked_anew(marking_of(offered), was.pc if was else None, of, place)

    async def marked_anew(self, wanted: Marking, before: int | None, of: str, place: int) -> int:
        """The class of a marking for a statement that had the class `before`. Raises Misfit or NotWritable."""
        if before is not None:
            floor = self._frame.markings[before]
            if wanted == floor:
                return before
            if part := lowered_part(wanted, floor):
                raise Misfit("LOWERED", of, place, part)
            kept = narrowed(wanted, floor)
            if kept != wanted and not self._frame.may_write(kept):
                raise NotWritable("not writable")
            wanted = kept
        return await self._frame.class_of(wanted)

    def sanitised(self, wanted: Marking | None, before: int) -> Marking:
        """The marking of a sanitised version: as stated, and lowered further only with the consent of all whom this one asks.

        Raises NotWritable.
        """
        own = {self._frame.originator}
        marking = replace(_required(wanted), originators=self._frame.markings[before].originators | own)
        if not self._frame.may_write(marking):
            raise NotWritable("not writable")
        return marking

    async def citation(self, before: int) -> int:
        """The class of the writer's citation of a record of this class: for those who may hold the record, and nobody else."""
        cited = self._frame.markings[before]
        marking = as_cited_by(self._frame.originator, cited)
        return before if marking == cited else await self._frame.class_of(marking)

    def is_silent(self, pc: int) -> bool:
        """True for a class of which nobody is told that there is anything."""
        return self._frame.markings[pc].match == "SILENT"

    async def birth_of(self, marking: Marking | None) -> dict[str, Any]:
        """What a statement has that is no record and no relationship: its class, originator and recorded time."""
        pc = await self._frame.class_of(_required(marking))
        return {"pc": pc, "originator": self._frame.originator, "recordedAt": self._frame.now}

    def row(self, id_: str, offered: OfferedNode | OfferedLink, print_: str, pc: int) -> dict[str, Any]:
        """The statement as it is stored, recorded now."""
        valid = (offered.valid_from, offered.valid_to) if isinstance(offered, OfferedNode) else (None, None)
        provenance = Provenance(
            recorded_at=self._frame.now,
            source_system=self._frame.source_system,
            external_id=offered.external_id,
            valid_from=valid[0],
            valid_to=valid[1],
            retracted_at=self._frame.now if offered.withdrawn else None,
            fingerprint=print_,
            version=offered.version,
        )
        return stored(id_, marking_of(offered), provenance, offered.properties, pc)


def marking_of(offered: OfferedNode | OfferedLink) -> Marking:
    """Its marking; past the guard every statement has one."""
    return _required(offered.marking)


def _required(marking: Marking | None) -> Marking:
    if marking is None:
        raise AssertionError("the guard gives every statement its marking before this")
    return marking
