"""The body of a GraphQL request, from bytes to three values. Read no further than the limit, parsed no deeper than the limit."""

import asyncio
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request

from api.http.errors import ClientGone, HttpRefusal

LONGEST = 128 * 1024
"""Bytes of a body: a document of the largest size and as much again for its variables."""
SLOWEST = 5.0
"""Seconds that a client may take to send it."""
DEEPEST = 32
"""Nesting of a body; a parser that recurses meets nothing deeper."""


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What a client asks: a document or the id of one, which of its operations, the variables, and whether the cost is told."""

    document: str
    operation: str | None
    variables: dict[str, Any]
    tells_cost: bool = False
    document_id: str | None = None


async def read_body(request: Request, longest: int = LONGEST) -> bytes:
    """The body, given up as soon as it is over the limit or too slow. Raises HttpRefusal or ClientGone."""
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST):
            async for chunk in request.stream():
                body += chunk
                if len(body) > longest:
                    raise HttpRefusal("BODY_TOO_LARGE")
    except TimeoutError:
        raise HttpRefusal("REQUEST_TIMEOUT") from None
    except ClientDisconnect:
        raise ClientGone from None
    return bytes(body)


def graphql_request(body: bytes) -> GraphQLRequest:
    """What a body asks. Raises HttpRefusal for anything that is no single GraphQL request."""
    try:
        parsed = orjson.loads(body) if not is_deep(body) else None
    except orjson.JSONDecodeError:
        parsed = None
    return request_of(parsed)


def request_of(parsed: Any) -> GraphQLRequest:
    """What was parsed, as a request. Raises HttpRefusal for anything that is none."""
    if not isinstance(parsed, dict):
        raise HttpRefusal("BAD_REQUEST")
    document, operation, named = parsed.get("query"), parsed.get("operationName"), parsed.get("documentId")
    if named is not None and document is None:
        document = ""
    elif named is not None:
        raise HttpRefusal("BAD_REQUEST")
    variables, extensions = parsed.get("variables"), parsed.get("extensions")
    if not isinstance(document, str) or not isinstance(operation, str | None) or not isinstance(named, str | None):
        raise HttpRefusal("BAD_REQUEST")
    if not isinstance(variables, dict | None) or not isinstance(extensions, dict | None):
        raise HttpRefusal("BAD_REQUEST")
    return GraphQLRequest(document, operation, variables or {}, (extensions or {}).get("cost") is True, named)


def is_deep(body: bytes) -> bool:
    """True when brackets outside texts are nested deeper than the limit: told without a parser."""
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return False
    depth = 0
    in_text = escaped = False
    for byte in body:
        if in_text:
            in_text = escaped or byte != 0x22
            escaped = byte == 0x5C and not escaped
        elif byte == 0x22:
            in_text = True
        else:
            depth += (byte in b"[{") - (byte in b"]}")
            if depth > DEEPEST:
                return True
    return False
