"""`graphql-transport-ws` on `/graphql`: operations over one WebSocket. Each is asked as a request of its own would be.

What a request says in header fields stands in the payload of `connection_init`. No cookie counts, so no page of another origin asks
with anybody's rights.
"""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing, suppress
from typing import Any, NoReturn

import orjson
import structlog
from starlette.requests import Request
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from access_policies.errors import PolicyError
from api.graphql.errors import RequestError
from api.http.endpoint import USER, Endpoint
from api.http.errors import DeadlinePassed, HttpRefusal
from api.http.event_stream import SLOWEST
from api.http.live import Results
from api.http.patience import DEADLINE
from api.http.request_body import is_deep, request_of
from api.identity.errors import TokenRefused
from graph_model.errors import GraphError

_log = structlog.get_logger()
PROTOCOL = "graphql-transport-ws"
FIRST_WITHIN = 5.0
"""Seconds until `connection_init` must be there."""
FIELDS = ("Authorization", "DPoP", "Kring-Purpose", "Kring-Case", "Idempotency-Key")
"""Header fields that the payload of `connection_init` may hold."""
MOST = 20
"""Operations at once of one socket."""
LONGEST_ID = 128
CODES = {
    4400: "BAD_REQUEST",
    4401: "UNAUTHENTICATED",
    4406: "NOT_ACCEPTABLE",
    4408: "REQUEST_TIMEOUT",
    4409: "SUBSCRIBER_EXISTS",
    4429: "TOO_MANY_REQUESTS",
}
"""Codes of the protocol with which a socket is closed; the reason says nothing of what was sent."""
REFUSED = (TokenRefused, HttpRefusal, RequestError, PolicyError, GraphError, TimeoutError)
"""What an operation may be refused with; anything else is a fault of ours, and told as one that nobody foresaw."""


class _Closed(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class GraphQLSocket:
    """The same endpoint over another transport."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def route(self) -> WebSocketRoute:
        """The route, at the path of the requests."""
        return WebSocketRoute("/graphql", self._serve)

    async def _serve(self, socket: WebSocket) -> None:
        if PROTOCOL not in socket.scope["subprotocols"]:
            await socket.close(4406)
            return
        await socket.accept(PROTOCOL)
        conversation = _Conversation(self._endpoint, socket)
        try:
            await conversation.run()
        except _Closed as closed:
            with suppress(RuntimeError, WebSocketDisconnect):
                await socket.close(closed.code, CODES[closed.code])
        except WebSocketDisconnect:
            pass
        finally:
            await conversation.end()


class _Conversation:
    """One socket: its fields, and the operations that are under way, by their ids."""

    def __init__(self, endpoint: Endpoint, socket: WebSocket) -> None:
        self._endpoint, self._socket = endpoint, socket
        self._scope: dict[str, Any] = {}
        self._working: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> NoReturn:
        """Answer messages until the other side leaves, which raises WebSocketDisconnect."""
        try:
            async with asyncio.timeout(FIRST_WITHIN):
                first = await self._message()
        except TimeoutError:
            raise _Closed(4408) from None
        if first["type"] != "connection_init":
            raise _Closed(4401)
        fields = list(_fields(first.get("payload")))
        self._scope = {"type": "http", "method": "GET", "path": self._socket.scope["path"], "headers": fields}
        self._endpoint.presented(Request(self._scope))
        await self._send({"type": "connection_ack"})
        while True:
            await self._heed(await self._message())

    async def end(self) -> None:
        """End all that is under way."""
        tasks = list(self._working.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _message(self) -> dict[str, Any]:
        try:
            text = await self._socket.receive_text()
            message = None if is_deep(text.encode()) else orjson.loads(text)
        except (orjson.JSONDecodeError, UnicodeError, KeyError):
            message = None
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            raise _Closed(4400)
        return message

    async def _heed(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "ping":
                await self._send({"type": "pong"})
            case "pong":
                pass
            case "subscribe":
                self._begin(message.get("id"), message.get("payload"))
            case "complete":
                if (task := self._working.pop(str(message.get("id")), None)) is not None:
                    task.cancel()
            case "connection_init":
                raise _Closed(4429)
            case _:
                raise _Closed(4400)

    def _begin(self, name: Any, payload: Any) -> None:
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_ID:
            raise _Closed(4400)
        if name in self._working:
            raise _Closed(4409)
        if len(self._working) >= MOST:
            raise _Closed(4429)
        self._working[name] = asyncio.create_task(self._work(name, payload))

    async def _work(self, name: str, payload: Any) -> None:
        """One operation, from its request to its last message. A reader who has left, or leaves bytes lying, gets no more of it."""
        try:
            with suppress(TimeoutError, RuntimeError, WebSocketDisconnect):
                await self._operate(name, payload)
        finally:
            if self._working.get(name) is asyncio.current_task():
                del self._working[name]

    async def _operate(self, name: str, payload: Any) -> None:
        request = Request(dict(self._scope))
        try:
            async with asyncio.timeout(DEADLINE):
                results = await self._endpoint.operate(request, request_of(payload))
        except Exception as fault:
            if not isinstance(fault, REFUSED):
                _log.error("unforeseen", exc_info=fault)
            told = DeadlinePassed() if isinstance(fault, TimeoutError) else fault
            body = orjson.loads(await self._endpoint.last_words(request, request.scope.get(USER, ""), told))
            await self._send({"id": name, "type": "error", "payload": body["errors"]})
        else:
            await self._tell(name, results)

    async def _tell(self, name: str, results: Results) -> None:
        try:
            async with aclosing(results.each) as each:
                async for result in each:
                    if result is not None:
                        await self._send({"id": name, "type": "next", "payload": orjson.Fragment(result)})
            await self._send({"id": name, "type": "complete"})
        finally:
            results.ended()

    async def _send(self, message: dict[str, Any]) -> None:
        """Raises TimeoutError when the reader leaves bytes lying; a socket that is closed takes no more."""
        async with asyncio.timeout(SLOWEST):
            await self._socket.send_text(orjson.dumps(message).decode())


def _fields(payload: Any) -> Iterator[tuple[bytes, bytes]]:
    """The header fields that a payload holds, if there is one. Raises _Closed for one that is no text."""
    if not isinstance(payload, dict | None):
        raise _Closed(4400)
    given = {str(name).lower(): value for name, value in (payload or {}).items()}
    for name in FIELDS:
        value = given.get(name.lower())
        if value is None:
            continue
        if not isinstance(value, str):
            raise _Closed(4400)
        yield name.lower().encode(), value.encode("latin-1", "replace")
