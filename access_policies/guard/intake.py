"""The way into the graph: markings are judged at the door, and what is refused gets one constant answer (access-model.md 7)."""

from collections.abc import Sequence

from access_policies.directory import Directory
from access_policies.errors import NotAccepted
from access_policies.register import Register
from graph_model.statement import NodeStatement, RelationshipStatement
from graph_model.store import Store
from graph_model.writer import StatementWriter

BATCH = 2_000
"""Statements that go into one transaction."""


class Intake:
    """Takes statements in."""

    def __init__(self, store: Store, directory: Directory) -> None:
        self._store, self._directory = store, directory

    async def found(
        self, register: Register, nodes: Sequence[NodeStatement], relationships: Sequence[RelationshipStatement]
    ) -> None:
        """Fill an installation that holds nothing yet. Raises NotAccepted before anything is written.

        Markings are checked as at every door; there is no writer whose view a relationship's ends could be outside of.
        """
        markings = [*(node.marking for node in nodes), *(link.marking for link in relationships)]
        for marking in set(markings):
            closed = marking.regime in register.table.closed_regimes or marking.regime not in register.table.regimes
            if closed or marking.system not in register.table.admitted_systems:
                raise NotAccepted("not accepted")
        writer = StatementWriter(self._store)
        await writer.intern(markings)
        for start in range(0, len(nodes), BATCH):
            await writer.write(nodes[start : start + BATCH], [])
        for start in range(0, len(relationships), BATCH):
            await writer.write([], relationships[start : start + BATCH])
        await self._directory.register(register)
