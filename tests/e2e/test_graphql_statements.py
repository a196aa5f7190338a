"""What goes over the wire for a read: one statement that brings one record, whatever is asked; and what leaves is known."""

import json
import logging
from typing import Any

import pytest

from access_policies.guard import Asked, Rendered
from api.graphql.answering import GraphQL
from api.graphql.cursors import CursorSeal
from api.graphql.plan import Bound
from graph_model.local.server import Endpoint
from tests.api.rooms import KEY
from tests.e2e.conftest import Service
from tests.wipe import raw

READS = {
    "node": "query($id: ID!) { node(id: $id) { id ... on Person { displayName linkedTo(first: 9) { edges { id kind node { id } } pageInfo { hasNextPage } } } } }",
    "page": "{ persons(first: 4) { edges { node { id mentionsOf(first: 3) { edges { id node { id marking { level } } } } } } } }",
    "entity": "query($id: ID!) { entity(id: $id) { isComplete records { id } } }",
    "neighbourhood": "query($id: ID!) { neighbourhood(id: $id, radius: 2) { isComplete records { id __typename } } }",
    "timeline": "query($id: ID!) { timeline(id: $id) { isComplete entries { at what id: statement record { id __typename } } } }",
    "paths": "query($id: ID!, $to: ID!) { paths(from: $id, to: $to, maxHops: 6) { hops nodes { id } } }",
    "search": '{ search(text: "de", first: 5) { edges { cursor node { id } } } }',
    "several": '{ a: persons(first: 2) { edges { node { id } } } b: reports(first: 2) { edges { node { id } } } c: __typename search(text: "van", first: 2) { edges { node { id } } } }',
    "counted": "{ persons(first: 4) { totalCount counts(by: publicFunction) { value count } } }",
    "nothing": "{ __typename }",
    "of the schema": '{ __type(name: "Person") { name } persons(first: 1) { edges { node { id } } } }',
}


class Wire(logging.Handler):
    """Counts what the driver sends and gets, as the driver's own log tells it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.statements = self.records = 0

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        self.statements += "C: RUN " in text
        self.records += "S: RECORD" in text


@pytest.fixture
def wire() -> Any:
    log = logging.getLogger("neo4j")
    counter, before = Wire(), log.level
    log.addHandler(counter)
    log.setLevel(logging.DEBUG)
    yield counter
    log.removeHandler(counter)
    log.setLevel(before)


def _ends(service: Service) -> dict[str, str]:
    """Two records that u-noor sees, four hops apart."""
    return {"id": service.world.ids["P-zwaluw.POL"], "to": service.world.ids["P-tegelaar.POL"]}


async def test_a_read_is_one_statement_with_one_record_whatever_its_form(service: Service, wire: Wire) -> None:
    ends = _ends(service)
    await service.ask("u-noor", "THREAT_ASSESSMENT", "{ __typename }")  # from here on it is known what she may see
    for form, document in READS.items():
        before = wire.statements, wire.records
        answer = await service.ask("u-noor", "THREAT_ASSESSMENT", document, ends)
        assert answer.status_code == 200, answer.text
        assert (wire.statements - before[0], wire.records - before[1]) == (1, 1), form


async def test_the_first_read_of_a_caller_also_reads_the_policy_and_the_new_markings(service: Service, wire: Wire) -> None:
    before = wire.statements
    headers = await service.headers("u-noor", "THREAT_ASSESSMENT") | {"Kring-Case": "of this test alone"}
    assert (await service.client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)).status_code == 200
    assert wire.statements - before == 3, "policy of the caller, markings, the read itself"


def _told(value: Any) -> set[str]:
    """Every id in an answer."""
    if isinstance(value, list):
        return {id_ for member in value for id_ in _told(member)}
    if not isinstance(value, dict):
        return set()
    return ({value["id"]} if "id" in value else set()) | {id_ for member in value.values() for id_ in _told(member)}


async def test_the_guard_knows_every_statement_in_an_answer_and_its_class(service: Service, neo4j: Endpoint) -> None:
    ends = _ends(service)
    room = GraphQL(service.guard, KEY)
    stored = raw(neo4j, "MATCH (n:Statement) RETURN n.id AS id, n.pc AS pc UNION MATCH ()-[n]->() RETURN n.id AS id, n.pc AS pc")
    classes = {row["id"]: row["pc"] for row in stored}
    for form in READS.keys() - {"nothing", "of the schema"}:
        bound = room.plan_of(READS[form], None, ends, CursorSeal(KEY, "u-noor"))
        kept: list[Rendered] = []

        def render(data: list[Any], markings: Any, bound: Bound = bound, kept: list[Rendered] = kept) -> Rendered:
            kept.append(bound.render(data, markings))
            return kept[-1]

        asked = Asked("u-noor", "THREAT_ASSESSMENT", form)
        released = await service.guard.reading.read(asked, bound.query, bound.parameters, render)
        served = dict(kept[0].served)
        assert _told(json.loads(released.body)) == set(served), form
        assert bool(served) == (form != "counted"), form
        assert {id_: classes[id_] for id_ in served} == served, form
