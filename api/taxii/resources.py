"""What TAXII tells of itself: the same documents for everybody, and the collections of one caller, one for each purpose."""

from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from api.http.answers import Refusal
from api.http.errors import HttpRefusal
from api.taxii.media import OBJECTS, TAXII

DISCOVERY = "/taxii2/"
ROOT = f"{DISCOVERY}kring/"
_WHAT = "What grants let you export for this purpose; never more than you may read for it."


def discovery(address: str) -> dict[str, Any]:
    """The one document that says where everything is; `address` is that of this service."""
    root = f"{address}{ROOT}"
    return {"title": "Kring", "description": "Collections to read, one for each purpose.", "default": root, "api_roots": [root]}


def api_root() -> dict[str, Any]:
    """The one root there is. Nothing is taken, so the longest content is the shortest that may be said."""
    return {"title": "Kring", "versions": [TAXII], "max_content_length": 1}


def collections(purposes: tuple[str, ...]) -> dict[str, Any]:
    """The collections of somebody who may export for these purposes."""
    return {"collections": [collection(purpose) for purpose in purposes]} if purposes else {}


def collection(purpose: str) -> dict[str, Any]:
    """The collection of a purpose."""
    return {
        "id": collection_id(purpose),
        "title": purpose,
        "description": _WHAT,
        "alias": purpose,
        "can_read": True,
        "can_write": False,
        "media_types": [OBJECTS],
    }


def named(said: str, purposes: tuple[str, ...]) -> str:
    """The purpose of the collection that is named by its id or its alias. Raises HttpRefusal where the caller has none of it."""
    for purpose in purposes:
        if said in (purpose, collection_id(purpose)):
            return purpose
    raise HttpRefusal("NO_SUCH_PATH")


def collection_id(purpose: str) -> str:
    """The id of the collection of a purpose, the same everywhere and for everybody; TAXII wants the form of a random UUID."""
    return str(UUID(bytes=sha256(f"kring taxii {purpose}".encode()).digest()[:16], version=4))


def error(refusal: Refusal, status: int) -> bytes:
    """A refusal as TAXII says it: the same bytes whatever was wrong."""
    return orjson.dumps({"title": refusal.message, "error_code": refusal.code, "http_status": str(status)})
