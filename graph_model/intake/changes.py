"""Corrections and withdrawals: of the writer's own statements, named by their ids, and of these only what the writer sees.

A withdrawal asks nobody's leave and touches nobody's statement: not those that hang on it, seen or hidden (access-model.md 7, W5).
"""

from collections.abc import Sequence
from typing import Any

from graph_model.cypher import control_statements
from graph_model.errors import Misfit
from graph_model.intake.contribution import UPDATED, WITHDRAWN, Correction, Effect, OfferedNode, Withdrawal, fingerprint
from graph_model.intake.desk import Desk
from graph_model.intake.verdict import Held
from graph_model.ontology import ONTOLOGY


async def take_corrections(desk: Desk, corrections: Sequence[Correction]) -> list[Effect]:
    """Write new versions; the former ones are kept. Raises NotWritable or Misfit; the transaction must be undone then."""
    if not corrections:
        return []
    found = {row[0]: row for row in await desk.find(control_statements.FIND_OWN_RECORDS, ids=[one.id for one in corrections])}
    rows = []
    for place, one in enumerate(corrections):
        row = found.get(one.id)
        if row is None or row[2] != one.type:
            raise Misfit("MISSING", "corrections", place)
        desk.require_writable(_held(row))
        pc = row[1] if one.marking is None else await desk.marked_anew(one.marking, row[1], "corrections", place)
        rows.append(_corrected(one, row[3]) | {"pc": pc, "recordedAt": desk.now})
    await desk.replace(rows)
    return [Effect(UPDATED, one.id) for one in corrections]


async def take_withdrawals(desk: Desk, withdrawals: Sequence[Withdrawal]) -> list[Effect]:
    """Take statements back. Raises NotWritable or Misfit; the transaction must be undone then."""
    records = [place for place, one in enumerate(withdrawals) if not one.type]
    if records:
        ids = [withdrawals[place].id for place in records]
        found = await desk.find(control_statements.FIND_OWN_RECORDS, ids=ids)
        _require(desk, withdrawals, records, found)
        await desk.run(control_statements.WITHDRAW_NODES, ids=ids)
    for name in sorted({one.type for one in withdrawals if one.type}):
        places = [place for place, one in enumerate(withdrawals) if one.type == name]
        rows = [{"id": withdrawals[place].id, "start": withdrawals[place].start} for place in places]
        found = await desk.find(control_statements.FIND_OWN_LINKS[name], rows=rows)
        _require(desk, withdrawals, places, found)
        await desk.run(control_statements.WITHDRAW_LINKS[name], rows=rows)
    return [Effect(WITHDRAWN, one.id) for one in withdrawals]


def _require(desk: Desk, withdrawals: Sequence[Withdrawal], places: Sequence[int], found: Sequence[list[Any]]) -> None:
    held = {row[0]: row for row in found}
    for place in places:
        row = held.get(withdrawals[place].id)
        if row is None:
            raise Misfit("MISSING", "withdrawals", place)
        desk.require_writable(_held(row))


def _held(row: list[Any]) -> Held:
    return Held(row[0], row[1], "", None, None, None)


def _corrected(one: Correction, stored: dict[str, Any]) -> dict[str, Any]:
    """The record with its new values; a fingerprint of its own, so that a source that repeats itself does not undo it unseen."""
    row = stored | one.properties | one.valid
    names = [declared.name for declared in ONTOLOGY.types[one.type].properties]
    content = {name: row[name] for name in names if row.get(name) is not None}
    said = OfferedNode(one.type, "", content, valid_from=row.get("validFrom"), valid_to=row.get("validTo"))
    return row | {"fingerprint": fingerprint(said)}
