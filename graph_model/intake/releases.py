"""Sanitised versions of a contribution: of the writer's own records, proposed and not yet in the graph (access-model.md 7, W2)."""

from collections.abc import Sequence
from typing import Any

from graph_model.cypher import control_releases, control_statements
from graph_model.errors import Misfit
from graph_model.intake.contribution import PROPOSED, Effect, OfferedNode, OfferedRelease, fingerprint
from graph_model.intake.desk import Desk
from graph_model.intake.verdict import Held
from graph_model.statement import new_id


async def propose(desk: Desk, releases: Sequence[OfferedRelease]) -> list[Effect]:
    """Write them where nobody reads. Raises NotWritable or Misfit; the transaction must be undone then."""
    if not releases:
        return []
    found = {row[0]: row for row in await desk.find(control_statements.FIND_OWN_RECORDS, ids=[one.replaces for one in releases])}
    rows = []
    for place, one in enumerate(releases):
        row = found.get(one.replaces)
        if row is None or row[2] != one.type:
            raise Misfit("MISSING", "releases", place)
        desk.require_writable(Held(row[0], row[1], "", None, None, None))
        rows.append(await _row(desk, one, row))
    await desk.run(control_releases.PROPOSE_RELEASES, rows=rows)
    return [Effect(PROPOSED, row["release"]["id"]) for row in rows]


async def _row(desk: Desk, one: OfferedRelease, source: list[Any]) -> dict[str, Any]:
    statement, release = new_id(), new_id()
    marking = desk.sanitised(one.marking, source[1])
    offered, pc = OfferedNode(one.type, statement, one.properties, marking), await desk.class_of(marking)
    proposed = desk.row(statement, offered, fingerprint(offered), pc) | {"type": one.type}
    said = {
        "id": release,
        "statement": statement,
        "replaces": one.replaces,
        "pc": source[1],
        "proposedPc": pc,
        "sourceRecordedAt": source[3]["recordedAt"],
        "originator": marking.originator,
        "concerned": sorted(marking.originators),
        "proposedBy": desk.writer,
        "at": desk.now,
        "state": "PROPOSED",
        "approvals": [],
    }
    return {"proposed": proposed, "release": said}
