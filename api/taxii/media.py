"""The media type of TAXII, and whether a client takes it."""

from starlette.datastructures import Headers

from api.http.errors import HttpRefusal

NAME, VERSION = "application/taxii+json", "2.1"
TAXII = f"{NAME};version={VERSION}"
OBJECTS = "application/stix+json;version=2.1"
_WIDER = ("application/*", "*/*")
LONGEST = 1_000
"""Characters of an Accept header that are read."""


def require_taxii(headers: Headers) -> None:
    """Raise HttpRefusal unless the client takes TAXII 2.1; whoever names no version, or nothing at all, takes it too."""
    accept = ",".join(headers.getlist("accept")) or "*/*"
    if len(accept) > LONGEST or not any(_takes(part) for part in accept.split(",")):
        raise HttpRefusal("NOT_TAXII")


def _takes(part: str) -> bool:
    name, *said = (piece.strip().lower() for piece in part.split(";"))
    parameters = {key.strip(): value.strip().strip('"') for key, _, value in (piece.partition("=") for piece in said)}
    if not parameters.get("q", "1").strip("0."):
        return False
    return name in _WIDER or (name == NAME and parameters.get("version", VERSION) == VERSION)
