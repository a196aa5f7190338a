"""Writing statements: markings are interned first, then nodes and relationships go in, all in one transaction.

Written by id with MERGE, so that a repeat after an unknown outcome has one effect. Whether somebody may write is decided
by the guard.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from graph_model.cypher import control, control_statements
from graph_model.errors import ModelError
from graph_model.marking import Marking
from graph_model.ontology import ONTOLOGY
from graph_model.ontology.conformity import require_conformity
from graph_model.policy_class import policy_class
from graph_model.statement import NodeStatement, RelationshipStatement
from graph_model.store import Store
from graph_model.stored import stored

INTERNED = 2_000
"""Markings that are looked up, and given classes, at once: a large installation has 50,000, and no statement may take seconds."""


class StatementWriter:
    """Puts statements into one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def intern(self, markings: Iterable[Marking]) -> dict[Marking, int]:
        """The class of each marking, given out now where it is new (which raises the policy epoch)."""
        wanted = list({marking.key: marking for marking in markings}.items())
        found: dict[Marking, int] = {}
        for start in range(0, len(wanted), INTERNED):
            found |= await self._interned(dict(wanted[start : start + INTERNED]))
        return found

    async def _interned(self, wanted: dict[str, Marking]) -> dict[Marking, int]:
        found = await self._classes(wanted)
        if missing := [key for key in wanted if key not in found]:
            await self._store.write((control.INTERN_MARKINGS, {"markings": marking_rows(wanted[key] for key in missing)}))
            found = await self._classes(wanted)
        return {marking: found[key] for key, marking in wanted.items()}

    async def _classes(self, wanted: dict[str, Marking]) -> dict[str, int]:
        rows = await self._store.run(control.READ_CLASSES, keys=list(wanted))
        return {row["key"]: policy_class(row["pc"]) for row in rows}

    async def write(self, nodes: Sequence[NodeStatement], relationships: Sequence[RelationshipStatement]) -> None:
        """Write all in one transaction. Raises ModelError before anything is sent when a statement breaks the ontology,
        OutcomeUnknown or StoreError after; a relationship whose end does not exist undoes nothing and is an error.
        """
        for node in nodes:
            _validate_node(node)
        for relationship in relationships:
            _validate_relationship(relationship)
        classes = await self.intern([*(node.marking for node in nodes), *(link.marking for link in relationships)])
        await self._store.write(
            (control_statements.WRITE_NODES, {"rows": [_node_row(node, classes) for node in nodes]}),
            (control_statements.WRITE_RELATIONSHIPS, {"rows": [_link_row(link, classes) for link in relationships]}),
        )

    async def retract(self, ids: Sequence[str], originator: str, at: str) -> None:
        """Withdraw an originator's own statements: they keep their class for reads of the past and lose it for now."""
        parameters = {"ids": list(ids), "originator": originator, "at": at}
        await self._store.write(
            (control_statements.RETRACT_NODES, parameters), (control_statements.RETRACT_RELATIONSHIPS, parameters)
        )


def marking_rows(markings: Iterable[Marking]) -> list[dict[str, str]]:
    """Markings as INTERN_MARKINGS takes them, in an order that does not depend on who asks."""
    wanted = {marking.key: marking for marking in markings}
    return [{"key": key, "parts": json.dumps(wanted[key].to_parts(), sort_keys=True)} for key in sorted(wanted)]


def _node_row(node: NodeStatement, classes: dict[Marking, int]) -> dict[str, Any]:
    row = stored(node.id, node.marking, node.provenance, node.properties, classes[node.marking])
    return {"id": node.id, "type": node.type, "stored": row | {"type": node.type}}


def _link_row(link: RelationshipStatement, classes: dict[Marking, int]) -> dict[str, Any]:
    row = stored(link.id, link.marking, link.provenance, link.properties, classes[link.marking])
    return {"id": link.id, "type": link.type, "start": link.start, "end": link.end, "stored": row}


def _validate_node(node: NodeStatement) -> None:
    declared = ONTOLOGY.types.get(node.type)
    if declared is None:
        raise ModelError(f"statement {node.id}: unknown type {node.type!r}")
    require_conformity(f"statement {node.id}", node.properties, declared.properties)


def _validate_relationship(link: RelationshipStatement) -> None:
    declared = ONTOLOGY.relationships.get(link.type)
    if declared is None:
        raise ModelError(f"statement {link.id}: unknown relationship type {link.type!r}")
    require_conformity(f"statement {link.id}", link.properties, declared.properties)
