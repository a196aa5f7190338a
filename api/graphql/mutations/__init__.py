"""Mutations: Strawberry resolvers that act through the guard, and what they give read back through the view.

`MUTATION` is the root type, put together here from its parts. A resolver takes `info.context`, an
`api.graphql.execution.Execution`, for guard, question and reading back; it never sees a store.
"""

from strawberry.tools import merge_types

from api.graphql.administration import MUTATION as ADMINISTRATION
from api.graphql.mutations.findings import FindingWrites
from api.graphql.mutations.pointers import PointerWrites
from api.graphql.mutations.releases import ReleaseWrites
from api.graphql.mutations.runs import RunWrites
from api.graphql.mutations.writes import Writes
from api.graphql.webhooks import WebhookMutation

PARTS = (Writes, PointerWrites, ReleaseWrites, FindingWrites, RunWrites, WebhookMutation, ADMINISTRATION)
MUTATION: type = merge_types("Mutation", PARTS)
