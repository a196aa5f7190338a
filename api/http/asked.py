"""What a request asks and for what, read from its header fields: one thing said twice is not said, or is refused."""

import re
from hashlib import sha256

import orjson
from starlette.requests import Request

from access_policies.guard import Asked
from api.graphql.errors import RequestError
from api.http.credentials import credential_hash
from api.http.errors import HttpRefusal
from api.http.request_body import GraphQLRequest

PURPOSE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
LONGEST_CASE = 128
"""Characters of the header Kring-Case."""


def asked_of(user: str, request: Request, asks: GraphQLRequest) -> Asked:
    """Who asks what, for what. Raises RequestError without a purpose, and HttpRefusal for a case that cannot be read."""
    purpose = only(request, "kring-purpose") or ""
    return asked_by(user, purpose, asks, credential_hash(request.headers), case_of(request))


def asked_by(user: str, purpose: str, asks: GraphQLRequest, token: str, case: str | None) -> Asked:
    """The same of somebody known; `token` is the hash of what vouches for them. Raises RequestError without a purpose."""
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


def key_of(request: Request) -> str:
    """The idempotency key of a request; empty where it has none."""
    return only(request, "idempotency-key") or ""


def only(request: Request, name: str) -> str | None:
    """The one value of a header; one that is there twice counts as not there."""
    values = request.headers.getlist(name)
    return values[0] if len(values) == 1 else None


def case_of(request: Request) -> str | None:
    """The case that a request is about. One said twice or at length is refused: to leave it out would ask something else."""
    values = request.headers.getlist("kring-case")
    if len(values) > 1 or any(len(value) > LONGEST_CASE for value in values):
        raise HttpRefusal("BAD_CASE")
    return values[0] if values else None
