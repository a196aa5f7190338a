"""How an API is put together, for the demo and for production. A composition root: it may name the concrete store."""

from pathlib import Path
from socket import gethostname

from access_policies.audit import AuditLog
from access_policies.clock import SetClock, SystemClock
from access_policies.guard import Guard
from api.app import Demo, Parts
from api.demo.issuer import DemoIssuer
from api.identity.errors import IssuerInvalid
from api.identity.issuers import trusted
from api.identity.verifier import TokenVerifier
from cli.database import store_of
from cli.npm import GRAPHIQL, installed
from cli.settings import Settings
from graph_model.instant import parse
from graph_model.local.endpoint import Endpoint
from graph_model.local.errors import SetupError
from graph_model.local.private import kept_secret
from graph_model.migrations import migrate

NOW = "2026-03-16T09:00:00Z"
"""Where the clock of the invented world stands (scenario, `now`)."""


async def open_parts(home: Path, endpoint: Endpoint, url: str, log: str = "demo") -> Parts:
    """The demo's: store, guard, issuer and verifier over a running database, migrated. Each process has an audit log of its own."""
    store = store_of(endpoint)
    await migrate(store)
    audit = AuditLog(home / "audit" / log)
    issuer = DemoIssuer(home / "issuer", url)
    verifier = TokenVerifier(url, [issuer.trusted()])
    guard = Guard(store, SetClock(parse(NOW)), audit)
    demo = Demo(issuer, installed(GRAPHIQL, home))
    return Parts(guard, store, audit, verifier, kept_secret(home / "cursor.key"), demo, production=False)


async def open_production(settings: Settings, endpoint: Endpoint) -> Parts:
    """Production's: the machine's clock, the issuers of the settings, nothing of the demo. Nothing is migrated."""
    store = store_of(endpoint)
    audit = AuditLog((settings.audit_dir or settings.home / "audit") / gethostname(), settings.home / "audit-keys")
    secret = settings.cursor_key_file.read_bytes() if settings.cursor_key_file else kept_secret(settings.home / "cursor.key")
    figures_key = settings.figures_key_file.read_text().strip() if settings.figures_key_file else None
    guard = Guard(store, SystemClock(), audit)
    return Parts(guard, store, audit, _verifier(settings), secret, figures_key=figures_key)


def _verifier(settings: Settings) -> TokenVerifier:
    try:
        return TokenVerifier(settings.url or "", [trusted(issuer, loopback=True) for issuer in settings.issuers])
    except IssuerInvalid as fault:
        raise SetupError(f"KRING_ISSUERS: {fault}") from None
