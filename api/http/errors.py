"""What can be wrong with an HTTP request, whatever its document says; a closed list like that of GraphQL's errors."""

MESSAGES = {
    "BAD_REQUEST": "The request is not a GraphQL request.",
    "BAD_CASE": "The header Kring-Case is there twice, or is longer than 128 characters.",
    "NO_SUCH_PATH": "There is nothing here.",
    "METHOD_NOT_ALLOWED": "This method is not answered here.",
    "NOT_ACCEPTABLE": "Answers are application/graphql-response+json or application/json.",
    "UNSUPPORTED_MEDIA_TYPE": "The body must be application/json in UTF-8, not compressed.",
    "BODY_TOO_LARGE": "The body is too large.",
    "REQUEST_TIMEOUT": "The body took too long to arrive.",
    "TOO_MANY_STREAMS": "You follow as much as one person may. End something first.",
    "NOT_TAXII": "Answers are application/taxii+json;version=2.1.",
    "BAD_FILTER": "A filter or limit is not one that is answered here, is said twice, or cannot be read.",
    "BAD_FILE": "A file is asked for by ids: at most 1,000 of records and 5,000 of relationships, and a day that can be read.",
    "READ_ONLY": "Nothing can be added to this collection, or taken out of it.",
    "COLLECTION_TOO_LARGE": "There is more in this collection than is put in order at once. Export a smaller part.",
    "QUOTA_SPENT": "The quota of this window is spent. Ask again when the next one begins.",
}
STATUS = {
    "BAD_REQUEST": 400,
    "BAD_CASE": 400,
    "NO_SUCH_PATH": 404,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "BODY_TOO_LARGE": 413,
    "REQUEST_TIMEOUT": 408,
    "TOO_MANY_STREAMS": 429,
    "NOT_TAXII": 406,
    "BAD_FILTER": 400,
    "BAD_FILE": 400,
    "READ_ONLY": 403,
    "COLLECTION_TOO_LARGE": 413,
    "QUOTA_SPENT": 429,
}


class HttpRefusal(Exception):
    """A request that HTTP alone refuses, with a code of the list."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """The one text of the code."""
        return MESSAGES[self.code]


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class DeadlinePassed(Exception):
    """The request took longer than any request may."""
