"""The records of a contribution: find the writer's own, decide, write."""

from collections.abc import Sequence
from typing import Any

from graph_model.cypher import control_statements
from graph_model.intake.contribution import TAKEN, Effect, OfferedNode
from graph_model.intake.desk import Desk
from graph_model.intake.ends import Ends
from graph_model.intake.verdict import Wanted, moves_date, verdict
from graph_model.statement import new_id


async def take_nodes(desk: Desk, ends: Ends, nodes: Sequence[OfferedNode], prints: Sequence[str]) -> list[Effect]:
    """What became of each. Raises NotWritable; the transaction must be undone then."""
    held = await ends.held(node.external_id for node in nodes)
    effects: list[Effect] = []
    fresh: dict[str, list[dict[str, Any]]] = {}
    changed: list[dict[str, Any]] = []
    dated: list[dict[str, Any]] = []
    for node, print_ in zip(nodes, prints, strict=True):
        was = held.get(node.external_id)
        wanted = Wanted(node.type, desk.policy_class(node), node.version, print_, node.withdrawn)
        effect = Effect(verdict(was, wanted), was.id if was else new_id())
        effects.append(effect)
        if moves_date(was, wanted, effect.outcome):
            dated.append({"id": effect.id, "version": node.version})
        ends.remember(node, was, effect)
        if effect.outcome in TAKEN:
            desk.require_writable(was)
            row = desk.row(effect.id, node, print_) | {"type": node.type}
            (changed if was else fresh.setdefault(node.type, [])).append(row)
    for name, rows in fresh.items():
        await desk.run(control_statements.CREATE_NODES[name], rows=rows)
    if changed:
        await desk.run(control_statements.REPLACE_NODES, rows=changed)
    if dated:
        await desk.run(control_statements.DATE_NODES, rows=dated)
    return effects
