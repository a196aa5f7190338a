"""The one place where an error becomes an answer. What is not on a list says nothing but that Kring cannot answer.

Hidden equals absent: no text here holds a name, a value or a word of the schema.
"""

from dataclasses import dataclass

import orjson
from starlette.responses import Response

from access_policies.errors import PurposeUnknown, RightsChanged, UnknownSubject
from api.graphql import errors as graphql
from api.graphql.errors import RequestError
from api.http import errors as http
from api.http.errors import DeadlinePassed, HttpRefusal
from api.http.media_type import JSON
from api.identity.errors import TokenRefused
from graph_model.errors import StoreTimeout

STATUS = {"PURPOSE_REQUIRED": 400, "UNAUTHENTICATED": 401, "UNAVAILABLE": 503, "TOO_MUCH_WORK": 503}
"""Status of a code that is the same in every media type."""
RETRY = {"UNAVAILABLE": "5"}
"""Seconds after which it makes sense to ask again."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a client is told: a code of a list, its one text, and the status in a media type."""

    code: str
    message: str
    fixed: int | None

    def status(self, media_type: str) -> int:
        """The status. A document that was read and refused is 200 in application/json (GraphQL over HTTP, 6.4.1)."""
        return self.fixed or (200 if media_type == JSON else 400)

    @property
    def body(self) -> bytes:
        """The error as it is told, the same bytes whatever was wrong."""
        return orjson.dumps({"errors": [{"message": self.message, "extensions": {"code": self.code}}]})

    def response(self, media_type: str, headers: dict[str, str] | None = None) -> Response:
        """The answer."""
        own = {"Retry-After": RETRY[self.code]} if self.code in RETRY else {}
        return Response(self.body, self.status(media_type), {**own, **(headers or {})}, media_type)


def refusal_of(fault: Exception) -> Refusal:
    """What a client is told about an error."""
    match fault:
        case HttpRefusal():
            return Refusal(fault.code, fault.message, http.STATUS[fault.code])
        case RequestError():
            code = fault.code
        case TokenRefused() | UnknownSubject():
            code = "UNAUTHENTICATED"
        case PurposeUnknown():
            code = "PURPOSE_REQUIRED"
        case RightsChanged():
            code = "RIGHTS_CHANGED"
        case StoreTimeout() | DeadlinePassed():
            code = "TOO_MUCH_WORK"
        case _:
            code = "UNAVAILABLE"
    return Refusal(code, graphql.MESSAGES[code], STATUS.get(code))
