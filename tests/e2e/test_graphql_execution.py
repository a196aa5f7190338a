"""Operations that are no pure reads: introspection where it is switched on, and mutations with what they give read back."""

import json
from typing import Annotated, Any

import pytest
import strawberry
from graphql import build_client_schema, get_introspection_query, print_schema
from strawberry import Info

from access_policies.guard import Asked
from api.graphql.answering import GraphQL
from api.graphql.errors import RequestError
from api.graphql.executed import QUERY
from api.graphql.execution import Execution
from api.graphql.mutations import MUTATION
from api.graphql.schema import core, make_schema, types
from api.graphql.subscriptions import SUBSCRIPTION
from tests.api.rooms import KEY, planning_room, refusal
from tests.e2e.conftest import Service

NOOR = Asked("u-noor", "THREAT_ASSESSMENT", "introspection")
DEEP = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }"


@strawberry.type
class Said:
    """What a mutation of this test gives."""

    id: strawberry.ID

    @strawberry.field(graphql_type=types()["Record"] | None)
    async def record(self, info: Info[Execution, None]) -> Any:
        return await info.context.read_back(info, self.id)

    @strawberry.field(graphql_type=types()["Person"] | None)
    async def person(self, info: Info[Execution, None]) -> Any:
        return await info.context.read_back(info, self.id)


@strawberry.type
class Mutation:
    """Mutations of this test: one that does nothing to a record, and two that fail."""

    @strawberry.mutation
    def touch(self, info: Info[Execution, None], id: strawberry.ID) -> Said:  # noqa: A002  # the name is the argument's
        assert info.context.asked.subject == "u-noor"
        return Said(id=id)

    @strawberry.mutation
    def refuse(self) -> bool | None:
        raise RequestError("BAD_ARGUMENT")

    @strawberry.mutation
    def fail(self, note: Annotated[str, strawberry.argument()]) -> bool | None:
        raise ValueError(f"a secret of the inside: {note}")


async def test_introspection_is_answered_where_it_is_on_beside_what_is_read(service: Service) -> None:
    whole = await service.ask("u-noor", "THREAT_ASSESSMENT", get_introspection_query(input_value_deprecation=True))
    assert print_schema(build_client_schema(whole.json()["data"])) == print_schema(core(make_schema(MUTATION, QUERY, SUBSCRIPTION)))
    mixed = "query($n: String!) { a: persons(first: 1) { edges { cursor } } t: __type(name: $n) { name kind } z: __typename __schema { queryType { name } } }"
    answer = await service.ask("u-noor", "THREAT_ASSESSMENT", mixed, {"n": "Person"})
    data = answer.json()["data"]
    assert list(data) == ["a", "t", "z", "__schema"]
    assert data["t"] == {"name": "Person", "kind": "OBJECT"}
    assert len(data["a"]["edges"]) == 1
    assert "audit-receipt" in answer.headers
    assert (await service.ask("u-noor", "THREAT_ASSESSMENT", DEEP)).status_code == 400


def test_without_introspection_the_schema_is_a_field_that_does_not_exist() -> None:
    closed, open_ = planning_room(), planning_room(introspection=True)
    for document in (
        "{ __schema { queryType { name } } }",
        '{ __type(name: "Person") { name } }',
        "{ ...a } fragment a on Query { __schema { queryType { name } } }",
    ):
        assert refusal(closed, document) == refusal(closed, "{ nothing }") == "GRAPHQL_VALIDATION_FAILED"
        assert refusal(open_, document) == ""


async def test_what_a_mutation_gives_is_read_back_through_the_view_of_whoever_asked(
    service: Service, capfd: Any, caplog: Any
) -> None:
    room = GraphQL(service.guard, KEY, mutation=Mutation)
    seen = (await service.ask("u-noor", "THREAT_ASSESSMENT", "{ persons(first: 1) { edges { node { id displayName } } } }")).json()
    person = seen["data"]["persons"]["edges"][0]["node"]
    document = """mutation($i: ID!) { t: touch(id: $i) { id
      r: record { __typename key: id ... on Person { n: displayName linkedTo(first: 2) { edges { node { __typename id } } } } }
      p: person { displayName again: displayName } } }"""
    released = await room.answer(NOOR, document, None, {"i": person["id"]})
    answer = json.loads(released.body)
    assert "errors" not in answer, answer
    assert answer["data"]["t"]["r"]["n"] == answer["data"]["t"]["p"]["again"] == person["displayName"]
    assert answer["data"]["t"]["r"]["__typename"] == "Person"
    assert released.receipt
    hidden = json.loads((await room.answer(NOOR, document, None, {"i": "0" * 32})).body)
    assert hidden == {"data": {"t": {"id": "0" * 32, "r": None, "p": None}}}
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


async def test_an_error_below_a_mutation_says_its_code_and_nothing_else(service: Service, capfd: Any, caplog: Any) -> None:
    room = GraphQL(service.guard, KEY, mutation=Mutation)
    released = await room.answer(NOOR, 'mutation { refuse again: fail(note: "a canary") }', None, {})
    assert json.loads(released.body) == {
        "data": {"refuse": None, "again": None},
        "errors": [
            {"message": RequestError(code).message, "path": path, "extensions": {"code": code}}
            for code, path in (("BAD_ARGUMENT", ["refuse"]), ("UNAVAILABLE", ["again"]))
        ],
    }
    assert "canary" not in "".join(capfd.readouterr()) + caplog.text


async def test_a_mutation_that_nobody_declared_and_a_subscription_are_refused(service: Service) -> None:
    for document in ("mutation { touch(id: 1) { id } }", "subscription { persons(first: 1) { edges { cursor } } }"):
        with pytest.raises(RequestError, match="GRAPHQL_VALIDATION_FAILED"):
            await GraphQL(service.guard, KEY).answer(NOOR, document, None, {})
