"""What can be wrong with a request, as a closed list of codes; no text ever holds a name or value of the request."""

from access_policies.errors import PurposeUnknown, UnknownSubject
from graph_model.errors import StoreTimeout

MESSAGES = {
    "BAD_REQUEST": "The request is not a GraphQL request.",
    "DOCUMENT_TOO_LARGE": "The document is over a limit: bytes, tokens, nesting, fragments, aliases or records asked for.",
    "GRAPHQL_PARSE_FAILED": "The document cannot be parsed.",
    "GRAPHQL_VALIDATION_FAILED": "The document does not fit the schema.",
    "BAD_VARIABLES": "The variables do not fit the operation.",
    "BAD_ARGUMENT": "An argument is outside its range: first 1 to 100 (of administration 1,000), radius 1 to 3, maxHops 1 to 8,"
    " longer 0 to 2; or is no date, or a window that is over before it begins.",
    "BAD_CURSOR": "The cursor is not one that was given to this caller for this list.",
    "NOT_A_READ": "Only queries are answered here.",
    "DOCUMENT_UNKNOWN": "No such document is registered for you.",
    "STREAM_NEEDED": "A subscription is answered as text/event-stream, and by itself.",
    "RIGHTS_CHANGED": "Your rights changed. Look anew at what you follow, and go on.",
    "MIXED_OPERATION": "An operation asks either for records or for administration.",
    "NOT_ALLOWED": "This is not yours to ask.",
    "POLICY_BROKEN": "A policy text does not parse or does not fit the schema.",
    "UNAUTHENTICATED": "A valid access token is needed.",
    "PURPOSE_REQUIRED": "A known purpose must be stated in the header Kring-Purpose.",
    "NOT_FOUND": "There is no such record for this caller.",
    "UNAVAILABLE": "Kring cannot answer now. Try again.",
    "TOO_MUCH_WORK": "The question takes too much work. Ask for less.",
}


class RequestError(Exception):
    """A request that is refused, with a code of the list."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """The one text of the code."""
        return MESSAGES[self.code]


def code_of(fault: Exception) -> str:
    """The one place where an error becomes an answer; what is not on the list says nothing but that it failed."""
    if isinstance(fault, RequestError):
        return fault.code
    if isinstance(fault, UnknownSubject):
        return "UNAUTHENTICATED"
    if isinstance(fault, PurposeUnknown):
        return "PURPOSE_REQUIRED"
    return "TOO_MUCH_WORK" if isinstance(fault, StoreTimeout) else "UNAVAILABLE"
