"""The questions that are executed and not compiled, since they read no records: put together here from their parts."""

from strawberry.tools import merge_types

from api.graphql.administration import QUERY as ADMINISTRATION
from api.graphql.pointers import PointerQuery

QUERY: type = merge_types("ExecutedQuery", (ADMINISTRATION, PointerQuery))
