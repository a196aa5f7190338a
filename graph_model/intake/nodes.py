"""The records of a contribution: find the writer's own, decide, write."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from graph_model.cypher import control_statements
from graph_model.errors import Misfit
from graph_model.intake.contribution import CONTESTED, TAKEN, Effect, OfferedNode
from graph_model.intake.desk import Desk
from graph_model.intake.ends import Ends
from graph_model.intake.verdict import Held, Wanted, by_hand, moves_date, verdict
from graph_model.statement import new_id


class Nodes:
    """The records of one contribution, and what is to be written of them."""

    def __init__(self, desk: Desk, ends: Ends, nodes: Sequence[OfferedNode], prints: Sequence[str]) -> None:
        self._desk, self._ends, self._nodes, self._prints = desk, ends, nodes, prints
        self._fresh: dict[str, list[dict[str, Any]]] = {}
        self._changed: list[dict[str, Any]] = []
        self._dated: list[dict[str, Any]] = []

    async def take(self) -> list[Effect]:
        """What became of each. Raises NotWritable or Misfit; the transaction must be undone then."""
        held = await self._ends.held(node.external_id for node in self._nodes)
        effects = [await self._judge(place, node, held.get(node.external_id)) for place, node in enumerate(self._nodes)]
        for name, rows in self._fresh.items():
            await self._desk.run(control_statements.CREATE_NODES[name], rows=rows)
        if self._changed:
            await self._desk.replace(self._changed)
        if self._dated:
            await self._desk.run(control_statements.DATE_NODES, rows=self._dated)
        return effects

    async def _judge(self, place: int, node: OfferedNode, was: Held | None) -> Effect:
        print_ = self._prints[place]
        wanted = await self._wanted(place, node, was)
        outcome = CONTESTED if wanted is None else (by_hand if self._desk.is_by_hand else verdict)(was, wanted)
        effect = Effect(outcome, was.id if was else new_id())
        if wanted is not None and moves_date(was, wanted, outcome):
            self._dated.append({"id": effect.id, "version": node.version})
        self._ends.remember(node, was, effect)
        if wanted is not None and outcome in TAKEN:
            self._desk.require_writable(was)
            said = replace(node, version=was.version) if was and self._desk.is_by_hand else node
            row = self._desk.row(effect.id, said, print_, wanted.pc) | {"type": node.type}
            (self._changed if was else self._fresh.setdefault(node.type, [])).append(row)
        return effect

    async def _wanted(self, place: int, node: OfferedNode, was: Held | None) -> Wanted | None:
        """What is wanted; None for what a source says at a lower marking than it has: that takes more than a load.

        Raises Misfit for what is said by hand.
        """
        if self._desk.is_by_hand and was is not None and was.type != node.type:
            raise Misfit("TAKEN", "nodes", place)
        try:
            pc = await self._desk.policy_class(node, was, "nodes", place)
        except Misfit:
            if self._desk.is_by_hand:
                raise
            return None
        return Wanted(node.type, pc, node.version, self._prints[place], node.withdrawn, self._desk.may_compare(was))
