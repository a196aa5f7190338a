"""Which media type comes in and which goes out: Content-Type and Accept of GraphQL over HTTP."""

from email.message import Message

from starlette.datastructures import Headers

from api.http.errors import HttpRefusal

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
EVENTS = "text/event-stream"
LONGEST = 1_000
"""Characters of an Accept header that are read; what is longer is nothing that a client sends."""


def require_json(headers: Headers) -> None:
    """Raise HttpRefusal unless the body is said to be JSON, once, in UTF-8, and not compressed."""
    said = headers.getlist("content-type")
    parsed = Message()
    parsed["content-type"] = said[0] if len(said) == 1 else ""
    charset = parsed.get_param("charset", "utf-8")
    is_utf8 = isinstance(charset, str) and charset.lower() in ("utf-8", "utf8")
    is_plain = headers.get("content-encoding", "identity").lower() == "identity"
    if parsed.get_content_type() != JSON or not is_utf8 or not is_plain:
        raise HttpRefusal("UNSUPPORTED_MEDIA_TYPE")


def answer_type(headers: Headers) -> str:
    """The media type to answer in. Raises HttpRefusal when the client takes neither.

    Whoever names application/graphql-response+json gets it; who names nothing gets application/json, as the specification says.
    """
    accept = ",".join(headers.getlist("accept")) or "*/*"
    ranges = _ranges(accept) if len(accept) <= LONGEST else {}
    graphql = (_quality(ranges, GRAPHQL), 2 if GRAPHQL in ranges else 0)
    json = (_quality(ranges, JSON), 1)
    best, wanted = max((graphql, GRAPHQL), (json, JSON))
    if best[0] <= 0:
        raise HttpRefusal("NOT_ACCEPTABLE")
    return wanted


def takes_events(headers: Headers) -> bool:
    """True when the client names text/event-stream: then a subscription is answered so."""
    return _named(headers).get(EVENTS, 0.0) > 0


def wants_events(headers: Headers) -> bool:
    """True when the client would rather have text/event-stream than JSON: then everything is answered so."""
    ranges = _named(headers)
    return ranges.get(EVENTS, 0.0) > max(ranges.get(GRAPHQL, 0.0), ranges.get(JSON, 0.0))


def _named(headers: Headers) -> dict[str, float]:
    accept = ",".join(headers.getlist("accept"))
    return _ranges(accept) if len(accept) <= LONGEST else {}


def _ranges(accept: str) -> dict[str, float]:
    """Quality by media range; a range whose quality cannot be read counts as refused."""
    found: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        qualities = [value[2:] for value in parameters if value.startswith("q=")]
        found[name] = _number(qualities[0]) if qualities else 1.0
    return found


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0


def _quality(ranges: dict[str, float], media_type: str) -> float:
    """The quality of the most exact range that matches (RFC 9110, 12.5.1)."""
    for candidate in (media_type, "application/*", "*/*"):
        if candidate in ranges:
            return ranges[candidate]
    return 0.0
