"""How an API is put together, for the demo and for production. A composition root: it may name the concrete store."""

from pathlib import Path

from access_policies.audit import AuditLog
from access_policies.clock import SetClock, SystemClock
from access_policies.guard import Guard
from api.app import Parts
from api.identity.issuer import DemoIssuer
from api.identity.verifier import TokenVerifier
from cli.database import store_of
from cli.issuers import published_keys
from cli.settings import Settings
from graph_model.instant import parse
from graph_model.local.endpoint import Endpoint
from graph_model.local.private import kept_secret
from graph_model.migrations import migrate

AUDIENCE = "kring"
NOW = "2026-03-16T09:00:00Z"
"""Where the clock of the invented world stands (scenario, `now`)."""


async def open_parts(home: Path, endpoint: Endpoint, url: str) -> Parts:
    """The demo's: store, guard, issuer and verifier over a running database, migrated."""
    store = store_of(endpoint)
    await migrate(store)
    audit = AuditLog(home / "audit" / "demo.jsonl")
    issuer = DemoIssuer(home / "issuer.pem", f"{url}/demo/issuer", AUDIENCE)
    verifier = TokenVerifier(f"{url}/demo/issuer", AUDIENCE, issuer.keys)
    return Parts(Guard(store, SetClock(parse(NOW)), audit), store, audit, verifier, kept_secret(home / "cursor.key"), issuer)


async def open_production(settings: Settings, endpoint: Endpoint) -> Parts:
    """Production's: the machine's clock, the issuers of the settings, nothing of the demo. Nothing is migrated."""
    store = store_of(endpoint)
    audit = AuditLog((settings.audit_dir or settings.home / "audit") / "audit.jsonl")
    trusted = settings.issuers[0]
    verifier = TokenVerifier(trusted.issuer, trusted.audience, published_keys(trusted))
    secret = settings.cursor_key_file.read_bytes() if settings.cursor_key_file else kept_secret(settings.home / "cursor.key")
    return Parts(Guard(store, SystemClock(), audit), store, audit, verifier, secret)
