"""What is read back below what is executed is known and bounded as a read is, before anything is done: there is no guard in this room."""

from typing import Any, cast

import pytest
from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, get_named_type

from access_policies.guard import Asked, Guard
from api.graphql.answering import GraphQL
from api.graphql.cost import ACT
from api.graphql.errors import RequestError
from api.graphql.executed import QUERY
from api.graphql.mutations import MUTATION
from api.graphql.read_backs import RECORDS
from api.graphql.schema import core
from tests.api.rooms import KEY

ROOM = GraphQL(cast(Guard, None), KEY, mutation=MUTATION, query=QUERY)
ASKED = Asked("u-somebody", "THREAT_ASSESSMENT", "")
PEOPLE = "... on Person { linkedTo(first: $n) { edges { node { id } } } }"
DEEPER = f"... on Person {{ linkedTo(first: 100) {{ edges {{ node {{ {PEOPLE} }} }} }} }}"
DEEPEST = DEEPER.replace(PEOPLE, DEEPER).replace("$n", "2")
TOUCH = 'withdraw(statement: {id: "x"}) { record { %s } }'


def _cost(document: str, **variables: Any) -> int:
    return ROOM.ready(ASKED, document, None, variables).cost


def _refusal(document: str, **variables: Any) -> str:
    with pytest.raises(RequestError) as refused:
        _cost(document, **variables)
    return refused.value.code


def test_what_is_read_back_counts_as_often_as_it_is_asked_for_and_as_in_a_read() -> None:
    one = TOUCH % PEOPLE
    assert _cost(f"mutation {{ {TOUCH % 'id'} }}") == ACT
    assert _cost(f"mutation($n: Int!) {{ {one} }}", n=7) == ACT + 7
    assert _cost(f"mutation($n: Int!) {{ a: {one} b: {one} }}", n=7) == 2 * (ACT + 7)
    shared = 'mutation($n: Int!) { a: withdraw(statement: {id: "x"}) { ...w } b: withdraw(statement: {id: "y"}) { ...w } }'
    assert _cost(f"{shared} fragment w on Written {{ record {{ {PEOPLE} }} }}", n=7) == 2 * (ACT + 7)
    switched = "mutation($n: Int!, $on: Boolean!) { " + TOUCH.replace("record", "record @include(if: $on)") % PEOPLE + " }"
    assert [_cost(switched, n=7, on=on) for on in (True, False)] == [ACT + 7, ACT]
    assert _cost(f"query($n: Int!) {{ analysis(kind: CONNECTED) {{ records {{ {PEOPLE} }} }} }}", n=7) == ACT + 100 * 7


@pytest.mark.parametrize(
    ("below", "code"),
    [
        (DEEPEST, "DOCUMENT_TOO_LARGE"),
        (PEOPLE.replace("$n", "0"), "BAD_ARGUMENT"),
        (PEOPLE.replace("$n", "101"), "BAD_ARGUMENT"),
        (PEOPLE.replace("first: $n", 'first: 1, after: "x"'), "BAD_CURSOR"),
    ],
    ids=["records", "none", "a page", "a cursor"],
)
def test_what_would_be_refused_of_a_read_is_refused_before_anything_is_done(below: str, code: str) -> None:
    assert _refusal(f"mutation {{ {TOUCH % below} }}") == code


def test_records_of_all_acts_together_are_what_is_bounded() -> None:
    of_one = TOUCH % DEEPER
    document = f"mutation($n: Int!) {{ a: {of_one} b: {of_one} }}"
    assert _cost(document, n=90) == 2 * (ACT + 100 + 100 * 90)
    assert _refusal(document, n=99) == "DOCUMENT_TOO_LARGE"


def test_statements_of_all_acts_together_are_what_is_planned_and_the_same_one_is_planned_once() -> None:
    pages = " ".join(f"p{n}: linkedTo(first: 1) {{ edges {{ node {{ id }} }} }}" for n in range(6))

    def acts(*fields: str) -> str:
        asked = " ".join(f"a{n}: {TOUCH % f'{field} ...p'}" for n, field in enumerate(fields))
        return f"mutation {{ {asked} }} fragment p on Person {{ {pages} }}"

    assert _cost(acts("id", "id", "id", "id")) == 4 * (ACT + 6)
    assert _cost(acts("id", "originator")) == 2 * (ACT + 6)
    assert _refusal(acts("id", "originator", "recordedAt", "externalId")) == "DOCUMENT_TOO_LARGE"


def _below_a_list(schema: GraphQLSchema) -> list[str]:
    """Fields that are read back and stand below a list, of what is executed."""
    found: list[str] = []
    seen: set[tuple[str, bool]] = set()

    def look(type_: Any, is_listed: bool) -> None:
        if not isinstance(type_, GraphQLObjectType) or (type_.name, is_listed) in seen:
            return
        seen.add((type_.name, is_listed))
        for name, field in type_.fields.items():
            inner = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
            if get_named_type(field.type).name in RECORDS:
                found.extend([f"{type_.name}.{name}"] if is_listed else [])
            else:
                look(get_named_type(field.type), is_listed or isinstance(inner, GraphQLList))

    for type_ in (
        schema.mutation_type,
        schema.get_type("Administration"),
        schema.get_type("Analysis"),
        schema.get_type("AnalysisRun"),
    ):
        look(type_, False)
    return found


def test_nothing_is_read_back_below_a_list_which_could_be_of_any_length() -> None:
    assert not _below_a_list(core(ROOM.schema))
