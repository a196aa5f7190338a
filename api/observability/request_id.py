"""One id a request, in every log line that comes of it, whichever part writes it."""

import re
import secrets

from structlog.contextvars import bound_contextvars

WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")
"""An id that a client may bring: nothing that could be a sentence, a token or a line break."""

__all__ = ["bound_contextvars", "request_id"]


def request_id(brought: str | None) -> str:
    """The id that a client brought when it is well formed, else a random one."""
    if brought is not None and WELL_FORMED.fullmatch(brought):
        return brought
    return secrets.token_hex(16)
