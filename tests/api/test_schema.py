"""The schema: committed, made from the ontology, and without a word that helps a guess."""

from pathlib import Path

import strawberry
from graphql import GraphQLInterfaceType, GraphQLObjectType, validate_schema

from api.graphql.executed import QUERY
from api.graphql.mutations import MUTATION
from api.graphql.schema import core, make_schema
from api.graphql.subscriptions import SUBSCRIPTION
from graph_model.ontology import ONTOLOGY
from tests.golden import unchanged

PAGED = ("first", "after", "last", "before")
SDL = Path(__file__).resolve().parents[2] / "docs" / "reference" / "schema.graphql"


def test_the_committed_schema_is_the_one_that_is_served() -> None:
    unchanged(SDL, make_schema(MUTATION, QUERY, SUBSCRIPTION).as_str() + "\n")


def test_every_type_and_relationship_of_the_ontology_is_in_the_schema_with_its_dutch_term() -> None:
    schema = core(make_schema())
    assert validate_schema(schema) == []
    for record in ONTOLOGY.types.values():
        made = schema.get_type(record.name)
        assert isinstance(made, GraphQLObjectType)
        assert made.description == record.dutch
        for declared in record.properties:
            description = made.fields[declared.name].description or ""
            assert description.startswith(declared.dutch)
            assert (declared.unit or "") in description
        for link in ONTOLOGY.from_start(record.name):
            assert list(made.fields[link.forward_name].args) == [*PAGED, "types", "where", "orderBy", "validAt"]
        for link in ONTOLOGY.to_end(record.name):
            assert link.backward_name in made.fields
        assert record.plural in schema.query_type.fields
    interface = schema.get_type("Record")
    assert isinstance(interface, GraphQLInterfaceType)
    assert {made.name for made in schema.get_possible_types(interface)} == set(ONTOLOGY.types)


def test_directives_are_those_of_the_specification_and_two_of_kring() -> None:
    assert {directive.name for directive in core(make_schema()).directives} == {
        "include",
        "skip",
        "deprecated",
        "specifiedBy",
        "oneOf",
        "asOf",
        "forExport",
    }


def test_a_schema_with_mutations_holds_the_same_reads() -> None:
    @strawberry.type
    class Mutation:
        @strawberry.mutation
        def nothing(self) -> bool:
            return True

    made = core(make_schema(Mutation))
    assert made.mutation_type is not None
    assert set(made.query_type.fields) == set(core(make_schema()).query_type.fields)
