"""The desk of one contribution: its transaction, and what holds for all of its statements."""

from dataclasses import dataclass
from typing import Any

from graph_model.cypher.statement_text import ControlStatement
from graph_model.errors import NotWritable
from graph_model.intake.contribution import OfferedLink, OfferedNode
from graph_model.intake.verdict import Held
from graph_model.marking import Marking
from graph_model.statement import Provenance
from graph_model.store import Work
from graph_model.stored import stored


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose contribution it is and from where, what its writer sees and may write, the class of each marking, and when."""

    originator: str
    source_system: str
    see: bytes
    write: bytes
    classes: dict[Marking, int]
    now: str


class Desk:
    """Runs constants with the frame's parameters, and makes the rows that they write."""

    def __init__(self, work: Work, frame: Frame) -> None:
        self._work, self._frame = work, frame
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

    def require_writable(self, held: Held | None) -> None:
        """Raise NotWritable when the writer sees what is there and may not write under its marking."""
        if held is not None and self._frame.write[held.pc : held.pc + 1] != b"\1":
            raise NotWritable("not writable")

    def policy_class(self, offered: OfferedNode | OfferedLink) -> int:
        """The class of its marking, which the guard gave it if nobody else did."""
        return self._frame.classes[marking_of(offered)]

    def row(self, id_: str, offered: OfferedNode | OfferedLink, print_: str) -> dict[str, Any]:
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
        return stored(id_, marking_of(offered), provenance, offered.properties, self.policy_class(offered))


def marking_of(offered: OfferedNode | OfferedLink) -> Marking:
    """Its marking; past the guard every statement has one."""
    if offered.marking is None:
        raise AssertionError("the guard gives every statement its marking before this")
    return offered.marking
