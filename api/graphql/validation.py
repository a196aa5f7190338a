"""Which rules a document must keep: those of the GraphQL specification, as graphql-core has them."""

from graphql import specified_rules

RULES = specified_rules
