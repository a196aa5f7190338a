"""Pointer statements of a contribution: published by the originator of what they refer to, and taken back by it."""

from collections.abc import Sequence

from graph_model.cypher import control_pointers, control_statements
from graph_model.errors import Misfit
from graph_model.intake.contribution import CREATED, WITHDRAWN, Effect, OfferedPointer, PointerWithdrawal
from graph_model.intake.desk import Desk
from graph_model.intake.verdict import Held
from graph_model.statement import new_id


async def publish(desk: Desk, pointers: Sequence[OfferedPointer]) -> list[Effect]:
    """Write them. Raises NotWritable or Misfit; the transaction must be undone then."""
    if not pointers:
        return []
    found = await desk.find(control_statements.FIND_OWN_RECORDS, ids=[one.refers_to for one in pointers])
    classes = {row[0]: row[1] for row in found}
    rows, effects = [], []
    for place, one in enumerate(pointers):
        if one.refers_to not in classes:
            raise Misfit("MISSING", "pointers", place)
        desk.require_writable(Held(one.refers_to, classes[one.refers_to], "", None, None, None))
        if desk.is_silent(classes[one.refers_to]):
            raise Misfit("SILENT", "pointers", place)
        effects.append(Effect(CREATED, new_id()))
        said = {"matched": one.matched, "ask": one.ask, "reference": one.reference, "match": one.match}
        rows.append(said | {"id": effects[-1].id, "refersTo": one.refers_to, **await desk.birth_of(one.marking)})
    await desk.run(control_pointers.CREATE_POINTERS, rows=rows)
    return effects


async def take_back(desk: Desk, withdrawals: Sequence[PointerWithdrawal]) -> list[Effect]:
    """End them. Raises Misfit; the transaction must be undone then."""
    if not withdrawals:
        return []
    rows = await desk.find(control_pointers.WITHDRAW_POINTERS, ids=[one.id for one in withdrawals])
    found = {row[0] for row in rows}
    for place, one in enumerate(withdrawals):
        if one.id not in found:
            raise Misfit("MISSING", "pointer_withdrawals", place)
    return [Effect(WITHDRAWN, one.id) for one in withdrawals]
