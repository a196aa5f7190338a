"""What production demands before it starts. Each fault is named, all at once, with what to do about it."""

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from cli.settings import LOOPBACK, Settings, is_loopback
from graph_model.errors import SchemaMismatch, StoreClaimed
from graph_model.installation import installation
from graph_model.local.errors import SetupError
from graph_model.migrations import status
from graph_model.store import Store


def require_production(settings: Settings) -> None:
    """Raise SetupError, naming all that is wrong with the settings."""
    if wrong := list(faults(settings)):
        raise SetupError("production does not start: " + "; ".join(wrong))


def faults(settings: Settings) -> Iterator[str]:
    """What is wrong with settings for production, a line each."""
    if settings.profile != "production":
        yield "KRING_PROFILE is not production"
    if settings.host not in LOOPBACK and not settings.tls_certificate_file:
        yield "KRING_HOST leaves this machine without TLS: set KRING_TLS_CERTIFICATE_FILE and KRING_TLS_KEY_FILE"
    if not settings.neo4j_uri:
        yield "KRING_NEO4J_URI is not set"
    elif not is_loopback(settings.neo4j_uri) and not urlsplit(settings.neo4j_uri).scheme.endswith("+s"):
        yield "KRING_NEO4J_URI leaves this machine without TLS: use bolt+s or neo4j+s"
    if not settings.url:
        yield "KRING_URL is not set, so no token could be meant for this service"
    if not settings.issuers:
        yield "KRING_ISSUERS names no issuer, so nobody could sign in"
    yield from (f"{issuer.issuer} is a demo's issuer" for issuer in settings.issuers if issuer.issuer.endswith("/demo/issuer"))
    for name in ("neo4j_password_file", "cursor_key_file", "client_key_file", "figures_key_file", "tls_key_file"):
        path = getattr(settings, name)
        if path and (why := _exposure(path)):
            yield f"KRING_{name.upper()} {why}"


def _exposure(path: Path) -> str | None:
    """Why a secret's file will not do."""
    try:
        mode = path.stat().st_mode
    except OSError as fault:
        return f"cannot be read ({fault.strerror})"
    return "can be read by everybody: take that right away" if mode & stat.S_IROTH else None


async def require_store(store: Store) -> None:
    """Raise SchemaMismatch or StoreClaimed when the store is not production's, whole and of this version."""
    found = await status(store)
    if not found.is_current:
        raise SchemaMismatch(f"the store has schema {found.current}, this version needs {found.latest}: run ./kring migrate up")
    claimed = await installation(store)
    if claimed is None or claimed.profile != "production":
        raise StoreClaimed("the store was not founded for production: run ./kring migrate up on an empty one")
