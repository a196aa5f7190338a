"""Q10 of the suite (performance.md 4): an event and who takes part in it are recorded, and read back.

The driver writes the same two things with one statement that knows no rules: what Kring takes beyond it is the price of deciding,
of one effect a key, of the marking, and of the entry in the log.
"""

import http.client
from dataclasses import dataclass, field
from functools import partial
from os import getpid
from typing import Any
from uuid import uuid4

import orjson
from neo4j import ManagedTransaction, Session

from benchmarks.measure import Contestant, Round, Send, rounds
from benchmarks.prepared import Prepared
from benchmarks.questions import Question

EVENT = {"kind": "BEZOEK", "start": "2026-01-01", "end": "2026-01-02", "public": True}
WRITE = """mutation($all: [StatementInput!]!, $m: MarkingInput) { write(statements: $all, marking: $m)
  { statements { id } userErrors { code field } } }"""
MARKING = {"level": "DEP_V", "scopes": ["C0"], "regime": "OPEN", "match": "MATCH", "handling": []}
READ_BACK = """query($id: ID!) { node(id: $id) { ... on Event { id kind start end public originator recordedAt
  takesPartInOf(first: 5) { edges { node { ... on Person { id displayName } } } } } } }"""
_BARE = """MATCH (start:Statement {id: $start})
CREATE (start)-[link:TAKES_PART_IN]->(event:Statement:Event) SET event = $event, link = $link"""
_OWN = frozenset({"id", "recordedAt"})
"""What differs between two records of the same."""


def read_back(start: str) -> Question:
    """The question that reads a record of Q10, planned with the id of another that is there."""
    return Question("Q10", "an event and who takes part are recorded and read back", READ_BACK, {"id": start})


@dataclass
class KringWriter:
    """Writes and reads over HTTP as a partner does: a key each, a marking stated whole. `headers` are those of the caller."""

    port: int
    headers: dict[str, str]
    start: str
    process: int
    name: str = "kring"
    _connection: http.client.HTTPConnection | None = field(default=None, init=False)

    def send(self) -> bytes:
        """Write under a new key, and read. Raises RuntimeError when either is refused."""
        key = uuid4().hex
        event = {"create": {"record": {"event": EVENT}, "externalId": key}}
        link = {"relate": {"type": "TAKES_PART_IN", "from": {"id": self.start}, "to": {"externalId": key}}}
        written = self._asked(WRITE, {"all": [event, link], "m": MARKING}, {"Idempotency-Key": key})["write"]
        if written["userErrors"]:
            raise RuntimeError(f"benchmark: Q10 is refused: {written['userErrors']}")
        return orjson.dumps(self._asked(READ_BACK, {"id": written["statements"][0]["id"]}, {}))

    def _asked(self, document: str, variables: dict[str, Any], more: dict[str, str]) -> dict[str, Any]:
        self._connection = self._connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = orjson.dumps({"query": document, "variables": variables})
        self._connection.request("POST", "/graphql", body, self.headers | more)
        answer = self._connection.getresponse()
        content = orjson.loads(answer.read())
        if answer.status != 200 or "errors" in content:
            raise RuntimeError(f"benchmark: Q10 is answered {answer.status}: {str(content)[:200]}")
        return dict(content["data"])


@dataclass
class DriverWriter:
    """The driver in this process: one transaction that writes, and the very statement that Kring reads with."""

    session: Session
    back: Prepared
    start: str
    name: str = "driver"
    process: int = field(default_factory=getpid)

    def send(self) -> bytes:
        """Write and read."""
        id_ = uuid4().hex
        self.session.execute_write(self._written, id_)
        parameters = {name: id_ if value == self.start else value for name, value in self.back.parameters.items()}
        record = self.session.run(self.back.text, parameters | self.back.own).single(strict=True)
        rendered = self.back.bound.render(record["data"], self.back.markings)
        return orjson.dumps(orjson.loads(rendered.body)["data"])

    def _written(self, work: ManagedTransaction, id_: str) -> None:
        known = {"pc": 0, "originator": "NCTV", "recordedAt": "2026-01-01T00:00:00.000Z", "sourceSystem": "kring"}
        event = EVENT | known | {"id": id_, "type": "Event", "externalId": id_}
        work.run(_BARE, start=self.start, event=event, link=known | {"id": uuid4().hex}).consume()


def write_rounds(sides: tuple[KringWriter, DriverWriter], database: int, count: int, batch: int) -> dict[str, list[Round]]:
    """The rounds of both by name, after one answer of each was compared. Raises RuntimeError when they differ."""
    one, other = (_said(side.send()) for side in sides)
    if one != other:
        raise RuntimeError(f"benchmark: the answers to Q10 differ: {one} and {other}")
    return rounds([Contestant(side.name, partial(_sender, side.send), side.process) for side in sides], database, count, batch)


def _sender(send: Send) -> Send:
    return send


def _said(answer: bytes) -> dict[str, Any]:
    """What an answer tells beside the record's own id and instant."""
    node: dict[str, Any] = orjson.loads(answer)["node"]
    return {name: value for name, value in node.items() if name not in _OWN}
