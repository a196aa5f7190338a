"""`POST /graphql`: token, body, plan, guard, answer. The only file that calls the GraphQL compiler.

Whatever is refused on the way is on record before the client hears of it; what the guard refuses, the guard puts on record.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from hashlib import sha256

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from access_policies.errors import PolicyError
from access_policies.guard import Asked, Released
from api.graphql.answering import GraphQL
from api.graphql.errors import RequestError
from api.graphql.executed import QUERY
from api.graphql.mutations import MUTATION
from api.graphql.subscriptions import SUBSCRIPTION
from api.http.answers import Refusal, refusal_of
from api.http.credentials import credential_hash
from api.http.departure import Departure
from api.http.edge import OUTCOME
from api.http.errors import DeadlinePassed, HttpRefusal
from api.http.event_stream import EventStream
from api.http.live import Live, Results, once
from api.http.media_type import EVENTS, JSON, answer_type, require_json, takes_events, wants_events
from api.http.membership import Membership
from api.http.metadata import challenge
from api.http.patience import Patience
from api.http.quota import Meter, QuotaSpent
from api.http.request_body import GraphQLRequest, graphql_request, read_body
from api.identity.errors import TokenRefused
from api.observability.figures import Figures
from api.parts import Parts
from graph_model.errors import GraphError

PURPOSE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
FAULTS = (TokenRefused, HttpRefusal, RequestError, DeadlinePassed, PolicyError, GraphError)
"""What can be wrong with a request that somebody foresaw."""
Caller = Callable[[Request], Awaitable[str]]
"""Tells whose request this is. Raises TokenRefused, or RequestError when that cannot be told now."""
USER = "kring.user"
"""Where in a request's scope its user is noted, once that is known."""
QUOTA = "kring.quota"
"""Where in a request's scope the header fields of its caller's quota are noted."""
LONGEST_CASE = 128
"""Characters of the header Kring-Case."""


class GraphQLRoute:
    """The endpoint over some parts."""

    def __init__(self, parts: Parts, figures: Figures) -> None:
        self._parts, self._figures = parts, figures
        self._challenge = challenge(parts.verifier)
        self._room = GraphQL(parts.guard, parts.cursor_key, not parts.production, MUTATION, QUERY, SUBSCRIPTION)
        self._live = Live(self._room)
        self._membership = Membership(parts.guard.directory.organisation_of)
        self._meter = Meter(parts.quotas, self._membership)

    def route(self, path: str = "/graphql", caller: Caller | None = None) -> Route:
        """POST and nothing else: what a link, an image or a plain form can send is no question. All paths share one room.

        Only those with a token of their own may follow: an open stream must not keep a session of a page alive.
        """
        return Route(path, partial(self._answer, caller or self._bearer), methods=["POST"])

    async def _bearer(self, request: Request) -> str:
        return await self._parts.verifier.user(_only(request, "authorization"))

    async def _answer(self, caller: Caller, request: Request) -> Response:
        """The answer to one request, or its refusal; both leave at the times of answers."""
        departure = self._parts.departures.departure()
        response = await self._response_to(caller, request, departure)
        await departure.wait()
        return response

    async def _response_to(self, caller: Caller, request: Request, departure: Departure) -> Response:
        user = ""
        request.scope[QUOTA] = {}
        try:
            user = await caller(request)
            return await self._answered(user, request, departure, by_token=caller == self._bearer)
        except FAULTS as fault:
            if isinstance(fault, QuotaSpent):
                request.scope[QUOTA]["Retry-After"] = str(fault.seconds)
            return self._response(request, await self.refusal(user, fault))

    async def _answered(self, user: str, request: Request, departure: Departure, by_token: bool) -> Response:
        wants, takes = by_token and wants_events(request.headers), by_token and takes_events(request.headers)
        media_type = EVENTS if wants else answer_type(request.headers)
        require_json(request.headers)
        body = await read_body(request)
        departure.asked()
        asks = graphql_request(body)
        await self._meter.charge(user, 1, request.scope[QUOTA])
        asks = await self._trusted(user, asks, by_token)
        asked = _asked(user, request, asks)
        async with Patience(request.receive):
            if wants or (takes and self._room.operation_of(asks.document, asks.operation).is_subscription):
                return await self._streamed(asked, request, asks)
            released = await self._released(asked, asks, _key(request), request.scope[QUOTA])
        return Response(released.body, headers=_told(request, released), media_type=media_type)

    async def ask(
        self, user: str, purpose: str, asks: GraphQLRequest, token: str, case: str | None = None, key: str = ""
    ) -> Released:
        """The answer to somebody known, in process: Kring's own pages ask here too. Raises what is in FAULTS."""
        quota: dict[str, str] = {}
        await self._meter.charge(user, 1, quota)
        return await self._released(_asked_by(user, purpose, asks, token, case), asks, key, quota)

    async def _trusted(self, user: str, asks: GraphQLRequest, by_token: bool) -> GraphQLRequest:
        """What is asked, with the text of a document that is named. The pages of Kring's own ask as they were built."""
        trusted = self._parts.trusted
        if asks.document_id is not None:
            return replace(asks, document=trusted.named(await self._membership.of(user), asks.document_id))
        if by_token and trusted.only:
            trusted.require(await self._membership.of(user), asks.document)
        return asks

    async def _released(self, asked: Asked, asks: GraphQLRequest, key: str, quota: dict[str, str]) -> Released:
        ready = self._room.ready(asked, asks.document, asks.operation, asks.variables, key, asks.tells_cost)
        await self._meter.charge(asked.subject, ready.cost, quota)
        return await ready.release()

    async def _streamed(self, asked: Asked, request: Request, asks: GraphQLRequest) -> Response:
        """Results as events; the error of a document too, as the protocol wants it."""
        try:
            results = await self._results(asked, request, asks)
        except RequestError as fault:
            results = once(await self.last_words(request, asked.subject, fault), {})
        return EventStream(results, request.scope[QUOTA])

    async def operate(self, request: Request, asks: GraphQLRequest) -> Results:
        """The results of an operation that another transport carries; its header fields are those of the request.

        Raises what is told with `last_words`.
        """
        request.scope[QUOTA] = {}
        departure = self._parts.departures.departure()
        try:
            user = request.scope[USER] = await self._bearer(request)
            await self._meter.charge(user, 1, request.scope[QUOTA])
            asks = await self._trusted(user, asks, by_token=True)
            return await self._results(_asked(user, request, asks), request, asks)
        finally:
            await departure.wait()

    async def _results(self, asked: Asked, request: Request, asks: GraphQLRequest) -> Results:
        feed = self._room.feed(asked, asks.document, asks.operation, asks.variables)
        if feed is None:
            released = await self._released(asked, asks, _key(request), request.scope[QUOTA])
            return once(released.body, _told(request, released))
        await self._meter.charge(asked.subject, feed.cost, request.scope[QUOTA])
        results = await self._live.open(asked, feed, partial(self._bearer, request), partial(self.last_words, request))
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

    def _response(self, request: Request, refusal: Refusal) -> Response:
        try:
            media_type = answer_type(request.headers)
        except HttpRefusal:
            media_type = JSON
        request.scope[OUTCOME] = {"code": refusal.code}
        challenge = self._challenge if refusal.code == "UNAUTHENTICATED" else {}
        return refusal.response(media_type, challenge | request.scope[QUOTA])


def _asked(user: str, request: Request, asks: GraphQLRequest) -> Asked:
    """Who asks what, for what. Raises RequestError without a purpose, and HttpRefusal for a case that cannot be read."""
    purpose, case = _only(request, "kring-purpose"), _case(request)
    return _asked_by(user, purpose or "", asks, credential_hash(request.headers), case)


def _asked_by(user: str, purpose: str, asks: GraphQLRequest, token: str, case: str | None) -> Asked:
    if not PURPOSE.fullmatch(purpose):
        raise RequestError("PURPOSE_REQUIRED")
    return Asked(
        subject=user,
        purpose=purpose,
        operation=sha256(asks.document.encode()).hexdigest(),
        case=case,
        variables=orjson.dumps(asks.variables),
        channel="graphql",
        token=token,
    )


def _key(request: Request) -> str:
    return _only(request, "idempotency-key") or ""


def _told(request: Request, released: Released) -> dict[str, str]:
    """The header fields of an answer; its receipt stands in the log too."""
    request.scope[OUTCOME] = {"receipt": released.receipt}
    headers = {"Kring-Epoch": released.policy_digest, "Audit-Receipt": released.receipt}
    return headers | dict(request.scope[QUOTA])


def _case(request: Request) -> str | None:
    """The case that a request is about. One said twice or at length is refused: to leave it out would ask something else."""
    values = request.headers.getlist("kring-case")
    if len(values) > 1 or any(len(value) > LONGEST_CASE for value in values):
        raise HttpRefusal("BAD_REQUEST")
    return values[0] if values else None


def _only(request: Request, name: str) -> str | None:
    """The one value of a header; one that is there twice counts as not there."""
    values = request.headers.getlist(name)
    return values[0] if len(values) == 1 else None
