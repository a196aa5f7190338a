"""Loading `need2know` past the product's intake: only what is stored matters here, and it should be there soon."""

import json
from collections.abc import Iterable
from typing import Any

from neo4j import Session

from benchmarks.need2know import Data
from graph_model.marking import Marking
from graph_model.statement import NodeStatement, RelationshipStatement

BATCH = 5_000
_MARKINGS = "UNWIND $rows AS row CREATE (:Marking {pc: row.pc, key: row.key, parts: row.parts})"
_NODES = "UNWIND $rows AS row CREATE (node:Statement:$(row.type)) SET node = row.stored"
_LINKS = (
    "UNWIND $rows AS row MATCH (start:Statement {id: row.start}) MATCH (end:Statement {id: row.end}) "
    "CREATE (start)-[link:$(row.type)]->(end) SET link = row.stored"
)


def load(session: Session, data: Data) -> None:
    """Put everything in but the register."""
    classes = numbered(data)
    markings = [{"pc": pc, "key": m.key, "parts": json.dumps(m.to_parts(), sort_keys=True)} for m, pc in classes.items()]
    _send(session, _MARKINGS, markings)
    _send(session, _NODES, ({"type": node.type, "stored": _stored(node, classes) | {"type": node.type}} for node in data.nodes))
    _send(
        session,
        _LINKS,
        ({"type": k.type, "start": k.start, "end": k.end, "stored": _stored(k, classes)} for k in data.links),
    )


def numbered(data: Data) -> dict[Marking, int]:
    """The policy class of each marking, in the order in which they are met."""
    classes: dict[Marking, int] = {}
    for marking in (*(node.marking for node in data.nodes), *(link.marking for link in data.links)):
        classes.setdefault(marking, len(classes))
    return classes


def _send(session: Session, text: str, rows: Iterable[dict[str, Any]]) -> None:
    listed = list(rows)
    for begin in range(0, len(listed), BATCH):
        session.run(text, rows=listed[begin : begin + BATCH]).consume()


def _stored(of: NodeStatement | RelationshipStatement, classes: dict[Marking, int]) -> dict[str, Any]:
    known = {"id": of.id, "pc": classes[of.marking], "originator": of.marking.originator}
    return of.properties | known | {"recordedAt": of.provenance.recorded_at, "sourceSystem": of.provenance.source_system}
