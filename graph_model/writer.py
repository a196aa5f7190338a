"""Writing statements: markings are interned first, then nodes and relationships go in, all in one transaction.

Written by id with MERGE, so that a repeat after an unknown outcome has one effect. Whether somebody may write is decided
by the guard.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from graph_model.cypher import control
from graph_model.errors import ModelError
from graph_model.marking import Marking
from graph_model.ontology import ONTOLOGY, Property
from graph_model.statement import NodeStatement, Provenance, RelationshipStatement, Value
from graph_model.store import Store

_PYTHON: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "date": (str,),
    "instant": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "texts": (list,),
}


class StatementWriter:
    """Puts statements into one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def intern(self, markings: Iterable[Marking]) -> dict[Marking, int]:
        """The class of each marking, given out now where it is new (which raises the policy epoch)."""
        wanted = {marking.key: marking for marking in markings}
        found = await self._classes(wanted)
        if missing := [key for key in wanted if key not in found]:
            rows = [{"key": key, "parts": json.dumps(wanted[key].to_parts(), sort_keys=True)} for key in sorted(missing)]
            await self._store.write((control.INTERN_MARKINGS, {"markings": rows}))
            found = await self._classes(wanted)
        return {marking: found[key] for key, marking in wanted.items()}

    async def _classes(self, wanted: dict[str, Marking]) -> dict[str, int]:
        rows = await self._store.run(control.READ_CLASSES, keys=list(wanted))
        return {row["key"]: row["pc"] for row in rows}

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
            (control.WRITE_NODES, {"rows": [_node_row(node, classes) for node in nodes]}),
            (control.WRITE_RELATIONSHIPS, {"rows": [_link_row(link, classes) for link in relationships]}),
        )

    async def retract(self, ids: Sequence[str], originator: str, at: str) -> None:
        """Withdraw an originator's own statements: they keep their class for reads of the past and lose it for now."""
        parameters = {"ids": list(ids), "originator": originator, "at": at}
        await self._store.write((control.RETRACT_NODES, parameters), (control.RETRACT_RELATIONSHIPS, parameters))


def _node_row(node: NodeStatement, classes: dict[Marking, int]) -> dict[str, Any]:
    stored = _stored(node.id, node.marking, node.provenance, node.properties, classes)
    return {"id": node.id, "type": node.type, "stored": stored | {"type": node.type}}


def _link_row(link: RelationshipStatement, classes: dict[Marking, int]) -> dict[str, Any]:
    stored = _stored(link.id, link.marking, link.provenance, link.properties, classes)
    return {"id": link.id, "type": link.type, "start": link.start, "end": link.end, "stored": stored}


def _stored(
    id_: str, marking: Marking, provenance: Provenance, properties: dict[str, Value], classes: dict[Marking, int]
) -> dict[str, Any]:
    live, former = (classes[marking], None) if provenance.retracted_at is None else (None, classes[marking])
    return properties | {
        "id": id_,
        "pc": live,
        "formerPc": former,
        "originator": marking.originator,
        "recordedAt": provenance.recorded_at,
        "retractedAt": provenance.retracted_at,
        "validFrom": provenance.valid_from,
        "validTo": provenance.valid_to,
        "sourceSystem": provenance.source_system,
        "externalId": provenance.external_id,
        "fingerprint": provenance.fingerprint,
    }


def _validate_node(node: NodeStatement) -> None:
    declared = ONTOLOGY.types.get(node.type)
    if declared is None:
        raise ModelError(f"statement {node.id}: unknown type {node.type!r}")
    _validate_properties(node.id, node.properties, {p.name: p for p in declared.properties})


def _validate_relationship(link: RelationshipStatement) -> None:
    declared = ONTOLOGY.relationships.get(link.type)
    if declared is None:
        raise ModelError(f"statement {link.id}: unknown relationship type {link.type!r}")
    _validate_properties(link.id, link.properties, {p.name: p for p in declared.properties})


def _validate_properties(id_: str, properties: dict[str, Value], declared: dict[str, Property]) -> None:
    for name, value in properties.items():
        if name not in declared:
            raise ModelError(f"statement {id_}: unknown property {name!r}")
        kinds = _PYTHON[declared[name].kind]
        is_flag = isinstance(value, bool) and bool not in kinds
        if is_flag or not isinstance(value, kinds) or (isinstance(value, list) and not all(isinstance(x, str) for x in value)):
            raise ModelError(f"statement {id_}: {name} is not of kind {declared[name].kind}")
