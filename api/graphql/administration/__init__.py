"""Administration and oversight in GraphQL: types of their own, queries below one root field, and mutations.

`QUERY` and `MUTATION` are root types to be merged into the schema's. Nothing here reads a record; every resolver asks the guard.
"""

from strawberry.tools import merge_types

from api.graphql.administration.mutations import AdministrationMutation
from api.graphql.administration.queries import AdministrationQuery
from api.graphql.administration.watches import WatchMutation

MUTATION: type = merge_types("AdministrationMutation", (WatchMutation, AdministrationMutation))
QUERY: type = AdministrationQuery
