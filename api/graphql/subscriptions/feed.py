"""A feed: what one subscription follows, compiled before anything is read. A file for each field of the root type."""

from typing import Protocol

from graphql import GraphQLSchema, VariableValues

from access_policies.guard import Asked, Guard
from access_policies.guard.following.looks import Place, Told
from api.graphql.cursors import CursorSeal
from api.graphql.operation import Operation
from api.graphql.subscriptions.change_feed import change_feed
from api.graphql.subscriptions.events import Asking, Events
from api.graphql.subscriptions.notice_feed import notice_feed


class Feed(Protocol):
    """What is followed; `cost` is what one look may bring, `place` where the caller goes on from."""

    @property
    def events(self) -> Events: ...

    @property
    def cost(self) -> int: ...

    @property
    def place(self) -> Place | None: ...

    async def look(self, guard: Guard, asked: Asked, place: Place, under: str) -> Told:
        """What came since a place, under the rights of this digest. Raises what the guard raises."""


def compile_feed(schema: GraphQLSchema, operation: Operation, values: VariableValues, seal: CursorSeal) -> Feed:
    """The feed of a subscription. Raises RequestError for what is too much, outside its range, or no single field."""
    asking = Asking(schema, operation, values, seal)
    return notice_feed(asking) if asking.name == "notices" else change_feed(asking)
