"""Grants on a single record, decided by class like all others: the record gets a class of its own before the grant is in force.

The class has the marking that the record had, with the scope `record:ID` beside the others; that opens nothing to anybody by
itself. A record that is not there, or not the grantor's, gets none, and the grant opens nothing: no answer tells which.
"""

import json
from dataclasses import replace

from access_policies.errors import PolicyInFlux
from access_policies.grants import Grant
from graph_model.cypher import control_pointers, control_preview
from graph_model.marking import marking_from_parts
from graph_model.store import Store
from graph_model.writer import StatementWriter

TRIES = 5
PREFIX = "record:"
POINTER = "pointer:"
"""The scope of a grant that was asked for over a pointer statement: the record that it refers to, whose id nobody is told."""


async def give_own_classes(store: Store, grant: Grant) -> None:
    """For each single record of a grant, by its grantor. Can be repeated. Raises PolicyInFlux, StoreError."""
    for scope in grant.scopes:
        if scope.startswith(PREFIX):
            await _give_own_class(store, scope, scope.removeprefix(PREFIX), grant.grantor)
        elif scope.startswith(POINTER):
            rows = await store.run(control_pointers.READ_POINTED, id=scope.removeprefix(POINTER), originator=grant.grantor)
            if rows:
                await _give_own_class(store, scope, rows[0]["record"], grant.grantor)


async def _give_own_class(store: Store, scope: str, record: str, originator: str) -> None:
    for _ in range(TRIES):
        rows = await store.run(control_preview.READ_RECORD_CLASS, id=record, originator=originator)
        if not rows:
            return
        marking = marking_from_parts(json.loads(rows[0]["parts"]))
        if scope in marking.scopes:
            return
        own = replace(marking, scopes=marking.scopes | {scope})
        await StatementWriter(store).intern([own])
        move = {"id": record, "originator": originator, "before": rows[0]["pc"], "key": own.key}
        answers = await store.write((control_preview.MOVE_RECORD_CLASS, move))
        if answers[0] and answers[0][0]["moved"]:
            return
    raise PolicyInFlux("the record changed during every try; ask again")
