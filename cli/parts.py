"""How an API is put together, for the demo and for production. A composition root: it may name the concrete store."""

from pathlib import Path
from socket import gethostname

from access_policies.audit import AuditLog
from access_policies.clock import SetClock, SystemClock
from access_policies.guard import Guard
from api.demo.issuer import DemoIssuer
from api.explorer.door import SignIn
from api.explorer.sessions import Sessions
from api.graphql.trusted import UNREGISTERED, DocumentsInvalid, TrustedDocuments, read_trusted
from api.http.quota import UNCOUNTED, Quotas
from api.identity.code_client import WAY_BACK, CodeClient
from api.identity.errors import IssuerInvalid
from api.identity.issuers import trusted
from api.identity.own_key import own_key, read_key
from api.identity.verifier import TokenVerifier
from api.observability.traces import OFF as UNTRACED
from api.observability.traces import Traces
from api.parts import Demo, Parts
from api.webhooks.hosts import OFF, Hosts, allowed
from api.webhooks.sending import Sender
from cli.database import store_of
from cli.npm import GRAPHIQL, installed
from cli.settings import Settings
from graph_model.instant import parse
from graph_model.local.endpoint import Endpoint
from graph_model.local.errors import SetupError
from graph_model.local.private import kept_secret
from graph_model.migrations import migrate
from loaders.files import FILES
from loaders.stix.writing.collection import STIX

NOW = "2026-03-16T09:00:00Z"
"""Where the clock of the invented world stands (scenario, `now`)."""


async def open_parts(
    home: Path,
    endpoint: Endpoint,
    url: str,
    log: str = "demo",
    quotas: Quotas = UNCOUNTED,
    webhooks: Hosts = OFF,
    traces: Traces = UNTRACED,
) -> Parts:
    """The demo's: store, guard, issuer and verifier over a running database, migrated. Each process has an audit log of its own."""
    store = store_of(endpoint)
    await migrate(store)
    audit = AuditLog(home / "audit" / log)
    issuer = DemoIssuer(home / "issuer", url)
    verifier = TokenVerifier(url, [issuer.trusted()])
    guard = Guard(store, SetClock(parse(NOW)), audit)
    demo, sign_in = Demo(issuer, installed(GRAPHIQL, home)), SignIn(issuer.explorer(), Sessions())
    key = kept_secret(home / "cursor.key")
    return Parts(
        guard,
        store,
        audit,
        verifier,
        key,
        demo,
        production=False,
        sign_in=sign_in,
        quotas=quotas,
        webhooks=webhooks,
        taxii=STIX,
        files=FILES,
        traces=traces,
    )


async def open_production(settings: Settings, endpoint: Endpoint) -> Parts:
    """Production's: the machine's clock, the issuers of the settings, nothing of the demo. Nothing is migrated."""
    store = store_of(endpoint)
    audit = AuditLog((settings.audit_dir or settings.home / "audit") / gethostname(), settings.home / "audit-keys")
    secret = settings.cursor_key_file.read_bytes() if settings.cursor_key_file else kept_secret(settings.home / "cursor.key")
    figures_key = settings.figures_key_file.read_text().strip() if settings.figures_key_file else None
    guard = Guard(store, SystemClock(), audit)
    verifier, sign_in = _verifier(settings), _sign_in(settings)
    return Parts(
        guard,
        store,
        audit,
        verifier,
        secret,
        figures_key=figures_key,
        sign_in=sign_in,
        quotas=quotas_of(settings),
        trusted=_trusted(settings),
        webhooks=webhooks_of(settings),
        taxii=STIX,
        files=FILES,
        traces=traces_of(settings),
    )


def quotas_of(settings: Settings) -> Quotas:
    """What each person and organisation may ask for."""
    return Quotas(settings.person_quota, settings.organisation_quota)


def traces_of(settings: Settings) -> Traces:
    """Where spans go."""
    if settings.traces_url is None:
        return UNTRACED
    from api.observability.collector import sending_to  # here alone: most installations need none of it

    try:
        return sending_to(settings.traces_url, settings.traces_ca_file)
    except OSError as fault:
        raise SetupError(f"KRING_TRACES_CA_FILE cannot be used ({type(fault).__name__})") from None


def webhooks_of(settings: Settings) -> Hosts:
    """Where webhooks may go; to this machine in the demo only."""
    hosts = Hosts(tuple(map(allowed, settings.webhook_hosts)), settings.profile == "demo", settings.webhook_ca_file)
    try:
        Sender(hosts)
    except (OSError, ValueError) as fault:
        raise SetupError(f"KRING_WEBHOOK_CA_FILE cannot be used ({type(fault).__name__})") from None
    return hosts


def _trusted(settings: Settings) -> TrustedDocuments:
    """What organisations registered."""
    if settings.trusted_documents_dir is None:
        return UNREGISTERED
    from api.graphql.served import served_schema  # here alone: it makes the whole schema, which takes a second

    try:
        return read_trusted(settings.trusted_documents_dir, served_schema(), settings.only_trusted_documents)
    except DocumentsInvalid as fault:
        raise SetupError(f"KRING_TRUSTED_DOCUMENTS_DIR: {fault}") from None


def _sign_in(settings: Settings) -> SignIn | None:
    """The way in for people, where an issuer knows Kring as a client."""
    issuer = next((issuer for issuer in settings.issuers if issuer.client), None)
    if issuer is None or issuer.client is None:
        return None
    try:
        key = read_key(settings.client_key_file) if settings.client_key_file else own_key(settings.home / "client.pem")
    except (OSError, ValueError) as fault:
        raise SetupError(f"KRING_CLIENT_KEY_FILE cannot be used ({type(fault).__name__})") from None
    return SignIn(CodeClient(issuer.issuer, issuer.client, key, f"{settings.url}{WAY_BACK}"), Sessions())


def _verifier(settings: Settings) -> TokenVerifier:
    try:
        return TokenVerifier(settings.url or "", [trusted(issuer, loopback=True) for issuer in settings.issuers])
    except IssuerInvalid as fault:
        raise SetupError(f"KRING_ISSUERS: {fault}") from None
