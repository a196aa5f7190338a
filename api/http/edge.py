"""The outermost layer: request id, headers, figures, one log line a request, and the one answer to an error that nobody foresaw."""

from time import perf_counter

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.answers import refusal_of
from api.http.errors import ClientGone
from api.http.media_type import JSON
from api.http.named_routes import NamedRoutes
from api.http.security_headers import with_security_headers
from api.observability.figures import Figures
from api.observability.request_id import bound_contextvars, request_id
from api.observability.traces import Traces

_log = structlog.get_logger()
OUTCOME = "kring.outcome"
"""Where in a request's scope its answer notes the code of an error, or the receipt of what was released."""


class Edge:
    """Wraps an application; `routes` gives the names that figures and logs may hold."""

    def __init__(self, app: ASGIApp, figures: Figures, routes: NamedRoutes, traces: Traces) -> None:
        self._app, self._figures, self._routes, self._traces = app, figures, routes, traces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or whatever else a server brings."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        own = request_id(Headers(scope=scope).get("x-request-id"))
        if scope["type"] == "websocket":
            with bound_contextvars(request_id=own), self._figures.in_flight.track_inprogress():
                await self._converse(scope, receive, send)
            return
        with bound_contextvars(request_id=own), self._figures.in_flight.track_inprogress():
            await self._answer(scope, receive, send, own)

    async def _converse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A socket: one line when it ends. What is asked over it is on record by itself."""
        route = self._routes.name(scope["path"])
        started = perf_counter()
        try:
            await self._app(scope, receive, send)
        except Exception as fault:
            self._figures.unforeseen.inc()
            _log.error("unforeseen", route=route, exc_info=fault)
        _log.info("socket", route=route, ms=round((perf_counter() - started) * 1000, 1))

    async def _answer(self, scope: Scope, receive: Receive, send: Send, own: str) -> None:
        route = self._routes.name(scope["path"])
        started = perf_counter()
        status = 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message.get("headers", ()), (b"x-request-id", own.encode())]
                message = {**message, "headers": with_security_headers(headers)}
            await send(message)

        scope[OUTCOME] = {}
        traced = self._traces.request(scope)
        try:
            await self._app(scope, receive, dressed)
        except ClientGone:
            scope[OUTCOME] = {"code": "CLIENT_GONE"}
        except Exception as fault:
            self._figures.unforeseen.inc()
            _log.error("unforeseen", route=route, exc_info=fault)
            if status == 0:
                scope[OUTCOME] = {"code": "UNAVAILABLE"}
                await refusal_of(fault).response(JSON)(scope, receive, dressed)
        seconds = perf_counter() - started
        outcome = scope[OUTCOME]
        self._figures.requests.labels(route, outcome.get("code") or _class(status)).inc()
        self._figures.seconds.labels(route).observe(seconds)
        if traced is not None:
            traced.begin(is_known=False)
        _log.info("request", route=route, status=status, ms=round(seconds * 1000, 1), **outcome)
        if traced is not None:
            traced.end(route, status, outcome.get("code", ""))


def _class(status: int) -> str:
    return "ok" if status < 300 else f"{status // 100}xx"
