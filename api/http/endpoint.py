"""The endpoint without a transport: token, quota, trusted documents, plan, guard, answer. The only file that calls the compiler.

POST, server-sent events, web sockets and Kring's own pages all ask here. Whatever is refused on the way is on record before
anybody hears of it; what the guard refuses, the guard puts on record.
"""

from dataclasses import replace
from functools import partial

from starlette.requests import Request

from access_policies.errors import PolicyError
from access_policies.guard import Asked, Released
from api.graphql.answering import GraphQL
from api.graphql.errors import RequestError
from api.graphql.executed import QUERY
from api.graphql.mutations import MUTATION
from api.graphql.subscriptions import SUBSCRIPTION
from api.http.answers import Refusal, refusal_of
from api.http.asked import asked_by, asked_of, key_of
from api.http.edge import OUTCOME
from api.http.errors import DeadlinePassed, HttpRefusal
from api.http.live import Live, Results, once
from api.http.membership import Membership
from api.http.presented import presented
from api.http.quota import Meter
from api.http.request_body import GraphQLRequest
from api.identity.errors import TokenRefused
from api.identity.possession import Presented
from api.observability.figures import Figures
from api.observability.traces import caller_is_known
from api.parts import Parts
from graph_model.errors import GraphError
from graph_model.tracing import span

FAULTS = (TokenRefused, HttpRefusal, RequestError, DeadlinePassed, PolicyError, GraphError)
"""What can be wrong with a request that somebody foresaw."""
USER = "kring.user"
"""Where in a request's scope its user is noted, once that is known."""
QUOTA = "kring.quota"
"""Where in a request's scope the header fields of its caller's quota are noted."""


class Endpoint:
    """One room, one meter and one set of streams for all that ask one service."""

    def __init__(self, parts: Parts, figures: Figures) -> None:
        self._parts, self._figures = parts, figures
        self._room = GraphQL(parts.guard, parts.cursor_key, not parts.production, MUTATION, QUERY, SUBSCRIPTION, parts.webhooks)
        self._live = Live(self._room)
        self._membership = Membership(parts.guard.directory.organisation_of)
        self._meter = Meter(parts.quotas, self._membership)

    def presented(self, request: Request) -> Presented:
        """How a request presents its token."""
        return presented(request, self._parts.verifier.audience)

    async def bearer(self, request: Request) -> str:
        """The user of a request's access token. Raises TokenRefused."""
        user = await self._parts.verifier.user(self.presented(request))
        caller_is_known(request)
        return user

    async def charge(self, user: str, cost: int, request: Request) -> None:
        """Count a cost of what is asked beside GraphQL, with the fields of the quota in the request's scope. Raises QuotaSpent."""
        await self._meter.charge(user, cost, request.scope[QUOTA])

    async def ask(
        self, user: str, purpose: str, asks: GraphQLRequest, token: str, case: str | None = None, key: str = ""
    ) -> Released:
        """The answer to somebody known, in process: Kring's own pages ask here. Raises what is in FAULTS."""
        quota: dict[str, str] = {}
        await self._meter.charge(user, 1, quota)
        return await self._released(asked_by(user, purpose, asks, token, case), asks, key, quota)

    async def admit(self, user: str, request: Request, asks: GraphQLRequest, by_token: bool) -> tuple[Asked, GraphQLRequest]:
        """A request that may be worked on: it counts, its document is one that may be asked. Raises what is in FAULTS."""
        await self._meter.charge(user, 1, request.scope[QUOTA])
        asks = await self._trusted(user, asks, by_token)
        return asked_of(user, request, asks), asks

    def follows(self, asks: GraphQLRequest) -> bool:
        """True for a subscription. Raises RequestError."""
        return self._room.operation_of(asks.document, asks.operation).is_subscription

    async def answer(self, asked: Asked, request: Request, asks: GraphQLRequest) -> tuple[bytes, dict[str, str]]:
        """One answer and its header fields. Raises what is in FAULTS."""
        released = await self._released(asked, asks, key_of(request), request.scope[QUOTA])
        request.scope[OUTCOME] = {"receipt": released.receipt}
        headers = {"Kring-Epoch": released.policy_digest, "Audit-Receipt": released.receipt}
        headers |= {"Kring-Keep-Until": released.keep_until} if released.keep_until else {}
        return released.body, headers | dict(request.scope[QUOTA])

    async def operate(self, request: Request, asks: GraphQLRequest) -> Results:
        """The results of an operation that another transport carries; its header fields are those of the request.

        They, and what is raised and told with `last_words`, leave at the times of answers.
        """
        request.scope[QUOTA] = {}
        departure = self._parts.departures.departure()
        try:
            user = request.scope[USER] = await self.bearer(request)
            asked, asks = await self.admit(user, request, asks, by_token=True)
            results = await self.results(asked, request, asks)
        except BaseException:
            await departure.wait()
            raise
        try:
            await departure.wait()
        except BaseException:
            results.ended()
            raise
        return results

    async def results(self, asked: Asked, request: Request, asks: GraphQLRequest) -> Results:
        """One answer, or a stream of them. Raises what is in FAULTS."""
        feed = self._room.feed(asked, asks.document, asks.operation, asks.variables)
        if feed is None:
            return once(*await self.answer(asked, request, asks))
        await self._meter.charge(asked.subject, feed.cost, request.scope[QUOTA])
        results = await self._live.open(asked, feed, partial(self.bearer, request), partial(self.last_words, request))
        request.scope[OUTCOME] = {"receipt": results.headers["Audit-Receipt"]}
        return results

    async def last_words(self, request: Request, user: str, fault: Exception) -> bytes:
        """What an operation ends with that goes on no further; what the guard refused is on record by then."""
        refusal = await self.refusal(user, fault)
        request.scope[OUTCOME] = {"code": refusal.code}
        return refusal.body

    async def refusal(self, user: str, fault: Exception) -> Refusal:
        """What the client is told, after it is on record; when it cannot be, only that Kring cannot answer."""
        refusal = refusal_of(fault)
        if isinstance(fault, PolicyError | GraphError):
            self._figures.failed(fault)
            return refusal
        try:
            await self._parts.guard.refused(user, refusal.code)
        except PolicyError as worse:
            self._figures.failed(worse)
            return refusal_of(worse)
        return refusal

    async def _trusted(self, user: str, asks: GraphQLRequest, by_token: bool) -> GraphQLRequest:
        """What is asked, with the text of a document that is named. The pages of Kring's own ask as they were built."""
        trusted = self._parts.trusted
        if asks.document_id is not None:
            return replace(asks, document=trusted.named(await self._membership.of(user), asks.document_id))
        if by_token and trusted.only:
            trusted.require(await self._membership.of(user), asks.document)
        return asks

    async def _released(self, asked: Asked, asks: GraphQLRequest, key: str, quota: dict[str, str]) -> Released:
        with span("plan"):
            ready = self._room.ready(asked, asks.document, asks.operation, asks.variables, key, asks.tells_cost)
        await self._meter.charge(asked.subject, ready.cost, quota)
        return await ready.release()
