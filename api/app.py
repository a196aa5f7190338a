"""The web application: one thin route for GraphQL, health, and in the demo a token endpoint."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from access_policies.audit import AuditLog
from access_policies.errors import AuditUnavailable, PolicyError
from access_policies.guard import Asked, Guard
from api.graphql.answering import GraphQL
from api.graphql.errors import RequestError, code_of
from api.graphql.limits import BYTES
from api.graphql.mutations import MUTATION
from api.identity.issuer import DemoIssuer
from api.identity.verifier import TokenVerifier
from graph_model.errors import GraphError, StoreError
from graph_model.migrations import status
from graph_model.store import Store

STATUS = {"UNAUTHENTICATED": 401, "UNAVAILABLE": 503, "TOO_MUCH_WORK": 503, "NOT_FOUND": 404}
MEDIA_TYPE = "application/graphql-response+json"
DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Parts:
    """What an application is put together from."""

    guard: Guard
    store: Store
    audit: AuditLog
    verifier: TokenVerifier
    cursor_key: bytes
    issuer: DemoIssuer | None = None


def create_app(parts: Parts) -> Starlette:
    """The application over these parts."""
    room = GraphQL(parts.guard, parts.cursor_key, introspection=parts.issuer is not None, mutation=MUTATION)

    async def graphql(request: Request) -> Response:
        try:
            return await _answer(parts, room, request)
        except (RequestError, PolicyError, GraphError) as fault:
            return _refusal(code_of(fault))

    async def livez(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        causes = await _causes(parts)
        return JSONResponse({"status": "ready" if not causes else "not ready", "causes": causes}, 503 if causes else 200)

    async def token(request: Request) -> Response:
        form = (await request.body()).decode("utf-8", "replace")
        assert parts.issuer is not None
        known = {user[0] for user in await parts.guard.directory.users()}
        if request.headers.get("content-type") != "text/plain" or form not in known or "origin" in request.headers:
            return _refusal("BAD_REQUEST")
        return JSONResponse({"access_token": parts.issuer.token(form), "token_type": "Bearer", "expires_in": 600})

    routes = [Route("/graphql", graphql, methods=["POST"]), Route("/livez", livez), Route("/readyz", readyz)]
    if parts.issuer is not None:
        keys = parts.issuer.keys().as_dict()
        routes.append(Route("/demo/issuer/jwks.json", lambda _: JSONResponse(keys)))
        routes.append(Route("/demo/issuer/token", token, methods=["POST"]))
    return Starlette(routes=routes)


async def _answer(parts: Parts, room: GraphQL, request: Request) -> Response:
    subject = parts.verifier.subject(request.headers.get("authorization"))
    body = await _read_body(request)
    if not (purpose := request.headers.get("kring-purpose")):
        raise RequestError("PURPOSE_REQUIRED")
    document, name, variables = _graphql_request(body, request.headers.get("content-type", ""))
    asked = Asked(subject, purpose, sha256(document.encode()).hexdigest(), request.headers.get("kring-case"))
    released = await room.answer(asked, document, name, variables)
    headers = {"Kring-Epoch": released.policy_digest, "Audit-Receipt": released.receipt, "Cache-Control": "no-store"}
    return Response(released.body, headers=headers, media_type=MEDIA_TYPE)


async def _read_body(request: Request) -> bytes:
    """The body, given up as soon as it is over the limit."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > 2 * BYTES:
            raise RequestError("DOCUMENT_TOO_LARGE")
    return body


def _graphql_request(body: bytes, content_type: str) -> tuple[str, str | None, dict[str, Any]]:
    if content_type.partition(";")[0].strip().lower() != "application/json" or _depth(body) > DEEPEST:
        raise RequestError("BAD_REQUEST")
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise RequestError("BAD_REQUEST") from None
    if not isinstance(parsed, dict):
        raise RequestError("BAD_REQUEST")
    document, name, variables = parsed.get("query"), parsed.get("operationName"), parsed.get("variables")
    variables = {} if variables is None else variables
    if not isinstance(document, str) or not isinstance(variables, dict) or not isinstance(name, str | None):
        raise RequestError("BAD_REQUEST")
    return document, name, variables


def _depth(body: bytes) -> int:
    """Greatest nesting of brackets, those in texts included: an upper bound that needs no parser."""
    depth = deepest = 0
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return 0
    in_text = escaped = False
    for byte in body:
        if in_text:
            in_text = escaped or byte != 0x22
            escaped = byte == 0x5C and not escaped
        elif byte == 0x22:
            in_text = True
        else:
            depth += (byte in b"[{") - (byte in b"]}")
            deepest = max(deepest, depth)
    return deepest


def _refusal(code: str) -> Response:
    fault = RequestError(code)
    error = {"message": fault.message, "extensions": {"code": code}}
    headers = {"Cache-Control": "no-store"} | ({"WWW-Authenticate": "Bearer"} if code == "UNAUTHENTICATED" else {})
    return Response(orjson.dumps({"errors": [error]}), STATUS.get(code, 400), headers, MEDIA_TYPE)


async def _causes(parts: Parts) -> list[str]:
    causes = [] if parts.audit.is_writable else ["audit"]
    try:
        if not (await status(parts.store)).is_current:
            causes.append("migrations")
    except (StoreError, AuditUnavailable):
        causes.append("store")
    return causes
