"""The place of what a contribution changed in the order of all changes, for those who follow them (docs/decisions/0099)."""

from graph_model.cypher import control_changes
from graph_model.intake.contribution import TAKEN, Contribution, Effects
from graph_model.store import Work


async def put_in_order(work: Work, contribution: Contribution, effects: Effects) -> None:
    """Give the records that were changed the next place. Last in a transaction: from here on others wait for its end."""
    of_records = [effect for one, effect in zip(contribution.withdrawals, effects.withdrawals, strict=True) if not one.type]
    ids = [effect.id for effect in (*effects.nodes, *effects.corrections, *of_records) if effect.outcome in TAKEN]
    if ids:
        await work.run(control_changes.PUT_IN_ORDER, {"ids": ids})
