"""The schema that is served, whole, for whoever must know what fits it before a service runs."""

from functools import cache

from graphql import GraphQLSchema

from api.graphql.executed import QUERY
from api.graphql.mutations import MUTATION
from api.graphql.schema import core, make_schema
from api.graphql.subscriptions import SUBSCRIPTION


@cache
def served_schema() -> GraphQLSchema:
    """The schema; it is the same for every installation."""
    return core(make_schema(MUTATION, QUERY, SUBSCRIPTION))
