"""Fields of a form that was sent as application/x-www-form-urlencoded. Files and multipart are not read here at all."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from api.http.errors import HttpRefusal
from api.http.request_body import read_body

LONGEST = 16 * 1024
FIELDS = 40
TYPE = "application/x-www-form-urlencoded"


async def read_form(request: Request) -> list[tuple[str, str]]:
    """The fields in order. Raises HttpRefusal for another type, too many of them, or bytes that are no UTF-8."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != TYPE:
        raise HttpRefusal("UNSUPPORTED_MEDIA_TYPE")
    body = await read_body(request, LONGEST)
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except ValueError:
        raise HttpRefusal("UNSUPPORTED_MEDIA_TYPE") from None
