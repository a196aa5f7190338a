"""`POST /graphql`: what HTTP says about a question, and how its answer leaves; what becomes of it is the endpoint's business."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from access_policies.guard import Asked
from api.graphql.errors import RequestError
from api.http.answers import Refusal
from api.http.departure import Departure
from api.http.edge import OUTCOME
from api.http.endpoint import FAULTS, QUOTA, Endpoint
from api.http.errors import HttpRefusal
from api.http.event_stream import EventStream
from api.http.live import once
from api.http.media_type import EVENTS, JSON, answer_type, require_json, takes_events, wants_events
from api.http.metadata import challenge
from api.http.patience import Patience
from api.http.quota import QuotaSpent
from api.http.request_body import GraphQLRequest, graphql_request, read_body
from api.parts import Parts

Caller = Callable[[Request], Awaitable[str]]
"""Tells whose request this is. Raises TokenRefused, or RequestError when that cannot be told now."""


class GraphQLRoute:
    """An endpoint, by POST."""

    def __init__(self, parts: Parts, endpoint: Endpoint) -> None:
        self._endpoint, self._departures = endpoint, parts.departures
        self._challenge = challenge(parts.verifier)

    def route(self, path: str = "/graphql", caller: Caller | None = None) -> Route:
        """POST and nothing else: what a link, an image or a plain form can send is no question.

        Only those with a token of their own may follow: an open stream must not keep a session of a page alive.
        """
        return Route(path, partial(self._answer, caller or self._endpoint.bearer, caller is None), methods=["POST"])

    async def _answer(self, caller: Caller, by_token: bool, request: Request) -> Response:
        """The answer to one request, or its refusal; both leave at the times of answers."""
        departure = self._departures.departure()
        response = await self._response_to(caller, by_token, request, departure)
        await departure.wait()
        return response

    async def _response_to(self, caller: Caller, by_token: bool, request: Request, departure: Departure) -> Response:
        user = ""
        request.scope[QUOTA] = {}
        try:
            user = await caller(request)
            return await self._answered(user, by_token, request, departure)
        except FAULTS as fault:
            if isinstance(fault, QuotaSpent):
                request.scope[QUOTA]["Retry-After"] = str(fault.seconds)
            return self._refused(request, await self._endpoint.refusal(user, fault))

    async def _answered(self, user: str, by_token: bool, request: Request, departure: Departure) -> Response:
        wants, takes = by_token and wants_events(request.headers), by_token and takes_events(request.headers)
        media_type = EVENTS if wants else answer_type(request.headers)
        require_json(request.headers)
        body = await read_body(request)
        departure.asked()
        asked, asks = await self._endpoint.admit(user, request, graphql_request(body), by_token)
        async with Patience(request.receive):
            if wants or (takes and self._endpoint.follows(asks)):
                return await self._streamed(asked, request, asks)
            answer, headers = await self._endpoint.answer(asked, request, asks)
        return Response(answer, headers=headers, media_type=media_type)

    async def _streamed(self, asked: Asked, request: Request, asks: GraphQLRequest) -> Response:
        """Results as events; the error of a document too, as the protocol wants it."""
        try:
            results = await self._endpoint.results(asked, request, asks)
        except RequestError as fault:
            results = once(await self._endpoint.last_words(request, asked.subject, fault), {})
        return EventStream(results, request.scope[QUOTA])

    def _refused(self, request: Request, refusal: Refusal) -> Response:
        try:
            media_type = answer_type(request.headers)
        except HttpRefusal:
            media_type = JSON
        request.scope[OUTCOME] = {"code": refusal.code}
        challenge = self._challenge if refusal.code == "UNAUTHENTICATED" else {}
        return refusal.response(media_type, challenge | request.scope[QUOTA])
