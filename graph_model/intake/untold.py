"""What a contribution corrected or took back, left behind with it for those who are to be told (access-model.md 7, W9).

It says the same whoever that is; whom it concerns is nobody's business here.
"""

from collections.abc import Iterator
from typing import Any

from graph_model.cypher import control_corrections
from graph_model.intake.contribution import UPDATED, WITHDRAWN, Contribution, Effects
from graph_model.intake.desk import Frame
from graph_model.statement import new_id
from graph_model.store import Work

KINDS = {UPDATED: "CORRECTED", WITHDRAWN: "WITHDRAWN"}


async def leave_untold(work: Work, frame: Frame, contribution: Contribution, effects: Effects) -> None:
    """Write a change for each record that has another version now, or none."""
    rows = list(_changes(contribution, effects))
    if rows:
        await work.run(control_corrections.RECORD_CHANGES, {"rows": rows, "originator": frame.originator, "now": frame.now})


def _changes(contribution: Contribution, effects: Effects) -> Iterator[dict[str, Any]]:
    of_records = [effect for one, effect in zip(contribution.withdrawals, effects.withdrawals, strict=True) if not one.type]
    for effect in (*effects.nodes, *effects.corrections, *of_records):
        if effect.outcome in KINDS:
            yield {"id": new_id(), "record": effect.id, "kind": KINDS[effect.outcome]}
