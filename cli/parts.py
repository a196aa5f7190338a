"""How the demo puts its parts together. A composition root: it may name the concrete store."""

import os
import secrets
from pathlib import Path

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.guard import Guard
from api.app import Parts
from api.identity.issuer import DemoIssuer
from api.identity.verifier import TokenVerifier
from graph_model.cypher.control import READ_EPOCH
from graph_model.instant import parse
from graph_model.local.server import Endpoint
from graph_model.migrations import migrate
from graph_model.store import Store

AUDIENCE = "kring"
NOW = "2026-03-16T09:00:00Z"
"""Where the clock of the invented world stands (scenario, `now`)."""


async def open_parts(home: Path, endpoint: Endpoint, url: str) -> Parts:
    """Store, guard, issuer and verifier over a running database, migrated."""
    store = Store(endpoint.uri, endpoint.user, endpoint.password)
    await migrate(store)
    audit = AuditLog(home / "audit" / "demo")
    issuer = DemoIssuer(home / "issuer.pem", f"{url}/demo/issuer", AUDIENCE)
    verifier = TokenVerifier(f"{url}/demo/issuer", AUDIENCE, issuer.keys)
    return Parts(Guard(store, SetClock(parse(NOW)), audit), store, audit, verifier, _secret(home / "cursor.key"), issuer)


async def is_empty(store: Store) -> bool:
    """True when no policy was ever registered."""
    return bool((await store.run(READ_EPOCH))[0]["value"] == 0)


def _secret(path: Path) -> bytes:
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(secrets.token_bytes(32))
    return path.read_bytes()
