"""`POST /graphql`: token, body, plan, guard, answer. The only file that calls the GraphQL compiler.

Whatever is refused on the way is on record before the client hears of it; what the guard refuses, the guard puts on record.
"""

import re
from collections.abc import Awaitable, Callable
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
from api.http.answers import Refusal, refusal_of
from api.http.credentials import credential_hash
from api.http.edge import OUTCOME
from api.http.errors import DeadlinePassed, HttpRefusal
from api.http.media_type import JSON, answer_type, require_json
from api.http.metadata import challenge
from api.http.patience import Patience
from api.http.quota import Meter, QuotaSpent
from api.http.request_body import GraphQLRequest, graphql_request, read_body
from api.identity.errors import TokenRefused
from api.observability.figures import Figures
from api.parts import Parts
from graph_model.errors import GraphError

PURPOSE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
Caller = Callable[[Request], Awaitable[str]]
"""Tells whose request this is. Raises TokenRefused, or RequestError when that cannot be told now."""
QUOTA = "kring.quota"
"""Where in a request's scope the header fields of its caller's quota are noted."""
LONGEST_CASE = 128
"""Characters of the header Kring-Case."""


class GraphQLRoute:
    """The endpoint over some parts."""

    def __init__(self, parts: Parts, figures: Figures) -> None:
        self._parts, self._figures = parts, figures
        self._challenge = challenge(parts.verifier)
        self._room = GraphQL(parts.guard, parts.cursor_key, not parts.production, MUTATION, QUERY)
        self._meter = Meter(parts.quotas, parts.guard.directory.organisation_of)

    def route(self, path: str = "/graphql", caller: Caller | None = None) -> Route:
        """POST and nothing else: what a link, an image or a plain form can send is no question. All paths share one room."""
        return Route(path, partial(self._answer, caller or self._bearer), methods=["POST"])

    async def _bearer(self, request: Request) -> str:
        return await self._parts.verifier.user(_only(request, "authorization"))

    async def _answer(self, caller: Caller, request: Request) -> Response:
        """The answer to one request, or its refusal."""
        user = ""
        request.scope[QUOTA] = {}
        try:
            user = await caller(request)
            return await self._answered(user, request)
        except (TokenRefused, HttpRefusal, RequestError, DeadlinePassed) as fault:
            if isinstance(fault, QuotaSpent):
                request.scope[QUOTA]["Retry-After"] = str(fault.seconds)
            return self._response(request, await self._recorded(user, fault))
        except (PolicyError, GraphError) as fault:
            self._figures.failed(fault)
            return self._response(request, refusal_of(fault))

    async def _answered(self, user: str, request: Request) -> Response:
        media_type = answer_type(request.headers)
        require_json(request.headers)
        asks = graphql_request(await read_body(request))
        await self._meter.charge(user, 1, request.scope[QUOTA])
        async with Patience(request.receive):
            released = await self._released(user, request, asks)
        request.scope[OUTCOME] = {"receipt": released.receipt}
        headers = {"Kring-Epoch": released.policy_digest, "Audit-Receipt": released.receipt}
        return Response(released.body, headers=headers | request.scope[QUOTA], media_type=media_type)

    async def _released(self, user: str, request: Request, asks: GraphQLRequest) -> Released:
        purpose, case = _only(request, "kring-purpose"), _case(request)
        if purpose is None or not PURPOSE.fullmatch(purpose):
            raise RequestError("PURPOSE_REQUIRED")
        asked = Asked(
            subject=user,
            purpose=purpose,
            operation=sha256(asks.document.encode()).hexdigest(),
            case=case,
            variables=orjson.dumps(asks.variables),
            channel="graphql",
            token=credential_hash(request.headers),
        )
        key = _only(request, "idempotency-key") or ""
        ready = self._room.ready(asked, asks.document, asks.operation, asks.variables, key, asks.tells_cost)
        await self._meter.charge(user, ready.cost, request.scope[QUOTA])
        return await ready.release()

    async def _recorded(self, user: str, fault: Exception) -> Refusal:
        """What the client is told, after it is on record; when it cannot be, only that Kring cannot answer."""
        refusal = refusal_of(fault)
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
