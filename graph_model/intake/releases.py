"""Sanitised versions of a contribution: of records in the writer's view, not in the graph yet (access-model.md 7, W2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph_model.cypher import control_releases, control_statements
from graph_model.errors import Misfit
from graph_model.intake.contribution import PROPOSED, Effect, OfferedNode, OfferedRelease, fingerprint
from graph_model.intake.desk import Desk
from graph_model.intake.verdict import Held
from graph_model.statement import new_id


@dataclass(frozen=True, slots=True)
class _Source:
    """What a version is made from."""

    id: str
    pc: int
    type: str
    recorded_at: str
    originator: str


async def propose(desk: Desk, releases: Sequence[OfferedRelease]) -> list[Effect]:
    """Write them where nobody reads. Raises NotWritable or Misfit; the transaction must be undone then."""
    if not releases:
        return []
    rows = await desk.find(control_statements.FIND_SANITISED, ids=[one.replaces for one in releases])
    found = {row[0]: _Source(*row) for row in rows}
    proposals = []
    for place, one in enumerate(releases):
        source = found.get(one.replaces)
        if source is None or source.type != one.type:
            raise Misfit("MISSING", "releases", place)
        _require_right_to(desk, source)
        proposals.append(await _row(desk, one, source))
    await desk.run(control_releases.PROPOSE_RELEASES, rows=proposals)
    return [Effect(PROPOSED, row["release"]["id"]) for row in proposals]


def _require_right_to(desk: Desk, source: _Source) -> None:
    """What one's organisation said, one may write; what others said, one may cite."""
    if source.originator == desk.originator:
        desk.require_writable(Held(source.id, source.pc, "", None, None, None))
    else:
        desk.require_citable(source.pc)


async def _row(desk: Desk, one: OfferedRelease, source: _Source) -> dict[str, Any]:
    statement, release = new_id(), new_id()
    marking = desk.sanitised(one.marking, source.pc)
    offered, pc = OfferedNode(one.type, statement, one.properties, marking), await desk.class_of(marking)
    proposed = desk.row(statement, offered, fingerprint(offered), pc) | {"type": one.type}
    said = {
        "id": release,
        "statement": statement,
        "replaces": one.replaces,
        "pc": source.pc,
        "proposedPc": pc,
        "citation": new_id(),
        "citationPc": await desk.citation(source.pc),
        "sourceRecordedAt": source.recorded_at,
        "sourceOriginator": source.originator,
        "originator": marking.originator,
        "concerned": sorted(marking.originators),
        "proposedBy": desk.writer,
        "at": desk.now,
        "state": "PROPOSED",
        "approvals": [],
    }
    return {"proposed": proposed, "release": said}
